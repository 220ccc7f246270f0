"""Pure: what the world tells of itself: series as a Prometheus would have scraped them, alerts, answers to probes."""

import math
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, NamedTuple

from console.drill.alerting import Alert
from console.drill.metrics import Metrics
from console.drill.physics import Flow
from console.drill.shop import PARTS
from console.incident.events import Instant

Json = Any
STEP = 5
"""Seconds between two points of a series."""
LES = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_SPREAD = 0.4
_PENDING = 60
"""Seconds for which something has to be wrong before it rings."""
_BAD_ERRORS, _BAD_P95, _FULL = 0.05, 2.0, 0.9
P95 = 1.93
"""p95 in medians, by the spread."""


class Rule(NamedTuple):
    """Something that rings: its name, how bad it is, what it says, and when."""

    name: str
    severity: str
    text: str
    wrong: Callable[[Flow], bool]


_RULES = (
    Rule("ErrorsHigh", "critical", "more than 5 % of requests fail", lambda flow: flow.errors > _BAD_ERRORS),
    Rule("LatencyHigh", "warning", "p95 is over 2 s", lambda flow: flow.seconds * P95 > _BAD_P95),
    Rule("CapacityLow", "warning", "more than 90 % of its capacity is used", lambda flow: flow.used > _FULL),
)


class Teller:
    """Writes the series of the world, and knows what rings."""

    def __init__(self, metrics: Metrics, seed: int) -> None:
        self.metrics = metrics
        self._random = Random(seed)  # noqa: S311 - which probes of a drill fail
        self._totals: dict[tuple[str, ...], float] = {}
        self._since: dict[tuple[str, str], Instant] = {}
        self._pods: dict[str, str] = {}
        self._now: Instant = 0

    def tell(self, flows: Mapping[str, Flow], pods: Sequence[Json], memory: Mapping[str, float], now: Instant) -> None:
        """Write a point of every series; called once a `STEP`."""
        for name, flow in flows.items():
            if name in PARTS:
                self._requests(name, flow, now)
        self.metrics.add("queue_depth", {"queue": "orders"}, now, round(flows["worker"].waiting))
        self.metrics.add("cache_hit_ratio", {"service": "cache"}, now, 0.95 * flows["cache"].warmth)
        self._containers(pods, memory, now)
        self._watch(flows, now)

    def alerts(self) -> tuple[Alert, ...]:
        """Return what rings now."""
        rules = {each.name: each for each in _RULES}
        return tuple(
            Alert(name, service, rules[name].severity, f"{service}: {rules[name].text}", since)
            for (name, service), since in sorted(self._since.items())
            if self._now - since >= _PENDING * 1000
        )

    def fails(self, flow: Flow) -> bool:
        """Tell whether a probe of a service with this flow fails."""
        return self._random.random() < flow.errors

    def _requests(self, name: str, flow: Flow, now: Instant) -> None:
        asked = flow.asked * STEP
        for code, share in (("200", 1 - flow.errors), ("500", flow.errors)):
            total = self._grown(asked * share, name, code)
            self.metrics.add("http_requests_total", {"service": name, "code": code}, now, total)
        for le in (*LES, math.inf):
            total = self._grown(asked * _below(le, flow.seconds), name, "le", str(le))
            shown = "+Inf" if le == math.inf else f"{le:g}"
            self.metrics.add("http_request_duration_seconds_bucket", {"service": name, "le": shown}, now, total)
        self.metrics.add("capacity_used_ratio", {"service": name}, now, flow.used)

    def _grown(self, by: float, *key: str) -> float:
        self._totals[key] = self._totals.get(key, 0.0) + by
        return self._totals[key]

    def _containers(self, pods: Sequence[Json], memory: Mapping[str, float], now: Instant) -> None:
        seen: dict[str, str] = {}
        for pod in pods:
            name, app = pod["metadata"]["name"], pod["metadata"]["labels"].get("app", "")
            seen[name] = app
            size = memory.get(pod["metadata"]["uid"])
            if size is not None:
                labels = {"app": app, "pod": name}
                self.metrics.add("container_memory_working_set_bytes", labels, now, size * 1e6)
        for name, app in self._pods.items():
            if name not in seen:
                self.metrics.end("container_memory_working_set_bytes", {"app": app, "pod": name}, now)
        self._pods = seen

    def _watch(self, flows: Mapping[str, Flow], now: Instant) -> None:
        self._now = now
        for rule in _RULES:
            for service in PARTS:
                if rule.wrong(flows.get(service, Flow())):
                    self._since.setdefault((rule.name, service), now)
                else:
                    self._since.pop((rule.name, service), None)


def _below(limit: float, median: float) -> float:
    """Return the share of requests that take less: most take about as long as the median, a few much longer."""
    if limit == math.inf or median <= 0:
        return 1.0
    return 0.5 * (1 + math.erf(math.log(limit / median) / (_SPREAD * math.sqrt(2))))
