"""What a wish of a console is drawn from: its own view, its clock, and three numbers."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from console.incident.clock import SECOND
from console.incident.events import Event, Instant
from console.incident.state import Incident, State

T = TypeVar("T")


class Draw(NamedTuple):
    """A wish with what it is drawn from: the console's own view, its clock, and three numbers."""

    state: State
    seen: Sequence[Event]
    actor: str
    now: Instant
    new_id: Callable[[], str]
    one: int
    two: int
    three: int

    @property
    def incident(self) -> Incident:
        """One of the incidents that the console knows."""
        return self.of(tuple(self.state.incidents.values()), self.one)

    @property
    def earlier(self) -> Instant | None:
        """A time up to some minutes back, mostly none."""
        return None if self.three % 3 else self.now - self.three * 10 * SECOND

    def of(self, things: Sequence[T], number: int | None = None) -> T:
        """One of several; there is nothing to wish where there is none."""
        if not things:
            raise NothingToDoError
        return things[(self.two if number is None else number) % len(things)]

    def name(self, things: Mapping[str, object]) -> str:
        """The name of one of several."""
        return self.of(tuple(things))


class NothingToDoError(Exception):
    """What is wished for is not there."""
