"""Pure: talking to somebody outside (a vendor, the press): the fact, and what the state keeps of it."""

from typing import ClassVar, NamedTuple

from console.incident.facts import Instant
from console.incident.value import Value


class PartyContacted(Value):
    """Somebody outside was talked to; they are to be called again at `due` (None: not again), about `ticket`."""

    kind: ClassVar[str] = "party.contacted"
    party: str
    text: str
    due: Instant | None = None
    ticket: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        ticket = f" ({self.ticket})" if self.ticket else ""
        return f"{self.party}{ticket}: {self.text}"


class Contact(NamedTuple):
    """The newest that somebody outside said, and when to call them again (None: not again)."""

    party: str
    text: str
    at: Instant
    due: Instant | None = None
    ticket: str = ""
