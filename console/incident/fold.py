"""Pure: what each kind of event does to the state. A handler returns "" or why the event changes nothing.

An event that was written on a state which another writer's earlier event had changed no longer fits, and is refused:
so every console, folding the same total order, comes to the same state.
"""

from collections.abc import Callable, Mapping
from typing import Any

from console.incident import (
    fold_decisions,
    fold_escalations,
    fold_life,
    fold_offers,
    fold_parties,
    fold_searching,
    fold_sizing,
    fold_tasks,
    fold_tracks,
)
from console.incident.deeds import ActionMoved, MitigationSettled
from console.incident.draft import IncidentDraft, StateDraft
from console.incident.errors import Refused
from console.incident.events import (
    Acknowledged,
    Corrected,
    Declared,
    Event,
    Exported,
    HealthChanged,
    ItemSet,
    Pinned,
    RoleAssigned,
    RoleReleased,
    SeverityChanged,
    StatusChanged,
    TimestampSet,
    UpdatePosted,
)
from console.incident.fold_deeds import moved, settled
from console.incident.handling import Handler, on_incident
from console.incident.offers import SHARED
from console.incident.record import (
    COMMANDER,
    ITEM_STATES,
    Correction,
    Holder,
    Incident,
    ItemState,
    SeverityStep,
    StatusStep,
    UpdateStep,
)
from console.incident.status import ALLOWED, check_move
from console.incident.times import floor

POSTMORTEMS = ("reviewed", "waived")


def _declared(draft: StateDraft, event: Event, fact: Declared) -> str:
    if not event.incident:
        return "no incident was named"
    if draft.incident(event.incident) is not None:
        return f"{event.incident} was declared before"
    made = draft.declare(_opened(event, fact))
    made.take(COMMANDER, Holder(fact.commander or event.actor, event.occurred_at, "", event.key))
    return ""


def _opened(event: Event, fact: Declared) -> Incident:
    """Return the incident as it was declared; a declaration is never lost for times that do not fit."""
    at, key = event.occurred_at, event.key
    started = None if fact.started_at is None else min(fact.started_at, at)
    detected = fact.detected_at
    if started is not None and detected is not None:
        detected = max(detected, started)
    status = "triage" if fact.status == "triage" else "investigating"
    return Incident(
        id=event.incident,
        title=fact.title,
        severity=fact.severity,
        rank=fact.rank,
        scheme=fact.scheme,
        purpose=fact.purpose,
        type=fact.type,
        status=status,
        declared_at=at,
        declared_by=event.actor,
        started_at=started,
        detected_at=detected,
        detected_by=fact.detected_by,
        severities=(SeverityStep(at, fact.severity, fact.rank, key),),
        statuses=(StatusStep(at, status, key),),
    )


def _acknowledged(incident: IncidentDraft, event: Event, _fact: Acknowledged) -> str:
    if incident.acknowledged_at is not None:
        return "it was acknowledged before"
    at = floor(incident.times(), "acknowledged", event.occurred_at)
    if not incident.fits("acknowledged", at):
        return "it was mitigated before"
    incident.stamp("acknowledged", at, event.key)
    return ""


def _status(incident: IncidentDraft, event: Event, fact: StatusChanged) -> str:
    if fact.before != incident.status:
        return f"it was {incident.status} by then, no longer {fact.before}"
    try:
        check_move(fact.before, fact.after)
    except Refused as refusal:
        return str(refusal)
    if fact.after == "resolved" and not fact.reason:
        return "resolved needs a summary"
    if incident.statuses[1:]:  # another console's clock goes ahead: the moves keep their order all the same
        event = event._replace(occurred_at=max(event.occurred_at, incident.statuses[-1].at))
    incident.status = fact.after
    incident.statuses.append(StatusStep(event.occurred_at, fact.after, event.key))
    _MOVES.get(fact.after, _nothing)(incident, event, fact)
    return ""


def _moved(draft: StateDraft, event: Event, fact: StatusChanged) -> str:
    if fact.after == "merged":
        survivor = draft.peek(fact.survivor)
        if survivor is None or not ALLOWED.get(survivor.status):
            return f"{fact.survivor or 'the incident that it goes into'} had ended by then"
        if why := fold_life.unfit(draft, event.incident, fact.survivor):
            return why
    return _CHANGED(draft, event, fact)


def _nothing(_incident: IncidentDraft, _event: Event, _fact: StatusChanged) -> None:
    """Most moves change the status and nothing else."""


def _on_investigating(incident: IncidentDraft, _event: Event, fact: StatusChanged) -> None:
    if fact.before == "resolved":
        # The impact is back: what said that it had ended no longer holds. The log and `statuses` keep it.
        incident.reopened += 1
        incident.mitigated_at = incident.resolved_at = None
        incident.let_go("mitigated", "resolved")


def _on_identified(incident: IncidentDraft, event: Event, _fact: StatusChanged) -> None:
    if incident.identified_at is None:
        incident.stamp("identified", event.occurred_at, event.key)


def _on_monitoring(incident: IncidentDraft, event: Event, _fact: StatusChanged) -> None:
    if incident.mitigated_at is None:
        incident.stamp("mitigated", event.occurred_at, event.key)


def _on_resolved(incident: IncidentDraft, event: Event, fact: StatusChanged) -> None:
    incident.summary = fact.reason
    incident.stamp("resolved", event.occurred_at, event.key)


def _on_closed(incident: IncidentDraft, event: Event, fact: StatusChanged) -> None:
    incident.postmortem, incident.owner = fact.postmortem if fact.postmortem in POSTMORTEMS else "", fact.owner
    incident.waiver = fact.reason if fact.postmortem == "waived" else ""
    incident.stamp("closed", event.occurred_at, event.key)


