"""A vendor's public status page (Statuspage, `/api/v2/summary.json`): what a third party says of itself."""

import json
import time
from typing import Any

from checks.sample import Reading, Sample, Status
from checks.source import Clock, NoAnswer, Plan, Source
from checks.web import Answer, Request, Web, endpoint
from checks.wording import line, shown_url

_INDICATORS = {
    "none": Status.OK,
    "maintenance": Status.DEGRADED,
    "minor": Status.DEGRADED,
    "major": Status.DEGRADED,
    "critical": Status.DOWN,
}
_MOST_ROWS = 20
_FINE = 200


class StatuspageCheck(Source):
    """Reads a vendor's status page; one that cannot be read leaves the vendor unknown.

    Reading: open incidents (count). Rows: the components that are not operational.
    """

    def __init__(self, plan: Plan, url: str, clock: Clock) -> None:
        super().__init__(plan, clock)
        endpoint(url)
        self._url = url.rstrip("/") + "/api/v2/summary.json"
        self._source = f"status page {shown_url(url)}"
        self._web = Web()

    async def probe(self) -> Sample:
        """Read it once."""
        at, begun = self.clock(), time.perf_counter()
        try:
            summary = _summary(await self._web.ask(Request(self._url), self.timeout))
            status, reason, readings, rows = _told(summary)
        except NoAnswer as error:
            took = time.perf_counter() - begun
            return Sample(self.name, at, Status.UNKNOWN, str(error), self._source, took=took)
        took = time.perf_counter() - begun
        return Sample(self.name, at, status, reason, self._source, readings, took, rows)

    async def aclose(self) -> None:
        """Let go of the connections."""
        await self._web.aclose()


def _summary(answer: Answer) -> Any:
    if answer.code != _FINE or answer.cut:
        raise NoAnswer(Status.UNKNOWN, f"the status page answered {answer.code} {answer.phrase}")
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        raise NoAnswer(Status.UNKNOWN, "the status page answered, but not with JSON") from None


def _told(summary: Any) -> tuple[Status, str, tuple[Reading, ...], tuple[tuple[str, ...], ...]]:
    """Return status, reason, readings and rows of a summary; NoAnswer where it is none."""
    try:
        indicator = str(summary["status"]["indicator"])
        description = line(summary["status"]["description"])
        components = [(line(each["name"], 60), line(each["status"], 40)) for each in summary.get("components", ())]
        incidents = float(len(summary.get("incidents", ())))
    except (TypeError, KeyError, AttributeError):
        raise NoAnswer(Status.UNKNOWN, "the status page answered, but not with a summary") from None
    status = _INDICATORS.get(indicator, Status.UNKNOWN)
    troubled = [each for each in components if each[1] != "operational"][:_MOST_ROWS]
    rows = (("component", "status"), *troubled) if troubled else ()
    return status, "" if status is Status.OK else description, (Reading("incidents", incidents, "count"),), rows
