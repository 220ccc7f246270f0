"""Prometheus: expressions to numbers, with no data told apart from zero; knows no service's thresholds."""

import asyncio
import json
import math
import time
from typing import Any, NamedTuple
from urllib.parse import urlencode

from checks.sample import Quality, Reading, Sample, Status
from checks.source import Clock, NoAnswer, Plan, Source
from checks.web import MIB, Answer, Request, Web, endpoint
from checks.wording import line, scrub, shown_url, url_secrets

MOST_POINTS = 11_000
"""More points a series than this are refused by the server."""
_NO_SERIES = "no data: no such series (is the name right?)"


class Query(NamedTuple):
    """An expression that gives one number, and what it measures: "error_rate" (ratio), "p95" (s) or any name.

    One that only `informs` may have no number without that saying anything of the service.
    """

    metric: str
    expression: str
    unit: str = ""
    informs: bool = False


class Server(NamedTuple):
    """Where Prometheus is; `url` is its root. `headers` may carry credentials: they are sent and never shown."""

    url: str
    headers: tuple[tuple[str, str], ...] = ()
    verify: bool = True
    ca_file: str = ""


class Series(NamedTuple):
    """One series of an instant answer: its labels and its value, None for what is not a number."""

    labels: dict[str, str]
    value: float | None


class Prometheus:
    """Asks one server. Errors are NoAnswer with the server's own errorType and message; credentials are taken out."""

    def __init__(self, server: Server) -> None:
        endpoint(server.url)
        self._server, self._web = server, Web()
        self._secrets = (*url_secrets(server.url), *(value for _, value in server.headers))
        self.source = f"prometheus {shown_url(server.url)}"

    async def instant(self, expression: str, patience: float) -> list[Series]:
        """Return the series of an expression now; a scalar is one series without labels, no series is no data."""
        data = await self._ask("query", {"query": expression}, patience)
        try:
            if data["resultType"] == "scalar":
                return [Series({}, _number(data["result"][1]))]
            if data["resultType"] == "vector":
                return [Series(dict(item["metric"]), _number(item["value"][1])) for item in data["result"]]
            kind = data["resultType"]
        except (TypeError, KeyError, IndexError, ValueError) as error:
            raise NoAnswer(Status.UNKNOWN, f"not the answer of a Prometheus: {type(error).__name__} in it") from None
        raise NoAnswer(Status.UNKNOWN, f"the expression gives a {kind}; give one that gives a number")

    async def between(
        self,
        expression: str,
        start: int,
        end: int,
        patience: float,
        most: int = MOST_POINTS,
    ) -> tuple[tuple[int, float | None], ...]:
        """Return (ms, value) of the one series of an expression from `start` to `end` (ms), at most `most` points.

        The step is whole seconds, the least that keeps within `most` and within what the server allows.
        """
        most = max(2, min(most, MOST_POINTS))
        step = max(1, math.ceil((end - start) / 1000 / (most - 1)))
        asked = {"query": expression, "start": start / 1000, "end": end / 1000, "step": step}
        data = await self._ask("query_range", asked, patience)
        try:
            found = data["result"]
            if len(found) > 1:
                raise NoAnswer(Status.UNKNOWN, _several(len(found)))
            return tuple((round(at * 1000), _number(text)) for at, text in (found[0]["values"] if found else ()))
        except (TypeError, KeyError, IndexError, ValueError) as error:
            raise NoAnswer(Status.UNKNOWN, f"not the answer of a Prometheus: {type(error).__name__} in it") from None

    async def aclose(self) -> None:
        """Let go of the connections."""
        await self._web.aclose()

    async def _ask(self, path: str, form: dict[str, Any], patience: float) -> Any:
        server = self._server
        base, _, query = server.url.partition("?")
        url = f"{base.rstrip('/')}/api/v1/{path}" + (f"?{query}" if query else "")
        headers = (*server.headers, ("Content-Type", "application/x-www-form-urlencoded"))
        content = urlencode(form).encode()
        request = Request(url, "POST", headers, content, MIB, server.verify, server.ca_file)
        try:
            answer = await self._web.ask(request, patience)
            return _data(answer)
        except NoAnswer as error:
            # Whatever is wrong with Prometheus, it is no news of the service that it measures.
            raise NoAnswer(Status.UNKNOWN, scrub(str(error), self._secrets)) from None


