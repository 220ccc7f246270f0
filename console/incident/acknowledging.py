"""Pure: saying that the first responder took it, and that who was called with others did."""

from console.incident.clock import utc_iso
from console.incident.errors import Refused
from console.incident.escalations import own_answers
from console.incident.events import Acknowledged, Entry, Instant
from console.incident.guards import Entries, dated, not_before, ordered, working
from console.incident.record import Incident
from console.incident.state import State


def acknowledge(state: State, id: str, *, actor: str, now: Instant, occurred_at: Instant | None = None) -> Entries:  # noqa: A002 - the word for it
    """Say that the first responder took it; also of the calls to the actor, where everybody called has to say so."""
    incident = working(state, id)
    own = tuple(Entry(fact, actor, id) for fact in own_answers(incident.escalations, actor))
    if incident.acknowledged_at is not None and own:
        return own
    if incident.acknowledged_at is not None:
        message = f"{id} was acknowledged at {utc_iso(incident.acknowledged_at)}."
        raise Refused(message)
    at = dated(incident, occurred_at, now)
    _check_acknowledged(incident, at, now)
    return (Entry(Acknowledged(), actor, id, at), *own)


def _check_acknowledged(incident: Incident, at: Instant | None, now: Instant) -> None:
    """Refuse a time that does not fit; where none was given, an earlier one may."""
    if at is not None:
        ordered(incident, "acknowledged", at)
        not_before(incident, "acknowledged_at", at)
        return
    try:
        ordered(incident, "acknowledged", max(now, incident.detected_at or incident.since))
    except Refused as refusal:
        message = f"{refusal} Say when it was: `warroom ack --at -10m`, or /time acknowledged -10m in the console."
        raise Refused(message) from refusal
