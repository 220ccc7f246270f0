"""Which curves the charts of a service show, on which axis, and what was usual before."""

from collections.abc import Mapping, Sequence
from statistics import median, quantiles
from typing import NamedTuple, Protocol

from console.incident.clock import MINUTE
from console.incident.events import Instant
from console.journal.shelf import Stretch
from console.present.snapshot import ChartSeen
from console.room.parts import Wish
from console.room.points import Buckets
from console.signals.health import ERROR_RATE, P50, P95, P99, TRAFFIC, Figure, Thresholds


class Curve(NamedTuple):
    """One chart: its metric with its unit, and the metrics that are drawn beside it."""

    metric: str
    unit: str
    beside: tuple[str, ...] = ()


SERVICE = (Curve(ERROR_RATE, "ratio"), Curve(P95, "s", (P50, P99)), Curve(TRAFFIC, "/s"))
HOST = (
    Curve("cpu", "ratio"),
    Curve("memory_available_ratio", "ratio"),
    Curve("net_received", "bytes/s", ("net_sent",)),
)
HOST_METRICS = tuple(metric for curve in HOST for metric in (curve.metric, *curve.beside))
SERVICE_METRICS = tuple(metric for curve in SERVICE for metric in (curve.metric, *curve.beside))
INTERVAL = 5.0
"""Seconds between the looks of a source that is not known."""

BASELINE = 30 * MINUTE
"""Milliseconds before an incident that tell what is usual."""
BASELINE_BUCKETS = 180
_QUIET_STEP = 5 * MINUTE
_LEAST = 5
_NOBODY = Figure("")


class Usual(NamedTuple):
    """The median of a number before an incident, and the range that holds eight in ten of its values."""

    middle: float
    band: tuple[float, float]


class PointSource(Protocol):
    """Where the points of charts come from."""

    def of(self, stretches: Sequence[Stretch], now: Instant) -> Sequence[Buckets]:
        """Return the buckets of some stretches, as far as they are known at `now`."""


class Curves:
    """The charts of a service. Belongs to one thread."""

    def __init__(self, points: PointSource, limits: Mapping[str, Thresholds], intervals: Mapping[str, float]) -> None:
        """`intervals` are the seconds between two looks, by service; they may be filled later."""
        self._points, self._limits, self._intervals = points, limits, intervals

    def seen(
        self,
        service: str,
        curves: Sequence[Curve],
        latest: Mapping[str, Figure],
        wish: Wish,
        now: Instant,
        since: Instant | None,
    ) -> tuple[ChartSeen, ...]:
        """Return the charts of a service; what is usual was before `since`, without an incident before the charts."""
        width, start, count = self._axis(service, wish, now)
        metrics = [metric for curve in curves for metric in (curve.metric, *curve.beside)]
        shown = [Stretch(service, metric, width, start, count) for metric in metrics]
        quiet = start // _QUIET_STEP * _QUIET_STEP if since is None else since
        before = [_before(service, curve.metric, quiet) for curve in curves]
        found = self._points.of([*shown, *before], now)
        values = {metric: _without_open_end(buckets) for metric, buckets in zip(metrics, found, strict=False)}
        return tuple(
            self._chart(shown[0], curve, values, latest.get(curve.metric, _NOBODY), _usual(usually), now)
            for curve, usually in zip(curves, found[len(shown) :], strict=True)
        )

    def _axis(self, service: str, wish: Wish, now: Instant) -> tuple[int, Instant, int]:
        """Return the width of a bucket, where the first begins, and how many there are; they lie still as time goes."""
        # A bucket narrower than the beat of its source would draw gaps where nothing is missing.
        beat = max(1000, round(self._intervals.get(service, INTERVAL) * 1200))
        count = max(2, min(wish.points, wish.span // beat))
        width = -(-wish.span // count)
        return width, (now // width + 1) * width - width * count, count

    def _chart(
        self,
        axis: Stretch,
        curve: Curve,
        values: Mapping[str, Buckets],
        number: Figure,
        usual: Usual | None,
        now: Instant,
    ) -> ChartSeen:
        limits = self._limits.get(axis.service, Thresholds())
        return ChartSeen(
            axis.service,
            curve.metric,
            curve.unit,
            axis.start,
            axis.end,
            values[curve.metric],
            number.note or number.source,
            {ERROR_RATE: limits.down_error_rate, P95: limits.degraded_p95}.get(curve.metric),
            None if usual is None else usual.middle,
            None if number.stale(now) else number.value,
            None if usual is None else usual.band,
            tuple((metric, values[metric]) for metric in curve.beside),
        )


def _without_open_end(values: Buckets) -> Buckets:
    """The bucket that has just begun is empty until the next look: that is no gap."""
    return (*values[:-1], values[-2]) if len(values) > 1 and values[-1] is None else values


def _before(service: str, metric: str, since: Instant) -> Stretch:
    """Return the stretch before an incident that tells what is usual; it stays the same however long that lasts."""
    width = BASELINE // BASELINE_BUCKETS
    return Stretch(service, metric, width, since // width * width - BASELINE, BASELINE_BUCKETS)


def _usual(values: Buckets) -> Usual | None:
    known = [value for value in values if value is not None]
    if len(known) < _LEAST:
        return None
    tenths = quantiles(known, n=10, method="inclusive")
    return Usual(median(known), (tenths[0], tenths[-1]))
