"""Pure: the single looks at each service in the last hour, for figures over any stretch of it. Knows no clock."""

import math
from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from checks.sample import Sample, Status
from console.signals.health import ERROR_RATE, P95
from console.signals.verdict import Figures

MOST = 1_200
"""Looks kept of one service: an hour at a look in three seconds."""


class Look(NamedTuple):
    """One look at `at` (ms): a probe of our own (`failed`, `latency` in s), or numbers that a source gave."""

    at: int
    failed: bool | None = None
    latency: float | None = None
    error_rate: float | None = None
    p95: float | None = None


def look_of(sample: Sample) -> Look | None:
    """Return what a sample tells, None where that is neither a probe nor a number that services are judged by."""
    if sample.status is Status.UNKNOWN:
        return None
    given = [sample.reading(metric) for metric in (ERROR_RATE, P95)]
    if any(reading is not None for reading in given):
        rate, p95 = (None if reading is None else reading.value for reading in given)
        return Look(sample.at, error_rate=rate, p95=p95)
    latency = sample.reading("latency")
    return None if latency is None else Look(sample.at, sample.status is Status.DOWN, latency.value)


class Looks:
    """The looks of all services, in bounded memory."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: dict[str, deque[Look]] = {}

    def add(self, service: str, sample: Sample) -> None:
        """Keep what a sample of the service tells."""
        look = look_of(sample)
        if look is not None:
            self._kept.setdefault(service, deque(maxlen=self._most)).append(look)

    def figures(self, service: str, since: int, until: int) -> Figures | None:
        """Return the service between two times (ms); None where nobody looked at it.

        Numbers of a source count from the half of the stretch on: such a number is a mean over minutes before it, and
        would tell of the time before the stretch. Without any, our own probes count, all of them.
        """
        looks = [look for look in self._kept.get(service, ()) if since <= look.at <= until]
        given = [look for look in looks if look.failed is None and look.at >= (since + until) // 2]
        if given:
            return Figures(_mean(each.error_rate for each in given), _mean(each.p95 for each in given), len(given))
        probes = [look for look in looks if look.failed is not None]
        if not probes:
            return None
        failed = sum(1 for each in probes if each.failed)
        return Figures(failed / len(probes), _p95(probes), len(probes), probes=True)


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None and math.isfinite(value)]
    return math.fsum(known) / len(known) if known else None


def _p95(probes: Iterable[Look]) -> float | None:
    answered = sorted(each.latency for each in probes if each.latency is not None and not each.failed)
    return answered[math.ceil(0.95 * len(answered)) - 1] if answered else None
