"""Pure: everybody who may be needed, how to reach them, and why: their role, their shift, what is known of both."""

from collections.abc import Iterator, Sequence

from console.incident import roles
from console.incident.clock import short_span
from console.incident.events import Instant
from console.incident.parties import Contact
from console.incident.record import Incident
from console.present.due import PARTY
from console.present.who import People
from console.settings.directory import Party, Person
from widgets.text import safe_text
from widgets.values import Choice, Tone

UNKNOWN = "no number known"
BRIDGE = "bridge:"
"""The key of the row that says where people speak with each other."""


def rows(incident: Incident | None, known: People, now: Instant, bridge: str = "") -> list[Choice]:
    """Return who may be needed: those with a role, those on call, the others, the outside. A row's key is the name.

    Where people speak with each other (`bridge`) leads.
    """
    names = dict.fromkeys(
        (
            *(() if incident is None else _in_the_incident(incident)),
            *(duty.person for duty in known.duties if duty.person),
            *known.directory.people,
        )
    )
    gaps = [
        Choice(f"?{each.schedule}", f"NOBODY · on call: {each.schedule}", _gap(each.problem, each.source), Tone.BAD)
        for each in known.duties
        if not each.person
    ]
    people = [_person(name, incident, known, now) for name in names]
    where = [Choice(BRIDGE, safe_text(f"bridge · {bridge}", 200), "where people speak with each other", Tone.ACTION)]
    return [
        *(where if bridge else ()),
        *gaps,
        *people,
        *(_party(each, incident, now) for each in known.directory.parties),
    ]


def _gap(problem: str, source: str) -> str:
    return safe_text(problem or f"{source} names nobody now", 300)


def _in_the_incident(incident: Incident) -> Iterator[str]:
    for role in roles.CATALOGUE:
        yield from (holder.person for holder in incident.holders(role))
    yield from (offer.person for offer in incident.offers.values())


def _person(name: str, incident: Incident | None, known: People, now: Instant) -> Choice:
    why = [*_roles_of(name, incident), *(f"on call: {each.schedule}" for each in known.duties if each.person == name)]
    number = reach(name, incident, known) or UNKNOWN
    label, told = " · ".join((name, *why)), "; ".join((number, *_shifts(name, known, now)))
    return Choice(name, safe_text(label, 200), safe_text(told, 300), Tone.STRONG if why else Tone.PLAIN)


def _shifts(name: str, known: People, now: Instant) -> list[str]:
    """Say of each shift where that is known from, how old that is, and for how long it goes on."""
    mine = (each for each in known.duties if each.person == name)
    return [f"{each.told(now)}{_until(each.until, now)}{f' ({each.problem})' if each.problem else ''}" for each in mine]


def _until(until: Instant | None, now: Instant) -> str:
    return "" if until is None else f", for {short_span(until - now)} more"


def _roles_of(name: str, incident: Incident | None) -> list[str]:
    if incident is None:
        return []
    has = [role for role in roles.CATALOGUE if any(each.person == name for each in incident.holders(role))]
    asked = [f"{roles.label(each.role)} (offered)" for each in incident.offers.values() if each.person == name]
    return [*(roles.label(role) for role in has), *asked]


def reach(name: str, incident: Incident | None, known: People) -> str:
    """Return how to reach somebody: as the directory says, else as it was said with their role."""
    found = known.directory.reach(name)
    if found or incident is None:
        return found
    holders = (holder for role in roles.CATALOGUE for holder in incident.holders(role))
    return next((holder.contact for holder in holders if holder.person == name and holder.contact), "")


def _party(party: Party, incident: Incident | None, now: Instant) -> Choice:
    said = None if incident is None else incident.contacts.get(party.name)
    ticket = party.ticket if said is None or not said.ticket else said.ticket
    what = " · ".join(filter(None, (party.name, party.kind, ticket and f"ticket {ticket}", _again(said, now))))
    again = party.next_contact if said is None else ""
    told = [party.telephone, party.contact, again and f"next contact {again}"]
    detail = ", ".join(filter(None, told)) or UNKNOWN
    if said is not None:
        detail += f"; {short_span(now - said.at)} ago: {said.text}"
    tone = Tone.BAD if said is not None and said.due is not None and said.due <= now else Tone.PLAIN
    return Choice(f"{PARTY}{party.name}", safe_text(what, 200), safe_text(detail, 300), tone)


def _again(said: Contact | None, now: Instant) -> str:
    if said is None or said.due is None:
        return ""
    left = said.due - now
    return f"call again in {short_span(left)}" if left > 0 else f"call again, {short_span(-left)} late"


def card(key: str, incident: Incident | None, known: People, now: Instant) -> Sequence[tuple[str, str]]:
    """Return what is known of somebody as names and values; what is not known is left out."""
    if key.startswith(PARTY):
        party = next(each for each in known.directory.parties if each.name == key.removeprefix(PARTY))
        found = tuple((name.replace("_", " "), str(getattr(party, name))) for name in Party._fields)
        return tuple(each for each in found if each[1])
    person = known.directory.people.get(key, Person(key))
    pairs = [(name, str(getattr(person, name))) for name in Person._fields]
    if not person.reach:
        pairs.append(("contact", reach(key, incident, known) or UNKNOWN))
    pairs += [("role", each) for each in _roles_of(key, incident)]
    pairs += [("on call", each) for each in _shifts(key, known, now)]
    pairs += [("owns", each.name) for each in known.directory.services.values() if each.owner == key]
    return tuple(each for each in pairs if each[1])
