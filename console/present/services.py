"""Pure: the services pane, the worst first."""

from collections.abc import Iterable

from checks.sample import Status
from console.incident.clock import short_span
from console.incident.events import Instant
from console.present.banner import closures, until
from console.present.cluster.reasons import rollout_words
from console.present.figures import GLYPHS, TONES, WORDS, failing, figure_span, text_span
from console.present.snapshot import Context, Snapshot
from console.signals.health import P50, P99, Figure, ServiceHealth
from widgets.values import Column, Row, Span, TableValue, Tone

_ORDER = {Status.DOWN: 0, Status.DEGRADED: 1, Status.UNKNOWN: 2, Status.OK: 3}
MARK = "[m]"
"""Marks what is in maintenance."""
_ROLLOUT = Column("rollout", width=6, grow=True, drop=2)
_COLUMNS = (
    Column("", width=1),
    Column("service", width=8, grow=True),
    Column("health", width=8),
    Column("errors", align="right", drop=1),
    Column("p95", align="right", drop=3),
    _ROLLOUT,
    Column("for", align="right", drop=4),
    Column("because", drop=5, grow=True),
)


def worst_first(services: tuple[ServiceHealth, ...]) -> list[ServiceHealth]:
    """Return the services as the pane lists them: by health, then as configured."""
    return sorted(services, key=lambda each: _ORDER[each.status])


def services_table(snapshot: Snapshot, context: Context, now: Instant) -> TableValue:
    """Return the services pane; a row's key is the service."""
    rollouts = {each.service: _rollout(each.service, snapshot, context) for each in snapshot.services}
    rolls = any(rollouts.values())
    at_work = {each.service: _maintenance(each.service, snapshot, context, now) for each in snapshot.services}
    rows = tuple(
        _row(each, rollouts[each.service] if rolls else None, now, at_work[each.service])
        for each in worst_first(snapshot.services)
    )
    bad = sum(1 for each in snapshot.services if each.status in {Status.DOWN, Status.DEGRADED})
    badge = Span(f"{bad} of {len(rows)} bad", Tone.BAD) if bad else Span(f"{len(rows)}" if rows else "", Tone.MUTED)
    waiting = "first look ..." if not snapshot.ready or snapshot.sources else "no source is configured"
    waiting = "nothing was measured by then" if snapshot.replayed else waiting
    empty = (Span(waiting, Tone.MUTED),)
    tone = Tone.BAD if any(each.status is Status.DOWN for each in snapshot.services) else Tone.PLAIN
    more = ((text_span(context.hint, Tone.MUTED),),) if context.hint else ()
    notes = (*failing(snapshot.sources, now), *more)
    columns = _COLUMNS if rolls else tuple(column for column in _COLUMNS if column is not _ROLLOUT)
    return TableValue("Services", columns, rows, badge, empty, tone, notes=notes)


def _maintenance(service: str, snapshot: Snapshot, context: Context, now: Instant) -> str:
    """Return until when somebody works on a service and why, "" where nobody does."""
    place = context.workloads.get(service)
    for each in closures(snapshot, context, now):
        if each.covers(service, "" if place is None else place.context):
            return f"in maintenance until {until(each, now)}{f': {each.reason}' if each.reason else ''}"
    return ""


def _rollout(service: str, snapshot: Snapshot, context: Context) -> str:
    """Return how far the rollout of a service is, "" where no workload is named for it."""
    place = context.workloads.get(service)
    seen = None if place is None else snapshot.cluster(place.context)
    if place is None or seen is None:
        return ""
    return rollout_words(seen, place.kind, place.namespace or seen.namespace, place.name)


def _row(each: ServiceHealth, rollout: str | None, now: Instant, maintenance: str) -> Row:
    """Return the row of a service; what is in maintenance is marked, and its health is shown as ever."""
    tone = TONES[each.status]
    name = f"{each.service} {MARK}" if maintenance else each.service
    latency = each.p95 if each.p95.value is not None else each.latency
    return Row(
        each.service,
        (
            Span(GLYPHS[each.status], tone),
            text_span(name, Tone.STRONG if each.status is not Status.OK else Tone.PLAIN, 80),
            Span(WORDS[each.status], tone),
            figure_span(each.error_rate, now, _tone_of(each.error_rate, tone)),
            figure_span(latency, now),
            *(() if rollout is None else (text_span(rollout, Tone.CHANGE, 40),)),
            Span(short_span(now - each.since) if each.since else "", Tone.MUTED),
            text_span(" · ".join(filter(None, (maintenance, _reason(each), *_others(each, now)))), Tone.MUTED),
        ),
    )


def _reason(each: ServiceHealth) -> str:
    return "" if each.status is Status.OK else each.reason


def _others(each: ServiceHealth, now: Instant) -> Iterable[str]:
    """Yield what else is measured of a service; its percentiles stand in the charts."""
    for figure in each.others:
        if figure.metric not in {P50, P99} and figure.value is not None:
            yield f"{figure.metric.replace('_', ' ')} {figure_span(figure, now).text}"


def _tone_of(figure: Figure, tone: Tone) -> Tone:
    return tone if figure.value else Tone.MUTED
