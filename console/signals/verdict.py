"""Pure: what an action did to a service, judged by its numbers before and after. Knows no action and no source."""

from math import sqrt
from typing import NamedTuple

from checks.wording import span

IMPROVED, UNCHANGED, WORSE, UNKNOWN = "improved", "unchanged", "worse", "unknown"

LEAST = 5
"""Samples on each side below which nothing is said."""
STEP = 0.005
"""A change of the error rate of less than half a percent point is none."""
SHARE = 0.3
"""A change of less than this share of what it was is none, for the error rate and for the latency."""
DELAY = 0.02
"""A change of the p95 of less than so many seconds is none."""
MANY = 0.05
"""Errors that rise by so much, or fail half of all requests, are no place to praise a latency: failing is quick."""
HALF = 0.5
LUCK = 1.64
"""How many deviations probes must differ by, so that it is not luck (one in twenty)."""


class Figures(NamedTuple):
    """A service in a stretch of time: `error_rate` 0..1, `p95` in seconds, None where nothing was measured.

    `samples` counts the looks; `probes` says that each look was one request of our own, so that the error rate is a
    share of these few and may be luck.
    """

    error_rate: float | None = None
    p95: float | None = None
    samples: int = 0
    probes: bool = False


class Verdict(NamedTuple):
    """A word of the action states and the sentence with the numbers."""

    word: str
    text: str


NOTHING = Figures()


def judge(before: Figures | None, after: Figures | None, window: float) -> Verdict:
    """Compare a service before and after; `window` (s) is how long each side was looked at."""
    was, now = before or NOTHING, after or NOTHING
    length = span(window).replace(" min", " m")
    if was.samples < LEAST or now.samples < LEAST:
        told = f"{was.samples} before it and {now.samples} after it"
        return Verdict(UNKNOWN, f"too few samples in {length}: {told}, {LEAST} of each are needed")
    rate, delay = _rate(was, now), _delay(was, now)
    if rate == delay == UNKNOWN:
        return Verdict(UNKNOWN, f"neither error rate nor latency was measured on both sides in {length}")
    if delay == IMPROVED and _fails(was, now):
        delay = UNCHANGED
    return Verdict(_together(rate, delay), f"{numbers(was, now)} in {length}")


def numbers(was: Figures, now: Figures) -> str:
    """Say the numbers: "error rate 6.1 % → 0.4 %, p95 1.2 s → 0.2 s"."""
    told = []
    if was.error_rate is not None or now.error_rate is not None:
        told.append(f"error rate {percent(was.error_rate)} → {percent(now.error_rate)}")
    if was.p95 is not None or now.p95 is not None:
        told.append(f"p95 {seconds(was.p95)} → {seconds(now.p95)}")
    return ", ".join(told)


def percent(ratio: float | None) -> str:
    """Write a ratio as "6.1 %"."""
    if ratio is None:
        return "not measured"
    return f"{ratio * 100:.3g} %" if ratio >= 0.1 else f"{ratio * 100:.1f} %"  # noqa: PLR2004 - two digits tell enough


def seconds(value: float | None) -> str:
    """Write a latency as "1.2 s" or "40 ms"."""
    if value is None:
        return "not measured"
    return f"{value:.1f} s" if value >= 0.1 else f"{value * 1000:.0f} ms"  # noqa: PLR2004 - below it 0.0 s


def _together(rate: str, delay: str) -> str:
    """Return the one word: errors count before latency, and a quicker service that fails more is worse."""
    if rate in {UNKNOWN, UNCHANGED}:
        return delay if delay != UNKNOWN else rate
    return rate


def _fails(was: Figures, now: Figures) -> bool:
    """Whether it fails so much, or so much more, that being quick says nothing good of it."""
    if now.error_rate is None:
        return False
    return now.error_rate >= HALF or now.error_rate - (was.error_rate or 0.0) >= MANY


def _rate(was: Figures, now: Figures) -> str:
    if was.error_rate is None or now.error_rate is None:
        return UNKNOWN
    change = now.error_rate - was.error_rate
    # Where most requests fail, the few that still succeed are what a change is measured by.
    spared = max(MANY, SHARE * (1 - min(was.error_rate, now.error_rate)))
    needed = max(STEP, min(SHARE * max(was.error_rate, now.error_rate), spared))
    if was.probes or now.probes:
        needed = max(needed, _luck(was, now))
    return _word(change, needed)


def _luck(was: Figures, now: Figures) -> float:
    """Return the difference that two series of probes at the same rate may show by luck."""
    assert was.error_rate is not None
    assert now.error_rate is not None
    total = was.samples + now.samples
    rate = (was.error_rate * was.samples + now.error_rate * now.samples) / total
    return LUCK * sqrt(rate * (1 - rate) * (1 / was.samples + 1 / now.samples))


def _delay(was: Figures, now: Figures) -> str:
    if was.p95 is None or now.p95 is None:
        return UNKNOWN
    return _word(now.p95 - was.p95, max(DELAY, SHARE * max(was.p95, now.p95)))


def _word(change: float, needed: float) -> str:
    if abs(change) < needed:
        return UNCHANGED
    return IMPROVED if change < 0 else WORSE
