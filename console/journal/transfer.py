"""Events out of the log as NDJSON, and into the own chain from NDJSON, where they keep their origin."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from console.incident.errors import Failed, Refused
from console.incident.relations import deeds_of
from console.incident.state import FOLD_KINDS, fold
from console.journal import rows
from console.journal.canonical import clean, clean_text
from console.journal.chain import ChainEnd
from console.journal.ndjson import ORIGIN, Line, line_of, read_line
from console.journal.opening import Journal
from console.journal.reading import LogReader
from console.journal.rows import Clean, Prepared, Record
from console.review.document import resolution

_AT_ONCE: Final = 1000
_PATIENCE: Final = 60.0  # seconds for one transaction
_ORIGINS = f"""SELECT seq, json_extract(body, '$.data.{ORIGIN}.event_id'), json_extract(body, '$.data.{ORIGIN}.hash')
FROM events WHERE instr(data, '"{ORIGIN}":')"""  # noqa: S608 - our own name


class Imported(NamedTuple):
    """What an import did: events put in, events that were there already, and whether the last line was cut."""

    added: int
    known: int
    cut: bool


def export_events(reader: LogReader, records: Iterable[Record]) -> Iterator[str]:
    """Yield the lines of records (of `LogReader.records` or `poll_records`), without their ends."""
    for record in records:
        found = record.found
        resolved = found["kind"] == "status" and found["data"].get("after") == "resolved"
        text, data = _whole(reader, record)
        yield line_of(record, text, data, _resolution(reader, record) if resolved else {})


def import_file(journal: Journal, log_dir: Path, path: Path) -> Imported:
    """Put the events of an NDJSON file into the journal's chain; those that any writer here has are skipped.

    Nothing is imported where a line is bad (`Failed` names it) or an incident of the same id is another one
    (`Refused`). An interrupted import is completed by repeating it.
    """
    lines = _Lines(path)
    reader = LogReader(log_dir)
    known = _Known(reader)
    total = sum(known.check(line) for line in lines)
    added = 0
    fresh = known.fresh(lines)
    while batch := list(islice(fresh, _AT_ONCE)):
        _add(journal, batch, known)
        added += len(batch)
    reader.close()
    return Imported(added, total - added, lines.cut)


def _add(journal: Journal, batch: list[Line], known: "_Known") -> None:
    def work(connection: sqlite3.Connection, end: ChainEnd) -> None:
        prepared = []
        for place, line in enumerate(batch, end.seq + 1):
            known.keys[line.event_id] = f"{end.writer}/{place}"
            prepared.append(_prepared(line, known, journal))
        end.add(connection, prepared, journal.now())

    try:
        journal.run(work).result(_PATIENCE)
    except TimeoutError as error:
        raise Failed(f"The import waits for the disk: {journal.condition.reason} Repeat it; it goes on.") from error


def _prepared(line: Line, known: "_Known", journal: Journal) -> Prepared:
    """Return the line as an entry: what it points at gets the names that these events have here."""
    origin = {"event_id": line.event_id, "hash": line.hash, "recorded_at": line.recorded_at}
    data = {**line.data, ORIGIN: origin}
    target = line.data.get("target")
    if target in known.keys:
        origin["target"], data["target"] = target, known.keys[target]
    if line.supersedes in known.keys:
        origin["supersedes"] = line.supersedes
    redact = journal.redact
    return rows.seal(
        Clean(
            clean_text(line.actor, redact),
            clean(data, redact),
            clean_text(line.incident, redact),
            clean_text(line.kind, redact),
            line.occurred_at,
            line.pinned,
            known.keys.get(line.supersedes) or clean_text(line.supersedes, redact),
            clean_text(line.text, redact),
        )
    )


class _Lines:
    """The events of an NDJSON file, read anew each time; a last line that was cut is left out."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.cut = False

    def __iter__(self) -> Iterator[Line]:
        try:
            with self._path.open("rb") as file:
                for number, raw in enumerate(file, 1):
                    if raw.strip():
                        try:
                            line = read_line(number, raw)
                            clean(line.data, str)
                        except (ValueError, KeyError, TypeError, RecursionError, Refused) as error:
                            if not raw.endswith(b"\n"):
                                self.cut = True
                                return
                            raise Failed(f"{self._path}, line {number} is no event: {_why(error)}") from error
                        yield line
        except OSError as error:
            raise Failed(f"{self._path} cannot be read: {error.strerror}.") from error


class _Known:
    """What the log has already: names of imported events here, their identities, and which incident is whose."""

    def __init__(self, reader: LogReader) -> None:
        self._reader = reader
        self.keys: dict[str, str] = {}
        self.identities: set[tuple[str, str]] = set()
        self._declared: dict[str, str] = {}
        for writer in reader.writers():
            for seq, event_id, own_hash in reader.ask(writer, _ORIGINS):
                if event_id:
                    self.keys[event_id] = f"{writer}/{seq}"
                    self.identities.add((event_id, own_hash))
        for event in reader.events(kinds=("declared",)):
            self._declared.setdefault(event.incident, event.key)

    def has(self, line: Line) -> bool:
        """Tell whether the log has this event, as its own or imported."""
        if (line.event_id, line.hash) in self.identities:
            return True
        own = self._reader.event(line.event_id) if line.hash else None
        return own is not None and own.hash == line.hash

    def fresh(self, lines: Iterable[Line]) -> Iterator[Line]:
        """Yield the events that the log does not have, each once."""
        for line in lines:
            if not self.has(line):
                self.identities.add((line.event_id, line.hash))
                yield line

    def check(self, line: Line) -> bool:
        """Return True; `Refused` where the line declares an incident whose id another incident has here."""
        there = self._declared.get(line.incident)
        if line.kind == "declared" and there is not None and not self.has(line):
            raise Refused(
                f"{line.incident} is another incident here (declared by {there}) than in line {line.number} of the "
                "file. Nothing was imported; use another --log-dir for it."
            )
        return True


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON ({error.msg} at column {error.colno}). Nothing was imported."
    reason = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error).rstrip(".")
    return f"{reason}. Nothing was imported."


def _whole(reader: LogReader, record: Record) -> tuple[str, dict[str, Any]]:
    """Return text and data with the large texts that lie beside the event, unless they were erased."""
    text, data = record.found["text"], record.found["data"]
    for path, own_hash in record.found.get("large", {}).items():
        content = reader.text(record.found["writer"], own_hash)
        if content is not None and path == "text":
            text = content
        elif content is not None:
            _put(data, path.split("/")[1:], content)
    return text, data


def _put(value: Any, path: list[str], content: str) -> None:
    for name in path[:-1]:
        value = value[int(name) if isinstance(value, list) else name]
    value[int(path[-1]) if isinstance(value, list) else path[-1]] = content


def _resolution(reader: LogReader, record: Record) -> Mapping[str, object]:
    """Return what other programs expect of a resolution; what the log does not know is null."""
    found = record.found
    events = (event for event in reader.events(incident=found["incident"], kinds=FOLD_KINDS))
    state = fold(event for event in events if event.order <= record.order)
    incident = state.incidents.get(found["incident"])
    return {} if incident is None else resolution(incident, deeds_of(state, incident.id))
