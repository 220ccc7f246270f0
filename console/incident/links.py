"""Pure: what stands elsewhere and belongs to an incident: the fact, and what the state keeps of it."""

from typing import ClassVar, NamedTuple

from console.incident.facts import Instant
from console.incident.value import Value

LINKS = ("log", "graph", "chat", "pr", "ticket", "document")
"""What a link leads to."""


class LinkNoted(Value):
    """An address that belongs to the incident: of which sort, and its title.

    `withdrawn` says why it does not belong to it after all, "" while it does.
    """

    kind: ClassVar[str] = "link"
    sort: str
    url: str
    title: str = ""
    withdrawn: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        if self.withdrawn:
            return f"no link: {self.url}: {self.withdrawn}"
        return f"{self.sort}: {self.title} {self.url}" if self.title else f"{self.sort}: {self.url}"


class Linked(NamedTuple):
    """A link as it stands: noted first `by` somebody at `at`, in `event`."""

    sort: str
    url: str
    title: str
    at: Instant
    by: str
    event: str
