"""Pure: people, teams, the catalogue of services, parties and on-call schedules; every reference has to be known."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from console.settings.directory import Catalogued, Directory, Party, Person, Schedule, Team
from console.settings.given import Known
from console.settings.probes import login, required, web_url
from console.settings.tables import Table
from console.suggestion import hint

KINDS = ("vendor", "press", "authority", "customer", "other")
_PERSON = ("contact", "telephone", "chat", "email")


class Entry(NamedTuple):
    """What the catalogue says of a service, and where that stands."""

    said: Catalogued
    table: Table


def read_entry(table: Table) -> Entry:
    """Read the keys of a [[service]] that say who owns it and what to know; what checks it is read elsewhere."""
    found = Catalogued(
        table.text("name"),
        table.text("owner"),
        table.whole("tier", 0, 1, 9),
        table.texts("depends_on"),
        table.text("runbook"),
        table.texts("dashboards"),
        table.text("channel"),
        table.text("workaround"),
    )
    return Entry(found, table)


def read_directory(document: Table, entries: Sequence[Entry], known: Known) -> Directory:
    """Read everybody who may be needed; a name that is not known is refused, and left out."""
    names = document.table("people")
    people = {name: _person(names, name) for name in _named(names, "a person")}
    given = document.table("teams")
    teams = {name: _team(given, name, people) for name in _named(given, "a team")}
    every = tuple(dict.fromkeys((*teams, *known.teams)))
    people = {name: _in_team(names, person, every) for name, person in people.items()}
    services = tuple(each.said.name for each in entries)
    # Without anybody written down anybody may own a service; without the teams that ship, nobody knows who they are.
    crowd = tuple(dict.fromkeys((*people, *every))) if known.teams and (people or teams) else ()
    kept = {each.said.name: _checked(each, crowd, services) for each in entries}
    parties = tuple(_parties(document))
    schedules = tuple(_schedules(document, every if known.teams else (), services, known))
    return Directory(people, teams, kept, parties, schedules)


def check_defaults(document: Table, roles: Mapping[str, str], found: Directory) -> Mapping[str, str]:
    """Leave out the default of a role who is nobody; a file without people and teams may name anybody."""
    table = document.table("roles")
    strangers = [role for role, person in roles.items() if person not in found.people]
    if not found.people and not found.teams:
        return roles
    for role in strangers:
        _unknown(table, role, roles[role], "a person under [people]", tuple(found.people))
    return {role: person for role, person in roles.items() if role not in strangers}


def _named(table: Table, what: str) -> tuple[str, ...]:
    """Return the names that stand in a table; one that is empty is nobody."""
    for name in table.names():
        if not name.strip():
            table.get(name)
            table.report.add((*table.path, name), f'"{name}" as the name', f"the name of {what}")
    return tuple(name for name in table.names() if name.strip())


def _unknown(table: Table, key: str, name: str, what: str, known: Sequence[str]) -> None:
    shown = f"{what}: {', '.join(known)}" if known else f"{what}; there is none"
    table.report.add((*table.path, key), f'"{name}"', shown, hint(name, known))


def _person(names: Table, name: str) -> Person:
    if not isinstance(names.get(name), dict):
        return Person(name, names.text(name))
    table = names.table(name)
    contact, telephone, chat, email = (table.text(key) for key in _PERSON)
    found = Person(name, contact, telephone, chat, email, table.text("team"), table.zone("timezone") or "")
    table.finish()
    return found


def _team(teams: Table, name: str, people: Mapping[str, Person]) -> Team:
    table = teams.table(name)
    listed, lead = table.texts("people"), table.text("lead")
    for key, person in (*(("people", each) for each in listed), *((("lead", lead),) if lead else ())):
        if person not in people:
            _unknown(table, key, person, "a person under [people]", tuple(people))
    table.finish()
    return Team(name, tuple(each for each in listed if each in people), lead if lead in people else "")


def _in_team(names: Table, person: Person, teams: Sequence[str]) -> Person:
    """Leave out a team that is not known."""
    if not person.team or person.team in teams:
        return person
    _unknown(names.table(person.name), "team", person.team, "a team under [teams]", teams)
    return person._replace(team="")


def _checked(entry: Entry, crowd: Sequence[str], services: Sequence[str]) -> Catalogued:
    """Leave out an owner (with no crowd anybody may be one) and dependencies that are not known."""
    said, table = entry
    if said.owner and crowd and said.owner not in crowd:
        _unknown(table, "owner", said.owner, "a person or a team", crowd)
        said = said._replace(owner="")
    for name in said.depends_on:
        if name not in services or name == said.name:
            _unknown(table, "depends_on", name, "another [[service]]", [each for each in services if each != said.name])
    return said._replace(depends_on=tuple(each for each in said.depends_on if each in services and each != said.name))


def _parties(document: Table) -> Iterator[Party]:
    for table in document.tables("party"):
        name = required(table, "name", "the name of a vendor, a paper, an authority")
        kind = table.choice("kind", KINDS, KINDS[0])
        telephone, contact, ticket, when = (
            table.text(key) for key in ("telephone", "contact", "ticket", "next_contact")
        )
        table.finish()
        if name:
            yield Party(name, kind, telephone, contact, ticket, when)


def _schedules(document: Table, teams: Sequence[str], services: Sequence[str], known: Known) -> Iterator[Schedule]:
    taken: list[str] = []
    for table in document.tables("oncall"):
        name = required(table, "name", 'what the schedule is called, such as "platform"')
        if double := name in taken:
            table.refuse("name", "a name that no other [[oncall]] has")
        role, team, service = table.choice("role", known.roles), table.text("team"), table.text("service")
        if stray := bool(team and teams and team not in teams):
            _unknown(table, "team", team, "a team under [teams]", teams)
        if lost := bool(service and service not in services):
            _unknown(table, "service", service, "a [[service]]", services)
        found = _sourced(table, Schedule(name, role, team, service))
        table.finish()
        taken.append(name)
        # Who is on call for something that is not known is not on call for everything.
        if name and found is not None and not (double or stray or lost):
            yield found


def _sourced(table: Table, schedule: Schedule) -> Schedule | None:
    """Read where a schedule stands; None where it stands nowhere."""
    signs = login(table)
    ical, file = table.text("ical"), table.file("file")
    if bool(ical) == (file is not None):
        table.report.add(table.path, "both file and ical" if ical else "neither file nor ical", "one of the two")
        return None
    if "://" in ical:
        url = web_url(table, "ical")
        return schedule._replace(url=url, login=signs) if url else None
    return schedule._replace(file=file, ical=table.report.path(ical) if ical else None)
