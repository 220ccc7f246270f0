"""Pure: error rate and p95 over a window of our own probes of one source; knows no service and no threshold."""

import math
from collections import deque

from checks.sample import Sample, Status

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

    __slots__ = ("_kept", "_least", "_window")

    def __init__(self, window: float, interval: float, least: int) -> None:
        self._window = round(max(window, 2 * least * interval) * 1000)
        self._least = least
        self._kept: deque[tuple[int, bool, float | None]] = deque(maxlen=MOST)

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, sample: Sample) -> bool:
        """Count the sample if it is a probe; return whether it was one."""
        latency = sample.reading("latency")
        if latency is None or sample.status is Status.UNKNOWN:
            return False
        self._kept.append((sample.at, sample.status is Status.DOWN, latency.value))
        while self._kept[0][0] < sample.at - self._window:
            self._kept.popleft()
        self._forget_what_is_over()
        return True

    def error_rate(self) -> float | None:
        """Return the share of failed probes (0..1), or None where there are too few."""
        if len(self._kept) < self._least:
            return None
        return sum(failed for _, failed, _ in self._kept) / len(self._kept)

    def p95(self) -> float | None:
        """Return the latency (s) that 95 % of the answered probes keep (nearest rank), None where they are too few."""
        answered = sorted(latency for _, _, latency in self._kept if latency is not None)
        return answered[math.ceil(0.95 * len(answered)) - 1] if len(answered) >= self._least else None

    def _forget_what_is_over(self) -> None:
        """Drop the probes before a run of good ones too long to be luck, so that an outage that ended stops counting.

        After a full outage three good probes do; at one failure in two it takes five, at one in ten twenty-nine.
        """
        if self._kept[-1][1]:
            return
        run = next((n for n, (_, failed, _) in enumerate(reversed(self._kept)) if failed), 0)
        if run < _LEAST_RUN:
            return
        before = len(self._kept) - run
        good = 1 - sum(failed for _, failed, _ in self._kept) / before
        if good**run < _CHANCE:
            for _ in range(before):
                self._kept.popleft()
