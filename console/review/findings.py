"""Pure: what the incident did and where it came from, as blocks: impact, changes, indicators, cause, data."""

from collections.abc import Iterator

from console.incident.clock import elapsed, short_span
from console.incident.cost import NOT_ESTIMATED
from console.incident.sizing import said
from console.review.blocks import Block, Code, Inline, Line, Link, Paragraph, Points, Table, named, points
from console.review.moments import UNKNOWN, moment
from console.review.report import Report


def impact(report: Report) -> Iterator[Block]:
    """Yield how long, whom, what it cost, and the time in each severity."""
    yield Points(
        (
            named("Duration", UNKNOWN if report.duration is None else elapsed(report.duration)),
            named("Users", *_told(report, "users", "reach", "impact", "function", "services", "seen")),
            named("Revenue", *_told(report, "business")),
            named("Service level agreement", "not in the log"),
            named("Data loss", *_told(report, "data_risk")),
            named("Cost of the response", str(report.cost or NOT_ESTIMATED)),
            named("Services seen degraded or down", *_services(report)),
        )
    )
    yield Table(("severity", "time"), [(share.name, elapsed(share.ms)) for share in report.severities])


def _services(report: Report) -> Iterator[Inline]:
    if not report.services:
        yield "none in the log"
    for index, each in enumerate(report.services):
        yield f"{', ' if index else ''}{each.service} {each.worst} at {moment(each.at)} ("
        yield from (Code(each.event), ")")


def _told(report: Report, *questions: str) -> Iterator[Inline]:
    """Yield what was answered to these questions, with the events that say it."""
    known = [(name, report.incident.answers.get(name)) for name in questions]
    told = [(name, answer) for name, answer in known if answer is not None and answer.text]
    for index, (name, answer) in enumerate(told):
        yield f"{'; ' if index else ''}{said(name, answer.text)} ("
        yield from (Code(answer.event), ")")
    if not told:
        yield "not in the log"


def changes(report: Report) -> Iterator[Block]:
    """Yield what was changed around the onset."""
    incident = report.incident
    onset = "the declaration" if incident.started_at is None else "the onset"
    since = f"rom two hours before {onset} ({moment(incident.since)} UTC) to the end"
    if not report.changes:
        yield Paragraph(f"None in the log f{since}.")
        return
    yield Paragraph(f"F{since}, the nearest before it first:")
    rows: list[tuple[Line, ...]] = []
    for each in report.changes:
        far = f"{short_span(abs(each.from_onset))} {'after' if each.from_onset > 0 else 'before'}"
        rows.append((moment(each.at), (Code(each.event),), far, each.by, each.text))
    yield Table(("time (UTC)", "event", "distance", "by", "what"), rows)
    if report.more_changes:
        yield Paragraph(f"And {report.more_changes} more in the log.")


def compromise(report: Report) -> Iterator[Block]:
    """Yield the indicators of compromise, where there are any, written so that nothing makes links of them."""
    found = report.incident.compromise.values()
    if found:
        rows: Iterator[tuple[Line, ...]] = (
            (each.sort, (Code(each.shown),), each.source, each.note, (Code(each.event),)) for each in found
        )
        yield Table(("kind", "value", "seen in", "note", "event"), tuple(rows))


def root_cause(report: Report) -> Iterator[Block]:
    """Yield the cause that somebody accepted."""
    if report.incident.cause:
        yield Paragraph(f"Accepted cause: {report.incident.cause}")


def supporting(report: Report) -> Iterator[Block]:
    """Yield what the document rests on."""
    if report.incident.links:
        rows: list[tuple[Line, ...]] = [
            (each.sort, (Link(each.title or each.url, each.url),), each.by, (Code(each.event),))
            for each in report.incident.links.values()
        ]
        yield Table(("kind", "link", "added by", "event"), rows)
    yield Paragraph(f"{report.cites} events of the log are cited above, up to:")
    yield points(
        *(
            ((Code(each.event), ", hash ", Code(each.hash)) if each.hash else (Code(each.event),))
            for each in report.heads
        )
    )
