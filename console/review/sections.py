"""Pure: what the postmortem holds, in which order. How it looks is for markdown.py and html.py.

This is the one place where a part of the document is hooked in: a function `(report) -> Iterator[Block]`.
"""

from collections.abc import Collection, Iterator

from console.review.answers import checklist, decisions, durations, roster
from console.review.blocks import Block, Document, Heading, Paragraph, Section, Written, points
from console.review.causes import contributing, quotes_of, root_cause, thoughts
from console.review.chronicle import chronicle
from console.review.exhibited import evidence_blocks
from console.review.findings import changes, compromise, supporting
from console.review.follow_up import action_items
from console.review.impact import impact
from console.review.keep import ACTIONS, PLACEHOLDER
from console.review.opening import head, summary, tiles
from console.review.pictures import charts, numbers
from console.review.promises import promises
from console.review.report import Report
from console.review.response import response


def postmortem_of(report: Report, written: Collection[str] = ()) -> Document:
    """Return the postmortem. `written` names the parts that people have filled: their questions are answered."""
    sections = tuple(_sections(report, written))
    return Document(report.incident.title, tuple(head(report)), sections, tiles=tuple(tiles(report)))


def _sections(report: Report, written: Collection[str]) -> Iterator[Section]:
    """Yield what everybody reads first, then what happened in detail, then what it rests on."""
    yield Section("Executive summary", (*summary(report), Written("summary")))
    yield Section("Impact", (*impact(report), *charts(report), Written("impact")))
    yield Section("Root cause and trigger", (*root_cause(report), Written("root-cause")))
    yield Section("Contributing factors", (*contributing(report), Written("contributing-factors")))
    yield Section("Response analysis", tuple(_response(report)))
    yield Section("Action items", (*action_items(report), Written("action-items", f"{PLACEHOLDER}\n\n{ACTIONS}")))
    yield Section("Lessons", (Written("lessons"),))
    yield from _happened(report)
    yield Section("Supporting data", (*supporting(report), *numbers(report), Written("supporting-data")))
    yield Section("Open questions", tuple(_questions(report, written)))


def _happened(report: Report) -> Iterator[Section]:
    yield Section("Timeline", tuple(chronicle(report)))
    yield Section("What changed", tuple(changes(report)))
    if found := tuple(thoughts(report.incident, quotes_of(report))):
        yield Section("What was thought and how it fell", found)
    if found := tuple(compromise(report)):
        yield Section("Indicators of compromise", found)
    if kept := tuple(evidence_blocks(report.incident)):
        yield Section("Evidence", kept)
    yield Section("The response in detail", tuple(_detail(report)))


def _response(report: Report) -> Iterator[Block]:
    yield Heading("What went well, what went poorly, where we got lucky")
    yield Written("response-analysis")
    yield from response(report)


def _detail(report: Report) -> Iterator[Block]:
    yield from durations(report)
    yield from decisions(report)
    yield from promises(report.incident, report.end)
    yield from roster(report)
    yield from checklist(report)


def _questions(report: Report, written: Collection[str]) -> Iterator[Block]:
    left = [question.text for question in report.questions if question.section not in written]
    yield points(*left) if left else Paragraph("None.")
