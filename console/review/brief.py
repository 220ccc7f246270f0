"""Pure: where an incident stands now, in a few lines for people who were not there, and as JSON for programs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from console.incident.assessing import impact, open_questions
from console.incident.clock import from_now, short_span, utc_iso
from console.incident.cost import NOT_ESTIMATED, Money, Rates, money, response_cost
from console.incident.deadlines import Deadline, promises
from console.incident.events import NOTHING, Event, Instant
from console.incident.metrics import metrics, time_in_severities
from console.incident.record import Holder, Incident
from console.incident.relations import Relation, relations
from console.incident.reviewing import review_due
from console.incident.roles import CATALOGUE, label, unfilled
from console.incident.severity import Scheme
from console.incident.sizing import QUESTIONS
from console.incident.slo import Slo
from console.incident.state import State
from console.incident.tasking import open_tasks
from console.review.document import redacted, related
from console.review.escaping import code, plain
from console.review.open_causes import in_short
from console.review.promises import promises_json
from console.review.report import SHORT_HASH, Head
from console.review.rows import NOISE, Row, rows
from console.review.standing import Standing, standing, standing_json, standing_lines

LAST_EVENTS, MOST_EVENTS = 10, 40
RESTRICTED = "- **Restricted:** who may know more finds it in the log."


class House(NamedTuple):
    """What the configuration adds: costs, agreements, where people speak with each other, workarounds."""

    rates: Rates | None = None
    bridge: str = ""
    workarounds: Mapping[str, str] = NOTHING
    slos: tuple[Slo, ...] = ()
    lost_per_minute: Money | None = None


NO_HOUSE = House()


class Call(NamedTuple):
    """Somebody to be telephoned at an instant: "call dana +44 20 7946 0002", or the step that comes next."""

    text: str
    at: Instant


class Brief(NamedTuple):
    """An incident at `now`: who does what, what is due, and its last events, the newest last."""

    incident: Incident
    now: Instant
    holders: tuple[tuple[str, Holder], ...]
    unfilled: tuple[str, ...]
    due: tuple[Deadline, ...]
    rows: tuple[Row, ...]
    health: Mapping[str, str]
    relations: tuple[Relation, ...] = ()
    head: Head | None = None
    """The newest event that it rests on: many people then have its hash."""
    standing: Standing = Standing((), (), ())
    cost: Money | None = None
    """What the response cost until now; None: it is not estimated."""
    bridge: str = ""
    """Where people speak with each other."""
    workarounds: tuple[tuple[str, str], ...] = ()
    """What people can do without a service that is not well, by service."""
    left: Instant | None = None
    """Since when the reader was away: the rows are what happened since; None: they are the last ones."""
    calls: tuple[Call, ...] = ()
    """Whom the escalation names now and next; who gathers the brief may add them."""
    review: Instant | None = None
    """By when the postmortem is to be reviewed; None: nobody waits for that."""


def brief(
    state: State,
    incident: Incident,
    now: Instant,
    *,
    scheme: Scheme | None = None,
    events: Sequence[Event] = (),
    left: Instant | None = None,
    house: House = NO_HOUSE,
) -> Brief:
    """Gather the brief. `events` are the newest ones of the incident, in their total order.

    `left` is since when the reader was away.
    """
    held = tuple((role, holder) for role in CATALOGUE for holder in incident.holders(role))
    missing = tuple(unfilled(incident))
    due = () if scheme is None else promises(incident, scheme)
    shown = [event for event in events if event.incident == incident.id and not isinstance(event.fact, NOISE)]
    told = rows(shown, state)
    last = told[-LAST_EVENTS:] if left is None else tuple(row for row in told if row.at >= left)[-MOST_EVENTS:]
    newest = max(events, key=lambda event: event.order, default=None)
    head = None if newest is None else Head(newest.key, newest.hash[:SHORT_HASH])
    related_to = relations(state, incident)
    cost, around = response_cost(incident, now, house.rates), way_around(state, house.workarounds)
    more = (standing(state, incident, now), cost, house.bridge, around, left)
    lacking = missing if incident.live else ()
    reviewed = None if scheme is None else review_due(incident, scheme)
    return Brief(incident, now, held, lacking, due, last, state.health, related_to, head, *more, review=reviewed)


def way_around(state: State, known: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return what people can do without the services that are not well; `known` is what is said of each service."""
    return tuple((service, known[service]) for service, _ in state.unwell if known.get(service))


