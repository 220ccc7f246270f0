"""Pure: the last hour of each number of each service in bounded memory, for charts; knows no clock."""

import itertools
import math
from array import array
from bisect import bisect_left

KEPT_MS = 3_600_000
MOST_POINTS = 3600
"""Of one series: an hour at a point a second."""


class _Ring:
    """One series: times (ms) and values in step, oldest first; eight bytes and four bytes a point."""

    __slots__ = ("since", "times", "values")

    def __init__(self) -> None:
        self.since = 0
        self.times = array("q")
        self.values = array("f")

    def add(self, at: int, value: float, kept: int, most: int) -> None:
        where = len(self.times)
        if where and at < self.times[-1]:
            where = bisect_left(self.times, at)
        self.times.insert(where, at)
        self.values.insert(where, value)
        surplus = max(bisect_left(self.times, self.times[-1] - kept), len(self.times) - most)
        # Cut in slices: moving the whole array at every point would cost more than it frees.
        if surplus >= max(most // 16, 1):
            del self.times[:surplus]
            del self.values[:surplus]
            self.since = self.times[0]


class History:
    """Numbers by (service, metric). What is not finite is not kept: a gap in the chart is a gap."""

    def __init__(self, kept_ms: int = KEPT_MS, most: int = MOST_POINTS) -> None:
        self._kept, self._most = kept_ms, most
        self._series: dict[tuple[str, str], _Ring] = {}

    def add(self, service: str, metric: str, at: int, value: float | None) -> None:
        """Keep a number measured at `at` (ms); None is no data and leaves a gap."""
        if value is None or not math.isfinite(value):
            return
        ring = self._series.get((service, metric))
        if ring is None:
            ring = self._series[service, metric] = _Ring()
        ring.add(at, value, self._kept, self._most)

    def last(self, service: str, metric: str) -> tuple[int, float] | None:
        """Return the newest (ms, value), or None."""
        ring = self._series.get((service, metric))
        return (ring.times[-1], ring.values[-1]) if ring and ring.times else None

    def since(self, service: str, metric: str) -> int:
        """Return the time (ms) from which on nothing that was added has been dropped; 0 where all is still there."""
        ring = self._series.get((service, metric))
        return 0 if ring is None else ring.since

    def buckets(
        self, service: str, metric: str, start: int, end: int, n: int, *, peak: bool = False
    ) -> tuple[float | None, ...]:
        """Return `n` equal buckets of start..end (ms, end exclusive): their means or peaks; None where empty."""
        ring = self._series.get((service, metric))
        if ring is None or n <= 0 or end <= start:
            return (None,) * max(n, 0)
        edges = [start + (end - start) * k // n for k in range(n + 1)]
        cuts = [bisect_left(ring.times, edge) for edge in edges]
        return tuple(
            (max(part) if peak else math.fsum(part) / len(part)) if (part := ring.values[low:high]) else None
            for low, high in itertools.pairwise(cuts)
        )

    def forget(self, service: str) -> None:
        """Drop all numbers of a service."""
        for key in [key for key in self._series if key[0] == service]:
            del self._series[key]
