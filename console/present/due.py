"""Pure: what is due next and what is late: what the severity promises, roles, checklist phases, open questions."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from console.incident import roles
from console.incident.assessing import FORM, open_questions
from console.incident.checklist import choose, progress
from console.incident.clock import DAY, MINUTE, SECOND, short_span
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
from console.present.follow_up import follows
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
ITEM = "action:"
"""Begins the key of a row that is about an action item."""
REVIEW = "review:"
"""The key of the row of the review of the postmortem."""
GUIDE = "guide:"
"""The key of the row that says what to do next."""
YOU = "you"
"""Marks what waits for the person at this console."""
_SOON = 0.2
ASK = "ask:"
"""The key of the row of the open questions."""
_WORDS = {"update": "status update", "acknowledge": "acknowledge"}
"""What a severity promises and somebody has to do; that the goal is near, the header says."""


class DueItem(NamedTuple):
    """One thing that is due: `at` in ms since 1970; `warn_at` is when it begins to press.

    `mine`: it waits for the person at this console. `waits`: it is not late, it waits since `at`.
    """

    key: str
    text: str
    at: Instant
    warn_at: Instant
    mine: bool = False
    waits: bool = False


def due_items(incident: Incident, context: Context, now: Instant, health: Mapping[str, str] = NOTHING) -> list[DueItem]:
    """Return everything that waits for somebody: what waits for who sits here first, then the most pressing.

    `health` is service -> word.
    """
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
        items.extend(_offers(incident, context.actor))
        items.extend(_escalation(incident, context, health))
        items.extend(_tracks(incident, context.actor))
        items.extend(_contacts(incident))
        items.extend(_phases(incident, context, now))
        items.extend(_decisions(incident, context.actor, now))
    items.extend(_task(each, each.id, context.actor) for each in open_tasks(incident))
    items.extend(_follow_up(incident, context, now))
    return sorted(items, key=_pressing)


def _follow_up(incident: Incident, context: Context, now: Instant) -> Iterable[DueItem]:
    """Yield the review of the postmortem until it is done, and action items in their last days."""
    for each in follows(incident, context.scheme, now):
        who = f"{_whom(each.owner, context.actor)}: " if each.owner else ""
        key = f"{ITEM}{each.item}" if each.item else REVIEW
        yield DueItem(key, f"{who}{each.text}", each.at, each.at - DAY, mine=each.owner == context.actor)


def _pressing(item: DueItem) -> tuple[bool, Instant]:
    """Return by what items are sorted: who sits here has to be told first what only they can do."""
    return not item.mine, item.at


def _whom(person: str, actor: str) -> str:
    return YOU if person == actor else person


def _task(task: Task, key: str, actor: str) -> DueItem:
    """Return who promised what; what nobody said yes to is marked."""
    asked = "" if task.is_promised else " (asked)"
    warn_at = round(task.due - (task.due - task.given) * _SOON)
    text = f"{_whom(task.person, actor)}{asked}: {task.text}"
    return DueItem(f"{TASK}{key}", text, task.due, warn_at, mine=task.person == actor)


def _waiting(snapshot: Snapshot, context: Context, now: Instant) -> list[DueItem]:
    """Return what waits in the incident of the room, and what was promised in those that were merged into it."""
    incident = snapshot.incident
    if incident is None:
        return []
    items = due_items(incident, context, now, snapshot.state.health)
    items += [
        _task(task, of_another(origin, task), context.actor) for origin, task in inherited(snapshot.state, incident)
    ]
    return sorted(items, key=_pressing)


def _offers(incident: Incident, actor: str) -> Iterable[DueItem]:
    for offer in incident.offers.values():
        due = offer.at + OFFER_GRACE
        text = f"{_whom(offer.person, actor)}: take {roles.label(offer.role)}?"
        yield DueItem(f"{OFFER}{offer.role}", text, due, due - OFFER_GRACE // 5, mine=offer.person == actor)


def _decisions(incident: Incident, actor: str, now: Instant) -> Iterable[DueItem]:
    """Yield proposals that wait for objections, an answer or to be taken, and decisions to be looked at again.

    Objections are waited for from all but the proposer; whoever decides answers them and takes what has none.
    """
    for each in incident.decisions.values():
        key = f"{DECISION}{each.id}"
        decides = actor == (each.by or each.proposer)
        you = f"{YOU}: " if decides else ""
        if each.state == PROPOSED and each.objections:
            objection = each.objections[-1]
            text = f"{you}answer {objection.by}: {each.id} {each.text}"
            yield DueItem(f"{key}:!", text, objection.at, objection.at, decides, waits=True)
        elif each.state == PROPOSED and each.until <= now:
            yield DueItem(key, f"{you}take {each.id} {each.text}", each.until, each.until, decides)
        elif each.state == PROPOSED:
            asked = actor != each.proposer
            text = f"{f'{YOU}: ' if asked else ''}objections? {each.id} {each.text}"
            yield DueItem(key, text, each.until, each.until - 10 * SECOND, asked)
        elif each.again_at is not None:
            yield DueItem(f"{key}:again", f"look again: {each.id} {each.option}", each.again_at, each.again_at - MINUTE)


def _contacts(incident: Incident) -> Iterable[DueItem]:
    for each in incident.contacts.values():
        if each.due is not None:
            yield DueItem(f"{PARTY}{each.party}", f"☏ {each.party} again", each.due, each.due - MINUTE)


def _tracks(incident: Incident, actor: str) -> Iterable[DueItem]:
    for track in running(incident):
        text, warn_at = f"{_whom(track.lead, actor)}: report of {track.name}", round(track.due - track.every * _SOON)
        yield DueItem(f"{TRACK}{track.name}", text, track.due, warn_at, mine=track.lead == actor)


def _escalation(incident: Incident, context: Context, health: Mapping[str, str]) -> Iterable[DueItem]:
    """Yield whom to call now with the number, and which step comes next."""
    for each in standings(context.chains, incident, health):
        for call in calls_due(each):
            text = f"☏ {call.person} {context.directory.telephone(call.person)}".rstrip()
            text = text if call.person else f"☏ nobody for {call.chain} {call.step}"
            mine = bool(call.person) and call.person == context.actor
            text = f"☏ {YOU}: the chain {call.chain} names you" if mine else text
            yield DueItem(f"{CALL}{call.chain}:{call.step}:{call.person}", text, call.at, call.at, mine=mine)
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
    mine, others = ([_row(item, now) for item in items if item.mine is own] for own in (True, False))
    rows = (
        *mine,
        *_next(snapshot, context, now),
        *_doubts(snapshot.state),
        *others,
        *_open(snapshot.incident),
        *_mitigations(snapshot.state, now),
    )
    late = sum(1 for item in items if item.at <= now and not item.waits)
    badge = Span(f"{late} late", Tone.BAD) if late else Span("")
    return TableValue("Due", columns, rows, badge, (Span("nothing is due", Tone.MUTED),))


def _row(item: DueItem, now: Instant) -> Row:
    return Row(item.key, (_text(item), _when(item, now)))


def _text(item: DueItem) -> Span:
    return text_span(item.text, Tone.STRONG if item.mine else Tone.PLAIN)


def _next(snapshot: Snapshot, context: Context, now: Instant) -> Iterable[Row]:
    """Yield the step that the guide proposes; enter on it shows the whole way."""
    if snapshot.incident is not None:
        upcoming = next_step(phases_of(snapshot.state, snapshot.incident, context.scheme, now))
        if upcoming is not None:
            yield Row(GUIDE, (text_span(f"next: {upcoming[1].text}", Tone.ACTION), Span("g", Tone.MUTED)))


def due_line(snapshot: Snapshot, context: Context, now: Instant) -> tuple[Line, ...]:
    """Return what is due next for where the Due pane has no room, what waits for who sits here first; () for nothing.

    What the severity promises is counted down by the header already.
    """
    items = _waiting(snapshot, context, now)
    parts = tuple((_when(item, now), Span(" "), _text(item)) for item in items if item.key not in _WORDS)
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
    if item.waits:
        return Span(f"for {short_span(now - item.at)}", Tone.BAD)
    if item.at <= now:
        return Span(f"{short_span(now - item.at)} late", Tone.BAD)
    return Span(short_span(item.at - now), Tone.WARN if now >= item.warn_at else Tone.MUTED)
