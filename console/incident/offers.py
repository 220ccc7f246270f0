"""Pure: the facts of a role that is offered, and the offer as the state keeps it until it is answered."""

from typing import ClassVar, NamedTuple

from console.incident.facts import Instant
from console.incident.value import Value

SHARED = frozenset({"sme", "observer", "reporter"})
"""Roles that several people may have at once."""


def offer_key(role: str, person: str) -> str:
    """Return where the offer of a role is kept: several people may be offered a role that several may have."""
    return f"{role}:{person}" if role in SHARED else role


def _role(name: str) -> str:
    return name.replace("_", " ")


class RoleOffered(Value):
    """A role was offered to a person; the offer before it was to `previous` ("" to nobody), as the offerer saw it.

    With the command comes what the one who hands over says: which decision is `coming`, and which `risks` there are.
    """

    kind: ClassVar[str] = "role.offered"
    role: str
    person: str
    contact: str = ""
    previous: str = ""
    coming: str = ""
    risks: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        after = f" (no longer to {self.previous})" if self.previous else ""
        return f"{_role(self.role)} is offered to {self.person}{after}"


class RoleAccepted(Value):
    """The person took the role that was offered; the actor is the console where they said so.

    `read_back` is what they understood, in their own words; `offered` is the event of the offer ("" in old logs).
    """

    kind: ClassVar[str] = "role.accepted"
    role: str
    person: str
    read_back: str = ""
    offered: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"{self.person} accepts {_role(self.role)}{f': {self.read_back}' if self.read_back else ''}"


class RoleDeclined(Value):
    """The person does not take the role; `withdrawn`: it is not offered to them any more. `offered` as above."""

    kind: ClassVar[str] = "role.declined"
    role: str
    person: str
    reason: str = ""
    withdrawn: bool = False
    offered: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        tail = f": {self.reason}" if self.reason else ""
        if self.withdrawn:
            return f"{_role(self.role)} is no longer offered to {self.person}{tail}"
        return f"{self.person} declines {_role(self.role)}{tail}"


class Offer(NamedTuple):
    """A role that somebody is asked to take, and has not answered; `event` names the event that says so."""

    role: str
    person: str
    at: Instant
    by: str
    contact: str = ""
    event: str = ""
    coming: str = ""
    risks: str = ""


class Over(NamedTuple):
    """An offer that was not taken: "declined" by the person, or "taken back" by another."""

    how: str
    by: str
    at: Instant
