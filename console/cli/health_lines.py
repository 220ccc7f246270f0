"""Pure: what one look at everything found, as the values that the JSON of `warroom check` is made of."""

from collections.abc import Mapping, Sequence

from checks.sample import Sample
from console.review.health import Number, ServiceLine
from console.signals.health import Figure, ServiceHealth


def service_lines(services: Sequence[ServiceHealth]) -> dict[str, ServiceLine]:
    """Return every service by name."""
    return {
        health.service: ServiceLine(
            health.status.value, health.reason, _number(health.latency), _number(health.error_rate), health.at or None
        )
        for health in services
    }


def metrics(services: Sequence[ServiceHealth], samples: Sequence[Sample]) -> Mapping[str, Number | None]:
    """Return the metrics over all services: of error rate and p95 the worst, with the service in the source."""
    return {
        "error_rate": _worst([(health.service, health.error_rate) for health in services]),
        "response_time_p95": _worst([(health.service, health.p95) for health in services]),
        "active_users": _reading(samples, "active_users"),
        "cpu_usage": _reading(samples, "cpu"),
        "memory_usage": _used(_reading(samples, "memory_available_ratio")),
    }


def alerts(services: Sequence[ServiceHealth]) -> list[dict[str, str]]:
    """Return what is not well."""
    return [
        {"service": health.service, "status": health.status.value, "reason": health.reason}
        for health in services
        if health.status.value != "ok"
    ]


def _number(figure: Figure) -> Number | None:
    """Return a figure as a number; None where nobody measures it."""
    if not figure.at:
        return None
    return Number(figure.value, figure.unit, figure.at, figure.source, figure.note)


def _worst(figures: Sequence[tuple[str, Figure]]) -> Number | None:
    known = [(figure.value, name, figure) for name, figure in figures if figure.value is not None]
    if not known:
        return None
    value, name, figure = max(known, key=lambda each: each[:2])
    return Number(value, figure.unit, figure.at, f"{name}: {figure.source}")


def _reading(samples: Sequence[Sample], metric: str) -> Number | None:
    for sample in samples:
        if reading := sample.reading(metric):
            return Number(reading.value, reading.unit, sample.at, sample.source, reading.note)
    return None


def _used(free: Number | None) -> Number | None:
    return free if free is None or free.value is None else free._replace(value=1.0 - free.value)
