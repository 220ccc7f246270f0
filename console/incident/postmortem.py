"""Pure: the states of a postmortem, the table of moves between them, its facts, and where it stands."""

from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from console.incident.clock import HOUR, MINUTE, utc_iso
from console.incident.facts import Instant
from console.incident.value import Value

DRAFT, IN_REVIEW, REVIEWED, CLOSED, WAIVED = "draft", "in_review", "reviewed", "closed", "waived"
ALLOWED: Mapping[str, tuple[str, ...]] = {
    DRAFT: (IN_REVIEW, REVIEWED, WAIVED),
    IN_REVIEW: (DRAFT, REVIEWED, WAIVED),
    REVIEWED: (IN_REVIEW,),
    WAIVED: (DRAFT,),
    CLOSED: (),
}
"""From each state, the ones that may follow by hand; reviewed becomes closed when the incident is closed."""
SETTLED = (REVIEWED, CLOSED, WAIVED)
"""States in which nobody has to be reminded."""
MEETING = HOUR
"""How long a review takes where nobody says otherwise."""


class PostmortemMoved(Value):
    """The postmortem went from `before`, which the mover saw, to another state; waiving it needs a reason.

    `reviewers` are who is to read it, or who read it.
    """

    kind: ClassVar[str] = "postmortem"
    before: str
    after: str
    reason: str = ""
    reviewers: tuple[str, ...] = ()

    def summary(self) -> str:
        """Say it in a sentence."""
        by = f" by {', '.join(self.reviewers)}" if self.reviewers else ""
        return f"postmortem {words(self.before)} -> {words(self.after)}{by}" + (
            f": {self.reason}" if self.reason else ""
        )


class ReviewScheduled(Value):
    """The review of the postmortem is at `at`, takes `span` ms, and `people` come; `at` None: it is called off."""

    kind: ClassVar[str] = "review"
    at: Instant | None = None
    span: int = MEETING
    people: tuple[str, ...] = ()
    reason: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        tail = f": {self.reason}" if self.reason else ""
        if self.at is None:
            return f"review called off{tail}"
        people = f" with {', '.join(self.people)}" if self.people else ""
        return f"review at {utc_iso(self.at)[:16].replace('T', ' ')}Z, {self.span // MINUTE} min{people}{tail}"


class Learnt(Value):
    """A change that an incident taught was written into a file of the playbooks; `what` says which, in words."""

    kind: ClassVar[str] = "learnt"
    playbook: str
    path: str
    what: str

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"learnt for {self.playbook}: {self.what}"


class Meeting(NamedTuple):
    """When the review is: `at` for `span` ms, with `people`; said by `event`, for the `number`th time."""

    at: Instant
    span: int
    people: tuple[str, ...]
    by: str
    event: str
    said: Instant
    number: int = 1


class Review(NamedTuple):
    """Where the postmortem stands: `state` since `at`, by `event` ("" and None while nobody moved it).

    `scheduled` counts how often a meeting was set or called off. `monitors` are what was added on closing so that it
    is seen sooner; `learnt` what was written into the playbooks.
    """

    state: str = DRAFT
    at: Instant | None = None
    by: str = ""
    event: str = ""
    reviewers: tuple[str, ...] = ()
    meeting: Meeting | None = None
    scheduled: int = 0
    monitors: tuple[str, ...] = ()
    learnt: tuple[str, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether it was reviewed, or is not to be."""
        return self.state in SETTLED


def words(state: str) -> str:
    """Return a state as people read it."""
    return state.replace("_", " ")


def diagram() -> str:
    """Print the table of moves as text, one state a line, for the documentation."""
    width = max(map(len, ALLOWED))
    lines = []
    for state, moves in ALLOWED.items():
        after = [words(move) for move in moves] + (["closed (with the incident)"] if state == REVIEWED else [])
        lines.append(f"{words(state):<{width}}  {'-> ' + ' | '.join(after) if after else '(the end)'}")
    return "\n".join(lines)