def brief_markdown(value: Brief, redact: Callable[[str], str] = str, *, inside: bool = False) -> str:
    """Return the brief as Markdown; text from the log is escaped.

    It goes into chats and tickets: of an incident with a codename only that much which everybody may know. `inside` is
    for who works on it, and has the log anyway: all of it.
    """
    incident, now = value.incident, value.now

    def text(raw: str) -> str:
        return plain(redact(raw))

    title = f"# {text(incident.severity)} {text(incident.id)} {text(incident.known_as)}"
    lines = [title, "", *_command_lines(value, text)]
    if incident.codename and not inside:
        return "\n".join([*lines, RESTRICTED, "", f"As of {utc_iso(now)}.\n"])
    lines += _facts_lines(value, text)
    lines += standing_lines(value.standing, now, text)
    since = "Last events" if value.left is None else f"What happened since {_moment(value.left, now)}"
    lines += ["", f"## {since}", ""]
    lines += [f"- {_moment(row.at, now)} {text(row.actor)}: {text(row.text)} ({code(row.event)})" for row in value.rows]
    if not value.rows:
        lines.append("None.")
    head = value.head
    rests = "" if head is None else f", log up to {code(head.event)}{f' `{head.hash}`' if head.hash else ''}"
    return "\n".join(lines) + f"\n\nAs of {utc_iso(now)}{rests}.\n"


def _command_lines(value: Brief, text: Callable[[str], str]) -> Iterator[str]:
    """Yield where it stands, who does what, and what is due."""
    incident, now = value.incident, value.now
    running = (now if incident.until is None else incident.until) - incident.since
    yield f"- **Status:** {incident.status}, {_span(incident, running)}"
    yield f"- **Incident commander:** {text(incident.commander)}"
    yield from (f"- **{_capital(label(role))}:** {text(holder.person)}" for role, holder in value.holders[1:])
    if value.unfilled:
        yield f"- **Unfilled:** {', '.join(label(role) for role in value.unfilled)}"
    for each in incident.offers.values():
        yield f"- **Offered:** {label(each.role)} to {text(each.person)}, {short_span(now - each.at)} ago"
    yield from (f"- **{_capital(each.name)} due:** {_due(each, now)}" for each in value.due)
    if value.relations:
        told = ", ".join(f"{each.words} {text(each.other)}" for each in value.relations)
        yield f"- **Belongs together:** {told}"


def _facts_lines(value: Brief, text: Callable[[str], str]) -> Iterator[str]:
    """Yield what is known of it, and what somebody promised."""
    incident, now = value.incident, value.now
    yield from (f"- **Due:** ☏ {text(each.text)} ({from_now(each.at, now)})" for each in value.calls)
    if incident.summary:
        yield f"- **Summary:** {text(incident.summary)}"
    if known := impact(incident):
        yield f"- **Impact:** {'; '.join(f'{text(words)} ({code(event)})' for words, event in known)}"
    if left := open_questions(incident):
        yield f"- **Not known yet:** {', '.join(QUESTIONS[question] for question in left)}"
    yield from (f"- **{name}:** {text(said)}" for name, said in in_short(incident))
    broken = [f"{text(service)} {word}" for service, word in sorted(value.health.items()) if word != "ok"]
    if broken:
        yield f"- **Services not ok:** {', '.join(broken)}"
    yield from (f"- **Workaround for {text(service)}:** {text(how)}" for service, how in value.workarounds)
    if value.bridge:
        yield f"- **Bridge:** {text(value.bridge)}"
    if promised := open_tasks(incident):
        yield from ("", "## Open promises", "")
        yield from (f"- {text(task.person)}: {text(task.text)} ({from_now(task.due, now)})" for task in promised)


