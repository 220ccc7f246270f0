"""Pure: where the incident came from and what it rests on, as blocks: changes, indicators, data."""

from collections.abc import Iterator

from console.incident.clock import short_span
from console.review.blocks import Block, Code, Line, Link, Paragraph, Table, points
from console.review.moments import moment
from console.review.report import Report


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
