"""Pure: where escalation chains stand, from the log alone: what is due when, whom to call, and on which number."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from console.incident.clock import short_span
from console.incident.escalations import TOOK_IT, Climb, EscalationReached, Rung
from console.incident.events import NOTHING, Entry, Instant
from console.incident.record import Incident
from console.incident.state import State
from console.present.who import People, for_team
from console.settings.escalation import ONCALL, TEAM, Chain, Step
from widgets.text import safe_text
from widgets.values import Choice, Tone

RUNS, ACKNOWLEDGED, STOPPED, DONE, OVER = "runs", "acknowledged", "stopped", "done", "over"
MACHINE = "warroom"


class Standing(NamedTuple):
    """A chain as it stands: `next` is the step that comes and `due` when, None where none comes."""

    chain: Chain
    climb: Climb
    state: str
    next: Step | None = None
    due: Instant | None = None


def applies(chain: Chain, incident: Incident, health: Mapping[str, str]) -> bool:
    """Whether a chain is for this incident: its severity, and one of its services is hit; one that began goes on."""
    if chain.name in incident.escalations:
        return True
    hit = not chain.services or any(health.get(name, "ok") not in {"ok", "unknown"} for name in chain.services)
    return hit and (not chain.severities or incident.severity in chain.severities)


def standings(chains: Sequence[Chain], incident: Incident, health: Mapping[str, str] = NOTHING) -> list[Standing]:
    """Return how the chains stand that are for this incident."""
    return [standing(chain, incident) for chain in chains if applies(chain, incident, health)]


def standing(chain: Chain, incident: Incident) -> Standing:
    """Return how a chain stands; nothing but the log is asked, so that a restart changes nothing."""
    climb = incident.escalations.get(chain.name) or Climb(chain.name)
    state = _ended(climb, incident)
    if state:
        return Standing(chain, climb, state)
    begun = incident.declared_at if climb.begun is None else climb.begun
    skipped = 0 if climb.begun is None else _after(chain, climb.first)
    for step in chain.steps:
        if step.number >= climb.first and climb.rung(step.number) is None:
            return Standing(chain, climb, RUNS, step, begun + max(0, step.after - skipped))
    return Standing(chain, climb, DONE)


def _ended(climb: Climb, incident: Incident) -> str:
    acknowledged = incident.acknowledged_at
    if not incident.live and incident.status != "triage":
        return OVER
    if climb.stopped_at is not None:
        return STOPPED
    if climb.missing:
        return ""
    if acknowledged is not None and (climb.begun is None or climb.begun < acknowledged):
        return ACKNOWLEDGED
    taken = (call for rung in climb.rungs for call in rung.calls if call.how == TOOK_IT)
    return ACKNOWLEDGED if any(climb.begun is None or call.at >= climb.begun for call in taken) else ""


def _after(chain: Chain, number: int) -> int:
    return next((step.after for step in chain.steps if step.number == number), 0)


def reached(chains: Sequence[Chain], state: State, known: People, now: Instant) -> list[Entry]:
    """Return what a console has to write: the steps that are due and that the log does not have yet."""
    entries: list[Entry] = []
    for incident in state.incidents.values():
        if incident.live or incident.status == "triage":
            for each in standings(chains, incident, state.health):
                entries += _due(each, incident, known, now)
    return entries


def _due(each: Standing, incident: Incident, known: People, now: Instant) -> list[Entry]:
    if each.next is None or each.due is None:
        return []
    begun = each.due - each.next.after
    late = [
        step
        for step in each.chain.steps
        if step.number >= each.next.number and each.climb.rung(step.number) is None and begun + step.after <= now
    ]
    facts = [
        EscalationReached(each.chain.name, step.number, called(step, known, now), each.climb.round, step.everyone)
        for step in late
    ]
    return [Entry(fact, MACHINE, incident.id) for fact in facts]


def called(step: Step, known: People, now: Instant) -> tuple[str, ...]:
    """Return the people whom a step names, as of now."""
    found: list[str] = []
    for name in step.notify:
        if name.startswith(ONCALL):
            schedule = name.removeprefix(ONCALL)
            found += [duty.person for duty in known.duties if duty.schedule == schedule and duty.person]
        elif name in known.directory.people:
            found.append(name)
        elif (one := for_team(name.removeprefix(TEAM), known, now)) is not None:
            found.append(one.person)
    return tuple(dict.fromkeys(found))


class CallDue(NamedTuple):
    """Somebody whom a step named and nobody has called yet; `person` "" where it could name nobody."""

    chain: str
    step: int
    person: str
    at: Instant


def calls_due(each: Standing) -> list[CallDue]:
    """Return whom to call now: one of those of a step, or each of them, until they have acknowledged."""
    if each.state not in {RUNS, DONE}:
        return []
    return [
        CallDue(each.chain.name, rung.step, person, rung.at)
        for rung in each.climb.rungs
        for person in rung.people or ("",)
        if rung.call(person) is None and (rung.everyone or not rung.acknowledged)
    ]


def stopped_calls(found: Sequence[Standing], now: Instant) -> str:
    """Say which calls end once somebody acknowledges: "bob now, on-call:web in 4m", "" where none is to come."""
    told = []
    for each in found:
        told += [f"{call.person} now" for call in calls_due(each) if call.person]
        if each.next is not None and each.due is not None:
            when = "now" if each.due <= now else f"in {short_span(each.due - now)}"
            told.append(f"{', '.join(each.next.notify)} {when}")
    return ", ".join(dict.fromkeys(told))


def rows(found: Sequence[Standing], known: People, now: Instant) -> list[Choice]:
    """Return the rows of the escalation view; a row's key is "chain:step:person", without the person while ahead."""
    return [row for each in found for step in each.chain.steps for row in _rows(each, step, known, now)]


