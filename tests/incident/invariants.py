"""What holds of every state, whatever several consoles wrote at once: read by the tests of several writers."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from console.incident.decision import PROPOSED, TAKEN, WITHDRAWN
from console.incident.events import Event
from console.incident.follow_up import WONT_DO
from console.incident.hypotheses import MOVES
from console.incident.offers import offer_key
from console.incident.postmortem import ALLOWED as REVIEWS
from console.incident.relations import belongs
from console.incident.state import COMMANDER, Incident, State
from console.incident.status import ALLOWED, RESOLVED
from console.incident.times import NAMES, misfit
from console.incident.whys import branches


def holds(state: State, before: State) -> None:
    """Assert all that holds of a state, and of what it may not have lost since the one before."""
    for incident in state.incidents.values():
        one_commander(incident)
        legal_statuses(incident)
        ordered_times(incident)
        offers_stand(incident)
        promises_have_one_owner(incident)
        decisions_are_whole(incident)
        climbs_are_in_order(incident)
        causes_are_whole(incident)
        action_items_are_whole(incident)
        assert not belongs(state.incidents.get, incident.id, incident.id)
    for old in before.incidents.values():
        nothing_lost(old, state.incidents[old.id])


def one_commander(incident: Incident) -> None:
    """From the declaration on, at any instant, also where times were given by hand."""
    assert incident.commander
    assert COMMANDER not in incident.more
    spans = [span for span in incident.roster if span.role == COMMANDER]
    assert [span.until for span in spans] == [span.since for span in spans[1:]] + [None]
    assert spans[0].since <= incident.declared_at
    assert all(before.person != after.person for before, after in pairwise(spans))
    assert (spans[-1].person, spans[-1].event) == (incident.commander, incident.roles[COMMANDER].event)


def offers_stand(incident: Incident) -> None:
    """A role that one person has is offered to one other at most, and nobody is offered what they have."""
    for key, offer in incident.offers.items():
        assert key == offer_key(offer.role, offer.person)
        assert offer.person not in {holder.person for holder in incident.holders(offer.role)}
    asked = [offer.person for offer in incident.offers.values() if offer.role == COMMANDER]
    assert len(asked) < 2


def promises_have_one_owner(incident: Incident) -> None:
    """A task is one person's, given by one event, and what has ended says how."""
    assert all(task.person.strip() for task in incident.tasks.values())
    assert len({task.event for task in incident.tasks.values()}) == len(incident.tasks)
    assert all((task.ended is None) == (task.how == "") for task in incident.tasks.values())


def decisions_are_whole(incident: Incident) -> None:
    """What is decided was one of the choices, by somebody, and every objection to it is answered."""
    for each in incident.decisions.values():
        taken = each.state == TAKEN
        assert (each.taken_at is not None) == taken
        assert not taken or (each.option in each.choices and each.by and (each.despite or not each.objections))


def action_items_are_whole(incident: Incident) -> None:
    """Each was written down by one event, under the name that it is found by, and what is not done says why."""
    items = incident.action_items
    assert len({each.event for each in items.values()}) == len(items)
    assert all(name == each.id and each.text for name, each in items.items())
    assert all(each.reason for each in items.values() if each.state == WONT_DO)
    assert incident.review.state in REVIEWS


def climbs_are_in_order(incident: Incident) -> None:
    """A step of a chain is reached once until somebody goes back to it, and each call has one answer."""
    for climb in incident.escalations.values():
        steps = [rung.step for rung in climb.rungs]
        assert len(set(steps)) == len(steps)
        for rung in climb.rungs:
            assert len({call.person for call in rung.calls}) == len(rung.calls)


def causes_are_whole(incident: Incident) -> None:
    """Hypotheses came where they are by moves of the table; every answer stands below another, in no ring."""
    for each in incident.hypotheses.values():
        states = [step.state for step in each.steps]
        assert states[0] == "proposed"
        assert all(after in MOVES[before] for before, after in pairwise(states)), states
    for board in (incident.hypotheses, incident.whys, incident.factors):
        for name, thing in board.items():
            assert thing.id == name
            assert len({each.event for each in thing.evidence}) == len(thing.evidence)
    assert {each.why.id for each in branches(incident.whys)} == set(incident.whys)


def legal_statuses(incident: Incident) -> None:
    """Each status was reached by a move of the table, and what ended has ended."""
    steps = [step.status for step in incident.statuses]
    assert steps[0] in {"triage", "investigating"}
    assert all(after in ALLOWED[before] for before, after in pairwise(steps)), steps
    assert steps[-1] == incident.status
    assert (incident.resolved_at is not None) == (incident.status in {RESOLVED, "closed"})
    assert (incident.closed_at is not None) == (incident.status == "closed")
    assert bool(incident.survivor) == (incident.status == "merged")


