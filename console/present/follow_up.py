"""Pure: what follows from an incident as people see it: action items as a pane and as a list, and the review."""

from collections.abc import Iterator
from typing import NamedTuple

from console.incident.ahead import shown
from console.incident.clock import DAY, from_now, utc_iso
from console.incident.events import Instant
from console.incident.follow_up import DONE, WONT_DO, ActionItem, count
from console.incident.postmortem import CLOSED, IN_REVIEW, REVIEWED, WAIVED, words
from console.incident.record import Incident
from console.incident.reviewing import review_due
from console.incident.severity import Scheme
from console.present.details import pair
from console.present.figures import text_span
from console.review.action_list import due_words, headline
from widgets.text import safe_text
from widgets.values import Choice, Column, Line, Row, Span, TableValue, Tone

SOON = 2 * DAY
"""How long before its date an action item presses."""
_STATES = {REVIEWED: Tone.OK, CLOSED: Tone.OK, WAIVED: Tone.MUTED}
_PRIORITIES = {"high": Tone.STRONG, "low": Tone.MUTED}


class Follow(NamedTuple):
    """Something of the follow-up that is due `at`: an action item by its id, or the review ("")."""

    item: str
    text: str
    at: Instant
    owner: str = ""


def ordered(incident: Incident) -> list[ActionItem]:
    """Return what is left by its date, what has none after it, then what has ended."""
    return sorted(incident.action_items.values(), key=lambda each: (not each.is_left, each.due is None, each.due or 0))


def action_table(incident: Incident | None, now: Instant, *, title: str = "Action items") -> TableValue:
    """Return the action items of an incident as a pane; at any width its id, what is to be done and its state stay.

    A row's key is the id of the item.
    """
    columns = (
        Column("id"),
        Column("action", grow=True),
        Column("owner", drop=1),
        Column("due", drop=2),
        Column("priority", drop=3),
        Column("type", drop=4),
        Column("horizon", drop=5),
        Column("state", align="right"),
    )
    empty = (Span("nobody wrote an action item yet: /action TEXT", Tone.MUTED),)
    if incident is None:
        return TableValue(title, columns, empty=empty)
    tally = count(incident.action_items, now=now)
    late = (
        Span(f"{tally.overdue} late", Tone.BAD) if tally.overdue else Span(f"{tally.left} open" if tally.total else "")
    )
    rows = tuple(_row(each, now) for each in ordered(incident))
    return TableValue(title, columns, rows, late, empty, headings=bool(rows))


def _row(item: ActionItem, now: Instant) -> Row:
    word, tone = _standing(item, now)
    plain = Tone.PLAIN if item.is_left else Tone.MUTED
    cells = (
        Span(item.id, plain),
        text_span(item.text, plain),
        text_span(item.owner, plain, 60) if item.owner else Span("no owner", Tone.WARN if item.is_left else plain),
        Span(due_words(item, now), tone if item.is_left else plain),
        Span(item.priority, _PRIORITIES.get(item.priority, plain) if item.is_left else plain),
        Span(item.type, plain),
        Span(item.horizon, plain),
        Span(word, tone),
    )
    return Row(item.id, cells)


def _standing(item: ActionItem, now: Instant) -> tuple[str, Tone]:
    """Say where it stands, in a word and a colour."""
    if item.is_overdue(now):
        return "overdue", Tone.BAD
    if item.is_left and item.due is not None and item.due - SOON <= now:
        return item.word, Tone.WARN
    return item.word, {DONE: Tone.OK, WONT_DO: Tone.MUTED}.get(item.state, Tone.PLAIN)


def choices(incident: Incident, now: Instant) -> list[Choice]:
    """Return the rows of the list of action items, two lines each; a row's key is the id."""
    return [_choice(each, now) for each in ordered(incident)]


def _choice(item: ActionItem, now: Instant) -> Choice:
    word, tone = _standing(item, now)
    told = ", ".join(filter(None, (due_words(item, now), item.priority, item.type, item.horizon, item.source)))
    reason = f". {item.reason}" if item.reason else ""
    label = safe_text(f"{item.id} · {item.owner or 'no owner'} · {item.text}", 200)
    return Choice(item.id, label, safe_text(f"{word}; {told}{reason}", 600), tone)


def item_lines(item: ActionItem, now: Instant) -> list[Line]:
    """Return all that is known of an action item, to read."""
    word, tone = _standing(item, now)
    pairs = (
        ("owner", item.owner or "nobody"),
        ("due", due_words(item, now)),
        ("priority", item.priority),
        ("type", item.type),
        ("horizon", item.horizon),
        ("from", item.source),
        ("because", item.reason),
    )
    return [
        pair("action", f"{item.id} {item.text}", Tone.STRONG),
        pair("state", word, tone),
        *(pair(name, value) for name, value in pairs if value),
        pair("written", f"{utc_iso(item.at)[:16].replace('T', ' ')}Z {item.by}  [{item.event}]", Tone.MUTED),
    ]


def list_title(incident: Incident, now: Instant) -> str:
    """Return "5 action items: 3 open (1 overdue), 2 done (1 within 30 days)"."""
    return headline(count(incident.action_items, now=now))


def review_line(incident: Incident, scheme: Scheme, now: Instant) -> Line:
    """Return where the postmortem stands in a line: state, by when it is reviewed, the meeting, who reads it."""
    review, due = incident.review, review_due(incident, scheme)
    parts = [Span("Postmortem ", Tone.MUTED), Span(words(review.state), _STATES.get(review.state, Tone.STRONG))]
    if review.meeting is not None and not review.is_settled:
        parts.append(text_span(f", meeting {shown(review.meeting.at)}"))
    if due is not None:
        parts.append(text_span(f", to be reviewed {from_now(due, now)}", Tone.BAD if due < now else Tone.PLAIN))
    if review.reviewers:
        parts.append(text_span(f", {'read by' if review.is_settled else 'with'} {', '.join(review.reviewers)}"))
    if incident.document == "" and not review.is_settled:
        parts.append(Span(", not written yet", Tone.WARN))
    return tuple(parts)


def follows(incident: Incident, scheme: Scheme, now: Instant) -> Iterator[Follow]:
    """Yield what of the follow-up has to be done soon, or is late: the review, and action items in their last days."""
    due, meeting = review_due(incident, scheme), incident.review.meeting
    if due is not None:
        at = due if meeting is None or meeting.at <= now else min(due, meeting.at)
        yield Follow("", _ask(incident), at)
    for each in ordered(incident):
        if each.is_left and each.due is not None and each.due - SOON <= now:
            yield Follow(each.id, f"{each.id} {each.text}", each.due, each.owner)


def _ask(incident: Incident) -> str:
    if not incident.document:
        return "write the postmortem (e), then review it"
    return "finish the review" if incident.review.state == IN_REVIEW else "review the postmortem"
