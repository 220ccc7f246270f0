"""Pure: what is due next and what is late: what the severity promises, roles, checklist phases, open questions."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from console.incident import roles
from console.incident.assessing import FORM, open_questions
from console.incident.checklist import choose, progress
from console.incident.clock import MINUTE, SECOND, short_span
from console.incident.deadlines import promises
from console.incident.decision import PROPOSED
from console.incident.events import NOTHING, Instant
from console.incident.record import Incident
from console.incident.sizing import QUESTIONS
from console.incident.state import State
from console.incident.tasking import inherited, open_tasks
from console.incident.tasks import Task
from console.incident.tracking import running
from console.present.checklist import minutes
from console.present.decisions import DECISION
from console.present.escalation import calls_due, standings
from console.present.figures import text_span
from console.present.guide import phases_of
from console.present.snapshot import Context, Snapshot
from console.present.tasks import of_another
from console.review.guide import next_step
from widgets.values import Column, Line, Row, Span, TableValue, Tone

CALL = "call:"
"""Begins the key of a row that is about an escalation."""
PARTY = "party:"
"""Begins the key of a row that is about somebody outside."""
TRACK = "track:"
"""Begins the key of a row that is about a track."""
OFFER = "offer:"
"""Begins the key of a row that is about a role which is offered."""
DEED = "deed:"
"""Begins the key of a row that is about an action."""
TASK = "task:"
"""Begins the key of a row that is about a task."""
ROLE_GRACE = 10 * MINUTE
"""How long a required role may stand empty before it nags, as deputies do every ten minutes."""
OFFER_GRACE = 5 * MINUTE
"""How long the offer of a role may go without an answer before it nags: then somebody else is asked."""
GUIDE = "guide:"
"""The key of the row that says what to do next."""
_SOON = 0.2
ASK = "ask:"
"""The key of the row of the open questions."""
_WORDS = {"update": "status update", "acknowledge": "acknowledge"}
"""What a severity promises and somebody has to do; that the goal is near, the header says."""


class DueItem(NamedTuple):
    """One thing that is due: `at` in ms since 1970; `warn_at` is when it begins to press."""

    key: str
    text: str
    at: Instant
    warn_at: Instant


def due_items(incident: Incident, context: Context, now: Instant, health: Mapping[str, str] = NOTHING) -> list[DueItem]:
    """Return everything that waits for somebody, the most pressing first; `health` is service -> word."""
    items = [
        DueItem(each.name, _WORDS[each.name], each.at, each.presses_at)
        for each in promises(incident, context.scheme)
        if each.name in _WORDS
    ]
    if incident.live:
        missing = [roles.label(role) for role in roles.unfilled(incident) if role not in incident.offers]
        if missing:
            due = incident.declared_at + ROLE_GRACE
            more = f" and {len(missing) - 1} more" if missing[1:] else ""
            items.append(DueItem("roles", f"unfilled: {missing[0]}{more}", due, due - ROLE_GRACE // 5))
        items.extend(_offers(incident))
        items.extend(_escalation(incident, context, health))
        items.extend(_tracks(incident))
        items.extend(_contacts(incident))
        items.extend(_phases(incident, context, now))
        items.extend(_decisions(incident, now))
    items.extend(_task(each, each.id) for each in open_tasks(incident))
    return sorted(items, key=lambda item: item.at)


def _task(task: Task, key: str) -> DueItem:
    """Return who promised what; what nobody said yes to is marked."""
    asked = "" if task.is_promised else " (asked)"
    warn_at = round(task.due - (task.due - task.given) * _SOON)
    return DueItem(f"{TASK}{key}", f"{task.person}{asked}: {task.text}", task.due, warn_at)


def _waiting(snapshot: Snapshot, context: Context, now: Instant) -> list[DueItem]:
    """Return what waits in the incident of the room, and what was promised in those that were merged into it."""
    incident = snapshot.incident
    if incident is None:
        return []
    items = due_items(incident, context, now, snapshot.state.health)
    items += [_task(task, of_another(origin, task)) for origin, task in inherited(snapshot.state, incident)]
    return sorted(items, key=lambda item: item.at)


def _offers(incident: Incident) -> Iterable[DueItem]:
    for offer in incident.offers.values():
        due = offer.at + OFFER_GRACE
        text = f"{offer.person}: take {roles.label(offer.role)}?"
        yield DueItem(f"{OFFER}{offer.role}", text, due, due - OFFER_GRACE // 5)


def _decisions(incident: Incident, now: Instant) -> Iterable[DueItem]:
    """Yield proposals that wait for objections, an answer or to be taken, and decisions to be looked at again."""
    for each in incident.decisions.values():
        key = f"{DECISION}{each.id}"
        if each.state == PROPOSED and each.objections:
            objection = each.objections[-1]
            yield DueItem(f"{key}:!", f"answer {objection.by}: {each.id} {each.text}", objection.at, objection.at)
        elif each.state == PROPOSED:
            text = f"{'take' if each.until <= now else 'objections?'} {each.id} {each.text}"
            yield DueItem(key, text, each.until, each.until - 10 * SECOND)
        elif each.again_at is not None:
            yield DueItem(f"{key}:again", f"look again: {each.id} {each.option}", each.again_at, each.again_at - MINUTE)


def _contacts(incident: Incident) -> Iterable[DueItem]:
    for each in incident.contacts.values():
        if each.due is not None:
            yield DueItem(f"{PARTY}{each.party}", f"☏ {each.party} again", each.due, each.due - MINUTE)


def _tracks(incident: Incident) -> Iterable[DueItem]:
    for track in running(incident):
        text = f"{track.lead}: report of {track.name}"
        yield DueItem(f"{TRACK}{track.name}", text, track.due, round(track.due - track.every * _SOON))


def _escalation(incident: Incident, context: Context, health: Mapping[str, str]) -> Iterable[DueItem]:
    """Yield whom to call now with the number, and which step comes next."""
    for each in standings(context.chains, incident, health):
        for call in calls_due(each):
            text = f"☏ {call.person} {context.directory.telephone(call.person)}".rstrip()
            text = text if call.person else f"☏ nobody for {call.chain} {call.step}"
            yield DueItem(f"{CALL}{call.chain}:{call.step}:{call.person}", text, call.at, call.at)
        if each.next is not None and each.due is not None:
            text = f"escalation {each.chain.name} {each.next.number}: {', '.join(each.next.notify)}"
            yield DueItem(f"{CALL}{each.chain.name}", text, each.due, each.due - MINUTE)


def _phases(incident: Incident, context: Context, now: Instant) -> list[DueItem]:
    checklist = choose(context.checklists, incident.rank, incident.type)
    phases = () if checklist is None else progress(checklist, incident, now)
    return [
        DueItem(f"phase:{phase.phase.name}", f"steps {minutes(phase)}: {left} left", phase.due, phase.due - MINUTE)
        for phase in phases
        if phase.due is not None and (left := len(phase.items) - phase.finished)
    ]


def due_table(snapshot: Snapshot, context: Context, now: Instant) -> TableValue:
    """Return the Due pane."""
    columns = (Column("what", grow=True), Column("when", align="right"))
    items = _waiting(snapshot, context, now)
    rows = (
        *_next(snapshot, context, now),
        *_doubts(snapshot.state),
        *(Row(item.key, (text_span(item.text), _when(item, now))) for item in items),
        *_open(snapshot.incident),
        *_mitigations(snapshot.state, now),
    )
    late = sum(1 for item in items if item.at <= now)
    badge = Span(f"{late} late", Tone.BAD) if late else Span("")
    return TableValue("Due", columns, rows, badge, (Span("nothing is due", Tone.MUTED),))


def _next(snapshot: Snapshot, context: Context, now: Instant) -> Iterable[Row]:
    """Yield the step that the guide proposes; enter on it shows the whole way."""
    if snapshot.incident is not None:
        upcoming = next_step(phases_of(snapshot.state, snapshot.incident, context.scheme, now))
        if upcoming is not None:
            yield Row(GUIDE, (text_span(f"next: {upcoming[1].text}", Tone.ACTION), Span("g", Tone.MUTED)))


def due_line(snapshot: Snapshot, context: Context, now: Instant) -> tuple[Line, ...]:
    """Return what is due next for where the Due pane has no room, the most pressing first; () where nothing is.

    What the severity promises is counted down by the header already.
    """
    items = _waiting(snapshot, context, now)
    parts = tuple((_when(item, now), text_span(f" {item.text}")) for item in items if item.key not in _WORDS)
    return (((Span("Due", Tone.STRONG),), *parts)) if parts else ()


def _doubts(state: State) -> Iterable[Row]:
    for deed in state.actions.values():
        if deed.is_in_doubt:
            what = text_span(f"check: {deed.verb} {deed.target}", Tone.BAD)
            yield Row(f"{DEED}{deed.id}", (what, Span("in doubt", Tone.BAD)))


def _open(incident: Incident | None) -> Iterable[Row]:
    """Yield what was asked at the declaration and nobody knows yet: enter answers it."""
    asked = () if incident is None or not incident.live else open_questions(incident)
    left = [QUESTIONS[question] for question in asked if question in FORM]
    if left:
        more = f" and {len(left) - 1} more" if left[1:] else ""
        yield Row(ASK, (text_span(f"find out: {left[0]}{more}"), Span("open", Tone.UNKNOWN)))


def _mitigations(state: State, now: Instant) -> Iterable[Row]:
    """Yield what was changed for the time being: somebody has to undo or own it."""
    for deed in state.ledger():
        age = Span(f"for {short_span(now - deed.begun)}", Tone.MUTED)
        yield Row(f"{DEED}{deed.id}", (text_span(f"undo: {deed.verb} {deed.target}"), age))


def _when(item: DueItem, now: Instant) -> Span:
    if item.at <= now:
        return Span(f"{short_span(now - item.at)} late", Tone.BAD)
    return Span(short_span(item.at - now), Tone.WARN if now >= item.warn_at else Tone.MUTED)
