"""Pure: what a handler of the fold is, and the incident that its event is about."""

from collections.abc import Callable
from typing import Any

from console.incident.draft import IncidentDraft, StateDraft
from console.incident.events import Event

Handler = Callable[[StateDraft, Event, Any], str]
"""Does to the state what an event says; returns "" or why the event changes nothing."""


def on_incident(handler: Callable[[IncidentDraft, Event, Any], str]) -> Handler:
    """Look the incident up first; an event of an incident that nobody declared changes nothing."""

    def handle(draft: StateDraft, event: Event, fact: object) -> str:
        incident = draft.open.get(event.incident) or draft.incident(event.incident)
        if incident is None:
            return f"no incident {event.incident or 'was named'}"
        return handler(incident, event, fact)

    return handle
