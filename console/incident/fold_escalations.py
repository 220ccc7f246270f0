"""Pure: what the steps of an escalation do to the state; the same rules as in `fold`."""

from collections.abc import Mapping
from typing import Any

from console.incident.draft import IncidentDraft
from console.incident.escalations import (
    ANSWERS,
    Call,
    Climb,
    EscalationAnswered,
    EscalationJumped,
    EscalationReached,
    EscalationStopped,
    Rung,
)
from console.incident.events import Event
from console.incident.handling import Handler, on_incident


def _climb(incident: IncidentDraft, chain: str) -> Climb:
    return incident.escalations.get(chain) or Climb(chain)


def _reached(incident: IncidentDraft, event: Event, fact: EscalationReached) -> str:
    climb, acknowledged = _climb(incident, fact.chain), incident.acknowledged_at
    if climb.stopped_at is not None:
        return "the escalation was stopped by then"
    if fact.round != climb.round:
        return "somebody had gone to another step by then"
    if acknowledged is not None and (climb.begun is None or climb.begun < acknowledged) and not climb.missing:
        return "it was acknowledged by then"
    if climb.rung(fact.step) is not None:
        return "the step was reached before"
    rung = Rung(fact.step, event.occurred_at, fact.people, everyone=fact.everyone)
    incident.escalations[fact.chain] = climb._replace(rungs=(*climb.rungs, rung))
    return ""


def _answered(incident: IncidentDraft, event: Event, fact: EscalationAnswered) -> str:
    climb = _climb(incident, fact.chain)
    rung = climb.rung(fact.step)
    if fact.how not in ANSWERS:
        return f"{fact.how} is not an answer to a call"
    if rung is None or fact.person not in rung.people:
        return f"{fact.person} was not to be called at that step"
    before = rung.call(fact.person)
    if before is not None and before.how == fact.how:
        return f"{before.by} said so before"
    call = Call(fact.person, fact.how, event.occurred_at, event.actor)
    calls = (*(each for each in rung.calls if each.person != fact.person), call)
    rungs = tuple(each._replace(calls=calls) if each.step == fact.step else each for each in climb.rungs)
    incident.escalations[fact.chain] = climb._replace(rungs=rungs)
    return ""


def _jumped(incident: IncidentDraft, event: Event, fact: EscalationJumped) -> str:
    climb = _climb(incident, fact.chain)
    if fact.step < 1:
        return "steps count from 1"
    incident.escalations[fact.chain] = climb._replace(
        rungs=tuple(each for each in climb.rungs if each.step < fact.step),
        begun=event.occurred_at,
        first=fact.step,
        round=climb.round + 1,
        stopped_at=None,
        reason="",
    )
    return ""


def _stopped(incident: IncidentDraft, event: Event, fact: EscalationStopped) -> str:
    climb = _climb(incident, fact.chain)
    if climb.stopped_at is not None:
        return "it was stopped before"
    incident.escalations[fact.chain] = climb._replace(stopped_at=event.occurred_at, reason=fact.reason)
    return ""


HANDLERS: Mapping[type[Any], Handler] = {
    EscalationReached: on_incident(_reached),
    EscalationAnswered: on_incident(_answered),
    EscalationJumped: on_incident(_jumped),
    EscalationStopped: on_incident(_stopped),
}
