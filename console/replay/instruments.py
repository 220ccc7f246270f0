"""What was measured at a moment: the newest looks at every check until then, as services, sources and this machine.

How a service is was written into the log when it changed; the samples tell its numbers and how old they are.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from checks.sample import Quality, Reading, Sample, Status
from console.incident.clock import MINUTE, short_span
from console.incident.events import Instant
from console.journal.charting import Look, SampleReader
from console.present.snapshot import SourceSeen
from console.replay.tape import Tape
from console.room.curves import HOST_METRICS, INTERVAL
from console.room.keeping import BEAT
from console.signals.health import (
    BESIDE_P95,
    ERROR_RATE,
    LATENCY,
    P95,
    STALE_AFTER,
    UNITS,
    CheckHealth,
    Figure,
    ServiceHealth,
    Thresholds,
    Verdict,
    Watched,
    badness,
    settle,
)
from console.signals.probes import Probes

WINDOW = 10 * MINUTE
"""How far back looks are read (ms)."""
MOST = 6_000
"""Looks that are read: what a seek has time for. With 1,000 checks these are the last six of each."""


class Seen(NamedTuple):
    """The instruments of the room."""

    services: tuple[ServiceHealth, ...] = ()
    sources: tuple[SourceSeen, ...] = ()
    host: Sample | None = None
    watched: tuple[Watched, ...] = ()


class _Looked(NamedTuple):
    """The looks at one check, the newest first, and when (ms) the newest is too old to judge by."""

    watched: Watched
    looks: list[Look]
    stale_at: Instant


class Instruments:
    """Reads the samples of a log; for one thread. `watched` and `limits` are those of the configuration of today."""

    def __init__(
        self, reader: SampleReader, watched: Sequence[Watched] = (), limits: Mapping[str, Thresholds] | None = None
    ) -> None:
        self._reader, self._limits = reader, limits or {}
        self._watched = {each.check: each for each in watched}

    def at(self, at: Instant, tape: Tape, health: Mapping[str, str]) -> Seen:
        """Return what the instruments showed at a moment; `health` is what the log said of the services then."""
        self._reader.until = at
        by_check: dict[str, list[Look]] = {}
        for look in self._reader.looks(at - WINDOW, MOST):
            by_check.setdefault(look.slot.check, []).append(look)
        named = {each.service for each in self._watched.values()} | health.keys()
        found = [self._looked(check, looks, named) for check, looks in by_check.items()]
        order = {check: place for place, check in enumerate(self._watched)}
        found.sort(key=lambda each: (order.get(each.watched.check, len(order)), each.watched.check))
        by_service: dict[str, list[_Looked]] = {each.watched.service: [] for each in found}
        by_service |= {service: [] for service in health if service not in by_service}
        for each in found:
            by_service[each.watched.service].append(each)
        return Seen(
            tuple(self._service(name, looked, at, tape, health.get(name, "")) for name, looked in by_service.items()),
            tuple(_source(each, at) for each in found),
            next((host for each in found if (host := _host(each)) is not None), None),
            tuple(each.watched for each in found),
        )

    def _looked(self, check: str, looks: list[Look], services: Iterable[str]) -> _Looked:
        watched = self._told(check, looks, services)
        return _Looked(watched, looks, looks[0].at + BEAT + round(STALE_AFTER * watched.interval * 1000))

    def _told(self, check: str, looks: Sequence[Look], services: Iterable[str]) -> Watched:
        """Return which service a check belongs to: as configured, else by its name ("api http")."""
        known = self._watched.get(check)
        if known is not None:
            return known
        named = [each for each in services if check == each or check.startswith(f"{each} ")]
        service = max(named, key=len, default=check.rpartition(" ")[0] or check)
        beats = [after.at - before.at for after, before in pairwise(looks)]
        return Watched(check, service, max(1.0, median(beats) / 1000) if beats else INTERVAL)

    def _service(self, name: str, looked: Sequence[_Looked], at: Instant, tape: Tape, logged: str) -> ServiceHealth:
        limits = self._limits.get(name, Thresholds())
        figures = _figures(looked, limits)
        fresh = [each for each in looked if at < each.stale_at]
        checks = tuple(_check(each, at, limits) for each in looked)
        status, reason = _judged(fresh, checks, logged, at, max((each.at for each in checks), default=0))
        said = tape.health(name, at) if logged else None
        since, why = (said[0], said[1]) if said is not None and logged == status else (0, "")
        return ServiceHealth(
            service=name,
            status=status,
            since=since,
            at=max((each.at for each in checks), default=0),
            reason=why or reason,
            error_rate=figures.pop(ERROR_RATE, Figure(ERROR_RATE, unit=UNITS[ERROR_RATE], note="no source")),
            p95=figures.pop(P95, Figure(P95, unit=UNITS[P95], note="no source")),
            latency=figures.pop(LATENCY, Figure(LATENCY, unit=UNITS[LATENCY], note="no source")),
            checks=checks,
            others=tuple(figures.values()),
        )


def _judged(
    fresh: Sequence[_Looked], checks: Sequence[CheckHealth], logged: str, at: Instant, newest: Instant
) -> tuple[Status, str]:
    """Return how a service was: as the log says, while somebody looked; what nobody looked at is unknown."""
    if not fresh:
        return Status.UNKNOWN, f"last looked at {short_span(at - newest)} before" if newest else "nobody looked by then"
    if logged:
        return Status(logged) if logged in set(Status) else Status.UNKNOWN, ""
    worst = min((each for each in checks), key=lambda each: badness(each.status))
    return worst.status, worst.reason


def _check(each: _Looked, at: Instant, limits: Thresholds) -> CheckHealth:
    newest = each.looks[0]
    if at >= each.stale_at:
        said = Verdict(Status.UNKNOWN, f"last looked at {short_span(at - newest.at)} before")
    else:
        recent = [look.status for look in each.looks[: limits.of]]
        alike = all(status is newest.status for status in recent)  # nearly always: settling a thousand takes time
        said = Verdict(newest.status) if alike else settle(map(Verdict, reversed(recent)), limits.needed)
    return CheckHealth(each.watched.check, said.status, said.reason, newest.at)


def _readings(look: Look) -> tuple[Reading, ...]:
    pairs = zip(look.slot.metrics, look.numbers, strict=False)
    return tuple(
        Reading(metric, None, unit, Quality.NO_DATA) if math.isnan(value) else Reading(metric, value, unit)
        for (metric, unit), value in pairs
    )


def _figures(looked: Sequence[_Looked], limits: Thresholds) -> dict[str, Figure]:
    """Return the numbers of a service: what a source gave goes before what our own probes tell."""
    given: dict[str, Figure] = {}
    own: dict[str, Figure] = {}
    for each in looked:
        newest, watched = each.looks[0], each.watched
        for (metric, unit), value in zip(newest.slot.metrics, newest.numbers, strict=False):
            if metric in UNITS or metric in watched.numbers:
                _add(given, _figure(each, metric, unit, None if math.isnan(value) else value, "the samples"))
            if metric == LATENCY and metric not in watched.numbers:
                count, numbers = _probed(each, limits)
                for name, told in numbers.items():
                    _add(own, _figure(each, name, UNITS[name], told, f"{count} probe{'s' * (count != 1)}"))
    sourced = {*given, *(BESIDE_P95 if P95 in given else ())}
    return {**{metric: each for metric, each in own.items() if metric not in sourced}, **given}


def _figure(each: _Looked, metric: str, unit: str, value: float | None, source: str) -> Figure:
    """Return a number of the newest look; made directly, since a room of a thousand checks has five thousand."""
    at, quality = each.looks[0].at, Quality.NO_DATA if value is None else Quality.VALUE
    if value is not None and metric in UNITS and (value < 0 or (metric == ERROR_RATE and value > 1)):
        return Figure(metric, None, unit, Quality.ERROR, at, each.stale_at, source, f"{metric} {value:g} cannot be")
    return Figure(metric, value, unit, quality, at, each.stale_at, source)


def _add(figures: dict[str, Figure], number: Figure) -> None:
    """Keep the worst of several sources."""
    old = figures.get(number.metric)
    if old is None or (number.value is not None and (old.value is None or number.value > old.value)):
        figures[number.metric] = number


def _probed(each: _Looked, limits: Thresholds) -> tuple[int, dict[str, float | None]]:
    """Return how many probes there were in the window, and what they tell."""
    probes, slot, place = Probes(limits.window, each.watched.interval, limits.least), None, 0
    for look in reversed(each.looks):
        if look.slot is not slot:
            slot, place = look.slot, next((n for n, (name, _) in enumerate(look.slot.metrics) if name == LATENCY), -1)
        value = look.numbers[place] if place >= 0 else math.nan
        probes.count(look.at, look.status, None if math.isnan(value) else value)
    return len(probes), probes.numbers()


def _source(each: _Looked, at: Instant) -> SourceSeen:
    good = next((look.at for look in each.looks if look.status is not Status.UNKNOWN), None)
    newest = each.looks[0]
    late = f"it was last asked {short_span(at - newest.at)} before" if at >= each.stale_at else ""
    error = "it could not be asked" if newest.status is Status.UNKNOWN else late
    return SourceSeen(each.watched.check, each.watched.service, good, error, None, each.watched.interval)


def _host(each: _Looked) -> Sample | None:
    """Return the newest look at the machine, None where the check looks at something else."""
    newest = each.looks[0]
    metrics = {metric for metric, _ in newest.slot.metrics}
    if not set(HOST_METRICS[:2]) <= metrics or set(HOST_METRICS) & set(each.watched.numbers):
        return None
    return Sample(each.watched.check, newest.at, newest.status, source="the samples", readings=_readings(newest))
