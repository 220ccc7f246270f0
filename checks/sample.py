"""Pure: what a check answers with. Knows no source, no network and no clock."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Status(StrEnum):
    """Health as one word. `UNKNOWN` is never shown as healthy."""

    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"
    UNKNOWN = "unknown"


class Quality(StrEnum):
    """What a number is worth: a measured value (zero included), no data, or an error."""

    VALUE = "value"
    NO_DATA = "no data"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Reading:
    """One number of a sample.

    `unit` is one of "s", "ratio" (0..1), "bytes", "bytes/s", "count", "per s", "days", "". `value` is None unless
    `quality` is VALUE; it is never NaN or infinite.
    """

    metric: str
    value: float | None
    unit: str = ""
    quality: Quality = Quality.VALUE
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at one source: `at` in milliseconds since 1970 (UTC), `took` in seconds.

    `reason` says in a sentence why the status is not ok; `source` says where the numbers come from ("http GET
    https://shop.example/health", credentials already removed). `rows` are small tables of text (top processes), first
    row the headings.
    """

    check: str
    at: int
    status: Status
    reason: str = ""
    source: str = ""
    readings: tuple[Reading, ...] = ()
    took: float = 0.0
    rows: tuple[tuple[str, ...], ...] = ()

    def reading(self, metric: str) -> Reading | None:
        """Return the reading of this name, or None."""
        return next((reading for reading in self.readings if reading.metric == metric), None)


class Check(Protocol):
    """A source that can be asked. `interval` and `timeout` in seconds; `service` names the row it belongs to."""

    @property
    def name(self) -> str:
        """Unique among all checks."""

    @property
    def service(self) -> str:
        """The service whose health this check tells."""

    @property
    def interval(self) -> float:
        """Seconds between two looks."""

    @property
    def timeout(self) -> float:
        """Seconds after which a look is given up; shorter than the interval."""

    async def probe(self) -> Sample:
        """Look once. What the source does wrong is a Sample with a reason, not an exception."""

    async def aclose(self) -> None:
        """Let go of connections."""
