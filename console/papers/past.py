"""What the sample store knows of the services that an incident hit, as the numbers of its charts."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from console.incident.events import Instant
from console.incident.names import slug
from console.journal.charting import SampleReader
from console.journal.shelf import Shelf, Stretch
from console.review.pictured import MOST_CHARTS, Compared, Curve, Pictured, ServiceChart, shown_span
from console.review.report import Report
from console.signals.health import ERROR_RATE, P50, P95, P99, Thresholds, Watched

_BUCKETS = 180
_METRICS = (ERROR_RATE, P50, P95, P99)
_INTERVAL = 5.0
"""Seconds between the looks of a check that is not configured here any more."""


class Store(NamedTuple):
    """Where the samples are, and what the configuration says of the checks that made them."""

    log_dir: Path
    watched: Sequence[Watched] = ()
    limits: Mapping[str, Thresholds] = {}


def with_pictures(report: Report, store: Store) -> Report:
    """Return the report with the numbers of the services that were hit, the worst first."""
    hit = sorted(report.services, key=lambda each: (each.worst != "down", each.at))
    names = [each.service for each in hit]
    watched = _watched(store, names)
    measured = {each.service for each in watched}
    shown = [name for name in names if name in measured][:MOST_CHARTS]
    if not shown:
        return report._replace(pictured=Pictured(unmeasured=tuple(names)))
    start, end = shown_span(report.incident, report.end)
    shelf = Shelf(store.log_dir, watched, store.limits)
    charts = [_chart(report, name, shelf, (start, end), store.limits.get(name, Thresholds())) for name in shown]
    known = tuple(chart for chart in charts if chart.known)
    drawn = {chart.service for chart in known}
    without = tuple(name for name in names if name not in measured or (name in shown and name not in drawn))
    rest = tuple(name for name in names if name in measured and name not in shown)
    compared = tuple(each for name in shown if name in drawn for each in _compared(report, name, shelf))
    return report._replace(pictured=Pictured(known, compared, without, rest))


def _watched(store: Store, services: Sequence[str]) -> list[Watched]:
    """Return the checks of these services; those that the store has where the configuration has none any more."""
    configured = [each for each in store.watched if each.service in services]
    missing = set(services) - {each.service for each in configured}
    if not missing:
        return configured
    reader = SampleReader(store.log_dir)
    try:
        checks = sorted({name.check for name in reader.names()})
    finally:
        reader.close()
    # A check is called after its service: "web http", "web prometheus".
    told = [(check, service) for check in checks for service in missing if f"{check} ".startswith(f"{service} ")]
    return [*configured, *(Watched(check, service, _INTERVAL) for check, service in told)]


def _chart(
    report: Report, service: str, shelf: Shelf, span: tuple[Instant, Instant], limits: Thresholds
) -> ServiceChart:
    start, end = span
    width = max((end - start) // _BUCKETS, 1)
    wanted = [Stretch(service, metric, width, start, _BUCKETS) for metric in _METRICS]
    rate, *latencies = (tuple(values) for values in shelf(wanted))
    lines = tuple((name, values) for name, values in zip(_METRICS[1:], latencies, strict=True) if any(_known(values)))
    curves = (
        Curve("Error rate", "ratio", ((ERROR_RATE, rate),), limits.down_error_rate),
        Curve("Latency", "s", lines, limits.degraded_p95),
    )
    health = tuple(each for each in report.health if each.service == service)
    return ServiceChart(f"chart-{slug(service)}", service, start, start + width * _BUCKETS, curves, health)


def _compared(report: Report, service: str, shelf: Shelf) -> list[Compared]:
    """Return error rate and p95 in the time of the incident and in as long a time before it."""
    length = max(report.end - report.incident.since, 1)
    wanted = [Stretch(service, metric, length, report.incident.since - length, 2) for metric in (ERROR_RATE, P95)]
    return [Compared(service, each.metric, *found) for each, found in zip(wanted, shelf(wanted), strict=True)]


def _known(values: Sequence[float | None]) -> list[bool]:
    return [value is not None for value in values]
