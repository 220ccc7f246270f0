"""Pure: the facts of an escalation, and how far up a chain an incident has come."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, NamedTuple

from console.incident.facts import Instant
from console.incident.value import Value

TELEPHONED, NO_ANSWER, TOOK_IT = "telephoned", "no answer", "acknowledged"
ANSWERS = (TELEPHONED, NO_ANSWER, TOOK_IT)
"""What may become of a call."""


class EscalationReached(Value):
    """A step of a chain is due: `people` are to be called (none: nobody could be found). Steps count from 1.

    `round` is how often somebody had jumped by then: a step that is reached in an older round is late. `everyone`:
    the chain goes on until each of them has acknowledged.
    """

    kind: ClassVar[str] = "escalation.reached"
    chain: str
    step: int
    people: tuple[str, ...] = ()
    round: int = 0
    everyone: bool = False

    def summary(self) -> str:
        """Say it in a sentence."""
        whom = f"call {', '.join(self.people)}" if self.people else "nobody is there to be called"
        return f"escalation {self.chain}, step {self.step}: {whom}"


class EscalationAnswered(Value):
    """What became of a call: "telephoned", "no answer" or "acknowledged"."""

    kind: ClassVar[str] = "escalation.answered"
    chain: str
    step: int
    person: str
    how: str

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"{self.person}: {self.how} (escalation {self.chain}, step {self.step})"


class EscalationJumped(Value):
    """Somebody went to a step of a chain: it is due at once, and the later ones follow from there."""

    kind: ClassVar[str] = "escalation.jumped"
    chain: str
    step: int
    reason: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        tail = f": {self.reason}" if self.reason else ""
        return f"escalation {self.chain} goes to step {self.step}{tail}"


class EscalationStopped(Value):
    """Nobody further up is called."""

    kind: ClassVar[str] = "escalation.stopped"
    chain: str
    reason: str

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"escalation {self.chain} is stopped: {self.reason}"


class Call(NamedTuple):
    """The newest that is known of a call to a person."""

    person: str
    how: str
    at: Instant
    by: str


class Rung(NamedTuple):
    """A step that was reached at `at`, whom it names, and what became of the calls; `everyone` has to acknowledge."""

    step: int
    at: Instant
    people: tuple[str, ...]
    calls: tuple[Call, ...] = ()
    everyone: bool = False

    @property
    def acknowledged(self) -> tuple[str, ...]:
        """Who of those whom it names has acknowledged."""
        took = {each.person for each in self.calls if each.how == TOOK_IT}
        return tuple(person for person in self.people if person in took)

    @property
    def missing(self) -> tuple[str, ...]:
        """Whose acknowledgement the chain still waits for, whoever else has acknowledged."""
        took = self.acknowledged
        return tuple(person for person in self.people if person not in took) if self.everyone else ()

    def call(self, person: str) -> Call | None:
        """Return what became of the call to a person."""
        return next((each for each in self.calls if each.person == person), None)


class Climb(NamedTuple):
    """How far a chain has come: `begun` and `first` are of the newest jump (None, 1: it began with the incident)."""

    chain: str
    rungs: tuple[Rung, ...] = ()
    begun: Instant | None = None
    first: int = 1
    round: int = 0
    stopped_at: Instant | None = None
    reason: str = ""

    def rung(self, step: int) -> Rung | None:
        """Return a step that was reached."""
        return next((each for each in self.rungs if each.step == step), None)

    @property
    def missing(self) -> tuple[str, ...]:
        """Whose acknowledgement it waits for; steps before the one that somebody went to are done with."""
        return tuple(person for each in self.rungs if each.step >= self.first for person in each.missing)


def own_answers(climbs: Mapping[str, Climb], person: str) -> Iterator[EscalationAnswered]:
    """Yield what somebody who acknowledges has still to say of calls to them, in steps that wait for everybody."""
    for climb in climbs.values():
        for rung in climb.rungs if climb.stopped_at is None else ():
            if rung.step >= climb.first and person in rung.missing:
                yield EscalationAnswered(climb.chain, rung.step, person, TOOK_IT)
