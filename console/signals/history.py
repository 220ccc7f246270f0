"""Pure: the last hour of the numbers of each service in bounded memory, for charts; knows no clock."""

import itertools
import math
from array import array
from bisect import bisect_left
from collections.abc import Mapping

KEPT_MS = 3_600_000
MOST_LOOKS = 3600
"""Of one service: an hour at a look a second."""
_MOST_VALUE = 3.4e38
"""The largest number that four bytes hold; what is larger (or NaN) is not kept."""


class _Looks:
    """The looks at one service, oldest first: eight bytes for the time (ms), four for each number; NaN is none."""

    __slots__ = ("columns", "since", "times")

    def __init__(self) -> None:
        self.since = 0
        self.times = array("q")
        self.columns: dict[str, array[float]] = {}

    def add(self, at: int, numbers: Mapping[str, float]) -> None:
        where = len(self.times)
        if where and at < self.times[-1]:
            where = bisect_left(self.times, at)
        for metric in numbers.keys() - self.columns.keys():
            self.columns[metric] = array("f", (math.nan,)) * len(self.times)
        self.times.insert(where, at)
        for metric, column in self.columns.items():
            column.insert(where, numbers.get(metric, math.nan))

    def forget_ahead(self, at: int, kept: int) -> None:
        """Drop what a clock that was far ahead of `at` has left: beside it all that is true would look old."""
        if self.times and self.times[-1] > at + kept:
            first = bisect_left(self.times, at + kept)
            del self.times[first:]
            for column in self.columns.values():
                del column[first:]
            self.since = min(self.since, at)

    def cut(self, kept: int, most: int) -> None:
        surplus = max(bisect_left(self.times, self.times[-1] - kept), len(self.times) - most)
        # Cut in slices: moving the whole arrays at every look would cost more than it frees.
        if surplus >= max(most // 16, 1):
            del self.times[:surplus]
            for column in self.columns.values():
                del column[:surplus]
            self.since = self.times[0]


class History:
    """Numbers by service and metric. What is not finite, or too large, is not kept: a gap in the chart is a gap."""

    def __init__(self, kept_ms: int = KEPT_MS, most: int = MOST_LOOKS) -> None:
        self._kept, self._most = kept_ms, most
        self._looks: dict[str, _Looks] = {}

    def add(self, service: str, at: int, numbers: Mapping[str, float | None]) -> None:
        """Keep the numbers measured at `at` (ms), by metric; None is no data and leaves a gap."""
        known = {metric: value for metric, value in numbers.items() if value is not None and abs(value) <= _MOST_VALUE}
        if known:
            looks = self._looks.setdefault(service, _Looks())
            looks.forget_ahead(at, self._kept)
            looks.add(at, known)
            looks.cut(self._kept, self._most)

    def since(self, service: str) -> int:
        """Return the time (ms) from which on nothing that was added has been dropped; 0 where all is still there."""
        looks = self._looks.get(service)
        return 0 if looks is None else looks.since

    def buckets(self, service: str, metric: str, start: int, end: int, n: int) -> tuple[float | None, ...]:
        """Return the means of `n` equal buckets of start..end (ms, end exclusive); None where one is empty."""
        looks = self._looks.get(service)
        column = None if looks is None else looks.columns.get(metric)
        if looks is None or column is None or n <= 0 or end <= start:
            return (None,) * max(n, 0)
        edges = [start + (end - start) * k // n for k in range(n + 1)]
        cuts = [bisect_left(looks.times, edge) for edge in edges]
        return tuple(_mean(column[low:high]) for low, high in itertools.pairwise(cuts))


def _mean(values: "array[float]") -> float | None:
    known = [value for value in values if value == value]  # noqa: PLR0124 - NaN differs from itself; isnan costs a call
    return math.fsum(known) / len(known) if known else None
