"""Pure: what contributed: a factor by category, its kind and its state; the facts, and what the state keeps of it."""

from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from console.incident.facts import Instant
from console.incident.references import References, Triples
from console.incident.value import Value

CONTRIBUTING, TRIGGER, LUCK = "contributing", "trigger", "mitigating luck"
SORTS = (CONTRIBUTING, TRIGGER, LUCK)
"""What a factor may be: it contributed, it set things off, or it was luck that kept it from being worse."""

PROPOSED, ACCEPTED, STRUCK = "proposed", "accepted", "struck"
MOVES: Mapping[str, tuple[str, ...]] = {
    PROPOSED: (ACCEPTED, STRUCK),
    ACCEPTED: (PROPOSED, STRUCK),
    STRUCK: (PROPOSED, ACCEPTED),
}
"""From each state of a factor, the ones that may follow."""

CATEGORIES = ("People", "Process", "Tools", "Code", "Infrastructure", "External")
"""The bones of the fishbone where a configuration names no others."""

EXAMPLES: Mapping[str, str] = {
    "People": "nobody on call knew the service",
    "Process": "a release without a canary",
    "Tools": "no alert on the length of the queue",
    "Code": "retries without a limit",
    "Infrastructure": "one zone only",
    "External": "a vendor changed an interface",
}
"""What may stand at a bone, for people who look at an empty one; never part of a document."""


class FactorNamed(Value):
    """Something contributed: `text`, in a `category`, of a `sort`; `tags` are causes that are counted over incidents.

    `factor` is what it is to be called ("f1"), as in `HypothesisAdded`. `evidence` are triples of side ("for"), event
    and why. `accepted`: whoever names it also says that it holds.
    """

    kind: ClassVar[str] = "factor"
    factor: str
    text: str
    category: str
    sort: str = CONTRIBUTING
    tags: tuple[str, ...] = ()
    evidence: Triples = ()
    accepted: bool = False

    def summary(self) -> str:
        """Say it in a sentence."""
        how = ", accepted" if self.accepted else ""
        tags = f" [{', '.join(self.tags)}]" if self.tags else ""
        return f"factor {self.factor} ({self.category}, {self.sort}{how}): {self.text}{tags}"


class FactorJudged(Value):
    """A factor went from `before`, which whoever judged it saw, to accepted, struck or proposed again."""

    kind: ClassVar[str] = "factor.judged"
    factor: str
    before: str
    after: str
    reason: str = ""
    made: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        tail = f": {self.reason}" if self.reason else ""
        return f"{self.factor} {self.before} -> {self.after}{tail}"


class FactorSet(Value):
    """A factor reads otherwise; None leaves a part as it is, and the tags only count where it is `retagged`."""

    kind: ClassVar[str] = "factor.set"
    factor: str
    text: str | None = None
    category: str | None = None
    sort: str | None = None
    retagged: bool = False
    tags: tuple[str, ...] = ()
    made: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        texts = {"text": self.text, "category": self.category, "kind": self.sort}
        parts = [f"{name}: {value}" for name, value in texts.items() if value is not None]
        if self.retagged:
            parts.append(f"tags: {', '.join(self.tags) or 'none'}")
        return f"{self.factor} {'; '.join(parts)}"


class Factor(NamedTuple):
    """A factor as it stands; `reason` is why it was accepted or struck, `judged` who said so ("" nobody yet)."""

    id: str
    text: str
    category: str
    sort: str
    by: str
    at: Instant
    event: str
    tags: tuple[str, ...] = ()
    evidence: References = ()
    state: str = PROPOSED
    reason: str = ""
    judged: str = ""

    @property
    def is_unsupported(self) -> bool:
        """Whether it was not struck, and no event speaks for it."""
        return self.state != STRUCK and not self.evidence


def accepted_factors(found: Mapping[str, Factor], *sorts: str) -> list[Factor]:
    """Return what people accepted, of these sorts (none: of all), in the order in which it was named."""
    return [each for each in found.values() if each.state == ACCEPTED and each.sort in (sorts or SORTS)]
