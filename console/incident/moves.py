"""Pure: the commands that exclude each other between two writers: status and roles."""

from collections.abc import Sequence

from console.incident.clock import utc_iso
from console.incident.custom import FieldRule, missing
from console.incident.errors import Refused
from console.incident.events import Entry, Instant, RoleAssigned, RoleReleased, StatusChanged
from console.incident.going_on import check_goes_on
from console.incident.guards import (
    Entries,
    check_fits,
    dated,
    in_course,
    incident_of,
    not_before,
    ordered,
    stays_restricted,
    working,
)
from console.incident.offers import SHARED
from console.incident.postmortem import REVIEWED, WAIVED
from console.incident.record import COMMANDER, Incident
from console.incident.relations import deeds_of
from console.incident.roles import find_role, label, named_person
from console.incident.severity import Scheme
from console.incident.state import State
from console.incident.status import ALLOWED, check_move
from console.incident.texts import clean_optional

_STAMPED = {"identified": "identified", "monitoring": "mitigated", "resolved": "resolved", "closed": "closed"}


def change_status(  # noqa: PLR0913 - a move and all that a move may need
    state: State,
    id: str,  # noqa: A002 - the word for it
    to: str,
    reason: str = "",
    *,
    actor: str,
    now: Instant,
    occurred_at: Instant | None = None,
    forced: bool = False,
    survivor: str = "",
    reviewed: bool = False,
    owner: str = "",
    scheme: Scheme | None = None,
    fields: Sequence[FieldRule] = (),
    ticks: Sequence[str] = (),
    monitors: Sequence[str] = (),
) -> Entries:
    """Move an incident. `reason` is the summary on resolving and the waiver on closing without a postmortem.

    `scheme` tells whether closing asks for a postmortem; without one the worst two ranks do. `fields` are those that
    the configuration adds: some have to be filled before a status. `ticks` are what was confirmed, in words, and
    `monitors` those that were added so that it is seen sooner.
    """
    incident, after, why = incident_of(state, id), to.strip().lower(), clean_optional(reason, "summary")
    check_move(incident.status, after)
    at = dated(incident, occurred_at, now, forced=forced)
    not_before(incident, "The move at", at)
    _check_stamp(incident, after, at)
    in_course(incident, "", at)
    _check_reason(incident, after, why)
    _check_mitigations(state, incident, after, forced=forced)
    _check_fields(incident, after, () if forced else fields)
    into = _survivor(state, incident, survivor, why, forced=forced) if after == "merged" else ""
    if after == "closed":
        closing = _closing(incident, why, scheme, reviewed=reviewed, owner=owner, forced=forced)
        return (Entry(_watched(closing, monitors), actor, id, at),)
    moved = StatusChanged(incident.status, after, why, forced, survivor=into, ticks=tuple(map(clean_optional, ticks)))
    return (Entry(moved, actor, id, at),)


def _check_stamp(incident: Incident, after: str, at: Instant | None) -> None:
    """Refuse a time at which the move would set a timestamp that breaks the order."""
    stamp = _STAMPED.get(after)
    if at is not None and stamp is not None and getattr(incident, f"{stamp}_at") is None:
        ordered(incident, stamp, at)


def _check_reason(incident: Incident, after: str, why: str) -> None:
    if after == "resolved" and not why:
        message = f"Resolving {incident.id} needs a summary: what happened and what ended it."
        raise Refused(message)
    if after in {"declined", "cancelled"} and not why:
        message = f"{incident.id} cannot be {after} without a reason."
        raise Refused(message)


def _check_mitigations(state: State, incident: Incident, after: str, *, forced: bool) -> None:
    """Hold the end back while something temporary is still in the world, or nobody knows whether it is."""
    if after not in {"resolved", "closed"} or forced:
        return
    mine = deeds_of(state, incident.id)
    doubt = [deed for deed in mine if deed.is_in_doubt]
    sent = [deed for deed in mine if deed.is_sent]
    left = [*doubt, *sent, *(deed for deed in mine if deed.is_open)]
    if left:
        first = f"{left[0].verb} {left[0].target}"
        more = f" and {len(left) - 1} more" if left[1:] else ""
        what = "neither undone nor owned: undo it or own it"
        if doubt or sent:
            what = "in doubt: check it" if doubt else "being done: wait for it, or check it"
        message = f"{incident.id} still has {first}{more}, which is {what} (L, or `warroom act ledger`)."
        raise Refused(message)


