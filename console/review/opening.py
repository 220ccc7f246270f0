"""Pure: the beginning of the postmortem: what the incident was, and its summary from facts."""

from collections.abc import Iterator

from console.incident.clock import DAY, clock_time, lasted
from console.incident.events import Instant
from console.incident.relations import MERGED_INTO
from console.incident.types import TYPES
from console.review.blocks import Block, Code, Inline, Paragraph, Point, Points, Strong, Tile, named
from console.review.follow_up import standing
from console.review.moments import UNKNOWN, moment
from console.review.report import Break, Head, Report
from console.review.terms import stamps

_BAD = 1
"""Ranks that many people hear of."""
_SHOWN = {"TTD": "time to detect", "TTA": "time to acknowledge", "TTM": "time to mitigate"}


def head(report: Report) -> Iterator[Block]:
    """Yield what stands below the title."""
    yield from warnings(report)
    yield Points(tuple(_facts(report)))


def warnings(report: Report) -> Iterator[Block]:
    """Yield what is to be known before anything else: that it was none, and that the log is damaged."""
    if report.incident.purpose != "incident":
        yield Paragraph((Strong(f"This was a {report.incident.purpose}, not a real incident."),))
    if report.breaks:
        yield Paragraph((Strong("The log is damaged: this rests on the part of it that can be trusted."),))
        yield Points(tuple(Point(_broken(each)) for each in report.breaks))


def _broken(each: Break) -> tuple[Inline, ...]:
    events = f"{each.left_out} event{'' if each.left_out == 1 else 's'}"
    left = f" From there on {events} of this writer {'is' if each.left_out == 1 else 'are'} left out."
    return (*((Code(each.event), ": ") if each.event else ()), each.problem, left if each.event else "")


def _facts(report: Report) -> Iterator[Point]:
    incident = report.incident
    worst = min(incident.severities, key=lambda step: step.rank)
    was = f" (at its worst {worst.label})" if worst.rank < incident.rank else ""
    into = f" into {incident.survivor}" if incident.survivor else ""
    yield named("Incident", incident.id)
    yield named("Severity", f"{incident.severity}{was}")
    yield named("Status", f"{incident.status}{into}, as of {moment(report.as_of)} UTC")
    yield named("Incident commander", incident.commander)
    if incident.roster:
        yield named("Responders", ", ".join(dict.fromkeys(span.person for span in incident.roster)))
    yield from _kind(report)
    yield named("Postmortem", *standing(incident))
    if incident.owner:
        yield named("Owner of the follow-up", incident.owner)
    yield named("Rests on the log up to", *_heads(report.heads))


def _heads(heads: tuple[Head, ...]) -> Iterator[Inline]:
    for index, each in enumerate(heads):
        if index:
            yield ", "
        yield Code(each.event)
        if each.hash:
            yield " "
            yield Code(each.hash)


def _kind(report: Report) -> Iterator[Point]:
    """Say what is not usual: another type, other incidents, fields of the room's own."""
    incident = report.incident
    if incident.type != TYPES[0]:
        codename = f", codename {incident.codename}" if incident.codename else ""
        yield named("Type", f"{incident.type}{codename}")
    if incident.evidence:
        yield named("Evidence", incident.evidence)
    others = ", ".join(f"{each.words} {each.other}" for each in report.relations if each.kind != MERGED_INTO)
    if others:
        yield named("Belongs together", others)
    for field, value in sorted(incident.fields.items()):
        yield named(field, value)


def summary(report: Report) -> Iterator[Block]:
    """Yield what happened in a few sentences, each of them a fact."""
    incident = report.incident
    if incident.summary:
        yield Paragraph(incident.summary)
    began = "" if incident.started_at is None else f"Impact began at {moment(incident.started_at)}. "
    first = f"{began}{incident.declared_by} declared {incident.id} as {incident.severities[0].label}"
    yield Paragraph(f"{first} at {moment(incident.declared_at)} (UTC).", tuple(_course(report)))


def _course(report: Report) -> Iterator[str]:
    incident = report.incident
    if incident.detected_at is not None:
        by = f" by {incident.detected_by}" if incident.detected_by else ""
        yield f"It was detected{by} at {_told(incident.detected_at, incident.declared_at)}."
    for name in ("acknowledged", "mitigated", "resolved"):
        at = getattr(incident, f"{name}_at")
        if at is not None:
            yield f"It was {name} at {_told(at, incident.declared_at)}."
    if incident.reopened:
        yield f"It was reopened {incident.reopened} time{'s' if incident.reopened > 1 else ''}."


def _told(at: Instant, beside: Instant) -> str:
    """Return a time in UTC; of the day that was just named only the hour."""
    return clock_time(at) if at // DAY == beside // DAY else moment(at)


def tiles(report: Report) -> Iterator[Tile]:
    """Yield the numbers that one wants first: how bad, how long, how fast."""
    incident = report.incident
    worst = min(incident.severities, key=lambda step: step.rank)
    yield Tile("severity at its worst", worst.label, "", "bad" if worst.rank <= _BAD else "")
    running = report.duration is None
    yield Tile(
        "duration", UNKNOWN if report.duration is None else lasted(report.duration), "", "" if running else "good"
    )
    for metric in report.metrics:
        if metric.name in _SHOWN and metric.value_ms is not None:
            yield Tile(
                _SHOWN[metric.name], lasted(metric.value_ms), f"from {stamps(metric.anchor).partition(' to ')[0]}"
            )
