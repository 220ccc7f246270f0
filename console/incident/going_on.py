"""Pure: whether an incident may end in another one: somebody has to work on it, and it should not be milder."""

from console.incident.errors import Refused
from console.incident.record import Incident
from console.incident.state import State
from console.incident.status import ALLOWED, TRIAGE


def check_goes_on(state: State, incident: Incident, other: Incident, why: str, *, forced: bool = False) -> None:
    """Refuse to end what is worked on in what nobody works on (unless forced), and without a reason where it matters.

    It matters where the other one is milder, or a service is down.
    """
    if not _worked_on(incident):
        return  # it has ended already: nothing ends by it
    if not _worked_on(other) and not (forced and why):
        raise Refused(_nobody(incident, other, forced=forced))
    if why:
        return
    if other.rank > incident.rank:
        message = (
            f"{other.id} is {other.severity} and {incident.id} is {incident.severity}: raise {other.id} first, "
            f"or say why {incident.id} ends in a milder one."
        )
        raise Refused(message)
    down = sorted(service for service, word in state.health.items() if word == "down")
    if down:
        are = "are" if down[1:] else "is"
        message = f"{', '.join(down)} {are} down: say why {incident.id} ends in {other.id}, and why now."
        raise Refused(message)


def _worked_on(incident: Incident) -> bool:
    return incident.live or incident.status == TRIAGE


def _nobody(incident: Incident, other: Incident, *, forced: bool) -> str:
    found = f"{other.id} is {other.status}: nobody works on it, and {incident.id} is {incident.status}."
    if forced:
        return f"{found} Forcing it needs a reason, too."
    again = "reopen it first" if ALLOWED[other.status] else f"say that {other.id} is the duplicate of {incident.id}"
    return f"{found} If they are one, {again}; or force it with a reason (relate --force --because WHY)."
