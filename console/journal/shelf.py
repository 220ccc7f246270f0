"""What the sample store tells of a service's numbers: as a source gave them, else out of our own probes, once more."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from console.incident.errors import Failed
from console.incident.events import Instant
from console.journal import beats
from console.journal.charting import SampleReader
from console.signals.health import BESIDE_P95, P95, Thresholds, Watched
from console.signals.probes import Probes

_LOOKS = 4
"""In a bucket: how often the numbers of a window are computed within it."""


class Stretch(NamedTuple):
    """Buckets of a service's number, each `width` ms wide, the first from `start` (a multiple of it) on."""

    service: str
    metric: str
    width: int
    start: Instant
    buckets: int

    @property
    def end(self) -> Instant:
        """When the last bucket is over."""
        return self.start + self.buckets * self.width

    @property
    def starts(self) -> range:
        """When each bucket begins."""
        return range(self.start, self.end, self.width)


_Buckets = list[float | None]
_Told = dict[str, list[tuple[Instant, float]]]
_Key = tuple[str, Stretch]


class Shelf:
    """Answers stretches from the samples in a log directory; slow, and for one thread at a time."""

    def __init__(self, log_dir: Path, watched: Sequence[Watched], limits: Mapping[str, Thresholds]) -> None:
        self._log_dir, self._limits = log_dir, limits
        self._watched: dict[str, list[Watched]] = {}
        for each in watched:
            self._watched.setdefault(each.service, []).append(each)

    def __call__(self, gaps: Sequence[Stretch]) -> list[Sequence[float | None]]:
        """Return the buckets of all gaps; what cannot be read is None."""
        reader = SampleReader(self._log_dir)
        try:
            return self.read(reader, gaps)
        finally:
            reader.close()

    def read(self, reader: SampleReader, gaps: Sequence[Stretch]) -> list[Sequence[float | None]]:
        """Return the same, as far as this reader knows."""
        told = dict[_Key, _Told]()
        return [self._buckets(reader, gap, told) for gap in gaps]

    def _buckets(self, reader: SampleReader, gap: Stretch, told: dict[_Key, _Told]) -> _Buckets:
        checks = self._watched.get(gap.service, [])
        with suppress(Failed):
            found = [reader.series(each.check, gap.metric, gap.start, gap.end, gap.buckets) for each in checks]
            if not _asked(gap.metric, checks) and not any(value is not None for values in found for value in values):
                found = [self._own(reader, each, gap, told) for each in checks]
            return _worst(found) if found else [None] * gap.buckets
        return [None] * gap.buckets

    def _own(self, reader: SampleReader, each: Watched, gap: Stretch, told: dict[_Key, _Told]) -> _Buckets:
        key = (each.check, gap._replace(metric=""))
        if key not in told:
            told[key] = self._replayed(reader, each, gap)
        return beats.means(told[key].get(gap.metric, ()), gap.start, gap.end, gap.buckets)

    def _replayed(self, reader: SampleReader, each: Watched, gap: Stretch) -> _Told:
        """Return (at, value) by metric of what the probes of a check told, as `signals.probes` computes it."""
        limits = self._limits.get(each.service, Thresholds())
        probes, told = Probes(limits.window, each.interval, limits.least), _Told()
        due = gap.start
        for at, status, latency in reader.probes(each.check, gap.start - probes.window, gap.end):
            if probes.count(at, status, latency) and at >= due:
                due = at + gap.width // _LOOKS
                for metric, value in probes.numbers().items():
                    if value is not None:
                        told.setdefault(metric, []).append((at, value))
        return told


def _asked(metric: str, checks: Sequence[Watched]) -> bool:
    """Whether a source is asked for it: where that told nothing there is nothing, whatever our own probes say."""
    names = {name for each in checks for name in each.numbers}
    return metric in names or (metric in BESIDE_P95 and P95 in names)


def _worst(found: Sequence[_Buckets]) -> _Buckets:
    """Return the highest of each bucket, as the pane of the services shows the worst of several sources."""
    return [max((value for value in bucket if value is not None), default=None) for bucket in zip(*found, strict=True)]
