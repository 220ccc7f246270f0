"""Pure: whether an incident broke what was agreed on: how long a service may be away, and how long it was."""

from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from console.incident.clock import short_span
from console.incident.metrics import Metric

KEPT, BROKEN, UNTOUCHED, UNKNOWN = "kept", "broken", "not touched", "n/a"


class Slo(NamedTuple):
    """What was agreed on: `service` ("" is all of them) may be away `allowed` ms in `window` ms.

    `target` is the share of time in percent that it has to be there, None where only the allowed time was given.
    """

    name: str
    service: str
    window: int
    allowed: int
    target: Decimal | None = None

    def __str__(self) -> str:
        """Return "web: 99.9 % in 30d allows 43m"."""
        rule = "" if self.target is None else f"{self.target.normalize():f} % "
        return f"{self.name}: {rule}in {short_span(self.window)} allows {short_span(self.allowed)}"


class Judged(NamedTuple):
    """What an incident did to one agreement: `took` of the allowed ms, and by how much it went `beyond`."""

    slo: Slo
    state: str
    took: int | None
    beyond: int
    why: str

    def __str__(self) -> str:
        """Say it in words."""
        return f"{self.slo}: {self.why}"


def allowance(window: int, target: Decimal) -> int:
    """Return the ms of a window in which a service may be away, given the target in percent."""
    return int(window * (100 - target) / 100)


def judge(slo: Slo, span: Metric, hit: Collection[str], *, over: bool) -> Judged:
    """Return what an incident that lasted `span` and hit these services did to an agreement.

    It is counted alone: what else was away in the window is not in it. `over`: the incident has ended.
    """
    if slo.service and slo.service not in hit:
        return Judged(slo, UNTOUCHED, None, 0, f"{slo.service} was not seen to be hit")
    if span.value_ms is None:
        return Judged(slo, UNKNOWN, None, 0, str(span))
    beyond = span.value_ms - slo.allowed
    took = f"this incident took {short_span(span.value_ms)} ({span.anchor})"
    if beyond > 0:
        return Judged(slo, BROKEN, span.value_ms, beyond, f"{took}: broken by {short_span(beyond)}")
    return Judged(slo, KEPT, span.value_ms, 0, f"{took}: kept{'' if over else ' so far'}, this incident alone")
