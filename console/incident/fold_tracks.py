"""Pure: what tracks do to the state; the same rules as in `fold`."""

from collections.abc import Mapping
from typing import Any

from console.incident.draft import IncidentDraft
from console.incident.events import Event
from console.incident.handling import Handler, on_incident
from console.incident.names import free_name
from console.incident.tracks import Track, TrackClosed, TrackOpened, TrackReported


def _open(incident: IncidentDraft, fact: TrackReported | TrackClosed) -> Track | str:
    """Return the track that a fact means while it goes on, or why there is none."""
    named = incident.tracks.get(fact.track)
    meant = named if not fact.opened else next((t for t in incident.tracks.values() if t.event == fact.opened), None)
    return meant if meant is not None and meant.closed is None else f"the track {fact.track} was over by then"


def _opened(incident: IncidentDraft, event: Event, fact: TrackOpened) -> str:
    if not fact.lead.strip() or fact.every <= 0:
        return "a track needs a lead, and a time to report by"
    name = free_name(fact.track, {each.name for each in incident.tracks.values() if each.closed is None})
    incident.tracks[name] = Track(
        name, fact.lead, fact.question, event.occurred_at, fact.due, fact.every, event=event.key
    )
    return ""


def _reported(incident: IncidentDraft, _event: Event, fact: TrackReported) -> str:
    track = _open(incident, fact)
    if isinstance(track, str):
        return track
    incident.tracks[track.name] = track._replace(
        due=fact.due, every=fact.every, last=fact.text, reports=track.reports + 1
    )
    return ""


def _closed(incident: IncidentDraft, event: Event, fact: TrackClosed) -> str:
    track = _open(incident, fact)
    if isinstance(track, str):
        return track
    incident.tracks[track.name] = track._replace(last=fact.text, closed=event.occurred_at)
    return ""


HANDLERS: Mapping[type[Any], Handler] = {
    TrackOpened: on_incident(_opened),
    TrackReported: on_incident(_reported),
    TrackClosed: on_incident(_closed),
}
