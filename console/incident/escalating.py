"""Pure: what people do to an escalation: say what became of a call, go to another step, stop it."""

from console.incident.errors import Refused
from console.incident.escalations import (
    ANSWERS,
    TOOK_IT,
    EscalationAnswered,
    EscalationJumped,
    EscalationStopped,
)
from console.incident.events import Acknowledged, Entry, Instant
from console.incident.guards import Entries, working
from console.incident.state import State
from console.incident.texts import clean_optional


def answer_call(  # noqa: PLR0913 - a call is a chain, a step and a person
    state: State,
    id: str,  # noqa: A002 - the word for it
    chain: str,
    step: int,
    person: str,
    how: str,
    *,
    actor: str,
    now: Instant,  # noqa: ARG001 - every command takes it
) -> Entries:
    """Say what became of a call; "acknowledged" acknowledges the incident, too, and so ends the escalation."""
    incident = working(state, id)
    if how not in ANSWERS:
        raise Refused(f"'{how}' is no answer to a call; expected {', '.join(ANSWERS)}.")
    climb = incident.escalations.get(chain)
    rung = None if climb is None else climb.rung(step)
    if rung is None:
        raise Refused(f"Step {step} of {chain} is not reached yet: go to it first, or wait.")
    if person not in rung.people:
        raise Refused(f"Step {step} of {chain} names {', '.join(rung.people) or 'nobody'}, not {person}.")
    before = rung.call(person)
    if before is not None and before.how == how:
        raise Refused(f"{before.by} said so before: {person} {how}.")
    said = Entry(EscalationAnswered(chain, step, person, how), actor, id)
    took = how == TOOK_IT and incident.acknowledged_at is None
    return (said, Entry(Acknowledged(), person, id)) if took else (said,)


def jump_to(
    state: State,
    id: str,  # noqa: A002 - the word for it
    chain: str,
    step: int,
    reason: str = "",
    *,
    actor: str,
    now: Instant,  # noqa: ARG001 - every command takes it
) -> Entries:
    """Go to a step of a chain, forward or back, also after somebody has acknowledged: it is due at once."""
    working(state, id)
    return (Entry(EscalationJumped(chain, step, clean_optional(reason)), actor, id),)


def stop_escalation(
    state: State,
    id: str,  # noqa: A002 - the word for it
    chain: str,
    reason: str,
    *,
    actor: str,
    now: Instant,  # noqa: ARG001 - every command takes it
) -> Entries:
    """Call nobody further up, for a reason."""
    incident = working(state, id)
    why = clean_optional(reason)
    if not why:
        raise Refused(f"Stopping the escalation {chain} needs a reason: whoever is next will not be called.")
    climb = incident.escalations.get(chain)
    if climb is not None and climb.stopped_at is not None:
        raise Refused(f"The escalation {chain} is stopped already: {climb.reason}")
    return (Entry(EscalationStopped(chain, why), actor, id),)
