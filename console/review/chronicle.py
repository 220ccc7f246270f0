"""Pure: the timeline as a reader wants it: what happened, without what other parts of the document tell better."""

import re
from collections.abc import Iterator, Sequence

from console.incident.clock import MINUTE
from console.incident.events import HealthChanged
from console.review.blocks import Block, Paragraph, Timeline
from console.review.report import Report
from console.review.rows import Row
from console.review.terms import kind_name

_AFTERWARDS = frozenset(
    {"action item", "cause", "complaint", "factor", "hypothesis", "impact", "learnt", "link", "weighed", "why"}
)
"""What people write down once it is over: each has a part of the document that tells all of it, with its events."""
_HEALTH = re.compile(r"(.+) (ok|degraded|down|unknown) -> (ok|degraded|down|unknown)(?::.*)?", re.DOTALL)
_BLIND = "unknown"


def chronicle(report: Report) -> Iterator[Block]:
    """Yield the rows without what was written after the end and stands elsewhere, and without blind moments."""
    over = report.incident.resolved_at
    later = [row for row in report.rows if over is not None and row.at > over and _told_elsewhere(row)]
    blind = list(_blind(report.rows))
    gone = {row.event for row in (*later, *blind)}
    yield Timeline(tuple(row for row in report.rows if row.event not in gone) if gone else report.rows)
    if later:
        many, them = (f"{len(later)} events", "them") if len(later) > 1 else ("One event", "it")
        has, kinds = "have" if len(later) > 1 else "has", ", ".join(sorted({kind_name(row.kind) for row in later}))
        told = f"{many} of the follow-up after the end {has} no row here: {kinds}."
        yield Paragraph(f"{told} The parts about {them} tell {them}.")
    if blind:
        times = "Once" if len(blind) == 2 else f"{len(blind) // 2} times"  # noqa: PLR2004 - it went blind, and it came back
        yield Paragraph(f"{times} a check was blind for less than a minute and found its service as before: no rows.")


def _told_elsewhere(row: Row) -> bool:
    return kind_name(row.kind) in _AFTERWARDS and not (row.pinned or row.refused)


def _blind(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield pairs of rows of one writer: a service was unknown, and within a minute what it had been before."""
    lost: dict[tuple[str, str], tuple[Row, str]] = {}
    for row in rows:
        found = _HEALTH.fullmatch(row.text) if row.kind == HealthChanged.kind and not row.remarks else None
        if found is None or row.pinned:
            continue
        service, before, after = found.groups()
        watcher = (row.event.rpartition("/")[0], service)
        first = lost.pop(watcher, None)
        if after == _BLIND:
            lost[watcher] = (row, before)
        elif first is not None and first[1] == after and row.at - first[0].at < MINUTE:
            yield first[0]
            yield row
