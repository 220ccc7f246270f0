"""Pure: the tables of an event log as SQL. Knows no connection.

The columns are generated from `body`, the exact bytes that were hashed, so no insert can make them differ from it.
"""

from typing import Final

APPLICATION: Final = 0x77726D31  # "wrm1", in the header of every file: `file` and a careful reader can tell it is ours
VERSION: Final = 1

COLUMNS: Final = (
    ("writer", "$.writer", "TEXT"),
    ("incident", "$.incident", "TEXT"),
    ("occurred_at", "$.occurred_at", "INTEGER"),
    ("recorded_at", "$.recorded_at", "INTEGER"),
    ("actor", "$.actor", "TEXT"),
    ("kind", "$.kind", "TEXT"),
    ("text", "$.text", "TEXT"),
    ("data", "$.data", "TEXT"),
    ("pinned", "$.pinned", "INTEGER"),
    ("supersedes", "$.supersedes", "TEXT"),
    ("hlc", "$.hlc", "INTEGER"),
)


def extraction(path: str) -> str:
    """Return the SQL that takes this column out of `body`; the hlc is a text there (JSON numbers end at 2^53)."""
    value = f"json_extract(body, '{path}')"
    return f"CAST({value} AS INTEGER)" if path == "$.hlc" else value


_GENERATED = ",\n".join(
    f"  {name} {kind} GENERATED ALWAYS AS ({extraction(path)}) STORED" for name, path, kind in COLUMNS
)

EVENTS: Final = f"""
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  body TEXT NOT NULL,
  prev_hash BLOB NOT NULL,
  hash BLOB NOT NULL,
{_GENERATED},
  CHECK (json_extract(body, '$.seq') IS seq),
  CHECK (length(hash) = 32 AND length(prev_hash) = 32)
)
"""

TABLES: Final = (
    EVENTS,
    "CREATE INDEX events_kind ON events (kind)",
    "CREATE INDEX events_incident ON events (incident)",
    "CREATE INDEX events_time ON events (occurred_at, hlc)",
    "CREATE TABLE texts (hash BLOB PRIMARY KEY, bytes BLOB, size INTEGER NOT NULL, erased_at INTEGER) WITHOUT ROWID",
    "CREATE TABLE taken (token TEXT PRIMARY KEY) WITHOUT ROWID",
)

TRIGGERS: Final = {
    "events_no_update": """
CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the log is append-only: an event is never changed'); END
""",
    "events_no_delete": """
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the log is append-only: an event is never deleted'); END
""",
    "events_only_next": """
CREATE TRIGGER events_only_next BEFORE INSERT ON events
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: the next event follows the last one')
  WHERE NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM events)
     OR NEW.prev_hash IS NOT coalesce((SELECT hash FROM events ORDER BY seq DESC LIMIT 1), zeroblob(32));
END
""",
    "texts_only_erase": """
CREATE TRIGGER texts_only_erase BEFORE UPDATE ON texts
WHEN NEW.bytes IS NOT NULL OR NEW.erased_at IS NULL OR NEW.hash IS NOT OLD.hash OR NEW.size IS NOT OLD.size
BEGIN SELECT RAISE(ABORT, 'a text is erased or left alone, never changed'); END
""",
    "texts_only_new": """
CREATE TRIGGER texts_only_new BEFORE INSERT ON texts WHEN EXISTS (SELECT 1 FROM texts WHERE hash = NEW.hash)
BEGIN SELECT RAISE(IGNORE); END
""",
    "texts_no_delete": """
CREATE TRIGGER texts_no_delete BEFORE DELETE ON texts
BEGIN SELECT RAISE(ABORT, 'a text is erased, its row stays'); END
""",
}
"""By name, so that a migration can put back what a rebuilt table lost."""
