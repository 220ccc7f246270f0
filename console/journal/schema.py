"""Pure: the tables of an event log as SQL. Knows no connection.

`body` holds the exact bytes that were hashed; the other columns repeat what it says, so that SQL can ask for it, and
verification compares them. Generated columns would do the same, and halve the rate of durable appends (measured).
"""

from typing import Final

APPLICATION: Final = 0x77726D31  # "wrm1", in the header of every file: a careful reader can tell that it is ours
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
"""Name, path in `body`, and type of every column but the number, the body and the hashes."""


def extraction(path: str) -> str:
    """Return the SQL that takes this column out of `body`; the hlc is a text there (JSON numbers end at 2^53)."""
    value = f"json_extract(body, '{path}')"
    return f"CAST({value} AS INTEGER)" if path == "$.hlc" else value


_COLUMNS = ",\n".join(f"  {name} {kind} NOT NULL" for name, _, kind in COLUMNS)

EVENTS: Final = f"""
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
{_COLUMNS},
  body TEXT NOT NULL,
  prev_hash BLOB NOT NULL,
  hash BLOB NOT NULL
)
"""

TABLES: Final = (
    EVENTS,
    "CREATE INDEX events_kind ON events (kind) WHERE kind <> 'note'",  # most events are notes, and change no state
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
WHEN (NEW.seq - 1, NEW.prev_hash) IS NOT (SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1)
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: the next event follows the last one')
  WHERE NOT (NEW.seq = 1 AND NEW.prev_hash IS zeroblob(32) AND NOT EXISTS (SELECT 1 FROM events));
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
