"""Pure: who should respond, and why: who has a role, who is on call, who is the default, who owns what is hit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from console.incident import roles
from console.incident.duty import Duty
from console.incident.events import NOTHING, Instant
from console.incident.record import Incident
from console.settings.directory import Catalogued, Directory

HAS, OFFERED, SHOULD, NOBODY = "has it", "offered", "should", "nobody"
"""What stands between a person and what they are needed for; NOBODY is a gap that somebody has to fill."""


class People(NamedTuple):
    """What is known of people: the directory, who is on call, and who is the default of a role."""

    directory: Directory = Directory()
    duties: Sequence[Duty] = ()
    defaults: Mapping[str, str] = NOTHING


class Named(NamedTuple):
    """A name and where it comes from; `person` "" is a gap."""

    person: str
    source: str


class Responder(NamedTuple):
    """Somebody who should respond, with everything that they are needed for; `person` "" is a gap."""

    person: str
    what: tuple[str, ...]
    source: str
    state: str
    contact: str = ""


def for_role(role: str, known: People, now: Instant) -> Named | None:
    """Return who should have a role: on-call first, then the default of the configuration; None where nobody is."""
    for duty in known.duties:
        if duty.role == role and duty.person:
            return Named(duty.person, duty.told(now))
    default = known.defaults.get(role, "")
    return Named(default, "default under [roles]") if default else None


def for_team(team: str, known: People, now: Instant) -> Named | None:
    """Return who answers for a team: who is on call for it, else its lead, else the first of it."""
    for duty in known.duties:
        if duty.team == team and duty.person:
            return Named(duty.person, duty.told(now))
    members = known.directory.members(team)
    if not members:
        return None
    lead = known.directory.teams[team].lead if team in known.directory.teams else ""
    return Named(members[0], f"lead of {team}" if lead else f"team {team}")


def for_owner(entry: Catalogued, known: People, now: Instant) -> Named:
    """Return who owns a service; a gap where nobody does, or its team has nobody."""
    if not entry.owner:
        return Named("", "no owner")
    listed = known.directory.people or known.directory.teams
    if entry.owner in known.directory.people or not (listed or entry.owner in roles.DEFAULT_TEAMS):
        return Named(entry.owner, "owner")
    found = for_team(entry.owner, known, now)
    return Named("", f"nobody in team {entry.owner}") if found is None else found


def responders(
    incident: Incident | None, services: Sequence[str], known: People, now: Instant
) -> tuple[Responder, ...]:
    """Return who should respond: the required roles, the owners of services, who is on call; each person once."""
    found = [
        *(() if incident is None else _by_role(incident, known, now)),
        *_by_service(services, known, now),
        *_on_call(services, known, now),
    ]
    return tuple(_collapsed(found, known))


def _by_role(incident: Incident, known: People, now: Instant) -> Iterator[Responder]:
    for role in roles.required(incident.rank):
        what = (roles.label(role),)
        offer = incident.offers.get(role)
        if holders := incident.holders(role):
            yield Responder(holders[0].person, what, "has the role", HAS, holders[0].contact)
        elif offer is not None:
            yield Responder(offer.person, what, "was offered it", OFFERED, offer.contact)
        elif (named := for_role(role, known, now)) is not None:
            yield Responder(named.person, what, named.source, SHOULD)
        else:
            yield Responder("", what, "nobody on call, no default", NOBODY)


def _by_service(services: Sequence[str], known: People, now: Instant) -> Iterator[Responder]:
    for service in services:
        named = for_owner(known.directory.services.get(service, Catalogued(service)), known, now)
        yield Responder(named.person, (f"owns {service}",), named.source, SHOULD if named.person else NOBODY)


def _on_call(services: Sequence[str], known: People, now: Instant) -> Iterator[Responder]:
    """Yield who is on call for what is hit, or for no service in particular; schedules of a role are in it already."""
    for duty in known.duties:
        if not duty.role and not duty.team and duty.service in ("", *services):
            state = SHOULD if duty.person else NOBODY
            yield Responder(duty.person, (f"on call: {duty.schedule}",), duty.told(now), state)


def _collapsed(found: Iterable[Responder], known: People) -> Iterator[Responder]:
    """Put what one person is needed for together; a gap stays a row of its own."""
    by_person: dict[str, list[Responder]] = {}
    gaps = []
    for each in found:
        if each.person:
            by_person.setdefault(each.person, []).append(each)
        else:
            gaps.append(each)
    for person, rows in by_person.items():
        what = tuple(dict.fromkeys(word for row in rows for word in row.what))
        source = "; ".join(dict.fromkeys(row.source for row in rows))
        contact = known.directory.reach(person) or next((row.contact for row in rows if row.contact), "")
        state = min((row.state for row in rows), key=(HAS, OFFERED, SHOULD).index)
        yield Responder(person, what, source, state, contact)
    yield from gaps
