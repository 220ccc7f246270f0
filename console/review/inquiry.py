"""Pure: the report of an investigation: what was asked, thought, weighed, looked at; queries and hashes behind it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from console.incident.events import Event
from console.incident.hypotheses import root_causes
from console.incident.investigation import TICK
from console.incident.record import Incident, ItemState
from console.incident.searching import TreeWalked
from console.review.blocks import (
    Block,
    Code,
    Document,
    Heading,
    Line,
    Listing,
    Paragraph,
    Point,
    Points,
    Section,
    Table,
    Written,
    named,
)
from console.review.causes import factors, quotes_of, root_cause, thoughts
from console.review.findings import changes
from console.review.moments import moment
from console.review.opening import warnings
from console.review.report import Report
from console.review.why_tree import question_of

NOTES = "investigation-notes"
"""The part that people write."""


class Query(NamedTuple):
    """What a check asks, as the configuration has it: `text` is an expression or an address."""

    check: str
    name: str
    text: str


class Suggestion(NamedTuple):
    """A candidate with what speaks for and against it; `taken` is the hypothesis that it became."""

    key: str
    text: str
    grounds: tuple[str, ...]
    taken: str = ""


class Inquiry(NamedTuple):
    """What the report is made of; `cited` are the events that `cited_events` names, as far as the log has them."""

    report: Report
    cited: Mapping[str, Event]
    suggestions: tuple[Suggestion, ...] = ()
    queries: tuple[Query, ...] = ()


def cited_events(incident: Incident) -> tuple[str, ...]:
    """Return the names of the events that hypotheses, whys and factors rest on, and of those that made them."""
    names: dict[str, None] = {}
    for each in incident.hypotheses.values():
        names.update(dict.fromkeys(step.event for step in each.steps))
        names.update(dict.fromkeys(one.event for one in each.evidence))
    for board in (incident.whys, incident.factors):
        for thing in board.values():
            names[thing.event] = None
            names.update(dict.fromkeys(one.event for one in thing.evidence))
    if incident.cause_event:
        names[incident.cause_event] = None
    return tuple(names)


def inquiry_of(inquiry: Inquiry) -> Document:
    """Return the report of an investigation as a document."""
    incident = inquiry.report.incident
    return Document(incident.title, tuple(_head(inquiry)), tuple(_sections(inquiry)), "Investigation")


def _head(inquiry: Inquiry) -> Iterator[Block]:
    incident = inquiry.report.incident
    found = root_causes(incident.hypotheses)
    yield from warnings(inquiry.report)
    yield Points(
        (
            named("Incident", f"{incident.id}, {incident.severity}, {incident.status}"),
            named("As of", f"{moment(inquiry.report.as_of)} UTC"),
            named("Root cause", "; ".join(each.text for each in found) or "none was accepted"),
        )
    )


def _sections(inquiry: Inquiry) -> Iterator[Section]:
    report, quotes = inquiry.report, _quotes(inquiry)
    yield Section("Question", (Paragraph(question_of(report.incident)),))
    yield Section(
        "Root cause, trigger and whys", tuple(root_cause(report, quotes)) or _none("Nobody accepted one yet.")
    )
    yield Section("Hypotheses", tuple(thoughts(report.incident, quotes)) or _none("None was proposed."))
    yield Section("Candidates", tuple(_suggestions(inquiry)))
    yield Section("What was looked at", tuple(_looked(inquiry)))
    yield Section("What changed", tuple(changes(report)))
    yield Section("What contributed", tuple(factors(report.incident)) or _none("Nothing was named."))
    yield Section("What else is to be said", (Written(NOTES),))
    yield Section("Appendix: queries", tuple(_queries(inquiry)))
    yield Section("Appendix: cited events", tuple(_cited(inquiry)))


def _none(said: str) -> tuple[Block, ...]:
    return (Paragraph(said),)


def _quotes(inquiry: Inquiry) -> Mapping[str, str]:
    """Return what cited events say; what was corrected since, as it stands in the report."""
    return {**{key: event.fact.summary() for key, event in inquiry.cited.items()}, **quotes_of(inquiry.report)}


def _suggestions(inquiry: Inquiry) -> Iterator[Block]:
    if not inquiry.suggestions:
        yield Paragraph("The log suggests none: no change before the onset is in it.")
        return
    yield Paragraph("From the log, sorted by what speaks for each; none of them is called a cause:")
    yield Points(
        tuple(
            Point(((f"{each.taken}: " if each.taken else "") + each.text + " (", Code(each.key), ")"), each.grounds)
            for each in inquiry.suggestions
        )
    )


def _looked(inquiry: Inquiry) -> Iterator[Block]:
    report = inquiry.report
    ticked = [(name, item) for name, item in report.incident.items.items() if name.startswith(TICK)]
    walked = [row for row in report.rows if row.kind == TreeWalked.kind and not row.refused]
    if ticked:
        yield Table(("what", "state", "by", "time (UTC)", "event"), tuple(_tick(name, item) for name, item in ticked))
    if walked:
        yield Points(
            tuple(Point((f"{moment(row.at)} {row.actor}: {row.text} (", Code(row.event), ")")) for row in walked)
        )
    if not ticked and not walked:
        yield Paragraph("Nothing was ticked on the list of where to look.")


def _tick(name: str, item: ItemState) -> tuple[Line, ...]:
    title = (item.title or name.removeprefix(TICK)).removeprefix("looked at: ")
    return (title, item.state, item.by, moment(item.at), (Code(item.event),))


def _queries(inquiry: Inquiry) -> Iterator[Block]:
    if not inquiry.queries:
        yield Paragraph("The configuration asks nothing of this kind.")
    for each in inquiry.queries:
        yield Heading(f"{each.check}: {each.name}")
        yield Listing(each.text)


def _cited(inquiry: Inquiry) -> Iterator[Block]:
    names = cited_events(inquiry.report.incident)
    if not names:
        yield Paragraph("No event is cited.")
        return
    quotes = _quotes(inquiry)
    hashed = "Each with the hash that the log's chain has of it; "
    yield Paragraph((hashed, Code("warroom log verify"), " computes all of them again."))
    yield Table(
        ("event", "time (UTC)", "actor", "kind", "what", "hash"),
        tuple(_citation(name, inquiry.cited.get(name), quotes) for name in names),
    )


def _citation(name: str, event: Event | None, quotes: Mapping[str, str]) -> tuple[Line, ...]:
    if event is None:
        return ((Code(name),), "", "", "", "not in this log", "")
    said = quotes.get(name) or event.fact.summary()
    shown: Line = (Code(event.hash),) if event.hash else ""
    return ((Code(name),), moment(event.occurred_at), event.actor, event.fact.kind, said, shown)
