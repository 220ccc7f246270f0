"""What the room sees: samples in, health and charts out. Knows no log and no screen."""

from collections.abc import Sequence
from functools import partial
from statistics import median

from checks.sample import Reading, Sample, Status
from console.incident.events import Instant
from console.poller import Poller
from console.present.services import worst_first
from console.present.snapshot import ChartSeen, SourceSeen
from console.room.parts import Parts, Wish
from console.room.past import Past, Stretch, look_up
from console.room.points import Buckets, Points
from console.signals.health import Figure, ServiceHealth, Thresholds, Transition, stale_from
from console.signals.history import History
from console.signals.tracker import HealthTracker

HOST_METRICS = (("cpu", "ratio"), ("memory_available_ratio", "ratio"))
SERVICE_METRICS = (("error_rate", "ratio"), ("p95", "s"))
BASELINE = 30 * 60_000
"""Milliseconds before an incident that tell what is usual."""
BASELINE_BUCKETS = 180
_LEAST = 5


def stored_as(service: str) -> str:
    """Return the name under which the numbers computed for a service lie in the sample store."""
    return f"service:{service}"


class Watch:
    """Follows all sources. `take` is called with each batch of samples."""

    def __init__(self, parts: Parts, poller: Poller) -> None:
        self._parts, self._poller = parts, poller
        self._tracker = HealthTracker(parts.watched, parts.limits)
        self.history = History()
        self._services_of = {each.check: each.service for each in parts.watched}
        self._interval = {each.service: each.interval for each in parts.watched}
        self._points = Points(self.history, Past(partial(look_up, parts.log_dir)), parts.clock())
        self.host: Sample | None = None
        self._host_service = self._host_check = ""

    @property
    def services(self) -> tuple[ServiceHealth, ...]:
        """Every service as of the last look."""
        return self._tracker.services()

    def take(self, samples: Sequence[Sample], now: Instant) -> tuple[Transition, ...]:
        """Take samples in; return the changes of health that they make."""
        transitions = self._tracker.observe(samples, now)
        touched: dict[str, Instant] = {}
        for sample in samples:
            service = self._services_of.get(sample.check, sample.check)
            touched[service] = sample.at
            if sample.reading(HOST_METRICS[0][0]) is not None:
                self._take_host(sample, service)
        for service, at in touched.items():
            health = self._tracker.service(service)
            if health is not None:
                self.history.add(service, "error_rate", at, _fresh(health.error_rate, at))
                self.history.add(service, "p95", at, _fresh(health.p95, at))
        return transitions

    def _take_host(self, sample: Sample, service: str) -> None:
        self.host, self._host_service, self._host_check = sample, service, sample.check
        for metric, _ in HOST_METRICS:
            reading = sample.reading(metric)
            self.history.add(service, metric, sample.at, None if reading is None else reading.value)

    def derived(self, services: set[str], now: Instant) -> list[Sample]:
        """Return the computed numbers of services as samples, so that the store keeps them for charts."""
        found = []
        for health in self.services:
            if health.service in services:
                numbers = [(each, _fresh(each, now)) for each in (health.error_rate, health.p95)]
                readings = tuple(Reading(each.metric, value, each.unit) for each, value in numbers if value is not None)
                if readings:
                    found.append(Sample(stored_as(health.service), now, health.status, readings=readings))
        return found

    def sources(self) -> tuple[SourceSeen, ...]:
        """Return every source with the age of its last good answer and its error."""
        return tuple(
            SourceSeen(
                each.check,
                each.service,
                None if each.last_good is None else each.last_good.at,
                each.error,
                each.next_at,
                each.interval,
            )
            for each in self._poller.statuses()
        )

    def charts(self, wish: Wish, now: Instant, since: Instant | None) -> tuple[ChartSeen, ...]:
        """Return the charts of the service that is wished for, else of the worst; the baseline is before `since`."""
        service = wish.service or self._worst()
        if not service:
            return ()
        metrics = HOST_METRICS if self._only_host(service) else SERVICE_METRICS
        check = self._host_check if metrics is HOST_METRICS else stored_as(service)
        width, start, count = self._axis(service, wish, now)
        shown = [Stretch(check, metric, width, start, count) for metric, _ in metrics]
        before = [] if since is None else [_before(check, metric, since) for metric, _ in metrics]
        values = self._points.of(service, [*shown, *before], now)
        usual = [_baseline(each) for each in values[len(shown) :]] or [None] * len(shown)
        return tuple(
            self._chart(service, unit, stretch, points, baseline, now)
            for (_, unit), stretch, points, baseline in zip(metrics, shown, values, usual, strict=False)
        )

    def _worst(self) -> str:
        ordered = worst_first(self.services)
        told = [each for each in ordered if each.error_rate.value is not None or each.service == self._host_service]
        bad = [each for each in told if each.status in {Status.DOWN, Status.DEGRADED}]
        own = [each for each in told if each.service != self._host_service]
        return next((each.service for each in (*bad, *own, *told, *ordered)), "")

    def _only_host(self, service: str) -> bool:
        health = self._tracker.service(service)
        return service == self._host_service and (health is None or health.error_rate.value is None)

    def _axis(self, service: str, wish: Wish, now: Instant) -> tuple[int, Instant, int]:
        """Return the width of a bucket, where the first begins, and how many there are; they lie still as time goes."""
        # A bucket narrower than the beat of its source would draw gaps where nothing is missing.
        beat = max(1000, round(self._interval.get(service, 5.0) * 1200))
        count = max(2, min(wish.points, wish.span // beat))
        width = -(-wish.span // count)
        return width, (now // width + 1) * width - width * count, count

    def _chart(
        self, service: str, unit: str, shown: Stretch, values: Buckets, baseline: float | None, now: Instant
    ) -> ChartSeen:
        limits = self._parts.limits.get(service, Thresholds())
        health = self._tracker.service(service)
        number = None if health is None else {"error_rate": health.error_rate, "p95": health.p95}.get(shown.metric)
        return ChartSeen(
            service,
            shown.metric,
            unit,
            shown.start,
            shown.start + shown.buckets * shown.width,
            _without_open_end(values),
            "" if number is None else number.note or number.source,
            {"error_rate": limits.down_error_rate, "p95": limits.degraded_p95}.get(shown.metric),
            baseline,
            self._latest(shown.metric, now) if number is None else _fresh(number, now),
        )

    def _latest(self, metric: str, now: Instant) -> float | None:
        """Return a number of this machine, None where the last look is stale."""
        interval = self._interval.get(self._host_service, 5.0)
        if self.host is None or now >= stale_from(self.host, interval):
            return None
        reading = self.host.reading(metric)
        return None if reading is None else reading.value


def _fresh(figure: Figure, now: Instant) -> float | None:
    return None if figure.stale(now) else figure.value


def _without_open_end(values: Buckets) -> Buckets:
    """The bucket that has just begun is empty until the next look: that is no gap."""
    return (*values[:-1], values[-2]) if len(values) > 1 and values[-1] is None else values


def _before(check: str, metric: str, since: Instant) -> Stretch:
    """Return the stretch before an incident that tells what is usual; it stays the same however long that lasts."""
    width = BASELINE // BASELINE_BUCKETS
    return Stretch(check, metric, width, since // width * width - BASELINE, BASELINE_BUCKETS)


def _baseline(values: Buckets) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if len(known) >= _LEAST else None
