"""Pure: what every command checks first: that the incident is there, has not ended, and that times make sense."""

from console.incident.clock import DAY, not_in_future, utc_iso
from console.incident.errors import Refused
from console.incident.events import Entry, Instant
from console.incident.record import Incident
from console.incident.state import State
from console.incident.status import ENDED
from console.incident.times import NAMES, misfit

Entries = tuple[Entry, ...]

BACKDATING = DAY
"""How far before the start of the incident an entry may be dated without being forced."""


def incident_of(state: State, incident_id: str) -> Incident:
    """Return the incident, or refuse an id that nobody declared."""
    found = state.incidents.get(incident_id)
    if found is None:
        from console.incident.suggestion import did_you_mean

        message = f"No incident {incident_id} in this log{did_you_mean(incident_id, state.incidents)}"
        raise Refused(message)
    return found


def working(state: State, incident_id: str) -> Incident:
    """Return an incident that has not ended, or refuse."""
    incident = incident_of(state, incident_id)
    if incident.status in ENDED:
        message = f"{incident_id} is {incident.status}: it can be noted on and corrected, nothing else."
        raise Refused(message)
    return incident


def dated(incident: Incident | None, at: Instant | None, now: Instant, *, forced: bool = False) -> Instant | None:
    """Check a time that somebody gave for an entry; None (now) stays None."""
    if at is None:
        return None
    not_in_future(at, now)
    if incident is not None and at < incident.since - BACKDATING and not forced:
        message = (
            f"{utc_iso(at)} lies more than 24 hours before the incident began ({utc_iso(incident.since)}). "
            "Force it if that is meant."
        )
        raise Refused(message)
    return at


def ordered(incident: Incident, name: str, at: Instant) -> None:
    """Refuse a timestamp that breaks the order, naming both values."""
    times = {other: getattr(incident, f"{other}_at") for other in NAMES}
    wrong = misfit(times, name, at)
    if wrong is not None:
        other, value, side = wrong
        message = f"{name}_at {utc_iso(at)} may not lie {side} {other}_at {utc_iso(value)}. Nothing was written."
        raise Refused(message)
