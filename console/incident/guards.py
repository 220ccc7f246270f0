"""Pure: what every command checks first: that the incident is there, has not ended, and that times make sense."""

from console.incident.clock import DAY, not_in_future, utc_iso
from console.incident.errors import Refused
from console.incident.events import Entry, Instant
from console.incident.record import Incident
from console.incident.relations import belongs
from console.incident.state import State
from console.incident.status import ENDED, out_of_course
from console.incident.times import NAMES, misfit
from console.incident.types import RESTRICTED

Entries = tuple[Entry, ...]

BACKDATING = DAY
"""How far before the start of the incident an entry may be dated without being forced."""


def incident_of(state: State, incident_id: str) -> Incident:
    """Return the incident, or refuse an id that nobody declared."""
    found = state.incidents.get(incident_id)
    if found is None:
        from console.suggestion import did_you_mean

        message = f"No incident {incident_id} in this log{did_you_mean(incident_id, state.incidents)}"
        raise Refused(message)
    return found


def named(state: State, asked: str) -> Incident:
    """Return the incident with this id, in any case, or with an id that ends so ("002")."""
    wanted = asked.strip().upper()
    every = [(key.upper(), incident) for key, incident in state.incidents.items()]
    found = [incident for key, incident in every if key == wanted or key.endswith(f"-{wanted}")]
    if len(found) == 1:
        return found[0]
    newest = list(state.incidents)[-5:]
    known = f"The newest: {', '.join(newest)}." if newest else "There is none in this log."
    message = f"{'several incidents end' if found else 'no incident is called or ends'} in '{asked}'. {known}"
    raise Refused(message)


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


def not_before(incident: Incident, what: str, at: Instant | None) -> None:
    """Refuse a time before the declaration where nobody has said that anything had begun by then."""
    first = min(each for each in (incident.declared_at, incident.started_at, incident.detected_at) if each is not None)
    if at is not None and at < first:
        message = (
            f"{what} {utc_iso(at)} lies before the declaration of {incident.id} ({utc_iso(incident.declared_at)}). "
            "Say first when it began (time started), then this. Nothing was written."
        )
        raise Refused(message)


def in_course(incident: Incident, event: str, at: Instant | None) -> None:
    """Refuse a time of a move that does not lie between the moves before and after it; `event` "" is a new move."""
    side = None if at is None else out_of_course(incident.statuses, event, at)
    if at is not None and side is not None:
        word, step = side
        which = f"the move {word} it, to {step.status}, was at {utc_iso(step.at)}"
        message = f"A move of {incident.id} cannot be at {utc_iso(at)}: {which}. Nothing was written."
        raise Refused(message)


def stays_restricted(incident: Incident, other: Incident) -> None:
    """Refuse to let a restricted incident go on in one that everybody may know of."""
    if incident.type in RESTRICTED and other.type not in RESTRICTED:
        message = (
            f"{incident.id} is a {incident.type} incident and {other.id} is not: what it keeps would be open. "
            f"Make {other.id} one first (set type {incident.type}), or {incident.id} none any more, for a reason."
        )
        raise Refused(message)


def check_fits(state: State, incident: Incident, other: Incident) -> None:
    """Refuse what would let an incident belong to itself, directly or through others."""
    if incident.id == other.id:
        message = f"{incident.id} cannot belong to itself: name the other incident."
        raise Refused(message)
    if belongs(state.incidents.get, other.id, incident.id):
        message = f"{other.id} already belongs to {incident.id}: it cannot be the other way round, too."
        raise Refused(message)
