"""Full-text search over all writers' events, in a derived file that may be deleted. The log is not touched."""

import sqlite3
from pathlib import Path
from typing import Any, Final, NamedTuple

from console.incident.errors import Failed, Refused
from console.journal import places
from console.journal.paging import EventRow
from console.journal.reading import LogReader

_FILE: Final = "search.db"
_VERSION: Final = 1
_PAGE: Final = 5000
_FRESH = """SELECT seq, text, actor, incident, kind FROM events
WHERE seq > ? AND kind NOT IN ('pinned', 'log.heads') ORDER BY seq LIMIT ?"""


class Hit(NamedTuple):
    """An event that was found; `snippet` has the found words between `[` and `]`."""

    row: EventRow
    snippet: str


class Found(NamedTuple):
    """What was found, and a sentence for every file that could not be searched."""

    hits: list[Hit]
    problems: tuple[str, ...]


def search(log_dir: Path, words: str, *, incident: str | None = None, limit: int = 50) -> Found:
    """Return the events that hold all these words (a last word may be begun only), the best first.

    `"two words"` in quotation marks stand together. Brings the derived file up to date first; where the directory is
    read-only, in memory.
    """
    query, reader = _query(words), LogReader(log_dir)
    try:
        database = _open(log_dir)
        try:
            _catch_up(database, reader)
            return Found(_find(database, reader, query, incident, limit), reader.problems)
        finally:
            database.close()
    except (sqlite3.Error, OSError) as error:
        raise Failed(f"The search failed ({error}); delete {log_dir / _FILE} and try again.") from error
    finally:
        reader.close()


def _open(log_dir: Path) -> Any:
    """Open the derived file, anew where it is damaged or of another version."""
    path = log_dir / _FILE
    try:
        places.create_private(path)
        database = _database(path)
        if database.execute("PRAGMA user_version").fetchone()[0] == _VERSION:
            return database
        database.close()
        path.unlink()
        places.create_private(path)
        return _made(_database(path))
    except sqlite3.DatabaseError:
        path.unlink(missing_ok=True)
    except OSError:
        return _made(_database(None))  # read-only or missing: an index for this question only
    places.create_private(path)
    return _made(_database(path))


def _database(path: Path | None) -> Any:
    from sqlite_utils import Database

    return Database(path) if path is not None else Database(memory=True)


def _made(database: Any) -> Any:
    database["events"].create({"key": str, "text": str, "actor": str, "incident": str, "kind": str}, pk="key")
    database["events"].enable_fts(["text", "actor"], create_triggers=True, tokenize="unicode61 remove_diacritics 2")
    database["marks"].create({"writer": str, "seq": int, "hash": str}, pk="writer")
    database.execute(f"PRAGMA user_version={_VERSION}")
    return database


def _catch_up(database: Any, reader: LogReader) -> None:
    for writer, (newest, own_hash) in reader.heads().items():
        known = list(database.query("SELECT seq, hash FROM marks WHERE writer = ?", [writer]))
        seen = known[0]["seq"] if known else 0
        if seen == newest and known[0]["hash"] == own_hash:
            continue
        if known and not _continues(reader, writer, known[0]):
            database["events"].delete_where("key GLOB ?", [f"{writer}/*"])
            seen = 0
        while page := reader.ask(writer, _FRESH, (seen, _PAGE)):
            with database.conn:
                names = ("key", "text", "actor", "incident", "kind")
                database["events"].insert_all(
                    (dict(zip(names, (f"{writer}/{seq}", *rest), strict=True)) for seq, *rest in page), ignore=True
                )
            seen = page[-1][0]
        with database.conn:
            database["marks"].upsert({"writer": writer, "seq": newest, "hash": own_hash}, pk="writer")


def _continues(reader: LogReader, writer: str, known: dict[str, Any]) -> bool:
    """Tell whether the file still holds what was indexed (it may have been replaced by another)."""
    event = reader.event(f"{writer}/{known['seq']}")
    return event is not None and event.hash == known["hash"]


def _find(database: Any, reader: LogReader, query: str, incident: str | None, limit: int) -> list[Hit]:
    sql = """
SELECT events.key AS key, snippet(events_fts, 0, '[', ']', '…', 24) AS snippet
FROM events_fts JOIN events ON events.rowid = events_fts.rowid
WHERE events_fts MATCH ? AND (? IS NULL OR events.incident = ?) ORDER BY bm25(events_fts) LIMIT ?"""
    found = {row["key"]: row["snippet"] for row in database.query(sql, [query, incident, incident, limit])}
    return [Hit(row, found[row.key]) for row in reader.rows(list(found))]


def _query(words: str) -> str:
    """Return the words as an FTS5 query in which nothing has a special meaning but quotation marks."""
    parts = words.split('"')
    phrases = [part.split() if index % 2 == 0 else [part.strip()] for index, part in enumerate(parts)]
    listed = [phrase for group in phrases for phrase in group if any(mark.isalnum() for mark in phrase)]
    if not listed:
        raise Refused("Say what to search for: one or more words.")
    quoted = [f'"{phrase}"' for phrase in listed]
    return " ".join(quoted if words.rstrip().endswith('"') else [*quoted[:-1], f"{quoted[-1]}*"])
