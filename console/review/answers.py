"""Pure: how people answered the incident, as blocks: times, decisions, roles, checklist. It judges nothing."""

from collections.abc import Iterator

from console.incident.checklist import PhaseProgress, begun_phases
from console.incident.clock import lasted
from console.incident.metrics import Metric
from console.incident.roles import label
from console.review.blocks import Block, Code, Heading, Inline, Line, Paragraph, Point, Points, Table, row_line
from console.review.decided import below
from console.review.moments import moment
from console.review.report import Report
from console.review.rows import Row
from console.review.terms import metric_name, stamps


def durations(report: Report) -> Iterator[Block]:
    """Yield how long it took, with the anchor of each number, and the time in each status."""
    yield Heading("How long it took")
    rows = [(metric_name(each.name), stamps(_value(each)), stamps(each.anchor)) for each in report.metrics]
    yield Table(("what", "value", "from where to where"), rows)
    yield Table(("status", "time"), [(share.name, lasted(share.ms)) for share in report.statuses])


def _value(metric: Metric) -> str:
    return str(metric) if metric.value_ms is None else lasted(metric.value_ms)


def decisions(report: Report) -> Iterator[Block]:
    """Yield what was decided, with its objections and what was not chosen."""
    yield Heading("Decisions")
    if not report.decisions:
        yield Paragraph("None in the log.")
        return
    taken = {each.event: each for each in report.incident.decisions.values()}
    yield Points(
        tuple(
            Point(_decision(row), tuple(below(taken[row.event])) if row.event in taken else ())
            for row in report.decisions
        )
    )


def _decision(row: Row) -> tuple[Inline, ...]:
    return (f"{moment(row.at)} {row.actor}: ", *row_line(row), " (", Code(row.event), ")")


def roster(report: Report) -> Iterator[Block]:
    """Yield who had which role, from when to when."""
    yield Heading("Roles")
    rows: list[tuple[Line, ...]] = []
    for span in report.incident.roster:
        until = "to the end" if span.until is None else moment(span.until)
        rows.append((label(span.role), span.person, moment(span.since), until, (Code(span.event),)))
    yield Table(("role", "person", "from (UTC)", "to (UTC)", "event"), rows)


def checklist(report: Report) -> Iterator[Block]:
    """Yield what was to be done and what became of it."""
    if not report.phases:
        return
    yield Heading(f"Checklist: {report.checklist}")
    begun = begun_phases(report.phases, report.end)
    for phase in begun:
        yield Paragraph(f"{phase.phase.name}, {phase.finished} of {len(phase.items)}:")
        yield Points(tuple(_items(phase)))
    if later := [each.phase.name for each in report.phases if each not in begun]:
        yield Paragraph(f"It was over before the rest of the checklist came up: {', '.join(later)}.")


def _items(phase: PhaseProgress) -> Iterator[Point]:
    for item in phase.items:
        state = item.state
        if state is None:
            yield Point(f"{item.item.title} ({item.word})", done=item.word == "done")
            continue
        reason = f": {state.reason}" if state.reason else ""
        became = f"{item.item.title} ({item.word}{reason}, {moment(state.at)} by {state.by}, "
        yield Point((became, Code(state.event), ")"), done=item.word == "done")
