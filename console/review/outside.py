"""Pure: a report for people outside: what it is called, how bad, its times, and what they were told. Nothing else."""

import json
from collections.abc import Iterator
from typing import Any

from console.incident.clock import MINUTE, lasted, utc_iso
from console.incident.events import UpdatePosted
from console.incident.status import public_status
from console.incident.writing import OUTSIDE
from console.review.blocks import Block, Document, Paragraph, Point, Points, Redact, Section, Strong, named, points
from console.review.markdown import markdown
from console.review.moments import moment
from console.review.report import Report
from console.review.rows import Row

_TIMES = ("started", "detected", "mitigated", "resolved")
_DAMAGED = "The log is damaged: this rests on the part of it that can be trusted."


def outside(report: Report, redact: Redact = str) -> str:
    """Return it as Markdown: no person, no note, no service, no hash; the title only of what has no codename."""
    return markdown(outside_document(report), redact) + "\n"


def outside_document(report: Report) -> Document:
    """Return the same as a document."""
    course = [f"{moment(at)} UTC: {status}" for at, status in _course(report)]
    said = [f"{moment(row.at)} UTC: {row.text}" for row in _said(report)]
    sections = (
        Section("What was said", (points(*said) if said else Paragraph("Nothing yet."),)),
        Section("Course", (points(*course), Paragraph(f"As of {moment(report.as_of)} UTC."))),
    )
    return Document(report.incident.known_as, tuple(_head(report)), sections, kind="")


def outside_json(report: Report, redact: Redact = str) -> str:
    """Return the same as JSON: the published keys that people outside may read, and what was said when."""
    incident = report.incident
    found: dict[str, Any] = {
        "status": _status(report),
        "incident": {"id": incident.id, "severity": incident.severity, "title": redact(incident.known_as)},
        "timeline": {name: None if (at := getattr(incident, f"{name}_at")) is None else utc_iso(at) for name in _TIMES},
        "duration_minutes": None if report.duration is None else report.duration // MINUTE,
        "said": [{"at": utc_iso(row.at), "text": redact(row.text)} for row in _said(report)],
        "course": [{"at": utc_iso(at), "status": status} for at, status in _course(report)],
        "as_of": utc_iso(report.as_of),
        "damaged": bool(report.breaks),
    }
    return json.dumps(found, indent=2, ensure_ascii=True) + "\n"


def _head(report: Report) -> Iterator[Block]:
    if report.breaks:
        yield Paragraph((Strong(_DAMAGED),))
    yield Points(tuple(_facts(report)))


def _facts(report: Report) -> Iterator[Point]:
    incident = report.incident
    yield named("Severity", incident.severity)
    yield named("Status", _status(report))
    for name in _TIMES:
        at = getattr(incident, f"{name}_at")
        if at is not None:
            yield named(name.capitalize(), f"{moment(at)} UTC")
    if report.duration is not None:
        yield named("Duration", lasted(report.duration))


def _status(report: Report) -> str:
    return public_status(report.incident.status) or "being looked at"


def _said(report: Report) -> list[Row]:
    told = {step.event for step in report.incident.updates if step.audience in OUTSIDE}
    return [row for row in report.rows if row.kind == UpdatePosted.kind and row.event in told and not row.refused]


def _course(report: Report) -> list[tuple[int, str]]:
    course = ((step.at, public_status(step.status)) for step in report.incident.statuses)
    return [(at, status) for at, status in course if status is not None]
