"""The tabs of the review, in their order: the document, where it came from, what stays of it, and all incidents."""

from console.present.figures import text_span
from console.review.blocks import Document
from console.screens.flows import reviewing
from console.screens.review.across_tabs import ACROSS
from console.screens.review.after_tabs import AFTER
from console.screens.review.causes_tabs import CAUSES
from console.screens.review.keys import command
from console.screens.review.layout import Redact, laid_out
from console.screens.review.ports import NO_INCIDENT, READING, ReviewTab, Shown
from console.unswept import unswept
from widgets.text import safe_text
from widgets.values import Line, ReadValue, Span, Tone


def _document(shown: Shown, _row: str) -> ReadValue:
    """Return the postmortem as it would be exported, read anew when the screen is opened or ctrl+r asks for it."""
    incident = shown.incident
    if incident is None:
        return ReadValue("Postmortem", empty=NO_INCIDENT)
    found = shown.ask("document", incident.id, lambda room: room.postmortem(incident.id))
    if found.error:
        return ReadValue("Postmortem", empty=(text_span(found.error, Tone.UNKNOWN),))
    lines: list[Line] = []
    wait: Line = READING
    if isinstance(document := found.value, Document):
        stamp = (incident.id, found.at, shown.width)
        made = shown.ask("lines", stamp, lambda room: _laid_out(document, shown.width, room.redact))
        lines = made.value if isinstance(made.value, list) else []
        wait = (text_span(made.error, Tone.UNKNOWN),) if made.error else READING
    later = shown.snapshot.log.events - found.events if found.at is not None else 0
    state = incident.review.state.replace("_", " ")
    badge = Span(f"{later:,} events since: ctrl+r" if later else safe_text(state, 20), Tone.INFO)
    return ReadValue(f"Postmortem of {safe_text(incident.id, 40)}", lines, incident.id, badge, wait)


def _laid_out(document: Document, width: int, redact: Redact) -> list[Line]:
    """Lay it out with no search for garbage in it: among a million spans each would hold up every key for a second."""
    with unswept():
        return laid_out(document, width, redact)


_DOCUMENT = ReviewTab(
    "document",
    "Document",
    "Doc",
    _document,
    commands=(command("postmortem", "review", "where the postmortem stands, and its meeting"),),
    flows={"postmortem": lambda desk, _row: reviewing.review(desk)},
    finds="words to find in it; N goes on",
)

TABS: tuple[ReviewTab, ...] = (_DOCUMENT, *CAUSES, *AFTER, *ACROSS)
"""All of them."""
