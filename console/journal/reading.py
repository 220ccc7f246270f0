"""Reading the merged log of all writers, without changing a byte. One `LogReader` belongs to one thread at a time."""

import heapq
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from console.incident.errors import Failed
from console.incident.events import Event, Instant
from console.incident.state import FOLD_KINDS
from console.journal import migration, places, rows
from console.journal.logfile import LogFile
from console.journal.matching import Match
from console.journal.timeline import Place, TimelineIndex

_PAGE = 2000
_EVENTS = "SELECT seq, body, prev_hash, hash FROM events WHERE seq > ?"
_ROWS = "SELECT seq, occurred_at, recorded_at, incident, actor, kind, text, pinned, supersedes FROM events"
_PLACES = "SELECT occurred_at, hlc, seq FROM events"
_BEFORE = " AND (occurred_at, hlc) < (?, ?) ORDER BY occurred_at DESC, hlc DESC LIMIT ?"
_order = attrgetter("order")


class EventRow(NamedTuple):
    """An event as the timeline shows it; a large text is shortened. Nothing in it is safe text yet."""

    key: str
    occurred_at: Instant
    recorded_at: Instant
    incident: str
    actor: str
    kind: str
    text: str
    pinned: bool
    supersedes: str


class LogReader:
    """All writers of a log directory as one log. A missing directory is an empty log; nothing is ever created.

    What cannot be read is left out and named in `problems`, one sentence a file.
    """

    def __init__(self, log_dir: Path, since: Mapping[str, int] | None = None) -> None:
        self._folder = log_dir
        self._files: dict[str, LogFile] = {}
        self._seen: dict[str, int] = dict(since or {})
        self._problems: dict[str, str] = {}

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences about files and events that cannot be read."""
        return tuple(self._problems.values())

    def writers(self) -> list[str]:
        """Return the names of all writers."""
        try:
            found = places.writers(self._folder)
        except Failed as error:
            self._problems[""] = str(error)
            return []
        self._problems.pop("", None)
        return found

    def seek(self, marks: Mapping[str, int]) -> None:
        """Let `poll` go on after these sequence numbers (by writer)."""
        self._seen = dict(marks)

    def poll(self) -> list[Event]:
        """Return the events that were committed since the last poll, in the total order."""
        found: list[Event] = []
        for writer in self.writers():
            file = self._file(writer)
            if file is None:
                continue
            try:
                fresh = list(self._walk(writer, self._seen.get(writer, 0))) if file.changed() else []
            except Failed as error:
                self._problems[writer] = str(error)
                continue
            found += fresh
        return sorted(found, key=_order)

    def events(
        self, *, incident: str | None = None, kinds: Iterable[str] | None = None, writer: str | None = None
    ) -> Iterator[Event]:
        """Yield events in the total order, a page at a time; only those of an incident, of some kinds, of a writer."""
        where, values = _conditions(incident, kinds)
        names = [name for name in self.writers() if writer in (None, name)]
        return heapq.merge(*(self._guarded(name, where, values) for name in names), key=_order)

    def state_events(self) -> Iterator[Event]:
        """Yield the events that change the state, found by index: for a start that need not read every note."""
        return self.events(kinds=FOLD_KINDS)

    def event(self, key: str) -> Event | None:
        """Return the event "writer/seq", or None."""
        writer, _, seq = key.rpartition("/")
        file = self._file(writer)
        if file is None or not seq.isdecimal():
            return None
        found = file.query("SELECT seq, body, prev_hash, hash FROM events WHERE seq = ?", (int(seq),))
        return next(self._decoded(writer, found), None)

    def heads(self) -> dict[str, tuple[int, str]]:
        """Return (seq, hex hash) of the newest event of every writer that can be read."""
        found = self._ask_all("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1")
        return {writer: (lines[0][0], lines[0][1].hex()) for writer, lines in found.items() if lines}

    def count(self) -> int:
        """Return the number of events (a chain has no gaps, so the last numbers say it)."""
        return sum(seq for seq, _ in self.heads().values())

    def rows(self, keys: Sequence[str]) -> list[EventRow]:
        """Return the rows of these keys in their order; those that cannot be read are left out."""
        wanted: dict[str, list[int]] = {}
        for key in keys:
            writer, _, seq = key.rpartition("/")
            wanted.setdefault(writer, []).append(int(seq))
        found = {row.key: row for writer, numbers in wanted.items() for row in self._rows_of(writer, numbers)}
        return [found[key] for key in keys if key in found]

    def matching(self, match: Match) -> set[str]:
        """Return the keys of all events that match."""
        return {place.key for writer in self.writers() for place in self._scan(writer, match)}

    def fill(self, index: TimelineIndex, size: int = 2000) -> Iterator[int]:
        """Load an index newest first, `size` events with every step; yields how many it has. Needs its own reader."""
        parts = [self._newest_first(writer, index.match, size) for writer in self.writers()]
        merged = parts[0] if len(parts) == 1 else heapq.merge(*parts, reverse=True)
        while piece := list(itertools.islice(merged, size)):
            piece.reverse()
            index.load(piece)
            yield len(index)
        index.complete = True

    def close(self) -> None:
        """Let go of all files; the next question opens them again."""
        for file in self._files.values():
            file.close()
        self._files.clear()

    def file(self, writer: str) -> LogFile | None:
        """Return the writer's file for questions in SQL, or None where it cannot be read."""
        return self._file(writer)

    def _rows_of(self, writer: str, numbers: list[int]) -> Iterator[EventRow]:
        file = self._file(writer)
        if file is None:
            return
        marks = ",".join("?" * len(numbers))
        for seq, at, recorded, incident, actor, kind, text, pinned, supersedes in file.query(
            f"{_ROWS} WHERE seq IN ({marks})",
            numbers,
        ):
            yield EventRow(f"{writer}/{seq}", at, recorded, incident, actor, kind, text, bool(pinned), supersedes)

    def _file(self, writer: str) -> LogFile | None:
        known = self._files.get(writer)
        if known is not None:
            return known
        path = places.events_file(self._folder, writer)
        try:
            if not migration.is_ready(path):
                return None
        except Failed as error:
            self._problems[writer] = str(error)
            return None
        self._problems.pop(writer, None)
        return self._files.setdefault(writer, LogFile(path))

    def _ask_all(self, sql: str) -> dict[str, list[tuple[Any, ...]]]:
        found = {}
        for writer in self.writers():
            file = self._file(writer)
            if file is not None:
                try:
                    found[writer] = file.query(sql)
                except Failed as error:
                    self._problems[writer] = str(error)
        return found

    def _newest_first(self, writer: str, match: Match, size: int) -> Iterator[Place]:
        if match.text:  # nearly every row has to be read: then in the order in which they lie on the disk
            yield from sorted(self._scan(writer, match), reverse=True)
            return
        where, values = match.where(writer)
        before: tuple[int, int] = (1 << 62, 1 << 62)
        file = self._file(writer)
        while file is not None:
            try:
                page = file.query(f"{_PLACES} WHERE {where}{_BEFORE}", [*values, *before, size])
            except Failed as error:
                self._problems[writer] = str(error)
                return
            yield from (Place(at, hlc, writer, seq) for at, hlc, seq in page)
            if len(page) < size:
                return
            before = page[-1][:2]

    def _scan(self, writer: str, match: Match) -> list[Place]:
        where, values = match.where(writer)
        file = self._file(writer)
        try:
            found = file.query(f"{_PLACES} NOT INDEXED WHERE {where}", values) if file is not None else []
        except Failed as error:
            self._problems[writer] = str(error)
            return []
        return [Place(at, hlc, writer, seq) for at, hlc, seq in found]

    def _guarded(self, writer: str, where: str, values: list[Any]) -> Iterator[Event]:
        try:
            yield from self._pages(writer, 0, where, values)
        except Failed as error:
            self._problems[writer] = str(error)

    def _walk(self, writer: str, after: int) -> Iterator[Event]:
        for event in self._pages(writer, after, "", []):
            self._seen[writer] = event.seq
            yield event

    def _pages(self, writer: str, after: int, where: str, values: list[Any]) -> Iterator[Event]:
        file = self._file(writer)
        while file is not None:
            page = file.query(f"{_EVENTS}{where} ORDER BY seq LIMIT {_PAGE}", [after, *values])
            yield from self._decoded(writer, page)
            if len(page) < _PAGE:
                return
            after = page[-1][0]

    def _decoded(self, writer: str, found: Iterable[tuple[Any, ...]]) -> Iterator[Event]:
        for seq, body, prev_hash, own_hash in found:
            try:
                yield rows.read(body, prev_hash, own_hash)
            except (ValueError, KeyError, TypeError, AttributeError):
                self._problems[f"{writer}/{seq}"] = f"Event {writer}/{seq} is damaged and left out."


def _conditions(incident: str | None, kinds: Iterable[str] | None) -> tuple[str, list[Any]]:
    where, values = "", []
    if incident is not None:
        where += " AND incident = ?"
        values.append(incident)
    if kinds is not None:
        listed = sorted(kinds)
        where += f" AND kind IN ({','.join('?' * len(listed))})"
        values += listed
    return where, values
