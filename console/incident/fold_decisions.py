"""Pure: what proposals, objections and decisions do to the state; the same rules as in `fold`."""

from collections.abc import Mapping
from typing import Any

from console.incident.decision import PROPOSED, TAKEN, WITHDRAWN, Decision, Objection
from console.incident.draft import IncidentDraft
from console.incident.events import Event
from console.incident.handling import Handler, on_incident
from console.incident.names import next_name
from console.incident.proposals import (
    DecisionObjected,
    DecisionProposed,
    DecisionRevisited,
    DecisionTaken,
    DecisionWithdrawn,
)

_OnProposal = DecisionObjected | DecisionTaken | DecisionWithdrawn | DecisionRevisited


def _proposed(incident: IncidentDraft, event: Event, fact: DecisionProposed) -> str:
    name = fact.proposal if fact.proposal not in incident.decisions else next_name("p", incident.decisions)
    at = event.occurred_at
    incident.decisions[name] = Decision(
        name,
        fact.text,
        fact.reason,
        fact.options,
        fact.rejected,
        event.actor,
        at,
        at + max(0, fact.wait),
        fact.again,
        event.key,
        fact.by,
    )
    return ""


def _meant(incident: IncidentDraft, event: Event, fact: _OnProposal) -> Decision | None:
    """Return the proposal that a fact means: by its event, the one just before in the same log, or by its name."""
    wanted = fact.proposed or f"{event.writer}/{event.seq - 1}"
    found = next((each for each in incident.decisions.values() if each.event == wanted), None)
    return found if found is not None or fact.proposed else incident.decisions.get(fact.proposal)


def _open(incident: IncidentDraft, event: Event, fact: _OnProposal) -> Decision | str:
    """Return a proposal that is neither taken nor withdrawn, or why there is none."""
    found = _meant(incident, event, fact)
    if found is None:
        return f"there is no proposal {fact.proposal}"
    return found if found.state == PROPOSED else f"{found.id} was {found.state} by then"


def _objected(incident: IncidentDraft, event: Event, fact: DecisionObjected) -> str:
    found = _open(incident, event, fact)
    if isinstance(found, str):
        return found
    objection = Objection(fact.by or event.actor, fact.why, event.occurred_at, event.key)
    incident.decisions[found.id] = found._replace(objections=(*found.objections, objection))
    return ""


def _taken(incident: IncidentDraft, event: Event, fact: DecisionTaken) -> str:
    found = _open(incident, event, fact)
    if isinstance(found, str):
        return found
    if fact.option not in found.choices:
        return f"{found.id} has no such option"
    if len(found.objections) > fact.answered:
        return f"{found.objections[-1].by} objected by then"
    if found.objections and not fact.despite:
        return "an objection has no answer"
    incident.decisions[found.id] = found._replace(
        state=TAKEN,
        option=fact.option,
        by=fact.by or event.actor,
        taken_at=event.occurred_at,
        despite=fact.despite,
        again_at=fact.again_at,
    )
    return ""


def _withdrawn(incident: IncidentDraft, event: Event, fact: DecisionWithdrawn) -> str:
    found = _open(incident, event, fact)
    if isinstance(found, str):
        return found
    incident.decisions[found.id] = found._replace(state=WITHDRAWN, reason_off=fact.reason)
    return ""


def _revisited(incident: IncidentDraft, event: Event, fact: DecisionRevisited) -> str:
    found = _meant(incident, event, fact)
    if found is None or found.state != TAKEN:
        return f"there is no decision {fact.proposal}"
    if found.again_at is None:
        return f"{found.id} was looked at again by then"
    incident.decisions[found.id] = found._replace(again_at=fact.again_at, found=(*found.found, fact.text))
    return ""


HANDLERS: Mapping[type[Any], Handler] = {
    DecisionProposed: on_incident(_proposed),
    DecisionObjected: on_incident(_objected),
    DecisionTaken: on_incident(_taken),
    DecisionWithdrawn: on_incident(_withdrawn),
    DecisionRevisited: on_incident(_revisited),
}
