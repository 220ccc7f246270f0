"""Pure: what each kind of event does to the state. A handler returns "" or why the event changes nothing.

An event that was written on a state which another writer's earlier event had changed no longer fits, and is refused:
so every console, folding the same total order, comes to the same state.
"""

from collections.abc import Mapping
from typing import Any

from console.incident import (
    fold_compromise,
    fold_decisions,
    fold_escalations,
    fold_exhibits,
    fold_life,
    fold_links,
    fold_offers,
    fold_parties,
    fold_searching,
    fold_sizing,
    fold_status,
    fold_tasks,
    fold_tracks,
)
from console.incident.deeds import ActionMoved, MitigationSettled
from console.incident.draft import IncidentDraft, StateDraft
from console.incident.events import (
    Corrected,
    Declared,
    Event,
    Exported,
    HealthChanged,
    ItemSet,
    Pinned,
    RoleAssigned,
    RoleReleased,
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


def _health(draft: StateDraft, event: Event, fact: HealthChanged) -> str:
    draft.health[fact.service] = fact.after
    if fact.after == "ok":
        draft.ailing.pop(fact.service, None)
    elif fact.after in {"degraded", "down"}:
        draft.ailing.setdefault(fact.service, event.occurred_at)
    return ""


HANDLERS: Mapping[type[Any], Handler] = {
    **fold_tasks.HANDLERS,
    ActionMoved: moved,
    MitigationSettled: settled,
    Declared: _declared,
    **fold_status.HANDLERS,
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
    **fold_compromise.HANDLERS,
    **fold_exhibits.HANDLERS,
    **fold_links.HANDLERS,
    **fold_sizing.HANDLERS,
}
