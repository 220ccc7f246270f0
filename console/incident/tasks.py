"""Pure: what somebody promised to do by when: the facts of a task, and where it stands. A task has one person."""

from typing import ClassVar, NamedTuple

from console.incident.facts import Instant
from console.incident.value import Value

ENDS = ("done", "dropped")
"""How a task ends; what is dropped is neither kept nor late."""


def _at(instant: Instant) -> str:
    """Return the time of day in UTC: "17:42Z"."""
    return f"{instant // 3_600_000 % 24:02d}:{instant // 60_000 % 60:02d}Z"


class TaskGiven(Value):
    """A person is to do something by `due`. Who gives it to themselves, promises it.

    `task` is what it is to be called ("t1"); where another console was first with that name, the state gives the next.
    """

    kind: ClassVar[str] = "task.given"
    task: str
    person: str
    text: str
    due: Instant

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"{self.task}: {self.person} until {_at(self.due)}: {self.text}"


class TaskAccepted(Value):
    """Its person, or somebody for them, said that they are at it. `given` is the event of the task that is meant."""

    kind: ClassVar[str] = "task.accepted"
    task: str
    given: str

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"{self.task} accepted"


class TaskEnded(Value):
    """A task is `done` (with what came of it) or `dropped` (with the reason); `given` as above."""

    kind: ClassVar[str] = "task.ended"
    task: str
    given: str
    how: str
    text: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"{self.task} {self.how}{f': {self.text}' if self.text else ''}"


class TaskExtended(Value):
    """A task got more time, for a reason. One that was late by then stays late; `given` as above."""

    kind: ClassVar[str] = "task.extended"
    task: str
    given: str
    due: Instant
    reason: str

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"{self.task} has until {_at(self.due)}: {self.reason}"


class UpdateSnoozed(Value):
    """The next update may wait until then, for a reason; the next one that is posted ends that."""

    kind: ClassVar[str] = "update.snoozed"
    until: Instant
    reason: str

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"update snoozed until {_at(self.until)}: {self.reason}"


class Snooze(NamedTuple):
    """Said at `at`: the next update may wait until `until`."""

    at: Instant
    until: Instant
    event: str = ""


class Task(NamedTuple):
    """A task as far as it has come; `missed` says that it was late when it got more time."""

    id: str
    person: str
    text: str
    due: Instant
    given: Instant
    by: str
    event: str
    accepted: Instant | None = None
    ended: Instant | None = None
    how: str = ""
    result: str = ""
    missed: bool = False
    closing: str = ""
    """The event that ended it."""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.ended is None

    @property
    def is_promised(self) -> bool:
        """Whether its person said yes: they gave it to themselves, accepted it, or did it."""
        return self.by == self.person or self.accepted is not None or self.how == "done"

    def kept(self, now: Instant) -> bool | None:
        """Whether it was done in time; None while it can still be, and where nobody needs it any more."""
        if self.how == "dropped":
            return None
        if self.missed:
            return False
        if self.how == "done":
            return self.ended is not None and self.ended <= self.due
        if (now if self.ended is None else self.ended) > self.due:
            return False
        return None


class Tally(NamedTuple):
    """How many promises were kept, and how many of them were not in time."""

    kept: int
    late: int

    @property
    def of(self) -> int:
        """How many could be judged."""
        return self.kept + self.late
