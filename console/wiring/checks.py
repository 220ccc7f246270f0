"""Builds the checks and the thresholds from settings; each source is imported where it is used."""

import os
from collections.abc import Mapping

from checks.sample import Check, Sample, Status
from checks.source import Plan, Source
from checks.wording import line
from console.incident.clock import Clock
from console.incident.errors import Refused
from console.settings import (
    BrokenSettings,
    CheckSettings,
    DnsSettings,
    HostSettings,
    HttpSettings,
    PrometheusSettings,
    Settings,
    SystemdSettings,
    TargetsSettings,
    TcpSettings,
    VendorSettings,
)
from console.signals.health import JUDGED, UNITS, Thresholds, Watched
from console.wiring.secrets import headers

_ENDINGS = {"_seconds": "s", "_bytes": "bytes", "_ratio": "ratio"}
"""How Prometheus names what it measures, by unit."""


def build_checks(settings: Settings, clock: Clock, env: Mapping[str, str] = os.environ) -> list[Check]:
    """Return the checks; one that lacks its secret is there too, and says so as its health."""
    checks: list[Check] = []
    for each in (_paced(one, settings.pace) for one in settings.checks):
        try:
            checks.append(_check(each, clock, env))
        except (Refused, ValueError) as error:
            checks.append(Unusable(_plan(each), clock, str(error)))
    return checks


def watched(settings: Settings) -> tuple[Watched, ...]:
    """Return what the health tracker has to know of the checks."""
    return tuple(Watched(each.name, each.service, each.interval, _numbers(each)) for each in settings.checks)


def limits(settings: Settings) -> Mapping[str, Thresholds]:
    """Return the thresholds by service."""
    return {
        service.name: Thresholds(
            down_error_rate=service.thresholds.down_error_rate,
            degraded_error_rate=service.thresholds.degraded_error_rate,
            degraded_p95=service.thresholds.degraded_p95,
            needed=service.thresholds.bad,
            of=service.thresholds.last,
            window=service.thresholds.window,
        )
        for service in settings.services
    }


def _numbers(each: CheckSettings) -> tuple[str, ...]:
    return tuple(each.queries) if isinstance(each, PrometheusSettings) else ()


def _unit(metric: str) -> str:
    return UNITS.get(metric) or next((unit for end, unit in _ENDINGS.items() if metric.endswith(end)), "")


class Unusable(Source):
    """A check that cannot look, and says why: its service is unknown, never silently left out."""

    def __init__(self, plan: Plan, clock: Clock, reason: str) -> None:
        super().__init__(plan, clock)
        self._reason = reason

    async def probe(self) -> Sample:
        """Say why there is nothing to see."""
        return Sample(self.name, self.clock(), Status.UNKNOWN, line(f"not looked at: {self._reason}"), "configuration")


def _paced(each: CheckSettings, pace: float) -> CheckSettings:
    """Return a check that looks as often as its interval says by a clock that runs `pace` times as fast."""
    if pace == 1.0:
        return each
    interval = each.interval / pace
    return each._replace(interval=interval, timeout=min(each.timeout, 0.9 * interval))


def _plan(each: CheckSettings) -> Plan:
    return Plan(each.name, each.service, each.interval, each.timeout)


def _check(each: CheckSettings, clock: Clock, env: Mapping[str, str]) -> Check:
    if isinstance(each, BrokenSettings):
        return Unusable(_plan(each), clock, each.reason)
    if isinstance(each, HttpSettings):
        return _http(each, _plan(each), clock, env)
    if isinstance(each, PrometheusSettings | TargetsSettings):
        return _prometheus(each, _plan(each), clock, env)
    if isinstance(each, HostSettings | SystemdSettings):
        return _local(each, _plan(each), clock, env)
    return _remote(each, _plan(each), clock)


def _local(each: HostSettings | SystemdSettings, plan: Plan, clock: Clock, env: Mapping[str, str]) -> Check:
    from checks.host import HostCheck, HostLimits
    from checks.systemd import SystemdCheck

    if isinstance(each, HostSettings):
        return HostCheck(plan, clock, limits=HostLimits(**each.limits))
    return SystemdCheck(plan, each.units, clock, env=env)


def _remote(each: TcpSettings | DnsSettings | VendorSettings, plan: Plan, clock: Clock) -> Check:
    from checks.dns import DnsCheck, Question
    from checks.statuspage import StatuspageCheck
    from checks.tcp import TcpCheck

    if isinstance(each, TcpSettings):
        return TcpCheck(plan, each.host, each.port, clock, banner=each.banner)
    if isinstance(each, DnsSettings):
        return DnsCheck(plan, Question(each.domain, each.record, each.expect, each.server), clock)
    return StatuspageCheck(plan, each.url, clock)


def _http(each: HttpSettings, plan: Plan, clock: Clock, env: Mapping[str, str]) -> Check:
    from checks.http import Expected, HttpCheck
    from checks.web import Request

    given = (*each.headers.items(), *headers(each.login, env))
    expected = Expected(each.status, each.contains, each.not_contains, each.json, float(each.tls_days))
    request = Request(each.url, each.method, given, ca_file=each.ca_file)
    return HttpCheck(plan, request, clock, expected=expected, follow=each.follow)


def _prometheus(each: PrometheusSettings | TargetsSettings, plan: Plan, clock: Clock, env: Mapping[str, str]) -> Check:
    from checks.prometheus import PrometheusCheck, Query, Server
    from checks.targets import TargetsCheck

    server = Server(each.url, headers(each.login, env), ca_file=each.ca_file)
    if each.kind == "targets":
        return TargetsCheck(plan, server, clock)
    queries = tuple(Query(metric, text, _unit(metric), metric not in JUDGED) for metric, text in each.queries.items())
    return PrometheusCheck(plan, server, queries, clock)
