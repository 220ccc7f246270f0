"""Pure: what tracks do to the state; the same rules as in `fold`."""

from collections.abc import Mapping
from typing import Any

from console.incident.draft import IncidentDraft
from console.incident.events import Event
from console.incident.handling import Handler, on_incident
from console.incident.tracks import Track, TrackClosed, TrackOpened, TrackReported


def _open(incident: IncidentDraft, name: str) -> Track | None:
    found = incident.tracks.get(name)
    return None if found is None or found.closed is not None else found


def _opened(incident: IncidentDraft, event: Event, fact: TrackOpened) -> str:
    if _open(incident, fact.track) is not None:
        return f"there was a track {fact.track} by then"
    if not fact.lead.strip() or fact.every <= 0:
        return "a track needs a lead, and a time to report by"
    incident.tracks[fact.track] = Track(fact.track, fact.lead, fact.question, event.occurred_at, fact.due, fact.every)
    return ""


def _reported(incident: IncidentDraft, _event: Event, fact: TrackReported) -> str:
    track = _open(incident, fact.track)
    if track is None:
        return f"the track {fact.track} was over by then"
    incident.tracks[fact.track] = track._replace(
        due=fact.due, every=fact.every, last=fact.text, reports=track.reports + 1
    )
    return ""


def _closed(incident: IncidentDraft, event: Event, fact: TrackClosed) -> str:
    track = _open(incident, fact.track)
    if track is None:
        return f"the track {fact.track} was over by then"
    incident.tracks[fact.track] = track._replace(last=fact.text, closed=event.occurred_at)
    return ""


HANDLERS: Mapping[type[Any], Handler] = {
    TrackOpened: on_incident(_opened),
    TrackReported: on_incident(_reported),
    TrackClosed: on_incident(_closed),
}
