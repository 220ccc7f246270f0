"""Pure: Prometheus's HTTP API over a store of series: what is asked to what is answered; knows no socket."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from console.drill.metrics import Labels, Metrics, Points, is_stale
from console.drill.promql.answers import Stretches, instant, over_time
from console.drill.promql.durations import milliseconds
from console.drill.promql.errors import BAD_DATA, QueryError
from console.drill.promql.numbers import text
from console.drill.promql.selecting import just_selector
from console.drill.promql.vectors import Value
from console.incident.facts import Instant

_MOST_POINTS = 11_000
_LATEST = 1 << 53
_CODES = {BAD_DATA: 400}
_UNPROCESSABLE = 422

Form = Mapping[str, Sequence[str]]
"""The parameters of a request: each with all its values."""


class Told(NamedTuple):
    """An answer: its HTTP status and its body."""

    status: int
    body: bytes
    kind: str = "application/json"


def succeeded(data: object) -> Told:
    """Return an answer with data."""
    return Told(200, json.dumps({"status": "success", "data": data}, separators=(",", ":")).encode())


def failed(error: QueryError) -> Told:
    """Return an answer that says what went wrong."""
    body = {"status": "error", "errorType": error.kind, "error": str(error)}
    return Told(_CODES.get(error.kind, _UNPROCESSABLE), json.dumps(body, separators=(",", ":")).encode())


class PrometheusApi:
    """Answers what is asked below `/api/v1/`; `clock` is the time of a query that names none."""

    def __init__(self, numbers: Metrics, clock: Callable[[], Instant]) -> None:
        self._numbers, self._clock = numbers, clock
        self._ways: dict[str, Callable[[Form], object]] = {
            "query": self._query,
            "query_range": self._query_range,
            "labels": self._labels,
            "series": self._series,
        }

    def answer(self, what: str, form: Form) -> Told | None:
        """Return the answer; None where there is no such thing to ask."""
        try:
            if what in self._ways:
                return succeeded(self._ways[what](form))
            if what.startswith("label/") and what.endswith("/values"):
                return succeeded(self._values(what[len("label/") : -len("/values")], form))
        except QueryError as error:
            return failed(error)
        return None

    def _query(self, form: Form) -> object:
        at = self._time(form, "time", self._clock())
        try:
            return _instant_data(instant(self._numbers, _one(form, "query"), at), at)
        except QueryError as error:
            raise _told(error) from None

    def _query_range(self, form: Form) -> object:
        start, end, step = self._time(form, "start"), self._time(form, "end"), _step(_one(form, "step"))
        if end < start:
            raise _invalid("end", "end timestamp must not be before start time")
        if step <= 0:
            what = "zero or negative query resolution step widths are not accepted. Try a positive integer"
            raise _invalid("step", what)
        if (end - start) // step > _MOST_POINTS:
            what = "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution "
            raise QueryError(what + "(?step=XX)")
        try:
            lines = over_time(self._numbers, _one(form, "query"), start, end, step)
        except QueryError as error:
            raise _told(error) from None
        result = [{"metric": dict(labels), "values": [_pair(*point) for point in points]} for labels, points in lines]
        return {"resultType": "matrix", "result": result}

    def _labels(self, form: Form) -> object:
        found = {label for labels in self._matching(form) for label, _ in labels}
        return sorted(found)

    def _values(self, label: str, form: Form) -> object:
        return sorted({value for labels in self._matching(form) for name, value in labels if name == label})

    def _series(self, form: Form) -> object:
        if not form.get("match[]"):
            raise QueryError("no match[] parameter provided")
        return [dict(labels) for labels in self._matching(form)]

    def _matching(self, form: Form) -> list[Labels]:
        """Return the labels of the series that are asked for, all where nothing is said."""
        start, end = self._time(form, "start", 0), self._time(form, "end", self._clock())
        wanted = form.get("match[]", ())
        try:
            selectors = [just_selector(match) for match in wanted]
        except QueryError as error:
            raise _told(error, "match[]") from None
        if not selectors:
            return sorted(points.labels for points in self._numbers.select("", (), start, end))
        found = {
            points.labels
            for selector in selectors
            for points in self._numbers.select(selector.name, selector.matchers, start, end)
        }
        return sorted(found)

    def _time(self, form: Form, name: str, missing: Instant | None = None) -> Instant:
        said = _one(form, name)
        if not said and missing is not None:
            return missing
        try:
            seconds = float(said)
        except ValueError:
            seconds = _seconds(said)
        if not math.isfinite(seconds) or abs(seconds) > _LATEST / 1000:
            raise _invalid(name, f'cannot parse "{said[:80]}" to a valid timestamp')
        return round(seconds * 1000)


def _one(form: Form, name: str) -> str:
    values = form.get(name, ())
    return values[0] if values else ""


def _seconds(said: str) -> float:
    """Return a time written as RFC 3339, in seconds; NaN where it is none."""
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return math.nan
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def _step(said: str) -> int:
    try:
        seconds = float(said)
    except ValueError:
        seconds = math.nan
    if math.isfinite(seconds):
        return round(min(seconds, _LATEST / 1000) * 1000)
    try:
        return milliseconds(said)
    except ValueError:
        raise _invalid("step", f'cannot parse "{said[:80]}" to a valid duration') from None


def _invalid(name: str, what: str) -> QueryError:
    return QueryError(f'invalid parameter "{name}": {what}')


def _told(error: QueryError, name: str = "query") -> QueryError:
    """Say of an error in a query where the query stood."""
    return _invalid(name, str(error)) if error.kind == BAD_DATA else error


def _pair(at: Instant, value: float) -> list[Any]:
    return [at // 1000 if at % 1000 == 0 else at / 1000, text(value)]


def _instant_data(value: Value | Stretches, at: Instant) -> dict[str, Any]:
    if isinstance(value, Stretches):
        return {"resultType": "matrix", "result": [_stretch(points) for points in value.series]}
    if not isinstance(value, list):
        return {"resultType": "scalar", "result": _pair(at, value)}
    result = [{"metric": dict(labels), "value": _pair(at, number)} for labels, number in value]
    return {"resultType": "vector", "result": result}


def _stretch(points: Points) -> dict[str, Any]:
    pairs = zip(points.times, points.values, strict=True)
    return {"metric": dict(points.labels), "values": [_pair(at, value) for at, value in pairs if not is_stale(value)]}
