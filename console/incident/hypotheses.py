"""Pure: what may have been the cause: the facts of a hypothesis, its states and moves, and what the state keeps."""

from collections.abc import Iterable, Mapping
from typing import ClassVar, NamedTuple

from console.incident.facts import Instant
from console.incident.references import AGAINST, FOR, References, Triples, on_side
from console.incident.value import Value
from console.suggestion import did_you_mean

PROPOSED, TESTING, SUPPORTED, REFUTED, ACCEPTED = "proposed", "testing", "supported", "refuted", "accepted"

MOVES: Mapping[str, tuple[str, ...]] = {
    PROPOSED: (TESTING, SUPPORTED, REFUTED, ACCEPTED),
    TESTING: (PROPOSED, SUPPORTED, REFUTED, ACCEPTED),
    SUPPORTED: (TESTING, REFUTED, ACCEPTED),
    REFUTED: (TESTING,),
    ACCEPTED: (TESTING, SUPPORTED, REFUTED),
}
"""From each state, the ones that may follow. Leaving `accepted` takes the root cause back."""

UNSET = -1
"""Instead of a confidence: there is none any more."""
SURE = 100


class HypothesisAdded(Value):
    """Something may have been the cause.

    `hypothesis` is what it is to be called ("h1"); where another console was first with that name, the state gives the
    next. `test` could refute it, `owner` looks into it, `confidence` is a whole percent (None: nobody says), and
    `component` what it is about. `evidence` are triples of side, event and why. `source` names the candidate that it
    was taken from. The facts below name the event of this one in `made`, as `Weighed` does.
    """

    kind: ClassVar[str] = "hypothesis"
    hypothesis: str
    text: str
    test: str = ""
    owner: str = ""
    confidence: int | None = None
    component: str = ""
    evidence: Triples = ()
    source: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        test = f"; a test: {self.test}" if self.test else ""
        owner = f" ({self.owner})" if self.owner else ""
        return f"hypothesis {self.hypothesis}{owner}: {self.text}{test}"


class HypothesisMoved(Value):
    """A hypothesis went from `before`, which the mover saw, to another state, for a reason; `by` "" is the actor."""

    kind: ClassVar[str] = "hypothesis.moved"
    hypothesis: str
    before: str
    after: str
    reason: str = ""
    by: str = ""
    made: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        who = f" by {self.by}" if self.by else ""
        tail = f": {self.reason}" if self.reason else ""
        return f"{self.hypothesis} {self.before} -> {self.after}{who}{tail}"


class HypothesisSet(Value):
    """A hypothesis reads otherwise; None leaves a part as it is, "" takes it away (-1 the confidence)."""

    kind: ClassVar[str] = "hypothesis.set"
    hypothesis: str
    text: str | None = None
    test: str | None = None
    owner: str | None = None
    component: str | None = None
    confidence: int | None = None
    made: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        parts = [f"{name}: {value or 'none'}" for name in _TEXTS if (value := getattr(self, name)) is not None]
        if self.confidence is not None:
            parts.append(f"confidence: {'none' if self.confidence < 0 else f'{self.confidence} %'}")
        return f"{self.hypothesis} {'; '.join(parts)}"


_TEXTS = ("text", "test", "owner", "component")


class Step(NamedTuple):
    """A hypothesis came into a state at `at`, by somebody, for a reason."""

    state: str
    at: Instant
    by: str
    reason: str
    event: str


class Hypothesis(NamedTuple):
    """A hypothesis as it stands; `steps` are the states it was in, the first is its proposal by `by` in `event`."""

    id: str
    text: str
    by: str
    at: Instant
    event: str
    steps: tuple[Step, ...]
    test: str = ""
    owner: str = ""
    confidence: int | None = None
    component: str = ""
    evidence: References = ()
    source: str = ""

    @property
    def state(self) -> str:
        """Proposed, testing, supported, refuted or accepted."""
        return self.steps[-1].state

    @property
    def last(self) -> Step:
        """How it came into the state that it is in."""
        return self.steps[-1]

    @property
    def speaks_for(self) -> References:
        """The evidence for it."""
        return on_side(self.evidence, FOR)

    @property
    def speaks_against(self) -> References:
        """The evidence against it."""
        return on_side(self.evidence, AGAINST)

    @property
    def is_decided(self) -> bool:
        """Whether it was accepted or refuted."""
        return self.state in {ACCEPTED, REFUTED}

    @property
    def is_unsupported(self) -> bool:
        """Whether it was said to hold while no event speaks for it."""
        return self.state in {ACCEPTED, SUPPORTED} and not self.speaks_for


def in_state(found: Mapping[str, Hypothesis], *states: str) -> list[Hypothesis]:
    """Return the hypotheses that are in one of these states, the oldest first."""
    return [each for each in found.values() if each.state in states]


def root_causes(found: Mapping[str, Hypothesis]) -> list[Hypothesis]:
    """Return what people accepted as root causes, the first accepted first: nothing else is called so."""
    return sorted(in_state(found, ACCEPTED), key=lambda each: each.last.at)


def why_not(found: Hypothesis, after: str, reason: str) -> str:
    """Return why a hypothesis may not go into a state, "" where it may."""
    moves = MOVES[found.state]
    allowed = f"Allowed next: {', '.join(moves)}."
    if after == found.state:
        return f"{found.id} is {after} already. {allowed}"
    if after not in MOVES:
        return f"'{after}' is no state of a hypothesis{did_you_mean(after, MOVES)} {allowed}"
    if after not in moves:
        return f"{found.id}: {found.state} -> {after} is not a move. {allowed}"
    return "" if reason or _says_why(found, after) else f"Say why {found.id} is {after}: {_ASKED[after]}"


def _says_why(found: Hypothesis, after: str) -> bool:
    """Whether what is written already says why, so that nobody has to say it again."""
    if found.is_decided:
        return False  # what was decided is not undone without a word
    told: Mapping[str, Iterable[object] | str] = {
        TESTING: found.test,
        SUPPORTED: found.speaks_for,
        REFUTED: found.speaks_against,
    }
    return bool(told.get(after))


_ASKED: Mapping[str, str] = {
    PROPOSED: "what stopped the test?",
    TESTING: "how is it tested? Or name a test that could refute it.",
    SUPPORTED: "what speaks for it? Or name an event that does.",
    REFUTED: "what speaks against it? Or name an event that does.",
    ACCEPTED: "what makes it the root cause?",
}
