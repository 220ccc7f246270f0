"""Pure: the whys: answers below answers, as a tree; the facts, and what the state keeps of them."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, NamedTuple

from console.incident.facts import Instant
from console.incident.references import References, Triples
from console.incident.value import Value

WHY, HOW = "why", "how"
QUESTIONS = (WHY, HOW)
"""What may be asked of an answer: why it came to that, or how it could."""
DEEP = 5
"""So deep people are asked; an answer may stand deeper."""


class WhyAsked(Value):
    """What the tree begins with, such as "Why did the checkout fail?"; the newest counts."""

    kind: ClassVar[str] = "why.asked"
    text: str

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"asked: {self.text}"


class WhyAnswered(Value):
    """An answer, called `answer` ("w1"), to the question `asked` ("why" or "how") of the answer `under`, "" the first.

    `evidence` are triples of side ("for"), event and why. `below` names the event that made the one it stands under,
    as `Weighed.made` does.
    """

    kind: ClassVar[str] = "why"
    answer: str
    text: str
    under: str = ""
    asked: str = WHY
    evidence: Triples = ()
    below: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        place = f" {self.asked} {self.under}" if self.under else f" {self.asked}"
        return f"{self.answer}{place}: {self.text}"


class WhyStruck(Value):
    """An answer does not hold, for a reason; those below it fall with it."""

    kind: ClassVar[str] = "why.struck"
    answer: str
    reason: str
    made: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"{self.answer} does not hold: {self.reason}"


class Why(NamedTuple):
    """An answer as it stands; `struck` says why it does not hold, "" while it does."""

    id: str
    text: str
    under: str
    asked: str
    by: str
    at: Instant
    event: str
    evidence: References = ()
    struck: str = ""


class Branch(NamedTuple):
    """An answer at its place: `depth` from 1 on; `holds` is False where it, or one above it, was struck.

    `last` tells of every level above it, and of itself, whether it is the last of its neighbours: for drawing.
    """

    why: Why
    depth: int
    holds: bool
    last: tuple[bool, ...]
    is_end: bool

    @property
    def is_unsupported(self) -> bool:
        """Whether it holds and no event speaks for it."""
        return self.holds and not self.why.evidence


def branches(whys: Mapping[str, Why]) -> Iterator[Branch]:
    """Yield all answers, each before those below it, neighbours in the order in which they were given."""
    below: dict[str, list[Why]] = {}
    for each in whys.values():
        below.setdefault(each.under, []).append(each)
    waiting = _placed(below.get("", []), (), holds=True)
    while waiting:
        why, holds, last = waiting.pop()
        holds = holds and not why.struck
        under = below.get(why.id, [])
        yield Branch(why, len(last), holds, last, not under)
        waiting += _placed(under, last, holds=holds)


def _placed(whys: list[Why], above: tuple[bool, ...], *, holds: bool) -> list[tuple[Why, bool, tuple[bool, ...]]]:
    """Return neighbours with their place, the first at the end: a tree may be deeper than Python calls."""
    count = len(whys)
    found = [(each, holds, (*above, index == count - 1)) for index, each in enumerate(whys)]
    return found[::-1]


def first_question(asked: str, title: str) -> str:
    """Return what the tree begins with."""
    return asked or f"Why did it come to this: {title}?"
