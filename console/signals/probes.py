"""Pure: error rate and percentiles of the latency over a window of our own probes of one source."""

import math
from collections import deque

from checks.sample import Sample, Status
from console.signals.health import ERROR_RATE, P50, P95, P99

MOST = 240
"""Probes kept of one source, whatever the window."""
_CHANCE = 0.05
"""How unlikely a run of good probes must be, at the old rate, for the old rate to be over."""
_LEAST_RUN = 3


class Probes:
    """The probes of one source in the last `window` seconds (longer where that would be fewer than twice `least`).

    A probe is a sample with a `latency` reading; it failed where its status is down. A sample of status unknown is
    none: we could not look, which says nothing of the source.
    """

    __slots__ = ("_failed", "_good", "_kept", "_least", "window")

    def __init__(self, window: float, interval: float, least: int) -> None:
        self.window = round(max(window, 2 * least * interval) * 1000)
        self._least = least
        self._kept: deque[tuple[int, bool, float | None]] = deque()
        self._failed = 0  # of those that are kept
        self._good = 0  # since the last one that failed

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, sample: Sample) -> bool:
        """Count the sample if it is a probe; return whether it was one."""
        latency = sample.reading("latency")
        return latency is not None and self.count(sample.at, sample.status, latency.value)

    def count(self, at: int, status: Status, latency: float | None) -> bool:
        """The same, of a look at `at` (ms) that may have measured a latency (s)."""
        if status is Status.UNKNOWN:
            return False
        kept, failed, oldest = self._kept, status is Status.DOWN, at - self.window
        kept.append((at, failed, latency))
        self._failed += failed
        self._good = 0 if failed else self._good + 1
        while kept[0][0] < oldest or len(kept) > MOST:
            self._failed -= kept.popleft()[1]
        if self._failed and self._good >= _LEAST_RUN:
            self._forget_what_is_over()
        return True

    def error_rate(self) -> float | None:
        """Return the share of failed probes (0..1), or None where there are too few."""
        if len(self._kept) < self._least:
            return None
        return self._failed / len(self._kept)

    def latencies(self, *shares: float) -> tuple[float | None, ...]:
        """Return the latency (s) that each share (0..1) of the answered probes keeps, None where they are too few.

        Nearest rank: always one that was measured.
        """
        answered = sorted(latency for _, _, latency in self._kept if latency is not None)
        if len(answered) < self._least:
            return (None,) * len(shares)
        return tuple(answered[math.ceil(share * len(answered)) - 1] for share in shares)

    def numbers(self) -> dict[str, float | None]:
        """Return what the probes tell of their service, by metric."""
        p50, p95, p99 = self.latencies(0.5, 0.95, 0.99)
        return {ERROR_RATE: self.error_rate(), P50: p50, P95: p95, P99: p99}

    def _forget_what_is_over(self) -> None:
        """Drop the probes before a run of good ones too long to be luck, so that an outage that ended stops counting.

        After a full outage three good probes do; at one failure in two it takes five, at one in ten twenty-nine.
        """
        before = len(self._kept) - self._good
        good = 1 - self._failed / before
        if good**self._good < _CHANCE:
            for _ in range(before):
                self._kept.popleft()
            self._failed = 0
