"""Pure: what people thought of the cause, as blocks: root cause and trigger, factors, whys, and how hypotheses fell."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from console.incident.factors import ACCEPTED, STRUCK, TRIGGER, Factor, accepted_factors
from console.incident.hypotheses import Hypothesis, root_causes
from console.incident.record import Incident
from console.incident.references import Reference, References
from console.review.blocks import (
    Block,
    Code,
    Heading,
    Inline,
    Line,
    Listing,
    Paragraph,
    Point,
    Points,
    Strong,
    Struck,
    full_columns,
)
from console.review.fishbone import bone_list, fishbone_mermaid
from console.review.moments import moment
from console.review.report import Report
from console.review.why_tree import tree_mermaid, tree_text

Quotes = Mapping[str, str]
"""What the cited events say, by their names."""

WHOLE = 10_000
"""Lines of a document are not broken."""


def quotes_of(report: Report) -> Quotes:
    """Return what the events of a report say."""
    return {each.event: each.text for each in report.changes} | {row.event: row.text for row in report.rows}


def root_cause(report: Report, quotes: Quotes | None = None) -> Iterator[Block]:
    """Yield what people accepted as root causes and triggers: nothing else is called so."""
    incident = report.incident
    quotes = quotes_of(report) if quotes is None else quotes
    found = [_accepted(each, quotes) for each in root_causes(incident.hypotheses)]
    found += [_factor_point("Trigger", each, quotes) for each in accepted_factors(incident.factors, TRIGGER)]
    if found:
        yield Points(tuple(found))
    elif incident.hypotheses:
        yield Paragraph("No hypothesis was accepted as the root cause.")
    if incident.cause:
        told = f", {incident.cause_told}" if incident.cause_told else ""
        yield Paragraph(f"Accepted cause: {incident.cause}{told}")
    yield from whys(incident)


def _accepted(each: Hypothesis, quotes: Quotes) -> Point:
    component = f" in {each.component}" if each.component else ""
    said = f": {each.last.reason}" if each.last.reason else ""
    alone = ", unsupported: no event speaks for it" if each.is_unsupported else ""
    line: Line = (
        *(Strong(f"Root cause{component}:"), f" {each.text}{alone} ({each.id}, accepted by {each.last.by} at "),
        *(f"{moment(each.last.at)}{said}, ", Code(each.last.event), ")"),
    )
    return Point(line, tuple(references(each.evidence, quotes)))


def _factor_point(word: str, each: Factor, quotes: Quotes) -> Point:
    alone = ", unsupported: no event speaks for it" if each.is_unsupported else ""
    line: Line = (Strong(f"{word}:"), f" {each.text}{alone} ({each.id}, ", Code(each.event), ")")
    return Point(line, tuple(references(each.evidence, quotes)))


def references(found: References, quotes: Quotes) -> Iterator[Line]:
    """Yield evidence for and against, each with why and what the event says."""
    for each in found:
        yield (f"{each.side}: ", Code(each.event), *_said(each, quotes))


def _said(each: Reference, quotes: Quotes) -> Iterator[Inline]:
    if each.why:
        yield f", {each.why}"
    if quotes.get(each.event):
        yield f': "{quotes[each.event]}"'


def whys(incident: Incident) -> Iterator[Block]:
    """Yield the tree of whys, to read and to draw."""
    if incident.whys:
        yield Heading("The whys")
        yield Listing(partial(tree_text, incident, WHOLE))
        yield Listing(partial(tree_mermaid, incident), "mermaid", "The whys as Mermaid")


def contributing(report: Report) -> Iterator[Block]:
    """Yield what contributed: a table, what was struck and why, and the fishbone."""
    yield from factors(report.incident)


def factors(incident: Incident) -> Iterator[Block]:
    """Yield the factors of an incident; nothing where nobody named one."""
    named = incident.factors.values()
    if not named:
        return
    held = [each for each in named if each.state != STRUCK]
    if held:
        head = ("category", "factor", "kind", "state", "tags", "evidence", "event")
        yield full_columns(head, tuple(map(_row, held)))
    if struck := [each for each in named if each.state == STRUCK]:
        yield Paragraph("Struck:")
        yield Points(tuple(_struck(each) for each in struck))
    if held:
        yield Heading("Fishbone")
        yield Listing(partial(bone_list, incident, (), WHOLE))
        yield Listing(partial(fishbone_mermaid, incident, ()), "mermaid", "The fishbone as Mermaid")


def _row(each: Factor) -> tuple[Line, ...]:
    state = f"accepted by {each.judged}" if each.state == ACCEPTED else each.state
    return (
        *(each.category, f"{each.id} {each.text}", each.sort, state, ", ".join(each.tags)),
        tuple(_events(each.evidence)) or "unsupported",
        (Code(each.event),),
    )


def _events(found: Iterable[Reference]) -> Iterator[Inline]:
    for index, each in enumerate(found):
        if index:
            yield ", "
        yield Code(each.event)


def _struck(each: Factor) -> Point:
    return Point(
        (Struck(f"{each.id} {each.text}"), f" ({each.category}): {each.reason} ({each.judged}, ", Code(each.event), ")")
    )


def thoughts(incident: Incident, quotes: Quotes) -> Iterator[Block]:
    """Yield every hypothesis with what spoke for and against it, and how it came where it is."""
    if incident.hypotheses:
        yield Points(tuple(_thought(each, quotes) for each in incident.hypotheses.values()))


def _thought(each: Hypothesis, quotes: Quotes) -> Point:
    alone = " (unsupported)" if each.is_unsupported else ""
    left = "" if each.is_decided else " (never decided)"
    return Point(
        (Strong(f"{each.id} {each.state}{alone}:"), f" {each.text}{left} (", Code(each.event), ")"),
        (*_about(each), *references(each.evidence, quotes), *_course(each)),
    )


def _about(each: Hypothesis) -> Iterator[Line]:
    sure = "" if each.confidence is None else f"confidence {each.confidence} %"
    parts = (
        f"a test that could refute it: {each.test}" if each.test else "",
        f"owner {each.owner}" if each.owner else "",
        f"component {each.component}" if each.component else "",
        sure,
    )
    if any(parts):
        yield "; ".join(filter(None, parts))


def _course(each: Hypothesis) -> Iterator[Line]:
    for step in each.steps:
        why = f": {step.reason}" if step.reason else ""
        yield (f"{moment(step.at)} {step.state} by {step.by}{why} (", Code(step.event), ")")
