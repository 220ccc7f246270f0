"""Pure: what those who took part think of the response: the fact, and what the state keeps of it."""

from typing import ClassVar, NamedTuple

from console.incident.facts import Instant
from console.incident.value import Value

LEAST, MOST = 1, 5


class Rated(Value):
    """Somebody who took part rated the response, 1 (poor) to 5 (excellent), and said why; the newest word counts.

    The sentence tells neither: what people think stands in documents without their names.
    """

    kind: ClassVar[str] = "rated"
    stars: int
    text: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        return "rated the response"


class Rating(NamedTuple):
    """The newest rating of a person."""

    stars: int
    text: str
    at: Instant
    event: str
