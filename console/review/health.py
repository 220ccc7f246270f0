"""Pure: the health of the services as the JSON of `warroom check`, made of plain values."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from console.incident.clock import utc_iso
from console.incident.events import Instant

METRICS = ("error_rate", "response_time_p95", "active_users", "cpu_usage", "memory_usage")
"""The metrics that are always there, null where nobody measures them."""


class Number(NamedTuple):
    """A number with where it comes from: `value` None is no data; `at` is when it was measured (None: never).

    `unit` is "s", "ratio", "count", ...; `note` says why there is no value.
    """

    value: float | None = None
    unit: str = ""
    at: Instant | None = None
    source: str = ""
    note: str = ""


class ServiceLine(NamedTuple):
    """A service: ok, degraded, down or unknown, why, and its numbers; `last_check` is its newest look."""

    status: str
    reason: str = ""
    response_time: Number | None = None
    error_rate: Number | None = None
    last_check: Instant | None = None


def health_document(
    services: Mapping[str, ServiceLine],
    metrics: Mapping[str, Number | None],
    now: Instant,
    alerts: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Return services, metrics and alerts.

    A number is {value, unit, age, source, note}, or None where nobody looks. `age` is in seconds at `now`. A value that
    is not finite counts as no data.
    """
    return {
        "as_of": utc_iso(now),
        "services": {
            name: {
                "status": line.status,
                "reason": line.reason or None,
                "response_time": _number(line.response_time, now),
                "error_rate": _number(line.error_rate, now),
                "last_check": None if line.last_check is None else utc_iso(line.last_check),
            }
            for name, line in services.items()
        },
        "metrics": {name: _number(metrics.get(name), now) for name in (*METRICS, *sorted(set(metrics) - set(METRICS)))},
        "alerts": [dict(alert) for alert in alerts],
    }


def exit_status(services: Mapping[str, ServiceLine]) -> int:
    """Return 0 where all are healthy, 1 where one is degraded or down, 3 where one could not be checked."""
    words = {line.status for line in services.values()}
    if words & {"degraded", "down"}:
        return 1
    return 0 if words and words <= {"ok"} else 3


def _number(number: Number | None, now: Instant) -> dict[str, Any] | None:
    if number is None:
        return None
    finite = number.value is not None and math.isfinite(number.value)
    return {
        "value": number.value if finite else None,
        "unit": number.unit or None,
        "age": None if number.at is None else max(0, now - number.at) / 1000,
        "source": number.source or None,
        "note": number.note or None,
    }
