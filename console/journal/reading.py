"""Reading the merged log of all writers, without changing a byte. One `LogReader` belongs to one thread at a time."""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any

from console.incident.events import Event, Instant
from console.incident.state import FOLD_KINDS
from console.journal import paging, rows
from console.journal.folder import Decode, Found, LogFolder
from console.journal.matching import Match
from console.journal.paging import EventRow, Known
from console.journal.rows import Record
from console.journal.timeline import TimelineIndex

__all__ = ["EventRow", "Known", "LogReader", "Match"]

_ONE = "SELECT seq, body, prev_hash, hash FROM events WHERE seq = ?"
_HEAD = "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1"
_order = attrgetter("order")


class LogReader:
    """All writers of a log directory as one log. A missing directory is an empty log; nothing is ever created.

    What cannot be read is left out and named in `problems`, one sentence a file.
    """

    def __init__(self, log_dir: Path, since: Mapping[str, int] | None = None) -> None:
        self._folder = LogFolder(log_dir)
        self._seen: dict[str, int] = dict(since or {})
        self._behind: set[str] = set()

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences about files and events that cannot be read."""
        return tuple(self._folder.problems.values())

    def writers(self) -> list[str]:
        """Return the names of all writers."""
        return self._folder.writers()

    def seek(self, marks: Mapping[str, int]) -> None:
        """Let `poll` go on after these sequence numbers (by writer)."""
        self._seen = dict(marks)

    def poll(self, most: int | None = None) -> list[Event]:
        """Return the events that were committed since the last poll, in the total order; the rest comes next time.

        Where more than `most` were, those of the next poll may come before some of these in the order.
        """
        return sorted(islice(self._poll(rows.read), most), key=_order)

    def poll_records(self) -> list[Record]:
        """Return the same as raw records, for an exporter."""
        return sorted(self._poll(rows.record), key=_order)

    def events(
        self, *, incident: str | None = None, kinds: Iterable[str] | None = None, writer: str | None = None
    ) -> Iterator[Event]:
        """Yield events in the total order, a page at a time; only those of an incident, of some kinds, of a writer."""
        return self._merged(rows.read, _conditions(incident, kinds), writer)

    def events_until(self, at: Instant, kinds: Iterable[str]) -> Iterator[Event]:
        """Yield the events of some kinds that were recorded until a moment, in the total order."""
        where, values = _conditions(None, kinds)
        return self._merged(rows.read, (f"{where} AND recorded_at <= ?", [*values, at]), None)

    def records(
        self, *, incident: str | None = None, kinds: Iterable[str] | None = None, writer: str | None = None
    ) -> Iterator[Record]:
        """Yield the same as raw records, for an exporter."""
        return self._merged(rows.record, _conditions(incident, kinds), writer)

    def state_events(self) -> Iterator[Event]:
        """Yield the events that change the state, found by index: for a start that need not read every note."""
        return self.events(kinds=FOLD_KINDS)

    def event(self, key: str) -> Event | None:
        """Return the event "writer/seq", or None."""
        writer, _, seq = key.rpartition("/")
        if not (seq.isascii() and seq.isdecimal() and len(seq) < 19):  # noqa: PLR2004 - SQLite's largest number has 19
            return None
        found = self._folder.decoded(writer, rows.read, self._folder.ask(writer, _ONE, (int(seq),)))
        return next((event for _, event in found), None)

    def text(self, writer: str, own_hash: str) -> str | None:
        """Return a large text that lies beside its event, or None where it was erased."""
        found = self._folder.ask(writer, "SELECT bytes FROM texts WHERE hash = ?", (bytes.fromhex(own_hash),))
        return found[0][0].decode(errors="replace") if found and isinstance(found[0][0], bytes) else None

    def heads(self) -> dict[str, tuple[int, str]]:
        """Return (seq, hex hash) of the newest event of every writer that can be read."""
        found = {writer: self._folder.ask(writer, _HEAD) for writer in self.writers()}
        return {writer: (lines[0][0], lines[0][1].hex()) for writer, lines in found.items() if lines}

    def count(self) -> int:
        """Return the number of events (a chain has no gaps, so the last numbers say it)."""
        return sum(seq for seq, _ in self.heads().values())

    def rows(self, keys: Sequence[str]) -> list[EventRow]:
        """Return the rows of these keys in their order; those that cannot be read are left out."""
        return paging.rows(self._folder, keys)

    def matching(self, match: Match) -> set[str]:
        """Return the keys of all events that match."""
        return {place.key for writer in self.writers() for place in paging.scan(self._folder, writer, match)}

    def known(self, match: Match) -> list[Known]:
        """Return where all events that match stand, in the order of the timeline, with when each was recorded."""
        return paging.known(self._folder, match)

    def recorded(self, incident: str) -> list[Instant]:
        """Return when the events of an incident were recorded, in order."""
        return paging.recorded(self._folder, incident)

    def begun(self) -> Instant | None:
        """Return when the first event of the log was recorded, None in an empty log."""
        return paging.first_recorded(self._folder)

    def fill(self, index: TimelineIndex, size: int = 2000) -> Iterator[int]:
        """Load an index newest first, `size` events with every step; yields how many it has. Needs its own reader."""
        return paging.fill(self._folder, index, size)

    def ask(self, writer: str, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a question in SQL to one writer's file; none, and a problem, where it cannot be read."""
        return self._folder.ask(writer, sql, values)

    def close(self) -> None:
        """Let go of all files; the next question opens them again."""
        self._folder.close()

    def _poll(self, decode: Decode[Found]) -> Iterator[Found]:
        for writer in self.writers():
            if self._folder.changed(writer) or writer in self._behind:
                self._behind.add(writer)
                for seq, found in self._folder.walk(writer, decode, after=self._seen.get(writer, 0)):
                    self._seen[writer] = seq
                    yield found
                self._behind.discard(writer)

    def _merged(self, decode: Decode[Found], conditions: tuple[str, list[Any]], writer: str | None) -> Iterator[Found]:
        where, values = conditions
        names = [name for name in self.writers() if writer in (None, name)]
        parts = [map(itemgetter(1), self._folder.walk(name, decode, where, values)) for name in names]
        return parts[0] if len(parts) == 1 else heapq.merge(*parts, key=_order)


def _conditions(incident: str | None, kinds: Iterable[str] | None) -> tuple[str, list[Any]]:
    where, values = "", []
    if incident is not None:
        where += " AND incident = ?"
        values.append(incident)
    if kinds is not None:
        listed = sorted(kinds)
        if "note" not in listed:
            where += " AND kind <> 'note'"  # lets SQLite use the index, which leaves out notes
        where += f" AND kind IN ({','.join('?' * len(listed))})"
        values += listed
    return where, values
