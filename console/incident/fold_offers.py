"""Pure: what offers of roles and their answers do to the state; the same rules as in `fold`."""

from collections.abc import Mapping
from typing import Any

from console.incident.draft import IncidentDraft
from console.incident.events import Event
from console.incident.handling import Handler, on_incident
from console.incident.offers import SHARED, Offer, Over, RoleAccepted, RoleDeclined, RoleOffered, offer_key
from console.incident.record import COMMANDER, Holder


def _offered(incident: IncidentDraft, event: Event, fact: RoleOffered) -> str:
    key = offer_key(fact.role, fact.person)
    before = incident.offers.get(key)
    found = "" if before is None else before.person
    if found != fact.previous:
        return f"it was offered to {found or 'nobody'} by then, no longer to {fact.previous or 'nobody'}"
    if any(holder.person == fact.person for holder in incident.holders(fact.role)):
        return f"{fact.person} had that role already"
    incident.offers[key] = Offer(
        fact.role, fact.person, event.occurred_at, event.actor, fact.contact, event.key, fact.coming, fact.risks
    )
    return ""


def _meant(incident: IncidentDraft, fact: RoleAccepted | RoleDeclined) -> Offer | None:
    """Return the offer that is answered; None where it is over: an answer to one offer is none to a later one."""
    offer = incident.offers.get(offer_key(fact.role, fact.person))
    if offer is None or offer.person != fact.person or fact.offered not in {"", offer.event}:
        return None
    return offer


def _gone(incident: IncidentDraft, fact: RoleAccepted | RoleDeclined) -> str:
    """Say what became of the offer that an answer came too late for."""
    over = incident.over.get(f"{fact.role}:{fact.person}")
    became = "" if over is None else f": it was {over.how} by {over.by}"
    return f"it was not offered to {fact.person} any more{became}"


def _accepted(incident: IncidentDraft, event: Event, fact: RoleAccepted) -> str:
    offer = _meant(incident, fact)
    if offer is None:
        return _gone(incident, fact)
    holder = Holder(fact.person, event.occurred_at, offer.contact, event.key)
    if fact.role in SHARED:
        incident.join(fact.role, holder)
    else:
        incident.take(fact.role, holder)
    if fact.role == COMMANDER:
        incident.handed = offer
    return ""


def _declined(incident: IncidentDraft, event: Event, fact: RoleDeclined) -> str:
    if _meant(incident, fact) is None:
        return _gone(incident, fact)
    del incident.offers[offer_key(fact.role, fact.person)]
    how = "taken back" if fact.withdrawn else "declined"
    incident.over[f"{fact.role}:{fact.person}"] = Over(how, event.actor, event.occurred_at)
    return ""


HANDLERS: Mapping[type[Any], Handler] = {
    RoleOffered: on_incident(_offered),
    RoleAccepted: on_incident(_accepted),
    RoleDeclined: on_incident(_declined),
}
