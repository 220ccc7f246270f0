"""Pure: what the health of a service is made of, and the thresholds; knows no clock, no source and no event."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from checks.sample import Quality, Reading, Sample, Status
from checks.wording import span

_WORST = (Status.DOWN, Status.DEGRADED, Status.UNKNOWN, Status.OK)
STALE_AFTER = 3
"""Intervals after which a number is stale and what it told is unknown."""
ERROR_RATE = "error_rate"
P50 = "p50"
P95 = "p95"
P99 = "p99"
LATENCY = "latency"
TRAFFIC = "traffic"
UNITS = {ERROR_RATE: "ratio", P50: "s", P95: "s", P99: "s", LATENCY: "s", TRAFFIC: "/s"}
"""The golden signals of a service and the units they come in."""
JUDGED = (ERROR_RATE, P95)
"""What thresholds are for; all other numbers inform."""
BESIDE_P95 = (P50, P99)
"""Percentiles that stand beside the p95 of the same source, never beside another's."""


class Thresholds(NamedTuple):
    """When a service is down or degraded: rates as ratios (0..1), p95 in seconds.

    A status holds once `needed` of the last `of` looks tell it or worse. Rates over our own probes count the last
    `window` seconds and need at least `least` probes.
    """

    down_error_rate: float = 0.05
    degraded_error_rate: float = 0.01
    degraded_p95: float = 1.0
    needed: int = 2
    of: int = 3
    window: float = 120.0
    least: int = 5


class Watched(NamedTuple):
    """A check, the service whose health it tells, and the seconds between its looks.

    `numbers` are the names of what it measures beside the golden signals, for people to see.
    """

    check: str
    service: str
    interval: float
    numbers: tuple[str, ...] = ()


class Figure(NamedTuple):
    """A number of a service: `value` is None unless `quality` is VALUE; `at` (ms) is when it was measured.

    It is stale from `stale_at` (ms) on. `source` says where it comes from ("prometheus ...", "24 probes"), `note`
    why there is none.
    """

    metric: str
    value: float | None = None
    unit: str = ""
    quality: Quality = Quality.NO_DATA
    at: int = 0
    stale_at: int = 0
    source: str = ""
    note: str = ""

    def age(self, now: int) -> int:
        """Milliseconds since it was measured."""
        return max(now - self.at, 0)

    def stale(self, now: int) -> bool:
        """Whether it is too old to judge by."""
        return now >= self.stale_at


class CheckHealth(NamedTuple):
    """How one check of a service stands: `at` (ms) is its newest look, 0 before the first."""

    check: str
    status: Status
    reason: str
    at: int


class ServiceHealth(NamedTuple):
    """How a service is: `since` (ms) it has been so, `at` (ms) its newest look; both 0 before the first.

    `others` are the numbers that judge nothing: p50, p99, traffic, and those of expressions of its own.
    """

    service: str
    status: Status
    since: int
    at: int
    reason: str
    error_rate: Figure
    p95: Figure
    latency: Figure
    checks: tuple[CheckHealth, ...] = ()
    others: tuple[Figure, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All its numbers."""
        return (self.error_rate, self.p95, self.latency, *self.others)


class Transition(NamedTuple):
    """A service changed its health at `at` (ms)."""

    service: str
    before: Status
    after: Status
    reason: str
    at: int


class Verdict(NamedTuple):
    """A status and why."""

    status: Status
    reason: str = ""


def badness(status: Status) -> int:
    """Rank a status, 0 the worst: unknown hides nothing known to be bad, and is never shown as healthy."""
    return _WORST.index(status)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst of several, the first of equals; of none, unknown."""
    return min(verdicts, key=lambda verdict: badness(verdict.status), default=Verdict(Status.UNKNOWN))


def stale_from(sample: Sample, interval: float) -> int:
    """Return when (ms) a sample is stale, counted from its arrival: a look that hangs for long comes late as it is."""
    return sample.at + round((sample.took + STALE_AFTER * interval) * 1000)


def figure(reading: Reading, sample: Sample, interval: float) -> Figure:
    """Return a reading as a figure that knows its age; one that cannot be true (NaN, negative) becomes an error."""
    stale_at = sample.at + round(STALE_AFTER * interval * 1000)
    fixed = Figure(
        reading.metric, None, reading.unit, reading.quality, sample.at, stale_at, sample.source, reading.note
    )
    if reading.quality is not Quality.VALUE or reading.value is None:
        return fixed
    if wrong := _untrue(reading.metric, reading.value):
        return fixed._replace(quality=Quality.ERROR, note=wrong)
    return fixed._replace(value=reading.value)


def _untrue(metric: str, value: float) -> str:
    if not math.isfinite(value) or (value < 0 and metric in UNITS):
        return f"{metric} {value}: not a number that can be"
    if metric == ERROR_RATE and value > 1:
        return f"{metric} {value:g} is over 1: a ratio is wanted, not a percentage"
    return ""


def judge(number: Figure, limits: Thresholds) -> Verdict:
    """Judge an error rate or a p95 by its thresholds; what is no value is unknown."""
    if number.value is None:
        return Verdict(Status.UNKNOWN, f"{_name(number.metric)}: {number.note or number.quality}")
    if number.metric == P95:
        if number.value <= limits.degraded_p95:
            return Verdict(Status.OK)
        text = f"p95 {span(number.value)} is over {span(limits.degraded_p95)}"
        return Verdict(Status.DEGRADED, f"{text} ({number.source})")
    for status, limit in (
        (Status.DOWN, limits.down_error_rate),
        (Status.DEGRADED, limits.degraded_error_rate),
    ):
        if number.value > limit:
            return Verdict(status, f"error rate {number.value:.1%} is over {limit * 100:.3g}% ({number.source})")
    return Verdict(Status.OK)


def _name(metric: str) -> str:
    return "error rate" if metric == ERROR_RATE else metric


def settle(recent: Iterable[Verdict], needed: int) -> Verdict:
    """Return what the last looks, oldest first, tell together: the worst that at least `needed` of them reach.

    Of fewer looks than `needed` all must reach it, so that the very first look counts.
    """
    looks = list(recent)
    ranks = sorted(badness(verdict.status) for verdict in looks)
    if not ranks:
        return Verdict(Status.UNKNOWN, "not looked at yet")
    rank = ranks[min(needed, len(ranks)) - 1]
    matching = [verdict for verdict in looks if badness(verdict.status) == rank]
    return matching[-1]
