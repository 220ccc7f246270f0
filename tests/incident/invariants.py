"""What holds of every state, whatever several consoles wrote at once: read by the tests of several writers."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from console.incident.events import Event
from console.incident.relations import belongs
from console.incident.state import COMMANDER, Incident, State
from console.incident.status import ALLOWED, CLOSED, RESOLVED
from console.incident.times import NAMES, misfit


def holds(state: State, before: State) -> None:
    """Assert all that holds of a state, and of what it may not have lost since the one before."""
    for incident in state.incidents.values():
        one_commander(incident)
        legal_statuses(incident)
        ordered_times(incident)
        assert not belongs(state.incidents.get, incident.id, incident.id)
    for old in before.incidents.values():
        nothing_lost(old, state.incidents[old.id])


def one_commander(incident: Incident) -> None:
    """From the declaration on, at any instant, also where times were given by hand."""
    assert incident.commander
    assert COMMANDER not in incident.more
    spans = [span for span in incident.roster if span.role == COMMANDER]
    assert [span.until for span in spans] == [span.since for span in spans[1:]] + [None]
    assert spans[-1].person == incident.commander


def legal_statuses(incident: Incident) -> None:
    """Each status was reached by a move of the table, and what ended has ended."""
    steps = [step.status for step in incident.statuses]
    assert steps[0] in {"triage", "investigating"}
    assert all(after in ALLOWED[before] for before, after in pairwise(steps)), steps
    assert steps[-1] == incident.status
    assert (incident.resolved_at is not None) == (incident.status in {RESOLVED, CLOSED})
    assert (incident.closed_at is not None) == (incident.status == CLOSED)
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
    """What was given, proposed and tracked is there still, under its name."""
    assert _who(old.tasks) == {name: event for name, event in _who(new.tasks).items() if name in old.tasks}
    assert _who(old.decisions) == {name: event for name, event in _who(new.decisions).items() if name in old.decisions}
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
}
"""Where the state keeps what an event of a kind made."""


def is_kept(event: Event, state: State) -> None:
    """Assert that an event is applied, or refused with a reason: none is lost without a word."""
    reasons = [refusal.reason for refusal in state.refusals if refusal.event == event.key]
    assert all(reasons)
    assert len(reasons) < 2
    if event.fact.kind in _PLACES and not reasons:
        made = _PLACES[event.fact.kind](state.incidents[event.incident])
        assert any(each.event == event.key for each in made), event
