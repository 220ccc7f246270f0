"""What a timeline asks the log: where events stand, and the rows of one page. Reads only."""

import heapq
import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from console.incident.events import Instant
from console.journal.folder import LogFolder
from console.journal.matching import Match
from console.journal.timeline import Place, TimelineIndex

_ROWS = "SELECT seq, occurred_at, recorded_at, incident, actor, kind, text, pinned, supersedes FROM events"
_PLACES = "SELECT occurred_at, hlc, seq FROM events"
_BEFORE = " AND (occurred_at, hlc) < (?, ?) ORDER BY occurred_at DESC, hlc DESC LIMIT ?"
_END = 1 << 62
_WHEN = "SELECT occurred_at, hlc, seq, recorded_at FROM events NOT INDEXED WHERE {}"
_WHOLE = "typeof(occurred_at) = 'integer' AND typeof(recorded_at) = 'integer' AND typeof(hlc) = 'integer'"
_RECORDED = "SELECT recorded_at FROM events WHERE incident = ? AND typeof(recorded_at) = 'integer'"
_FIRST = "SELECT recorded_at FROM events WHERE seq = 1 AND typeof(recorded_at) = 'integer'"

Known = tuple[Instant, int, str, int, Instant]
"""Where an event stands (when it happened, hybrid time, writer, number), and when it was recorded."""


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


def rows(folder: LogFolder, keys: Sequence[str]) -> list[EventRow]:
    """Return the rows of these keys in their order; those that cannot be read are left out."""
    wanted: dict[str, list[int]] = {}
    for key in keys:
        writer, _, seq = key.rpartition("/")
        wanted.setdefault(writer, []).append(int(seq))
    found = {row.key: row for writer, numbers in wanted.items() for row in _rows_of(folder, writer, numbers)}
    return [found[key] for key in keys if key in found]


def scan(folder: LogFolder, writer: str, match: Match) -> list[Place]:
    """Return the places of a writer's events that match, in no order."""
    where, values = match.where(writer)
    found = folder.ask(writer, f"{_PLACES} NOT INDEXED WHERE {where}", values)
    return [Place(at, hlc, writer, seq) for at, hlc, seq in found]


def known(folder: LogFolder, match: Match) -> list[Known]:
    """Return all events that match as the timeline has them, with when each was recorded; 100,000 in 0.1 s.

    Those whose times are none (a hand at the file, a bad disk) are left out.
    """
    found: list[Known] = []
    for writer in folder.writers():
        where, values = match.where(writer)
        rows = folder.ask(writer, _WHEN.format(f"{where} AND {_WHOLE}"), values)
        found += [(at, hlc, writer, seq, recorded) for at, hlc, seq, recorded in rows]
    found.sort()
    return found


def recorded(folder: LogFolder, incident: str) -> list[Instant]:
    """Return when the events of an incident were recorded, in order."""
    return sorted(row[0] for writer in folder.writers() for row in folder.ask(writer, _RECORDED, (incident,)))


def first_recorded(folder: LogFolder) -> Instant | None:
    """Return when the first event of the log was recorded, None where there is none."""
    return min((row[0] for writer in folder.writers() for row in folder.ask(writer, _FIRST)), default=None)


def fill(folder: LogFolder, index: TimelineIndex, size: int) -> Iterator[int]:
    """Load an index newest first, `size` events with every step; yields how many it has."""
    writers = folder.writers()
    share = -(-size // max(1, len(writers)))  # so that the first step reads no more where there are many
    parts = [_newest_first(folder, writer, index.match, share) for writer in writers]
    merged = parts[0] if len(parts) == 1 else heapq.merge(*parts, reverse=True)
    while piece := list(itertools.islice(merged, size)):
        piece.reverse()
        index.load(piece)
        yield len(index)
    index.complete = True


def _rows_of(folder: LogFolder, writer: str, numbers: list[int]) -> Iterator[EventRow]:
    marks = ",".join("?" * len(numbers))
    for seq, at, recorded, incident, actor, kind, text, pinned, supersedes in folder.ask(
        writer, f"{_ROWS} WHERE seq IN ({marks})", numbers
    ):
        yield EventRow(f"{writer}/{seq}", at, recorded, incident, actor, kind, text, bool(pinned), supersedes)


def _newest_first(folder: LogFolder, writer: str, match: Match, size: int) -> Iterator[Place]:
    if match.text:  # nearly every row has to be read: then in the order in which they lie on the disk
        yield from sorted(scan(folder, writer, match), reverse=True)
        return
    where, values = match.where(writer)
    before: tuple[int, int] = (_END, _END)
    while page := folder.ask(writer, f"{_PLACES} WHERE {where}{_BEFORE}", [*values, *before, size]):
        yield from (Place(at, hlc, writer, seq) for at, hlc, seq in page)
        before = page[-1][0], page[-1][1]
