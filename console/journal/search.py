"""Full-text search over all writers' events, in a derived file that may be deleted. The log is not touched."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from console.incident.errors import Failed
from console.journal import places
from console.journal.paging import EventRow
from console.journal.reading import LogReader
from console.journal.texts import ERASED
from console.journal.wanted import Wanted, parse_wanted

_FILE: Final = "search.db"
_VERSION: Final = 2
_PAGE: Final = 5000
_GONE: Final = """{} WHERE seq > ? AND {} EXISTS (SELECT 1 FROM json_each(body, '$.large')
WHERE value IN (SELECT lower(hex(hash)) FROM texts WHERE erased_at IS NOT NULL))"""
"""An event whose large text was erased: what it still holds of it is not found any more."""
_NEW: Final = "SELECT seq, text, actor, incident, kind, occurred_at FROM events"
_FRESH: Final = _GONE.format(_NEW, "kind NOT IN ('pinned', 'log.heads') AND NOT") + " ORDER BY seq LIMIT ?"
_ERASED: Final = _GONE.format("SELECT seq FROM events", "")
_MATCHING: Final = """SELECT events.key AS key, events.at AS at, bm25(events_fts) AS rank,
snippet(events_fts, 0, '[', ']', '…', 24) AS snippet
FROM events_fts JOIN events ON events.rowid = events_fts.rowid
WHERE events_fts MATCH ? AND {} ORDER BY {} LIMIT ?"""
_EVERY: Final = "SELECT key, at, 0.0 AS rank, text AS snippet FROM events WHERE {} ORDER BY {} LIMIT ?"
_PURPOSES: Final = """SELECT incident, json_extract(data, '$.purpose') FROM events
WHERE kind = 'declared' AND kind <> 'note' AND json_extract(data, '$.purpose') <> 'incident'"""


class Hit(NamedTuple):
    """An event that was found; `snippet` has the found words between `[` and `]`.

    `rank` orders hits, the best is the lowest; `purpose` is "drill" or "test" where its incident was one; `log` is the
    directory that has it.
    """

    row: EventRow
    snippet: str
    rank: float = 0.0
    purpose: str = ""
    log: Path = Path()


class Found(NamedTuple):
    """What was found, and a sentence for every file that could not be searched."""

    hits: list[Hit]
    problems: tuple[str, ...]


def search(log_dir: Path, words: str, *, incident: str | None = None, limit: int = 50) -> Found:
    """Return the events that hold all these words (a last word may be begun only), the best first.

    Brings the derived file up to date first; where the directory is read-only, in memory.
    """
    asked = parse_wanted(words, 0, limit=limit)
    return look(log_dir, asked if incident is None else asked._replace(incident=incident.upper()))


def look_in_all(log_dirs: Sequence[Path], wanted: Wanted) -> Found:
    """Search several log directories as one; what cannot be searched in one of them is told and leaves the others."""
    hits: list[Hit] = []
    problems: list[str] = []
    for log_dir in dict.fromkeys(log_dirs):
        try:
            found = look(log_dir, wanted)
        except Failed as failure:
            problems.append(str(failure))
            continue
        hits += found.hits
        problems += found.problems
    hits.sort(key=lambda hit: -hit.row.occurred_at if wanted.newest else hit.rank)
    return Found(hits[: wanted.limit], tuple(problems))


def look(log_dir: Path, wanted: Wanted) -> Found:
    """Return the events of a log directory that are wanted."""
    reader = LogReader(log_dir)
    try:
        database = _open(log_dir)
        try:
            _catch_up(database, reader)
            hits = _find(database, reader, wanted)
            drills = _purposes(reader, {hit.row.incident for hit in hits} - {""})
        finally:
            database.close()
    except (sqlite3.Error, OSError) as error:
        raise Failed(f"The search failed ({error}); delete {log_dir / _FILE} and try again.") from error
    finally:
        reader.close()
    told = [hit._replace(purpose=drills.get(hit.row.incident, ""), log=log_dir) for hit in hits]
    return Found(told, reader.problems)


def _purposes(reader: LogReader, incidents: Iterable[str]) -> Mapping[str, str]:
    """Return which of these incidents were drills or tests."""
    wanted = frozenset(incidents)
    if not wanted:
        return {}
    return {
        incident: purpose
        for writer in reader.writers()
        for incident, purpose in reader.ask(writer, _PURPOSES)
        if incident in wanted
    }


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


_COLUMNS: Final = {"key": str, "text": str, "actor": str, "incident": str, "kind": str, "at": int}


def _made(database: Any) -> Any:
    database["events"].create(_COLUMNS, pk="key")
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
                names = tuple(_COLUMNS)
                database["events"].insert_all(
                    (dict(zip(names, (f"{writer}/{seq}", *rest), strict=True)) for seq, *rest in page), ignore=True
                )
            seen = page[-1][0]
            if any(kind == ERASED for _, _, _, _, kind, _ in page):
                _forget(database, reader, writer)
        with database.conn:
            database["marks"].upsert({"writer": writer, "seq": newest, "hash": own_hash}, pk="writer")


def _continues(reader: LogReader, writer: str, known: dict[str, Any]) -> bool:
    """Tell whether the file still holds what was indexed (it may have been replaced by another)."""
    event = reader.event(f"{writer}/{known['seq']}")
    return event is not None and event.hash == known["hash"]


def _forget(database: Any, reader: LogReader, writer: str) -> None:
    """Take out what was erased since it was indexed."""
    for (seq,) in reader.ask(writer, _ERASED, (0,)):
        database["events"].delete_where("key = ?", [f"{writer}/{seq}"])


def _find(database: Any, reader: LogReader, wanted: Wanted) -> list[Hit]:
    where, values = wanted.where()
    order = "at DESC, key" if wanted.newest else "rank, at DESC, key"
    sql = (_MATCHING if wanted.query else _EVERY).format(where, order)
    values = [wanted.query, *values] if wanted.query else values
    found = {row["key"]: row for row in database.query(sql, [*values, wanted.limit])}
    return [Hit(row, found[row.key]["snippet"], found[row.key]["rank"]) for row in reader.rows(list(found))]
