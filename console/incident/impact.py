"""Pure: what an incident did to people and money: the facts, what the state keeps of them, how each is said."""

from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from console.incident.facts import Instant
from console.incident.value import Value

USERS, SHARE, REQUESTS, REVENUE, DATA_LOSS, SLA = "users", "users-share", "requests", "revenue", "data-loss", "sla"
FIGURES: Mapping[str, str] = {
    USERS: "users affected",
    SHARE: "share of users affected",
    REQUESTS: "requests failed",
    REVENUE: "revenue lost",
    DATA_LOSS: "data loss",
    SLA: "service level agreement",
}
"""What can be said of an impact, and how people read it."""
NONE = "none"
"""What data loss and a broken agreement may be, besides a text."""


class ImpactStated(Value):
    """Somebody said how large the impact was; `value` "" is not known after all.

    A loss by formula has a `rate` a minute ("250.00 EUR"), the `share` of it that was lost in percent, and how many
    `minutes` (None: as long as the impact on users lasted).
    """

    kind: ClassVar[str] = "impact"
    figure: str
    value: str = ""
    source: str = ""
    rate: str = ""
    share: str = ""
    minutes: int | None = None

    def summary(self) -> str:
        """Say it in a sentence."""
        said = by_formula(self.rate, self.share, self.minutes) if self.rate else shown(self.figure, self.value)
        source = f" ({self.source})" if self.source else ""
        return f"{FIGURES.get(self.figure, self.figure)}: {said or 'not known after all'}{source}"


class Complained(Value):
    """So many more people complained; below zero: so many were counted too often. `source` says where they did."""

    kind: ClassVar[str] = "complaint"
    count: int
    source: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        what = "complaint" if abs(self.count) == 1 else "complaints"
        where = f" from {self.source}" if self.source else ""
        return f"{self.count} {what}{where}" if self.count > 0 else f"{-self.count} {what} fewer{where}: miscounted"


class Figure(NamedTuple):
    """A figure as it was last said, `by` somebody at `at` in `event`; the fields of `ImpactStated`."""

    value: str
    source: str
    rate: str
    share: str
    minutes: int | None
    by: str
    at: Instant
    event: str


class Complaints(NamedTuple):
    """How many people complained at one place, and the event that said so last."""

    n: int
    at: Instant
    by: str
    event: str


def shown(figure: str, value: str) -> str:
    """Return a value as people read it: "12,000", "61 %"."""
    if figure in {USERS, REQUESTS} and value.isdecimal():
        return f"{int(value):,}"
    return f"{value} %" if figure == SHARE and value else value


def by_formula(rate: str, share: str, minutes: int | None) -> str:
    """Return the formula of a loss in words."""
    span = "as long as the impact lasted" if minutes is None else f"{minutes} min"
    return f"{rate} a minute x {share} % x {span}"
