"""What the room sees: samples in, health and charts out. Knows no log and no screen."""

from collections.abc import Mapping, Sequence

from checks.sample import Sample, Status
from console.incident.clock import MINUTE
from console.incident.events import Instant
from console.journal.shelf import Shelf
from console.poller import Poller
from console.present.services import worst_first
from console.present.snapshot import ChartSeen, SourceSeen
from console.room.curves import HOST, HOST_METRICS, INTERVAL, SERVICE, SERVICE_METRICS, Curves
from console.room.parts import Parts, Wish
from console.room.past import Past
from console.room.points import Points
from console.signals.health import Figure, ServiceHealth, Transition, figure
from console.signals.history import History
from console.signals.looks import Looks
from console.signals.tracker import HealthTracker


class Watch:
    """Follows all sources. `take` is called with each batch of samples."""

    def __init__(self, parts: Parts, poller: Poller) -> None:
        self._poller = poller
        self._tracker = HealthTracker(parts.watched, parts.limits)
        self._services_of = {each.check: each.service for each in parts.watched}
        self._interval: dict[str, float] = {}
        for each in parts.watched:
            self._interval[each.service] = max(each.interval, self._interval.get(each.service, 0.0))
        self._asked = {each.check for each in parts.watched if each.numbers}
        self._history = History()
        self._looks = Looks()
        self.figures = self._looks.figures
        past = Past(Shelf(parts.log_dir, parts.watched, parts.limits))
        self._curves = Curves(Points(self._history, past, parts.clock()), parts.limits, self._interval)
        self.host: Sample | None = None
        self._host_service = ""
        self._met: set[str] = set()

    @property
    def services(self) -> tuple[ServiceHealth, ...]:
        """Every service as of the last look."""
        return self._tracker.services()

    def take(self, samples: Sequence[Sample], now: Instant) -> tuple[Transition, ...]:
        """Take samples in; return the changes of health that they make, and who is well at the first look."""
        transitions = list(self._tracker.observe(samples, now))
        touched: dict[str, Instant] = {}
        for sample in samples:
            service = self._services_of.get(sample.check, sample.check)
            touched[service] = sample.at
            self._looks.add(service, sample)
            if sample.check not in self._asked and sample.reading(HOST_METRICS[0]) is not None:
                self._take_host(sample, service)
        for service, at in touched.items():
            health = self._tracker.service(service)
            if health is not None:
                if health.status is Status.OK and service not in self._met:
                    transitions.append(Transition(service, Status.UNKNOWN, Status.OK, health.reason, now))
                self._met.add(service)
                drawn = [each for each in health.figures if each.metric in SERVICE_METRICS]
                numbers = {each.metric: None if each.stale(at) else each.value for each in drawn}
                self._history.add(service, at, numbers)
        return tuple(transitions)

    def _take_host(self, sample: Sample, service: str) -> None:
        self.host, self._host_service = sample, service
        readings = {metric: sample.reading(metric) for metric in HOST_METRICS}
        numbers = {metric: None if reading is None else reading.value for metric, reading in readings.items()}
        self._history.add(service, sample.at, numbers)

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

    def charts(
        self, wish: Wish, now: Instant, since: Instant | None, ailing: Mapping[str, Instant]
    ) -> tuple[ChartSeen, ...]:
        """Return the charts of the service that is wished for, else of the worst.

        What is usual was before `since`, and before that service was not ok (`ailing`, by service).
        """
        service = wish.service or worst_told(self.services, self._host_service)
        health = self._tracker.service(service)
        if not service or (health is None and service != self._host_service):
            return ()
        only_host = health is None or (service == self._host_service and health.error_rate.value is None)
        figures = self._host_figures() if only_host or health is None else health.figures
        curves = HOST if only_host else SERVICE
        quiet = quiet_until(since, ailing.get(service))
        return self._curves.seen(service, curves, {each.metric: each for each in figures}, wish, now, quiet)

    def _host_figures(self) -> list[Figure]:
        return host_figures(self.host, self._interval.get(self._host_service, INTERVAL))


def worst_told(services: Sequence[ServiceHealth], host_service: str) -> str:
    """Return the service whose charts are shown where nobody wishes for one: the worst of which there are numbers."""
    ordered = worst_first(tuple(services))
    told = [each for each in ordered if each.error_rate.value is not None or each.service == host_service]
    bad = [each for each in told if each.status in {Status.DOWN, Status.DEGRADED}]
    own = [each for each in told if each.service != host_service]
    return next((each.service for each in (*bad, *own, *told, *ordered)), "")


def host_figures(host: Sample | None, interval: float) -> list[Figure]:
    """Return what a look at this machine measured; `interval` in s."""
    if host is None:
        return []
    return [figure(reading, host, interval) for reading in filter(None, map(host.reading, HOST_METRICS))]


def quiet_until(since: Instant | None, ailing: Instant | None) -> Instant | None:
    """Return until when a service was as usual; a service fails for a while before its health says so."""
    if ailing is None or (since is not None and since < ailing):
        return since
    return ailing - MINUTE
