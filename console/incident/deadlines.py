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
    """Return by when the next update is due: counted from the last one, else from the declaration; later if snoozed."""
    within = scheme.at(incident.rank).update_every
    if within is None or not incident.live:
        return None
    mark = incident.declared_at if incident.last_update_at is None else incident.last_update_at
    return Deadline("update", snoozed(incident, mark, mark + within), within)


def snoozed(incident: Incident, mark: Instant, due: Instant, *, in_time: bool = False) -> Instant:
    """Return when an update is due that counts from `mark`, snoozed since; `in_time` takes only what was said before.

    Who is late may still let it wait, and the timer follows; that it was late stays so.
    """
    for snooze in incident.snoozes:
        if mark <= snooze.at and (snooze.at <= due or not in_time):
            due = max(due, snooze.until)
    return due


def goal_due(incident: Incident, scheme: Scheme) -> Deadline | None:
    """Return by when it should be over, counted from the start where that is known."""
    within = scheme.at(incident.rank).goal
    if within is None or not incident.live:
        return None
    return Deadline("goal", incident.since + within, within)


def _runs(incident: Incident) -> bool:
    return incident.live or incident.status == "triage"
