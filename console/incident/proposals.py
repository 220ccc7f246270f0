"""Pure: the facts of a decision that is put to the others first: proposed, objected to, taken, withdrawn, looked at."""

from typing import ClassVar

from console.incident.clock import short_span
from console.incident.facts import Instant
from console.incident.value import Value


class DecisionProposed(Value):
    """Something is to be decided: `text`, or one of the `options`.

    `proposal` is what it is to be called ("p1"); where another console was first with that name, the state gives the
    next. The facts below name the event of the proposal that they mean in `proposed`: "" is the one that the same
    console made just before, else the one with that name (as all were in older logs).
    `rejected` are pairs of an option and why it was not chosen. `by` decides; `wait` (ms) is how long objections are
    waited for; `again` (ms, 0 never) is how long after the decision it is looked at again.
    """

    kind: ClassVar[str] = "decision.proposed"
    proposal: str
    text: str
    reason: str = ""
    options: tuple[str, ...] = ()
    rejected: tuple[tuple[str, ...], ...] = ()
    by: str = ""
    wait: int = 0
    again: int = 0

    def summary(self) -> str:
        """Say it in a sentence."""
        reason = f" (because {self.reason})" if self.reason else ""
        others = f"; or {', or '.join(self.options)}" if self.options else ""
        asked = f". Any strong objections? {short_span(self.wait)}" if self.wait else ""
        return f"proposed {self.proposal}: {self.text}{reason}{others}{asked}"


class DecisionObjected(Value):
    """Somebody objects strongly to a proposal; `by` "" means the actor."""

    kind: ClassVar[str] = "decision.objected"
    proposal: str
    why: str
    by: str = ""
    proposed: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"objection to {self.proposal}{f' by {self.by}' if self.by else ''}: {self.why}"


class DecisionTaken(Value):
    """A proposal became a decision for one of its options; `again_at` is when it is looked at again.

    `answered` is how many objections the decider had seen; `despite` says why it is taken in spite of them.
    """

    kind: ClassVar[str] = "decision.taken"
    proposal: str
    option: str
    by: str
    again_at: Instant | None = None
    answered: int = 0
    despite: str = ""
    proposed: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        despite = f", in spite of an objection: {self.despite}" if self.despite else ""
        return f"decided {self.proposal}: {self.option} (by {self.by}){despite}"


class DecisionWithdrawn(Value):
    """A proposal is off."""

    kind: ClassVar[str] = "decision.withdrawn"
    proposal: str
    reason: str = ""
    proposed: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"withdrawn {self.proposal}" + (f": {self.reason}" if self.reason else "")


class DecisionRevisited(Value):
    """A decision was looked at again: what was found, and when it is looked at next, None for never."""

    kind: ClassVar[str] = "decision.revisited"
    proposal: str
    text: str
    again_at: Instant | None = None
    proposed: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"looked again at {self.proposal}: {self.text}"


class CanReported(Value):
    """A report from somebody at work: conditions, actions, needs; `by` "" means the actor."""

    kind: ClassVar[str] = "can"
    conditions: str
    actions: str = ""
    needs: str = ""
    by: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        parts = (("conditions", self.conditions), ("actions", self.actions), ("needs", self.needs))
        who = f" from {self.by}" if self.by else ""
        return f"CAN{who}: " + "; ".join(f"{name}: {text}" for name, text in parts if text)
