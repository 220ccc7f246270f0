"""Pure: an event that speaks for or against something: the fact that says so, and what the state keeps of it."""

from collections.abc import Collection, Iterable
from typing import ClassVar, NamedTuple

from console.incident.errors import Refused
from console.incident.facts import Instant
from console.incident.value import Value

FOR, AGAINST, NEITHER = "for", "against", "neither"
SIDES = (FOR, AGAINST, NEITHER)
"""What an event may be to a hypothesis; "neither" takes the reference off again."""


class Weighed(Value):
    """An event speaks `side` something: a hypothesis, an answer to a why or a factor (`subject`: "h1", "w2", "f1").

    `event` is its name, "writer/seq"; `why` says in a few words how. `made` names the event that made the subject: ""
    is the one that the same console made just before, else the one with that name.
    """

    kind: ClassVar[str] = "weighed"
    subject: str
    side: str
    event: str
    why: str = ""
    made: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        tail = f": {self.why}" if self.why else ""
        if self.side == NEITHER:
            return f"{self.event} says nothing about {self.subject}{tail}"
        return f"{self.event} speaks {self.side} {self.subject}{tail}"


class Reference(NamedTuple):
    """An event that speaks for or against something, says `by` since `at`, in the event `said`."""

    event: str
    side: str
    why: str
    by: str
    at: Instant
    said: str


References = tuple[Reference, ...]
Triples = tuple[tuple[str, ...], ...]
"""References within a fact: side, event, why."""


def on_side(found: Iterable[Reference], side: str) -> References:
    """Return those that speak for it, or against it."""
    return tuple(each for each in found if each.side == side)


def first_references(triples: Triples, by: str, at: Instant, said: str) -> References:
    """Return the references that something was made with; what is no triple of a known side is left out."""
    found: References = ()
    for each in triples:
        if len(each) == 3 and each[0] in {FOR, AGAINST} and each[1]:  # noqa: PLR2004 - side, event, why
            found = with_reference(found, Reference(each[1], each[0], each[2], by, at, said))
    return found


def with_reference(found: References, new: Reference) -> References:
    """Return the references with one more; the newest word on an event counts."""
    others = tuple(each for each in found if each.event != new.event)
    return others if new.side == NEITHER else (*others, new)


def known_event(text: str, known: Collection[str]) -> str:
    """Return the name of an event that is in the log; `known` are those that somebody has looked up there."""
    name = text.strip()
    if name in known:
        return name
    message = (
        f"There is no event '{name}' in this log. `warroom timeline` names the event of each line, and so does enter "
        "on a line of the timeline: alice@host/12."
    )
    raise Refused(message)


def triples_of(pairs: Iterable[tuple[str, str]], known: Collection[str], side: str = FOR) -> Triples:
    """Return events, each with why, as a fact keeps them; Refused where one is not in the log."""
    return tuple((side, known_event(event, known), " ".join(why.split())) for event, why in pairs)
