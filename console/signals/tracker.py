"""Pure: follows the health of every service from sample to sample; the caller brings the samples and the time."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from checks.sample import Quality, Reading, Sample, Status
from checks.wording import line, span
from console.signals.health import (
    BESIDE_P95,
    ERROR_RATE,
    JUDGED,
    LATENCY,
    P95,
    UNITS,
    CheckHealth,
    Figure,
    ServiceHealth,
    Thresholds,
    Transition,
    Verdict,
    Watched,
    badness,
    figure,
    judge,
    settle,
    stale_from,
    worst,
)
from console.signals.probes import Probes

_ALWAYS = (*JUDGED, LATENCY)
"""What a service has a figure of even where nobody measures it."""


class _Followed:
    """One check: its last verdicts, its newest figures, and the window of its probes."""

    __slots__ = ("at", "figures", "limits", "own", "probes", "recent", "settled", "stale_at", "watched")

    def __init__(self, watched: Watched, limits: Thresholds) -> None:
        self.watched, self.limits = watched, limits
        self.at = self.stale_at = 0
        self.recent: deque[Verdict] = deque(maxlen=limits.of)
        self.settled = settle((), limits.needed)
        self.figures: dict[str, Figure] = {}
        self.own: dict[str, Figure] = {}
        self.probes = Probes(limits.window, watched.interval, limits.least)

    def take(self, sample: Sample, given: set[str]) -> None:
        """Take a sample in; `given` are the metrics that the service gets from a source, not from our own probes."""
        self.at, self.stale_at = sample.at, stale_from(sample, self.watched.interval)
        verdicts = [Verdict(sample.status, sample.reason)]
        for reading in sample.readings:
            if reading.metric in UNITS or reading.metric in self.watched.numbers:
                given.add(reading.metric)
                self.figures[reading.metric] = figure(reading, sample, self.watched.interval)
                if reading.metric in JUDGED:
                    verdicts.append(judge(self.figures[reading.metric], self.limits))
        if LATENCY not in self.watched.numbers and self.probes.add(sample):
            self._measure(sample)
        # Too few probes are no reason to doubt: then the looks themselves are all there is to judge by.
        own = [self.own[metric] for metric in JUDGED if metric in self.own and metric not in given]
        verdicts += [judge(number, self.limits) for number in own if number.value is not None]
        self.recent.append(worst(verdicts))
        self.settled = settle(self.recent, self.limits.needed)

    def _measure(self, sample: Sample) -> None:
        count = len(self.probes)
        source = f"{count} probe{'s' * (count != 1)}"
        for metric, value in self.probes.numbers().items():
            quality = Quality.NO_DATA if value is None else Quality.VALUE
            few = "too few probes yet" if count < self.limits.least else f"too few of {source} were answered"
            reading = Reading(metric, value, UNITS[metric], quality, few if value is None else "")
            self.own[metric] = figure(reading, sample, self.watched.interval)._replace(source=source)

    def health(self, now: int) -> CheckHealth:
        """Return how the check stands at `now`; a look too old tells nothing any more."""
        verdict = self.settled
        if self.at and now >= self.stale_at:
            verdict = Verdict(Status.UNKNOWN, f"last looked at {span((now - self.at) / 1000)} ago")
        return CheckHealth(self.watched.check, verdict.status, verdict.reason, self.at)


class HealthTracker:
    """The health of all services: samples and the time in, transitions out. Memory does not grow with time."""

    def __init__(
        self,
        watched: Iterable[Watched],
        thresholds: Mapping[str, Thresholds] | None = None,
        default: Thresholds = Thresholds(),  # noqa: B008 - a frozen value
    ) -> None:
        limits = thresholds or {}
        self._checks = {each.check: _Followed(each, limits.get(each.service, default)) for each in watched}
        self._by_service: dict[str, list[_Followed]] = {}
        for followed in self._checks.values():
            self._by_service.setdefault(followed.watched.service, []).append(followed)
        self._given: dict[str, set[str]] = {service: set() for service in self._by_service}
        self._services = {name: self._combine(name, 0) for name in self._by_service}
        self._now = 0
        self._next_stale: float = float("inf")

    def services(self) -> tuple[ServiceHealth, ...]:
        """Return every service as of the last `observe`, in the order in which the checks were given."""
        return tuple(self._services.values())

    def service(self, name: str) -> ServiceHealth | None:
        """Return one service as of the last `observe`, or None where no check tells of it."""
        return self._services.get(name)

    def observe(self, samples: Sequence[Sample], now: int) -> tuple[Transition, ...]:
        """Take samples in and let old ones go stale; call it with none once a second or so.

        Returns the services that changed their health. The first look at a service that finds it well is no change.
        """
        touched: dict[str, None] = {}
        for sample in samples:
            followed = self._checks.get(sample.check)
            if followed is not None:
                service = followed.watched.service
                followed.take(sample, self._given[service])
                self._next_stale = min(self._next_stale, followed.stale_at)
                touched[service] = None
        if now < self._now:
            self._set_back(now)
        self._now = now
        if now >= self._next_stale:
            touched |= dict.fromkeys(self._grown_stale(now))
        return tuple(filter(None, [self._update(service, now) for service in touched]))

    def _set_back(self, now: int) -> None:
        """After the clock was set back, old samples must not look new for as long as it was set back."""
        for followed in self._checks.values():
            ahead = max(followed.at - now, 0)
            followed.at, followed.stale_at = followed.at - ahead, followed.stale_at - ahead
            self._next_stale = min(self._next_stale, followed.stale_at)

    def _grown_stale(self, now: int) -> list[str]:
        """Return the services with a stale check, and find out when the next one is due."""
        looked = [followed for followed in self._checks.values() if followed.at]
        self._next_stale = min((f.stale_at for f in looked if f.stale_at > now), default=float("inf"))
        return [followed.watched.service for followed in looked if followed.stale_at <= now]

    def _update(self, service: str, now: int) -> Transition | None:
        before, after = self._services[service], self._combine(service, now)
        changed = before.status is not after.status
        since = now if changed or not before.since else before.since
        self._services[service] = after._replace(since=since)
        if not changed or (not before.at and after.status is Status.OK):
            return None
        return Transition(service, before.status, after.status, after.reason, now)

    def _combine(self, service: str, now: int) -> ServiceHealth:
        followed = self._by_service[service]
        checks = tuple(each.health(now) for each in followed)
        numbers = self._numbers(followed, self._given[service], now)
        return ServiceHealth(
            service=service,
            status=worst(Verdict(check.status) for check in checks).status,
            since=0,
            at=max(check.at for check in checks),
            reason=_why(checks),
            error_rate=numbers.pop(ERROR_RATE),
            p95=numbers.pop(P95),
            latency=numbers.pop(LATENCY),
            checks=checks,
            others=tuple(numbers.values()),
        )

    @staticmethod
    def _numbers(followed: Sequence[_Followed], given: set[str], now: int) -> dict[str, Figure]:
        """Return the figures of a service by metric: what a source gives goes before what our probes tell."""
        names = dict.fromkeys((*UNITS, *(name for each in followed for name in each.watched.numbers)))
        numbers = {}
        for metric in names:
            told = metric in given or (metric in BESIDE_P95 and P95 in given)
            found = [(each.figures if told else each.own).get(metric) for each in followed]
            number = _speaking([each for each in found if each], now)
            if number is not None:
                numbers[metric] = number
            elif metric in _ALWAYS:
                numbers[metric] = Figure(metric, unit=UNITS[metric], note="no source")
        return numbers


def _speaking(numbers: list[Figure], now: int) -> Figure | None:
    """Return the figure that speaks for a service: the worst of the fresh values, else the newest of the others."""
    fresh = [number for number in numbers if number.value is not None and not number.stale(now)]
    if fresh:
        return max(fresh, key=lambda number: number.value or 0.0)
    return max(numbers, key=lambda number: number.at, default=None)


def _why(checks: Sequence[CheckHealth]) -> str:
    """Say why a service is as it is: the reason of its worst check, and how many others are not well either."""
    first = min(checks, key=lambda check: badness(check.status))
    unwell = [check for check in checks if check.status is not Status.OK]
    named = f"{first.check}: {first.reason}" if len(checks) > 1 and first.reason else first.reason
    others = len(unwell) - 1
    more = f" (and {others} more of {len(checks)} checks)" if others > 0 else ""
    return line(named, 200 - len(more)) + more
