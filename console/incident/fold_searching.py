"""Pure: what the search for the cause does to the state; the same rules as in `fold`."""

from collections.abc import Mapping
from typing import Any

from console.incident.draft import IncidentDraft
from console.incident.events import Event
from console.incident.handling import Handler, on_incident
from console.incident.searching import CauseTagged


def _cause(incident: IncidentDraft, event: Event, fact: CauseTagged) -> str:
    incident.cause, incident.cause_told, incident.cause_event = fact.tag, fact.text, event.key
    return ""


HANDLERS: Mapping[type[Any], Handler] = {CauseTagged: on_incident(_cause)}
