"""Pure: what relations, types, own fields, evidence and maintenance do to the state; the same rules as in `fold`."""

from collections.abc import Mapping
from typing import Any

from console.incident.closures import MAINTENANCE, Closure
from console.incident.draft import IncidentDraft, StateDraft
from console.incident.events import Event
from console.incident.handling import Handler, on_incident
from console.incident.life import (
    RELATIONS,
    SPLIT_FROM,
    TAKEN,
    WAIVED,
    Classified,
    EvidenceNoted,
    FieldSet,
    MaintenanceEnded,
    MaintenanceStarted,
    Related,
)
from console.incident.relations import belongs


def _related(draft: StateDraft, event: Event, fact: Related) -> str:
    incident = draft.incident(event.incident)
    if incident is None:
        return f"no incident {event.incident or 'was named'}"
    if fact.relation not in RELATIONS:
        return f"{fact.relation} is not a relation of incidents"
    if not fact.other:
        return "" if incident.related.pop(fact.relation, "") else "it was not so by then"
    if incident.related.get(fact.relation) == fact.other:
        return "it was so before"
    why = unfit(draft, incident.id, fact.other) if fact.relation != SPLIT_FROM else ""
    if not why:
        incident.related[fact.relation] = fact.other
    return why


def unfit(draft: StateDraft, incident: str, other: str) -> str:
    """Say why an incident cannot come to belong to another one, "" where it can."""
    if draft.peek(other) is None:
        return f"no incident {other or 'was named'}"
    if incident == other:
        return "an incident does not belong to itself"
    if belongs(draft.peek, other, incident):
        return f"{other} belongs to {incident} already"
    return ""


def _classified(incident: IncidentDraft, _event: Event, fact: Classified) -> str:
    incident.type, incident.codename = fact.type, fact.codename
    return ""


def _evidence(incident: IncidentDraft, _event: Event, fact: EvidenceNoted) -> str:
    if fact.how not in {TAKEN, WAIVED}:
        return f"evidence is taken or waived, not {fact.how}"
    if incident.evidence != TAKEN:  # what was taken is not untaken by a later waiver
        incident.evidence = fact.how
    return ""


def _field(incident: IncidentDraft, _event: Event, fact: FieldSet) -> str:
    incident.fields[fact.field] = fact.value
    return ""


def _maintained(draft: StateDraft, event: Event, fact: MaintenanceStarted) -> str:
    at = event.occurred_at
    held = draft.maintenance.get(fact.service)
    if held is not None and held.holds(at):
        return f"{held.by} had begun maintenance of {fact.service} by then"
    draft.maintenance[fact.service] = Closure(
        MAINTENANCE, at, fact.until, fact.reason, service=fact.service, by=event.actor
    )
    return ""


def _maintenance_ended(draft: StateDraft, event: Event, fact: MaintenanceEnded) -> str:
    held = draft.maintenance.get(fact.service)
    if held is None or not held.holds(event.occurred_at):
        return f"{fact.service} was not in maintenance by then"
    del draft.maintenance[fact.service]
    return ""


HANDLERS: Mapping[type[Any], Handler] = {
    Related: _related,
    Classified: on_incident(_classified),
    EvidenceNoted: on_incident(_evidence),
    FieldSet: on_incident(_field),
    MaintenanceStarted: _maintained,
    MaintenanceEnded: _maintenance_ended,
}
