"""A compact sorted index of the timeline: where every event stands, not what it says. Reads no file by itself.

Events are sorted by when they happened, then in the total order. 100,000 of them take 2.4 MB. It is filled newest
first, in pieces, on one thread, while another draws from it.
"""

import contextlib
import threading
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from console.incident.events import Event, Instant
from console.journal.matching import EVERYTHING, Match

_SEQ_BITS = 40
_SEQ_MASK = (1 << _SEQ_BITS) - 1


class Place(NamedTuple):
    """Where an event stands: it sorts by when it happened, then hybrid time, writer and sequence number."""

    occurred_at: Instant
    hlc: int
    writer: str
    seq: int

    @property
    def key(self) -> str:
        """Return "writer/seq"."""
        return f"{self.writer}/{self.seq}"


class TimelineIndex:
    """The sorted places of the events that a `Match` accepts. Every method may be called from any thread."""

    def __init__(self, match: Match = EVERYTHING) -> None:
        self.match = match
        self.complete = False
        self._lock = threading.Lock()
        self._times = array("q")
        self._hlcs = array("q")
        self._refs = array("q")
        self._writers: list[str] = []
        self._numbers: dict[str, int] = {}
        self._moved: dict[str, Instant] = {}
        self._version = 0

    def __len__(self) -> int:
        """Return how many events are in it now."""
        return len(self._refs)

    @property
    def version(self) -> int:
        """Return a number that changes whenever something moved, came or went."""
        return self._version

    def keys(self, first: int, count: int) -> list[str]:
        """Return up to `count` keys ("writer/seq") from index `first`, oldest first."""
        with self._lock:
            refs = self._refs[max(0, first) : max(0, first) + max(0, count)]
            return [self._key(ref) for ref in refs]

    def times(self, first: int, count: int) -> Sequence[Instant]:
        """Return when these events happened."""
        with self._lock:
            return self._times[max(0, first) : max(0, first) + max(0, count)]

    def find(self, key: str) -> int | None:
        """Return the index of an event, or None where it is not in; about 1 ms with 100,000 events."""
        with self._lock:
            return self._where(key)

    def add(self, events: Iterable[Event]) -> None:
        """Put in events that were just recorded, where the match accepts them; twice is once."""
        for event in events:
            if self.match.accepts(event):
                self._insert(Place(event.occurred_at, event.hlc, event.writer, event.seq))

    def load(self, places: Sequence[Place]) -> None:
        """Put in a sorted piece of the log; fast where it stands before nearly all that was loaded so far."""
        with self._lock:
            moved = [place for place in places if place.key in self._moved] if self._moved else []
            kept = [place for place in places if place.key not in self._moved] if moved else places
            if kept:
                cut = self._index(kept[-1])
                early = [self._place(index) for index in range(cut)]
                end = cut + 1 if self._holds(cut, kept[-1]) else cut
                self._join(sorted({*early, *kept}) if early else kept, end)
        for place in moved:
            self._insert(place)

    def move(self, key: str, occurred_at: Instant) -> None:
        """Let an event stand at another time (a correction), also where it is loaded only later."""
        with self._lock:
            self._moved[key] = occurred_at
            index = self._where(key)
            if index is None:
                return
            place = self._place(index)
            self._delete(index)
        self._insert(place)

    def hide(self, key: str) -> None:
        """Take an event out (it was unpinned, or its correction no longer matches)."""
        with self._lock:
            index = self._where(key)
            if index is not None:
                self._delete(index)

    def _join(self, places: Sequence[Place], start: int) -> None:
        """Put places before what is loaded from index `start` on."""
        self._times = array("q", [place[0] for place in places]) + self._times[start:]
        self._hlcs = array("q", [place[1] for place in places]) + self._hlcs[start:]
        self._refs = array("q", [self._ref(place) for place in places]) + self._refs[start:]
        self._version += 1

    def _insert(self, place: Place) -> None:
        with self._lock:
            place = place._replace(occurred_at=self._moved.get(place.key, place.occurred_at)) if self._moved else place
            index = self._index(place)
            if self._holds(index, place):
                return
            self._times.insert(index, place.occurred_at)
            self._hlcs.insert(index, place.hlc)
            self._refs.insert(index, self._ref(place))
            self._version += 1

    def _where(self, key: str) -> int | None:
        writer, _, seq = key.rpartition("/")
        if writer in self._numbers and seq.isdecimal():
            with contextlib.suppress(ValueError):
                return self._refs.index(self._numbers[writer] << _SEQ_BITS | int(seq))
        return None

    def _place(self, index: int) -> Place:
        return Place(self._times[index], self._hlcs[index], *self._pair(self._refs[index]))

    def _delete(self, index: int) -> None:
        del self._times[index], self._hlcs[index], self._refs[index]
        self._version += 1

    def _index(self, place: Place) -> int:
        """Return where a place stands or belongs; almost always the time alone says it."""
        low = bisect_left(self._times, place.occurred_at)
        if low == len(self._times) or self._times[low] != place.occurred_at:
            return low
        high = bisect_left(self._times, place.occurred_at + 1, low)
        low = bisect_left(self._hlcs, place.hlc, low, high)
        while low < high and self._hlcs[low] == place.hlc and self._pair(self._refs[low]) < (place.writer, place.seq):
            low += 1
        return low

    def _holds(self, index: int, place: Place) -> bool:
        return (
            index < len(self._refs)
            and self._times[index] == place.occurred_at
            and self._pair(self._refs[index]) == (place.writer, place.seq)
        )

    def _ref(self, place: Place) -> int:
        number = self._numbers.get(place.writer)
        if number is None:
            number = self._numbers[place.writer] = len(self._writers)
            self._writers.append(place.writer)
        return number << _SEQ_BITS | place.seq

    def _pair(self, ref: int) -> tuple[str, int]:
        return self._writers[ref >> _SEQ_BITS], ref & _SEQ_MASK

    def _key(self, ref: int) -> str:
        return f"{self._writers[ref >> _SEQ_BITS]}/{ref & _SEQ_MASK}"