def brief_json(value: Brief, redact: Callable[[str], str] = str) -> dict[str, Any]:
    """Return the brief as JSON values: instants are RFC 3339 in UTC, spans ms, what is not known None."""
    made = {**_incident_json(value), **_people_json(value), **_numbers_json(value), **_events_json(value)}
    result: dict[str, Any] = redacted(made, redact)
    return result


def _incident_json(value: Brief) -> dict[str, Any]:
    incident = value.incident
    return {
        "as_of": utc_iso(value.now),
        "incident": {name: getattr(incident, name) for name in ("id", "severity", "rank", "title", "purpose")},
        "status": incident.status,
        "type": incident.type,
        "codename": incident.codename or None,
        "evidence": incident.evidence or None,
        "fields": dict(sorted(incident.fields.items())),
        "relations": related(value.relations),
        "since": utc_iso(incident.since),
        "elapsed_ms": max(0, (value.now if incident.until is None else incident.until) - incident.since),
        "started": None if incident.started_at is None else utc_iso(incident.started_at),
        "declared": utc_iso(incident.declared_at),
        "summary": incident.summary or None,
        "assessment": {question: answer.text or None for question, answer in incident.answers.items()},
        "open_questions": [QUESTIONS[question] for question in open_questions(incident)],
    }


def _people_json(value: Brief) -> dict[str, Any]:
    incident = value.incident
    return {
        "commander": incident.commander,
        "roles": [
            {"role": role, "person": holder.person, "since": utc_iso(holder.since), "contact": holder.contact or None}
            for role, holder in value.holders
        ],
        "unfilled": list(value.unfilled),
        "offered": [
            {"role": each.role, "person": each.person, "at": utc_iso(each.at)} for each in incident.offers.values()
        ],
        "promises": promises_json(incident, value.now),
        **standing_json(value.standing),
    }


def _review(due: Instant, now: Instant) -> dict[str, Any]:
    return {"what": "review", "at": utc_iso(due), "late": now > due}


def _numbers_json(value: Brief) -> dict[str, Any]:
    incident, now = value.incident, value.now
    cost, cost_amount = money(value.cost)
    return {
        "bridge": value.bridge or None,
        "workarounds": dict(value.workarounds),
        "response_cost": cost,
        "response_cost_amount": cost_amount,
        "response_cost_said": cost or NOT_ESTIMATED,
        "due": [
            *({"what": each.name, "at": utc_iso(each.at), "late": now > each.at} for each in value.due),
            *({"what": each.text, "at": utc_iso(each.at), "late": now > each.at} for each in value.calls),
            *([] if value.review is None else [_review(value.review, now)]),
        ],
        "late": [{"what": key.partition(".")[0], "due": utc_iso(due)} for key, due in incident.breaches.items()],
        "metrics": [
            {"name": each.name, "ms": each.value_ms, "said": str(each), "anchor": each.anchor}
            for each in metrics(incident, now)
        ],
        "time_in_severity": [
            {"severity": share.name, "rank": share.rank, "ms": share.ms} for share in time_in_severities(incident, now)
        ],
    }


def _events_json(value: Brief) -> dict[str, Any]:
    return {
        "services": dict(sorted(value.health.items())),
        "head": None if value.head is None else {"event": value.head.event, "hash": value.head.hash or None},
        "last_events": [
            {"event": row.event, "at": utc_iso(row.at), "actor": row.actor, "kind": row.kind, "text": row.text}
            for row in value.rows
        ],
    }


def _span(incident: Incident, running: int) -> str:
    what = "it was declared" if incident.started_at is None else "it began"
    return f"{short_span(running)} since {what} at {utc_iso(incident.since)}"


def _moment(at: Instant, now: Instant) -> str:
    """Return "17:42:13Z", with the day in front of it when that is not today."""
    shown, today = utc_iso(at), utc_iso(now)
    return f"{shown[11:19]}Z" if shown[:10] == today[:10] else f"{shown[:10]} {shown[11:19]}Z"


def _due(each: Deadline, now: Instant) -> str:
    return f"{_moment(each.at, now)} ({from_now(each.at, now)})"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
