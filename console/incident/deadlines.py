"""Pure: what a severity promises, as instants: taken by when, next update by when, back to normal by when."""

from typing import NamedTuple

from console.incident.events import Instant
from console.incident.record import Incident
from console.incident.severity import Scheme


class Deadline(NamedTuple):
    """A promise: `at` is when it is due, `within` the span in ms that it was given."""

    name: str
    at: Instant
    within: int


def acknowledge_due(incident: Incident, scheme: Scheme) -> Deadline | None:
    """Return by when somebody has to take it; None once somebody did, or where nothing is promised."""
    within = scheme.at(incident.rank).ack_within
    if within is None or incident.acknowledged_at is not None or not _runs(incident):
        return None
    return Deadline("acknowledge", incident.declared_at + within, within)


def update_due(incident: Incident, scheme: Scheme) -> Deadline | None:
    """Return by when the next update is due: counted from the last one, else from the declaration."""
    within = scheme.at(incident.rank).update_every
    if within is None or not incident.live:
        return None
    last = incident.declared_at if incident.last_update_at is None else incident.last_update_at
    return Deadline("update", last + within, within)


def goal_due(incident: Incident, scheme: Scheme) -> Deadline | None:
    """Return by when it should be over, counted from the start where that is known."""
    within = scheme.at(incident.rank).goal
    if within is None or not incident.live:
        return None
    return Deadline("goal", incident.since + within, within)


def _runs(incident: Incident) -> bool:
    return incident.live or incident.status == "triage"
