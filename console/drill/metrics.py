"""Pure: the numbers of the simulated world by name and labels, in bounded memory; asks nobody, keeps no file.

One thread writes while others read: one lock, held for no longer than a copy takes.
"""

import struct
import threading
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from console.drill.patterns import pattern
from console.incident.facts import Instant

TWO_HOURS = 7_200_000
NAME = "__name__"
_MOST_SERIES = 10_000
_MOST_POINTS = 10_000
_SWEEP = 500
_BITS = 0x7FF8_0000_0000_0002
_PACKED = struct.pack("<Q", _BITS)
STALE: float = struct.unpack("<d", _PACKED)[0]
"""What stands where a series ends, as in Prometheus: a number that is none, told from others by its bits."""

Labels = tuple[tuple[str, str], ...]
"""Sorted pairs, the name of the series among them as `__name__`."""


def is_stale(value: float) -> bool:
    """Tell whether a value marks the end of a series."""
    return value != value and struct.pack("<d", value) == _PACKED  # noqa: PLR0124 - a NaN, at the least cost


class Matcher(NamedTuple):
    """What a label has to be: `operator` is =, !=, =~ or !~. A label that is missing counts as empty."""

    label: str
    operator: str
    value: str

    def accepts(self, value: str) -> bool:
        """Tell whether a label's value will do; PatternError where the pattern is none."""
        found = pattern(self.value)(value) if "~" in self.operator else value == self.value
        return found is (self.operator[0] == "=")


class Points(NamedTuple):
    """The points of one series within what was asked for, oldest first: ms since 1970, and values."""

    labels: Labels
    times: Sequence[Instant]
    values: Sequence[float]


class _Series:
    __slots__ = ("labels", "said", "times", "values")

    def __init__(self, name: str, labels: Mapping[str, str]) -> None:
        self.said = {**{label: value for label, value in labels.items() if value}, NAME: name}
        self.labels: Labels = tuple(sorted(self.said.items()))
        self.times, self.values = array("q"), array("d")

    def drop(self, before: Instant) -> None:
        """Forget what is older, and the older half of what are too many."""
        cut = bisect_left(self.times, before)
        if len(self.times) - cut > _MOST_POINTS:
            cut = len(self.times) - _MOST_POINTS // 2
        del self.times[:cut]
        del self.values[:cut]


class Metrics:
    """A store of series. A point older than `retention` (ms) before the newest of its series is forgotten.

    Bounded besides: 10,000 series, of which the one longest without a point goes first, and 10,000 points in each.
    """

    def __init__(self, retention: int = TWO_HOURS) -> None:
        self._retention, self._slack = retention, max(retention // 8, 1)
        self._named: dict[str, dict[frozenset[tuple[str, str]], _Series]] = {}
        self._made = self._count = 0
        self._lock = threading.Lock()

    def add(self, name: str, labels: Mapping[str, str], at: Instant, value: float) -> None:
        """Add a point. One at the time of the last takes its place; one before it is not taken, as in Prometheus."""
        key = frozenset(labels.items())
        with self._lock:
            try:
                series = self._named[name][key]
            except KeyError:
                series = self._begin(name, labels, at)
            times = series.times
            if times and at <= times[-1]:
                if at == times[-1]:
                    series.values[-1] = value
                return
            times.append(at)
            series.values.append(value)
            if at - times[0] > self._retention + self._slack or len(times) > _MOST_POINTS:
                series.drop(at - self._retention)

    def end(self, name: str, labels: Mapping[str, str], at: Instant) -> None:
        """Say that a series has ended (its pod is gone): without it, it would be seen for five minutes more."""
        with self._lock:
            known = frozenset(labels.items()) in self._named.get(name, {})
        if known:
            self.add(name, labels, at, STALE)

    def select(self, name: str, matchers: Iterable[Matcher], start: Instant, end: Instant) -> list[Points]:
        """Return the series called `name` ("": any) that match, with their points from `start` to `end`, both included.

        A series without a point in that time is left out. PatternError where a pattern is none.
        """
        tests = [(matcher, dict[str, bool]()) for matcher in matchers]
        found = []
        with self._lock:
            for group in (self._named.get(name, {}),) if name else self._named.values():
                for series in group.values():
                    low = bisect_left(series.times, start)
                    high = bisect_right(series.times, end, low)
                    if low < high and _matches(series.said, tests):
                        found.append(Points(series.labels, series.times[low:high], series.values[low:high]))
        return found

    def names(self) -> list[str]:
        """Return the names of all series, sorted."""
        with self._lock:
            return sorted(name for name, group in self._named.items() if group)

    def __len__(self) -> int:
        return self._count

    def _begin(self, name: str, labels: Mapping[str, str], at: Instant) -> _Series:
        self._made += 1
        if self._count >= _MOST_SERIES or self._made % _SWEEP == 0:
            self._sweep(at)
        series = _Series(name, labels)
        self._named.setdefault(name, {})[frozenset(labels.items())] = series
        self._count += 1
        return series

    def _sweep(self, at: Instant) -> None:
        """Forget the series that have been silent for longer than is kept, and of too many the most silent."""
        known = sorted(
            (series.times[-1], name, key) for name, group in self._named.items() for key, series in group.items()
        )
        gone = sum(last < at - self._retention for last, _, _ in known)
        if self._count - gone >= _MOST_SERIES:
            gone = self._count - _MOST_SERIES + _MOST_SERIES // 10
        for _, name, key in islice(known, gone):
            del self._named[name][key]
        self._count -= gone


def _matches(said: Mapping[str, str], tests: Iterable[tuple[Matcher, dict[str, bool]]]) -> bool:
    """Tell whether all matchers accept; what each has said of a value before is not worked out again."""
    for matcher, known in tests:
        value = said.get(matcher.label, "")
        if value not in known:
            known[value] = matcher.accepts(value)
        if not known[value]:
            return False
    return True