def _on_merged(incident: IncidentDraft, _event: Event, fact: StatusChanged) -> None:
    incident.survivor = fact.survivor


_CHANGED = on_incident(_status)

_MOVES: Mapping[str, Callable[[IncidentDraft, Event, StatusChanged], None]] = {
    "investigating": _on_investigating,
    "identified": _on_identified,
    "monitoring": _on_monitoring,
    "resolved": _on_resolved,
    "closed": _on_closed,
    "merged": _on_merged,
}


def _severity(incident: IncidentDraft, event: Event, fact: SeverityChanged) -> str:
    if fact.before != incident.severity:
        return f"it was {incident.severity} by then, no longer {fact.before}"
    incident.severity, incident.rank = fact.after, fact.rank
    incident.severities.append(SeverityStep(event.occurred_at, fact.after, fact.rank, event.key))
    return ""


def _timestamp(incident: IncidentDraft, _event: Event, fact: TimestampSet) -> str:
    if fact.name not in _SETTABLE:
        return f"{fact.name} is not a timestamp that can be set"
    if fact.name in {"resolved", "closed"} and getattr(incident, f"{fact.name}_at") is None:
        return f"it was {incident.status} by then"
    if not incident.fits(fact.name, fact.at):
        return f"{fact.name} no longer fits between the other timestamps"
    setattr(incident, f"{fact.name}_at", fact.at)
    incident.let_go(fact.name)  # it now stands for itself: correcting the move that first set it leaves it alone
    return ""


_SETTABLE = ("started", "detected", "acknowledged", "identified", "mitigated", "resolved", "closed")


def _assigned(incident: IncidentDraft, event: Event, fact: RoleAssigned) -> str:
    holder = Holder(fact.person, event.occurred_at, fact.contact, event.key)
    if fact.role in SHARED:
        if any(each.person == fact.person for each in incident.holders(fact.role)):
            return f"{fact.person} had that role already"
        incident.join(fact.role, holder)
        return ""
    before = incident.roles.get(fact.role)
    found = "" if before is None else before.person
    if fact.previous is not None and fact.previous != found:
        return f"the role was {found + chr(39) + 's' if found else 'free'} by then, no longer {fact.previous or 'free'}"
    incident.take(fact.role, holder)
    return ""


def _released(incident: IncidentDraft, event: Event, fact: RoleReleased) -> str:
    if fact.role == COMMANDER:
        return "an incident has exactly one commander: assign another instead"
    if not any(each.person == fact.person for each in incident.holders(fact.role)):
        return f"{fact.person} did not have that role by then"
    incident.leave(fact.role, fact.person, event.occurred_at)
    return ""


def _item(incident: IncidentDraft, event: Event, fact: ItemSet) -> str:
    if fact.state not in ITEM_STATES:
        return f"{fact.state} is not a state of a checklist item"
    incident.items[fact.item] = ItemState(
        fact.state, event.occurred_at, event.actor, fact.reason, fact.title, event.key
    )
    return ""


def _update(incident: IncidentDraft, event: Event, fact: UpdatePosted) -> str:
    incident.updates.append(UpdateStep(event.occurred_at, fact.audience, event.key))
    incident.last_update_at = max(event.occurred_at, incident.last_update_at or event.occurred_at)
    return ""


def _exported(incident: IncidentDraft, _event: Event, fact: Exported) -> str:
    if fact.format in {"md", "html"}:
        incident.document = fact.path
    return ""


def _corrected(draft: StateDraft, event: Event, fact: Corrected) -> str:
    root = draft.roots.get(fact.target, fact.target)
    incident = draft.incident(event.incident)
    if incident is not None and fact.occurred_at is not None and not incident.retime(root, fact.occurred_at):
        return "the corrected time does not fit between the other timestamps"
    old = draft.corrections.get(root)
    text = fact.text if fact.text is not None or old is None else old.text
    at = fact.occurred_at if fact.occurred_at is not None or old is None else old.occurred_at
    draft.corrections[root] = Correction(text, at, event.actor, event.occurred_at, event.key)
    draft.roots[event.key] = root
    return ""


def _pinned(draft: StateDraft, _event: Event, fact: Pinned) -> str:
    (draft.pins if fact.on else draft.unpins).add(fact.target)
    (draft.unpins if fact.on else draft.pins).discard(fact.target)
    return ""


def _health(draft: StateDraft, _event: Event, fact: HealthChanged) -> str:
    draft.health[fact.service] = fact.after
    return ""


HANDLERS: Mapping[type[Any], Handler] = {
    **fold_tasks.HANDLERS,
    ActionMoved: moved,
    MitigationSettled: settled,
    Declared: _declared,
    Acknowledged: on_incident(_acknowledged),
    StatusChanged: _moved,
    SeverityChanged: on_incident(_severity),
    TimestampSet: on_incident(_timestamp),
    RoleAssigned: on_incident(_assigned),
    RoleReleased: on_incident(_released),
    ItemSet: on_incident(_item),
    UpdatePosted: on_incident(_update),
    Exported: on_incident(_exported),
    Corrected: _corrected,
    Pinned: _pinned,
    HealthChanged: _health,
    **fold_offers.HANDLERS,
    **fold_decisions.HANDLERS,
    **fold_life.HANDLERS,
    **fold_searching.HANDLERS,
    **fold_escalations.HANDLERS,
    **fold_tracks.HANDLERS,
    **fold_parties.HANDLERS,
    **fold_sizing.HANDLERS,
}
