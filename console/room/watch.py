"""What the room sees: samples in, health and charts out. Knows no log and no screen."""

from collections.abc import Sequence
from statistics import median

from checks.sample import Sample, Status
from console.incident.events import Instant
from console.poller import Poller
from console.present.services import worst_first
from console.present.snapshot import ChartSeen, SourceSeen
from console.room.parts import Parts, Wish
from console.signals.health import Figure, ServiceHealth, Thresholds, Transition
from console.signals.history import History
from console.signals.tracker import HealthTracker

HOST_METRICS = (("cpu", "ratio"), ("memory_available_ratio", "ratio"))
SERVICE_METRICS = (("error_rate", "ratio"), ("p95", "s"))
_BASELINE_POINTS = 5


class Watch:
    """Follows all sources. `take` is called with each batch of samples."""

    def __init__(self, parts: Parts, poller: Poller) -> None:
        self._parts, self._poller = parts, poller
        self._tracker = HealthTracker(parts.watched, parts.limits)
        self.history = History()
        self._services_of = {each.check: each.service for each in parts.watched}
        self._interval = {each.service: each.interval for each in parts.watched}
        self.host: Sample | None = None
        self._host_service = ""

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
        self.host, self._host_service = sample, service
        for metric, _ in HOST_METRICS:
            reading = sample.reading(metric)
            self.history.add(service, metric, sample.at, None if reading is None else reading.value)

    def derived(self, services: set[str], now: Instant) -> list[Sample]:
        """Return the computed numbers of services as samples, so that the store keeps them for charts."""
        from checks.sample import Reading

        found = []
        for health in self.services:
            if health.service in services:
                numbers = [figure for figure in (health.error_rate, health.p95) if figure.value is not None]
                readings = tuple(Reading(number.metric, number.value, number.unit) for number in numbers)
                if readings:
                    found.append(Sample(f"service:{health.service}", now, health.status, readings=readings))
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
        """Return the charts of the service that is wished for, else of the worst; `since` ends the baseline."""
        service = wish.service or self._worst()
        if not service:
            return ()
        metrics = HOST_METRICS if self._only_host(service) else SERVICE_METRICS
        return tuple(self._chart(service, metric, unit, wish, now, since) for metric, unit in metrics)

    def _worst(self) -> str:
        ordered = worst_first(self.services)
        told = [each for each in ordered if each.error_rate.value is not None or each.service == self._host_service]
        bad = [each for each in told if each.status in {Status.DOWN, Status.DEGRADED}]
        own = [each for each in told if each.service != self._host_service]
        return next((each.service for each in (*bad, *own, *told, *ordered)), "")

    def _only_host(self, service: str) -> bool:
        health = self._tracker.service(service)
        return service == self._host_service and (health is None or health.error_rate.value is None)

    def _chart(
        self, service: str, metric: str, unit: str, wish: Wish, now: Instant, since: Instant | None
    ) -> ChartSeen:
        # A bucket narrower than the beat of its source would draw gaps where nothing is missing.
        beat = max(1000, round(self._interval.get(service, 5.0) * 1200))
        points = max(2, min(wish.points, wish.span // beat))
        width = -(-wish.span // points)
        end = (now // width + 1) * width
        values = self.history.buckets(service, metric, end - width * points, end, points)
        limits = self._parts.limits.get(service, Thresholds())
        threshold = {"error_rate": limits.down_error_rate, "p95": limits.degraded_p95}.get(metric)
        return ChartSeen(
            service,
            metric,
            unit,
            end - width * points,
            end,
            _without_open_end(values),
            self._source(service, metric),
            threshold,
            _baseline(values, end - width * points, width, since),
        )

    def _source(self, service: str, metric: str) -> str:
        health = self._tracker.service(service)
        figure = None if health is None else {"error_rate": health.error_rate, "p95": health.p95}.get(metric)
        return "" if figure is None else figure.note or figure.source


def _fresh(figure: Figure, now: Instant) -> float | None:
    return None if figure.stale(now) else figure.value


def _without_open_end(values: tuple[float | None, ...]) -> tuple[float | None, ...]:
    """The bucket that has just begun is empty until the next look: that is no gap."""
    return (*values[:-1], values[-2]) if len(values) > 1 and values[-1] is None else values


def _baseline(values: tuple[float | None, ...], start: Instant, width: int, since: Instant | None) -> float | None:
    if since is None:
        return None
    before = [value for at, value in enumerate(values) if value is not None and start + at * width < since]
    return median(before) if len(before) >= _BASELINE_POINTS else None
