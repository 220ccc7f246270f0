"""Pure: the frozen values of people, teams, services as they are owned, parties and on-call schedules."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from console.settings.logins import Login
from console.suggestion import hint


class Person(NamedTuple):
    """Somebody who can be reached; every text may be "" but the name. `timezone` is a name such as Europe/Berlin."""

    name: str
    contact: str = ""
    telephone: str = ""
    chat: str = ""
    email: str = ""
    team: str = ""
    timezone: str = ""

    @property
    def reach(self) -> str:
        """How to reach them in one line; the telephone first, since that works when all else is down."""
        return ", ".join(filter(None, (self.telephone, self.contact, self.chat, self.email)))


class Team(NamedTuple):
    """People who answer together, and who leads them ("" where nobody is named)."""

    name: str
    people: tuple[str, ...] = ()
    lead: str = ""


class Catalogued(NamedTuple):
    """What the catalogue says of a service. `owner` is a person or a team, `tier` 1 (the worst to lose) to 9, 0 unsaid.

    `workaround` is what people can do without it.
    """

    name: str
    owner: str = ""
    tier: int = 0
    depends_on: tuple[str, ...] = ()
    runbook: str = ""
    dashboards: tuple[str, ...] = ()
    channel: str = ""
    workaround: str = ""


class Party(NamedTuple):
    """Somebody outside: a vendor, the press, an authority. `ticket` is theirs, `next_contact` says when to call."""

    name: str
    kind: str = "vendor"
    telephone: str = ""
    contact: str = ""
    ticket: str = ""
    next_contact: str = ""


class Schedule(NamedTuple):
    """Who is on call when; for a role, a team or a service. It stands in a file, or at a URL that is fetched."""

    name: str
    role: str = ""
    team: str = ""
    service: str = ""
    file: Path | None = None
    ical: Path | None = None
    url: str = ""
    login: Login = Login()


class Directory(NamedTuple):
    """Everybody who may be needed, by name."""

    people: Mapping[str, Person] = MappingProxyType({})
    teams: Mapping[str, Team] = MappingProxyType({})
    services: Mapping[str, Catalogued] = MappingProxyType({})
    parties: tuple[Party, ...] = ()
    schedules: tuple[Schedule, ...] = ()

    def reach(self, person: str) -> str:
        """Return how to reach a person, "" where that is not known."""
        found = self.people.get(person)
        return "" if found is None else found.reach

    def telephone(self, person: str) -> str:
        """Return their number, else another way to reach them, "" where none is known."""
        found = self.people.get(person)
        return "" if found is None else found.telephone or found.reach

    def stranger(self, person: str) -> str:
        """Return the sentence that nobody of this name is under [people]; "" where somebody is, or nobody at all is."""
        names = {name.casefold(): name for name in self.people}
        if not (self.people or self.teams) or person.casefold() in names:
            return ""
        return f"{person} is not under [people]: no number is known. {hint(person, self.people)}".rstrip()

    @property
    def workarounds(self) -> dict[str, str]:
        """What people can do without a service, where that is said, by service."""
        return {name: each.workaround for name, each in self.services.items() if each.workaround}

    def members(self, team: str) -> tuple[str, ...]:
        """Return the people of a team, its lead first, each once."""
        found = self.teams.get(team, Team(team))
        also = (each.name for each in self.people.values() if each.team == team)
        return tuple(dict.fromkeys([*([found.lead] if found.lead else []), *found.people, *also]))


NO_DIRECTORY = Directory()
