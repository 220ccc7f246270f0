"""The tabs of the review, in their order: what each shows, and what its keys do."""

from console.present.incidents import incidents_table
from console.present.numbers import number_lines
from console.review.blocks import Document
from console.screens.review.layout import laid_out
from console.screens.review.ports import NO_INCIDENT, READING, ReviewTab, Shown
from widgets.text import safe_text
from widgets.values import Line, ReadValue, Span, Tone


def _document(shown: Shown, _row: str) -> ReadValue:
    """Return the postmortem as it would be exported, read anew when the screen is opened or ctrl+r asks for it."""
    incident = shown.incident
    if incident is None:
        return ReadValue("Postmortem", empty=NO_INCIDENT)

    found = shown.ask("document", incident.id, lambda room: room.postmortem(incident.id))
    if found.error:
        return ReadValue("Postmortem", empty=(Span(safe_text(found.error, 300), Tone.UNKNOWN),))
    lines: list[Line] = []
    if isinstance(document := found.value, Document):
        stamp = (incident.id, found.at, shown.width)
        made = shown.ask("lines", stamp, lambda room: laid_out(document, shown.width, room.redact))
        lines = made.value if isinstance(made.value, list) else []
    later = shown.snapshot.log.events - found.events if found.at is not None else 0
    badge = Span(
        f"{later:,} events since: ctrl+r" if later else safe_text(incident.postmortem or "draft", 20), Tone.INFO
    )
    return ReadValue(f"Postmortem of {safe_text(incident.id, 40)}", lines, incident.id, badge, READING)


def _numbers(shown: Shown, _row: str) -> ReadValue:
    incident, context = shown.incident, shown.context
    if incident is None:
        return ReadValue("Numbers", empty=NO_INCIDENT)
    lines = number_lines(incident, context.scheme, shown.now, shown.tz, context.rates, rules=context.classifier)
    return ReadValue(f"Numbers of {safe_text(incident.id, 40)}", lines, incident.id)


def _incident(shown: Shown, row: str) -> ReadValue:
    """Return what an incident of the list is about."""
    incident = shown.snapshot.state.incidents.get(row)
    if incident is None:
        return ReadValue("Incident", empty=NO_INCIDENT)
    lines = number_lines(incident, shown.context.scheme, shown.now, shown.tz, shown.context.rates)
    title: Line = (Span(safe_text(incident.known_as, 200), Tone.STRONG),)
    summary: Line = (Span(safe_text(incident.summary, 2_000)),)
    return ReadValue(safe_text(incident.id, 40), [title, summary, (), *lines], incident.id)


TABS: tuple[ReviewTab, ...] = (
    ReviewTab("document", "Document", "Doc", _document, finds="words to find in it; N goes on"),
    ReviewTab("numbers", "Numbers", "Num", _numbers),
    ReviewTab(
        "incidents",
        "Incidents",
        "Inc",
        _incident,
        lambda shown: incidents_table(shown.snapshot, shown.now, shown.words, shown.incident),
        lambda shown: Span(f"{len(shown.snapshot.state.incidents):,}", Tone.MUTED),
        finds="words of its title, severity, status, commander; enter reviews one",
    ),
)