def _check_fields(incident: Incident, after: str, fields: Sequence[FieldRule]) -> None:
    lacking = missing(incident, fields, after)
    if lacking:
        names = ", ".join(f"{rule.label} (set {rule.id} ...)" for rule in lacking)
        message = f"{incident.id} cannot be {after} before these are filled: {names}."
        raise Refused(message)


def _survivor(state: State, incident: Incident, survivor: str, why: str, *, forced: bool) -> str:
    if not survivor:
        message = f"Merging {incident.id} needs the incident that it goes into."
        raise Refused(message)
    found = incident_of(state, survivor)
    if not ALLOWED[found.status]:
        message = f"{found.id} is {found.status}: nothing can be merged into it."
        raise Refused(message)
    check_fits(state, incident, found)
    stays_restricted(incident, found)
    check_goes_on(state, incident, found, why, forced=forced)
    return found.id


def _closing(
    incident: Incident, why: str, scheme: Scheme | None, *, reviewed: bool, owner: str, forced: bool
) -> StatusChanged:
    needed = incident.rank <= 1 if scheme is None else scheme.at(incident.rank).postmortem
    waived = incident.review.state == WAIVED and not reviewed
    why = why or (incident.waiver if waived else "")
    reviewed = reviewed or incident.review.state == REVIEWED
    if reviewed and not incident.document:
        message = f"No postmortem of {incident.id} was exported yet: write one with `warroom export`, then review it."
        raise Refused(message)
    if needed and not reviewed and not why:
        message = (
            f"Closing a {incident.severity} asks for its postmortem: confirm that it was reviewed, "
            "or give the reason for which it is waived."
        )
        raise Refused(message)
    outcome = "reviewed" if reviewed else ("waived" if needed or waived else "")
    return StatusChanged(
        incident.status, "closed", why, forced, postmortem=outcome, owner=owner.strip() or incident.commander
    )


def _watched(closing: StatusChanged, monitors: Sequence[str]) -> StatusChanged:
    """Return the fact of the end with the monitors that were added."""
    said = tuple(filter(None, (clean_optional(each, "monitor") for each in monitors)))
    values = {name: getattr(closing, name) for name in closing.fields}
    return StatusChanged(**{**values, "monitors": said})


def assign_role(  # noqa: PLR0913 - who, what and since when
    state: State,
    id: str,  # noqa: A002 - the word for it
    role: str,
    person: str,
    *,
    actor: str,
    now: Instant,
    contact: str = "",
    occurred_at: Instant | None = None,
) -> Entries:
    """Give a role to a named person; whoever had it leaves it."""
    incident = working(state, id)
    name = find_role(role)
    who = named_person(name, person)
    current = incident.holders(name)
    if any(holder.person == who and (not contact or holder.contact == contact) for holder in current):
        message = f"{who} has the role {label(name)} since {utc_iso(current[0].since)}."
        raise Refused(message)
    previous = None if name in SHARED else (current[0].person if current else "")
    fact = RoleAssigned(name, who, clean_optional(contact, "contact"), previous)
    return (Entry(fact, actor, id, dated(incident, occurred_at, now)),)


def release_role(
    state: State,
    id: str,  # noqa: A002 - the word for it
    role: str,
    person: str = "",
    *,
    actor: str,
    now: Instant,
    occurred_at: Instant | None = None,
) -> Entries:
    """End a person's time in a role; the commander only leaves by handing over."""
    incident = working(state, id)
    name = find_role(role)
    if name == COMMANDER:
        message = f"{id} needs a commander at any time: assign the next one, and {incident.commander} is relieved."
        raise Refused(message)
    people = [holder.person for holder in incident.holders(name)]
    who = " ".join(person.split()) or (people[0] if len(people) == 1 else "")
    if who not in people:
        found = f"it is held by {', '.join(people)}" if people else "nobody has it"
        message = f"{who or 'Nobody named'} cannot leave the role {label(name)}: {found}."
        raise Refused(message)
    return (Entry(RoleReleased(name, who), actor, id, dated(incident, occurred_at, now)),)