def _rows(each: Standing, step: Step, known: People, now: Instant) -> list[Choice]:
    name, rung = each.chain.name, each.climb.rung(step.number)
    head = f"{name} {step.number}"
    if rung is None:
        return [_ahead(each, step, head, known, now)]
    if not rung.people:
        what = f"{head} · nobody is there to be called: {', '.join(step.notify)}"
        return [Choice(f"{name}:{step.number}:", safe_text(what, 200), "go to the next step", Tone.BAD)]
    return [_called(each, rung, person, head, known, now) for person in rung.people]


def _ahead(each: Standing, step: Step, head: str, known: People, now: Instant) -> Choice:
    """Show a step that is not reached: whom it would name now."""
    people, named = called(step, known, now), ", ".join(step.notify)
    whom = ", ".join(people) or "nobody"
    what = f"{head} · {whom}" if whom == named else f"{head} · {whom} ({named})"
    what += " · all have to acknowledge" if step.everyone else ""
    numbers = [number for person in people if (number := known.directory.telephone(person))]
    detail = ", ".join((_when(each, step, now), *numbers))
    tone = Tone.MUTED if people else Tone.WARN
    return Choice(f"{each.chain.name}:{step.number}:", safe_text(what, 200), safe_text(detail, 200), tone)


def _when(each: Standing, step: Step, now: Instant) -> str:
    if each.next is None or each.due is None:
        return f"not called: {each.state}{f' ({each.climb.reason})' if each.climb.reason else ''}"
    if step.number < each.next.number:
        return "skipped"
    at = each.due - each.next.after + step.after
    return f"in {short_span(at - now)}" if at > now else "now"


def _called(each: Standing, rung: Rung, person: str, head: str, known: People, now: Instant) -> Choice:
    call, number = rung.call(person), known.directory.reach(person) or "no number known"
    key = f"{each.chain.name}:{rung.step}:{person}"
    age = short_span(now - rung.at)
    if call is None:
        tone = Tone.BAD if each.state in {RUNS, DONE} else Tone.MUTED
        word, told = "☏ call" if tone is Tone.BAD else "not called:", f"{number}, due {age} ago"
    else:
        tone = Tone.OK if call.how == TOOK_IT else Tone.WARN
        word, told = f"{call.how}:", f"{number}, {short_span(now - call.at)} ago by {call.by}"
    if rung.everyone:
        told += f", {len(rung.acknowledged)} of {len(rung.people)} acknowledged, all have to"
    return Choice(key, safe_text(f"{head} · {word} {person}", 200), safe_text(told, 300), tone)
