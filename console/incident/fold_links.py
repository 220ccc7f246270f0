"""Pure: what links do to the state; the newest word on an address counts."""

from collections.abc import Mapping
from typing import Any

from console.incident.draft import IncidentDraft
from console.incident.events import Event
from console.incident.handling import Handler, on_incident
from console.incident.links import Linked, LinkNoted


def _noted(incident: IncidentDraft, event: Event, fact: LinkNoted) -> str:
    before = incident.links.get(fact.url)
    if fact.withdrawn:
        return "" if incident.links.pop(fact.url, None) else "it was no link by then"
    if before is None:
        made = (fact.sort, fact.url, fact.title, event.occurred_at, event.actor, event.key)
        incident.links[fact.url] = Linked(*made)
    else:
        incident.links[fact.url] = before._replace(sort=fact.sort, title=fact.title or before.title)
    return ""


HANDLERS: Mapping[type[Any], Handler] = {LinkNoted: on_incident(_noted)}
