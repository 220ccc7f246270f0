"""Pure: what talking to somebody outside does to the state; the newest word counts."""

from collections.abc import Mapping
from typing import Any

from console.incident.draft import IncidentDraft
from console.incident.events import Event
from console.incident.handling import Handler, on_incident
from console.incident.parties import Contact, PartyContacted


def _contacted(incident: IncidentDraft, event: Event, fact: PartyContacted) -> str:
    before = incident.contacts.get(fact.party)
    ticket = fact.ticket or ("" if before is None else before.ticket)
    incident.contacts[fact.party] = Contact(fact.party, fact.text, event.occurred_at, fact.due, ticket)
    return ""


HANDLERS: Mapping[type[Any], Handler] = {PartyContacted: on_incident(_contacted)}
