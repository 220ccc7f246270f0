"""Pure: what a handler of the fold is, the incident that its event is about, and what of it a fact means."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

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


class Made(Protocol):
    """Something of an incident that knows the event that made it."""

    @property
    def event(self) -> str:
        """The event: "writer/seq"."""


Thing = TypeVar("Thing", bound=Made)


def made_by(things: Mapping[str, Thing], event: Event, name: str, made: str) -> Thing | None:
    """Return what a fact means: what was made in the event `made`; without one by the event just before, or by name.

    A name alone may mean what another console has made meanwhile.
    """
    wanted = made or f"{event.writer}/{event.seq - 1}"
    found = next((each for each in things.values() if each.event == wanted), None)
    return found if found is not None or made else things.get(name)
