"""Samples on their way to the store: gathered for a beat, so that one blob holds what was seen in it."""

from collections.abc import Sequence

from checks.sample import Sample
from console.incident.events import Instant
from console.journal.samples import SampleStore
from console.room.parts import Parts

BEAT = 5_000
"""Milliseconds of samples in one blob; also what a crash may cost (events are never gathered)."""


class SampleKeeper:
    """Gathers samples and writes them once a beat. Without a store it keeps nothing."""

    def __init__(self, parts: Parts, writer: str) -> None:
        self._store: SampleStore | None = None
        if parts.open_samples is not None and writer:
            self._store = parts.open_samples(writer)
        self._gathered: list[Sample] = []
        self._since: Instant | None = None

    @property
    def problem(self) -> str:
        """Why samples are not on the disk, "" while they are."""
        condition = None if self._store is None else self._store.condition
        if condition is None or condition.state == "ok":
            return ""
        return f"What is measured is not kept for charts: {condition.reason}"

    def keep(self, samples: Sequence[Sample], now: Instant) -> None:
        """Take samples; once the beat is over, write them. What is computed from them is not: `Shelf` does it again."""
        if self._store is None:
            return
        repeated = self._gathered and not {each.check for each in self._gathered}.isdisjoint(s.check for s in samples)
        if repeated:
            self._write(now)  # a blob holds one look of a check: those that look more often than the beat lose none
        self._gathered += samples
        if self._since is None:
            self._since = now
        if not 0 <= now - self._since < BEAT:
            self._write(now)

    def _write(self, now: Instant) -> None:
        if self._store is not None:
            self._store.write(now, self._gathered)
        self._gathered, self._since = [], now

    def close(self) -> None:
        """Write what is left and let go."""
        if self._store is not None:
            if self._gathered:
                self._store.write(self._gathered[-1].at, self._gathered)
            self._store.close()
