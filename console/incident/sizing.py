"""Pure: the facts of how bad it is: what was said of it, and which promise of a severity was not kept."""

from collections.abc import Mapping
from typing import ClassVar

from console.incident.clock import clock_time, short_span
from console.incident.facts import NOTHING, Instant
from console.incident.indicators import TRIAGE
from console.incident.value import Value

QUESTIONS: Mapping[str, str] = {
    "seen": "what is seen",
    "services": "affected services",
    "users": "users affected",
    "impact": "customer impact",
    **{name: indicator.words for name, indicator in TRIAGE.items()},
}
"""What can be asked of how bad it is, and how people read it; the first four stand in the declare form."""


def said(question: str, text: str) -> str:
    """Return "users affected: 61 %", or that it is unknown."""
    shown = f"{text} %" if question == "users" and text else text or "unknown"
    return f"{QUESTIONS.get(question, question)}: {shown}"


class Assessed(Value):
    """Somebody said how bad it is: text by question, "" for unknown, which is an open question from then on.

    `proposed` is the severity that the rules make of it and `because` why; `reason` is why another was taken.
    """

    kind: ClassVar[str] = "assessed"
    answers: Mapping[str, str] = NOTHING
    proposed: str = ""
    because: str = ""
    reason: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        told = "; ".join(said(question, text) for question, text in self.answers.items() if text)
        open_ = ", ".join(QUESTIONS.get(question, question) for question, text in self.answers.items() if not text)
        told = "; ".join(filter(None, (told, f"unknown: {open_}" if open_ else "")))
        rules = f"the rules propose {self.because or self.proposed}" if self.proposed else ""
        other = f"another was taken: {self.reason}" if self.reason else ""
        return "; ".join(filter(None, (told, rules, other))) or "nothing was said"


class Breached(Value):
    """A promise of a severity was not kept: to acknowledge, to tell people, or to be back to normal by `due_at`.

    `round` counts the updates before it, or how often the incident was reopened: each round is written once.
    """

    kind: ClassVar[str] = "breach"
    promise: str
    round: int
    due_at: Instant
    within: int
    severity: str

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"late: {self.promise} was due {clock_time(self.due_at)}Z ({self.severity}: {short_span(self.within)})"
