"""Pure: offering a role to somebody, and their answer: a role is filled once the one who is to have it says so."""

from console.incident.clock import clock_time, short_span
from console.incident.errors import Refused
from console.incident.events import Entry, Instant
from console.incident.guards import Entries, working
from console.incident.moves import assign_role
from console.incident.offers import Offer, RoleAccepted, RoleDeclined, RoleOffered, offer_key
from console.incident.record import Incident
from console.incident.roles import find_role, label, named_person
from console.incident.state import State
from console.incident.texts import clean_optional


def offer_role(  # noqa: PLR0913 - who is asked, and what they have to know
    state: State,
    id: str,  # noqa: A002 - the word for it
    role: str,
    person: str,
    *,
    actor: str,
    now: Instant,
    contact: str = "",
    coming: str = "",
    risks: str = "",
) -> Entries:
    """Ask a named person to take a role. Who takes it for themselves has it at once.

    The command is handed over so: until it is accepted, the one who had it has it.
    """
    incident = working(state, id)
    name = find_role(role)
    who = named_person(name, person)
    if who == actor:
        return assign_role(state, id, name, who, actor=actor, now=now, contact=contact)
    if any(holder.person == who for holder in incident.holders(name)):
        message = f"{who} has the role {label(name)} already."
        raise Refused(message)
    before = incident.offers.get(offer_key(name, who))
    if before is not None and before.person == who:
        message = f"{label(name)} was offered to {who} {short_span(now - before.at)} ago, and is not answered yet."
        raise Refused(message)
    previous = "" if before is None else before.person
    said = (clean_optional(contact, "contact"), previous, clean_optional(coming), clean_optional(risks))
    return (Entry(RoleOffered(name, who, *said), actor, id),)


def accept_role(
    state: State,
    id: str,  # noqa: A002 - the word for it
    role: str = "",
    person: str = "",
    *,
    actor: str,
    now: Instant,  # noqa: ARG001 - every command takes it
    read_back: str = "",
) -> Entries:
    """Take a role that was offered; `person` is who, where they say so at the console of somebody else."""
    offer = offered_to(working(state, id), role, person or actor)
    return (Entry(RoleAccepted(offer.role, offer.person, clean_optional(read_back), offer.event), actor, id),)


def decline_role(  # noqa: PLR0913 - an answer, whose, and why
    state: State,
    id: str,  # noqa: A002 - the word for it
    role: str = "",
    reason: str = "",
    person: str = "",
    *,
    actor: str,
    now: Instant,  # noqa: ARG001 - every command takes it
    withdrawn: bool = False,
) -> Entries:
    """Say no to a role that was offered, or take the offer back (`withdrawn`)."""
    offer = offered_to(working(state, id), role, person or actor)
    return (Entry(RoleDeclined(offer.role, offer.person, clean_optional(reason), withdrawn, offer.event), actor, id),)


def offered_to(incident: Incident, role: str, person: str) -> Offer:
    """Return the offer that a person answers; Refused with what is offered, and to whom."""
    who = " ".join(person.split())
    name = find_role(role) if role.strip() else ""
    asked = [each for each in incident.offers.values() if each.person.casefold() == who.casefold()]
    mine = [each for each in asked if name in ("", each.role)]
    if len(mine) == 1:
        return mine[0]
    if mine:
        message = f"{who} was offered {' and '.join(label(each.role) for each in mine)}: say which."
        raise Refused(message)
    what = label(name) if name else "nothing"
    standing = "; ".join(f"{label(each.role)} to {each.person}" for each in incident.offers.values())
    told = f"{what} is not offered to {who}{_became(incident, name, who)}" if name else f"nothing is offered to {who}"
    message = f"{told}. Offered: {standing or 'nothing'}."
    raise Refused(message)


def _became(incident: Incident, role: str, who: str) -> str:
    """Say what became of an offer that is over; "" where there was none."""
    held = incident.holders(role)
    mine = next((holder for holder in held if holder.person.casefold() == who.casefold()), None)
    if mine is not None:
        return f" any more: {mine.person} has the role since {clock_time(mine.since)}Z"
    asked = f"{role}:{who}".casefold()
    over = next((each for key, each in incident.over.items() if key.casefold() == asked), None)
    return "" if over is None else f" any more: it was {over.how} by {over.by} at {clock_time(over.at)}Z"
