"""Pure: the health of all services as the JSON that other programs read (exports: `warroom check --json`)."""

from collections.abc import Sequence

from checks.sample import Reading, Sample, Status
from console.incident.clock import utc_iso
from console.incident.events import Instant
from console.signals.health import Figure, ServiceHealth

Json = dict[str, object]


def health_json(services: Sequence[ServiceHealth], samples: Sequence[Sample], now: Instant) -> Json:
    """Return services, metrics and alerts; a number has value, unit, age (seconds) and source, or is null."""
    return {
        "services": {health.service: _service(health, now) for health in services},
        "metrics": {
            "error_rate": _highest([(health.service, health.error_rate) for health in services], now),
            "response_time_p95": _highest([(health.service, health.p95) for health in services], now),
            "active_users": _reading(samples, "active_users", now),
            "cpu_usage": _reading(samples, "cpu", now),
            "memory_usage": _memory(samples, now),
        },
        "alerts": [_alert(health) for health in services if health.status is not Status.OK],
    }


def _service(health: ServiceHealth, now: Instant) -> Json:
    return {
        "status": health.status.value,
        "reason": health.reason,
        "response_time": _number(health.latency, now),
        "response_time_p95": _number(health.p95, now),
        "error_rate": _number(health.error_rate, now),
        "last_check": utc_iso(health.at) if health.at else None,
    }


def _alert(health: ServiceHealth) -> Json:
    return {"service": health.service, "status": health.status.value, "reason": health.reason}


def _number(figure: Figure, now: Instant, prefix: str = "") -> Json | None:
    if figure.value is None:
        return None
    return _json(figure.value, figure.unit, figure.age(now), f"{prefix}{figure.source}")


def _json(value: float, unit: str, age: int, source: str) -> Json:
    return {"value": value, "unit": unit, "age": age / 1000, "source": source}


def _highest(figures: Sequence[tuple[str, Figure]], now: Instant) -> Json | None:
    """Return the worst of the services' numbers; its source names the service."""
    known = [(name, figure) for name, figure in figures if figure.value is not None]
    if not known:
        return None
    name, figure = max(known, key=lambda pair: pair[1].value or 0.0)
    return _number(figure, now, f"{name}: ")


def _find(samples: Sequence[Sample], metric: str) -> tuple[Sample, Reading] | None:
    for sample in samples:
        reading = sample.reading(metric)
        if reading is not None and reading.value is not None:
            return sample, reading
    return None


def _reading(samples: Sequence[Sample], metric: str, now: Instant) -> Json | None:
    found = _find(samples, metric)
    if found is None or found[1].value is None:
        return None
    sample, reading = found
    return _json(found[1].value, reading.unit, max(0, now - sample.at), sample.source)


def _memory(samples: Sequence[Sample], now: Instant) -> Json | None:
    found = _find(samples, "memory_available_ratio")
    if found is None or found[1].value is None:
        return None
    return _json(1.0 - found[1].value, "ratio", max(0, now - found[0].at), found[0].source)