def _data(answer: Answer) -> Any:
    """Unwrap the envelope."""
    said = f"answered {answer.code} {answer.phrase}".rstrip()
    if answer.cut:
        raise NoAnswer(Status.UNKNOWN, f"the answer is larger than {MIB:,} bytes: ask for fewer series")
    try:
        envelope = json.loads(answer.body)
    except (ValueError, RecursionError):
        envelope = None
    if not isinstance(envelope, dict) or envelope.get("status") not in {"success", "error"}:
        raise NoAnswer(Status.UNKNOWN, f"{said}, and not as a Prometheus does")
    if envelope["status"] == "error":
        raise NoAnswer(Status.UNKNOWN, f"{envelope.get('errorType', 'error')}: {envelope.get('error', said)}")
    return envelope.get("data")


def _number(text: object) -> float | None:
    """Return a value of the API, which are strings; None for NaN, which is what 0/0 gives."""
    value = float(str(text))
    return None if math.isnan(value) else value


def _several(count: int) -> str:
    return f"{count} series where one is wanted: aggregate them, for example with sum()"


class PrometheusCheck(Source):
    """Asks several expressions at once; each gives a reading under its own name.

    No series and 0/0 are "no data", never 0. More than one series is an error: which one is meant is not ours to
    guess. The status is ok if every expression that does not only inform gave a number, or, where all inform, one did;
    else unknown: what a number means, the thresholds say.
    """

    def __init__(self, plan: Plan, server: Server, queries: tuple[Query, ...], clock: Clock) -> None:
        super().__init__(plan, clock)
        if not queries:
            raise ValueError(f"{plan.name}: an expression is needed")
        self._queries, self._prometheus = queries, Prometheus(server)

    async def probe(self) -> Sample:
        """Ask all expressions once."""
        at, begun = self.clock(), time.perf_counter()
        readings = await asyncio.gather(*(self._read(query) for query in self._queries))
        told = zip(self._queries, readings, strict=True)
        missing = [reading for query, reading in told if reading.quality is not Quality.VALUE and not query.informs]
        if all(reading.quality is not Quality.VALUE for reading in readings):
            missing = list(readings)
        reason = line(f"{missing[0].metric}: {missing[0].note}") if missing else ""
        status = Status.UNKNOWN if missing else Status.OK
        took = time.perf_counter() - begun
        return Sample(self.name, at, status, reason, self._prometheus.source, tuple(readings), took)

    async def aclose(self) -> None:
        """Let go of the connections."""
        await self._prometheus.aclose()

    async def _read(self, query: Query) -> Reading:
        try:
            found = await self._prometheus.instant(query.expression, self.timeout)
        except NoAnswer as error:
            return Reading(query.metric, None, query.unit, Quality.ERROR, str(error))
        return reading_of(query, found)


def reading_of(query: Query, found: list[Series]) -> Reading:
    """Return the one number of an answer, or why there is none."""
    if not found:
        return Reading(query.metric, None, query.unit, Quality.NO_DATA, _NO_SERIES)
    if len(found) > 1:
        return Reading(query.metric, None, query.unit, Quality.ERROR, _several(len(found)))
    value = found[0].value
    if value is None:
        return Reading(query.metric, None, query.unit, Quality.NO_DATA, "no data: not a number (0/0?)")
    if math.isinf(value):
        return Reading(query.metric, None, query.unit, Quality.ERROR, f"the value is {value}")
    return Reading(query.metric, value, query.unit)
