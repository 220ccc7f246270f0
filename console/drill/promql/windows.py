"""Pure: the functions over a stretch of one series: rate, increase, max_over_time and the like."""

import math
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from console.drill.metrics import Labels, is_stale
from console.incident.facts import Instant

_NEAR = 1.1
"""A point so many times the average distance from the edge is taken to belong to a series that goes on beyond it."""


class Loaded:
    """One series as a query needs it; `without_ends` leaves out the marks of where it ended."""

    def __init__(self, labels: Labels, times: Sequence[Instant], values: Sequence[float]) -> None:
        self.labels, self.times, self.values = labels, times, values

    def without_ends(self) -> "Loaded":
        """Return the series without the marks of where it ended."""
        if not math.isnan(sum(self.values)):
            return self
        kept = [index for index, value in enumerate(self.values) if not is_stale(value)]
        return Loaded(self.labels, [self.times[i] for i in kept], [self.values[i] for i in kept])

    @cached_property
    def lost(self) -> list[float]:
        """What a counter had lost by each point in falling back to 0, so that no stretch is gone through twice."""
        drops = (before if now < before else 0.0 for before, now in pairwise(self.values))
        return list(accumulate(drops, initial=0.0))


class Window(NamedTuple):
    """The points `low` to `high` (not included) of a series: all from `start` to `end`, ms."""

    series: Loaded
    low: int
    high: int
    start: Instant
    end: Instant

    @property
    def values(self) -> Sequence[float]:
        """The values, oldest first; there is at least one."""
        return self.series.values[self.low : self.high]


Told = float | None


def _carried(gap: float, average: float) -> float:
    """Return how much of the gap at an edge a series is taken to fill: all where it is no more than usual."""
    return gap if gap < average * _NEAR else average / 2


def _grown(window: Window, *, counter: bool) -> Told:
    """Return by how much a series has grown over the whole window, carried on to its edges as Prometheus does."""
    series, first, last = window.series, window.low, window.high - 1
    if last <= first:
        return None
    begun = series.values[first]
    grown = series.values[last] - begun
    if counter:
        grown += series.lost[last] - series.lost[first]
    sampled = series.times[last] - series.times[first]
    before = series.times[first] - window.start
    after = window.end - series.times[last]
    near, reach = sampled / (last - first), float(sampled)
    if counter and grown > 0 <= begun and sampled * (begun / grown) < before:
        # A counter is never below 0: it cannot have begun before it was there.
        reach += _carried(sampled * (begun / grown), near)
    else:
        reach += _carried(before, near)
    reach += _carried(after, near)
    return grown * (reach / sampled)


def _seconds(window: Window) -> float:
    return (window.end - window.start) / 1000


def _rate(window: Window) -> Told:
    grown = _grown(window, counter=True)
    return None if grown is None else grown / _seconds(window)


def _last_step(window: Window) -> tuple[float, float, float] | None:
    """Return the last two values and the seconds between them."""
    last = window.high - 1
    if last <= window.low:
        return None
    values, times = window.series.values, window.series.times
    return values[last - 1], values[last], (times[last] - times[last - 1]) / 1000


def _irate(window: Window) -> Told:
    step = _last_step(window)
    if step is None:
        return None
    before, now, seconds = step
    return (now if now < before else now - before) / seconds


def _idelta(window: Window) -> Told:
    step = _last_step(window)
    return None if step is None else step[1] - step[0]


def _average(window: Window) -> float:
    values = window.values
    return sum(values) / len(values)


def _extreme(pick: Callable[[Sequence[float]], float]) -> Callable[[Window], Told]:
    """Return the least or the greatest; what is no number counts only where there is nothing else."""

    def extreme(window: Window) -> float:
        values = [value for value in window.values if not math.isnan(value)]
        return pick(values) if values else math.nan

    return extreme


def _same(before: float, now: float) -> bool:
    return before == now or (math.isnan(before) and math.isnan(now))


WINDOWS: dict[str, Callable[[Window], Told]] = {
    "rate": _rate,
    "increase": lambda window: _grown(window, counter=True),
    "delta": lambda window: _grown(window, counter=False),
    "irate": _irate,
    "idelta": _idelta,
    "changes": lambda window: float(sum(not _same(*pair) for pair in pairwise(window.values))),
    "resets": lambda window: float(sum(now < before for before, now in pairwise(window.values))),
    "avg_over_time": _average,
    "sum_over_time": lambda window: sum(window.values),
    "max_over_time": _extreme(max),
    "min_over_time": _extreme(min),
    "count_over_time": lambda window: float(window.high - window.low),
    "last_over_time": lambda window: window.series.values[window.high - 1],
}
KEEP_NAME = frozenset(["last_over_time"])
