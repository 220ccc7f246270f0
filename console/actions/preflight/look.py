"""What a check of preflight gets, and what it is: a function that blocks and returns findings."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from console.actions.api import Api
from console.actions.drafts.draft import Draft
from console.actions.shape import Json
from console.incident.action import Finding, Wanted
from console.incident.events import Instant

NOTHING: Json = {}


class Look(NamedTuple):
    """What is known when a check begins; the early checks run before the target was read, with `found` empty."""

    api: Api
    wanted: Wanted
    now: Instant
    found: Json = NOTHING
    draft: Draft = Draft("")

    @property
    def namespace(self) -> str:
        """The namespace of the target."""
        return self.wanted.target.namespace


class Check(NamedTuple):
    """A check and the name under which its findings stand. `ask` may raise NotKnown: then it could not check."""

    name: str
    ask: Callable[[Look], Iterable[Finding]]
