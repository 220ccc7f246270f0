"""What all sources share: the plan by which a check is made, and the error that says why there is no answer."""

from collections.abc import Callable
from typing import NamedTuple

from checks.sample import Quality, Reading, Sample, Status
from checks.wording import line

Clock = Callable[[], int]
"""Milliseconds since 1970, UTC."""


class Plan(NamedTuple):
    """How often to look and for how long to wait, in seconds; `service` is the row it belongs to, else `name`."""

    name: str
    service: str = ""
    interval: float = 5.0
    timeout: float = 4.0


class NoAnswer(Exception):  # noqa: N818 - it is no fault of the program's, and is turned into a Sample
    """The source gave nothing to judge: `status` is what that makes of it, the text says why."""

    def __init__(self, status: Status, text: object) -> None:
        super().__init__(line(text))
        self.status = status


class Source:
    """A check by its plan. `probe` is the subclass's; the rest of the `Check` protocol is here."""

    def __init__(self, plan: Plan, clock: Clock) -> None:
        if not plan.name:
            raise ValueError("a check needs a name")
        if not 0 < plan.timeout < plan.interval:
            raise ValueError(f"{plan.name}: the timeout ({plan.timeout:g} s) must be shorter than the interval")
        self._plan, self.clock = plan, clock

    @property
    def name(self) -> str:
        """Unique among all checks."""
        return self._plan.name

    @property
    def service(self) -> str:
        """The service whose health this check tells."""
        return self._plan.service or self._plan.name

    @property
    def interval(self) -> float:
        """Seconds between two looks."""
        return self._plan.interval

    @property
    def timeout(self) -> float:
        """Seconds after which a look is given up."""
        return self._plan.timeout

    async def aclose(self) -> None:
        """Let go of connections; nothing is held where a subclass does not say so."""

    def without_answer(self, at: int, error: NoAnswer, source: str, took: float) -> Sample:
        """Return the sample of a probe that got no answer: it counts as a probe, and has no latency."""
        latency = Reading("latency", None, "s", Quality.ERROR, str(error))
        return Sample(self.name, at, error.status, str(error), source, (latency,), took)