def ordered_times(incident: Incident) -> None:
    """The timestamps keep their order, and so do the moves and the stretches of people in roles."""
    times = {name: getattr(incident, f"{name}_at") for name in NAMES}
    wrong = {name: misfit(times, name, at) for name, at in times.items() if at is not None}
    assert not any(wrong.values()), wrong
    moved = [step.at for step in incident.statuses[1:]]
    assert moved == sorted(moved)
    assert all(span.until is None or span.since <= span.until for span in incident.roster)


def nothing_lost(old: Incident, new: Incident) -> None:
    """What was given, proposed and tracked is there still, under its name; what was promised or ended stays so."""
    assert _who(old.tasks) == {name: event for name, event in _who(new.tasks).items() if name in old.tasks}
    assert _who(old.decisions) == {name: event for name, event in _who(new.decisions).items() if name in old.decisions}
    for name, task in old.tasks.items():
        assert new.tasks[name].accepted == (task.accepted or new.tasks[name].accepted)
        assert task.is_open or new.tasks[name]._replace(ended=task.ended) == task  # its end may be corrected
    for name, before in old.decisions.items():
        after = new.decisions[name]
        assert after.objections[: len(before.objections)] == before.objections
        assert before.state == PROPOSED or (after.state, after.option) == (before.state, before.option)
    for name in ("hypotheses", "whys", "factors"):
        assert _who(getattr(old, name)).items() <= _who(getattr(new, name)).items()
    assert old.breaches.items() <= new.breaches.items()
    assert all(new.escalations[name].round >= climb.round for name, climb in old.escalations.items())
    running = {name: track.event for name, track in old.tracks.items() if track.closed is None}
    assert running.items() <= _who(new.tracks).items()


def _who(things: Mapping[str, Any]) -> Mapping[str, str]:
    return {name: thing.event for name, thing in things.items()}


_PLACES: Mapping[str, Callable[[Incident], Sequence[Any]]] = {
    "declared": lambda each: each.statuses,
    "status": lambda each: each.statuses,
    "severity": lambda each: each.severities,
    "role.assigned": lambda each: each.roster,
    "role.accepted": lambda each: each.roster,
    "role.offered": lambda each: tuple(each.offers.values()),
    "checklist": lambda each: tuple(each.items.values()),
    "update": lambda each: each.updates,
    "task.given": lambda each: tuple(each.tasks.values()),
    "update.snoozed": lambda each: each.snoozes,
    "decision.proposed": lambda each: tuple(each.decisions.values()),
    "decision.objected": lambda each: tuple(of for one in each.decisions.values() for of in one.objections),
    "track.opened": lambda each: tuple(each.tracks.values()),
    "hypothesis": lambda each: tuple(each.hypotheses.values()),
    "why": lambda each: tuple(each.whys.values()),
    "factor": lambda each: tuple(each.factors.values()),
    "hypothesis.moved": lambda each: tuple(step for one in each.hypotheses.values() for step in one.steps),
}
"""Where the state keeps what an event of a kind made."""

_DONE: Mapping[str, Callable[[Incident, Any], bool]] = {
    "role.accepted": lambda each, fact: fact.person in {holder.person for holder in each.holders(fact.role)},
    "role.declined": lambda each, fact: offer_key(fact.role, fact.person) not in each.offers,
    "task.accepted": lambda each, fact: _by(each.tasks, fact.given).accepted is not None,
    "task.ended": lambda each, fact: _by(each.tasks, fact.given).how == fact.how,
    "task.extended": lambda each, fact: _by(each.tasks, fact.given).due == fact.due,
    "decision.withdrawn": lambda each, fact: _by(each.decisions, fact.proposed).state == WITHDRAWN,
    "escalation.reached": lambda each, fact: each.escalations[fact.chain].rung(fact.step) is not None,
    "escalation.stopped": lambda each, fact: each.escalations[fact.chain].stopped_at is not None,
    "why.struck": lambda each, fact: bool(_by(each.whys, fact.made).struck),
    "factor.judged": lambda each, fact: _by(each.factors, fact.made).state == fact.after,
    "cause": lambda each, fact: each.cause == fact.tag,
}
"""What an event of a kind has done to what was there already."""


def _by(things: Mapping[str, Any], event: str) -> Any:
    return next(thing for thing in things.values() if thing.event == event)


def is_kept(event: Event, state: State) -> None:
    """Assert that an event is applied, or refused with a reason: none is lost without a word."""
    reasons = [refusal.reason for refusal in state.refusals if refusal.event == event.key]
    assert all(reasons)
    assert len(reasons) < 2
    if event.fact.kind in _PLACES and not reasons:
        made = _PLACES[event.fact.kind](state.incidents[event.incident])
        assert any(each.event == event.key for each in made), event
    if event.fact.kind in _DONE and not reasons:
        assert _DONE[event.fact.kind](state.incidents[event.incident], event.fact), event
