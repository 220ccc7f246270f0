"""Pure: what a query gives at a time. All series are fetched once, however many times are asked for."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from typing import Any

from console.drill.metrics import NAME, Labels, Metrics, Points, is_stale
from console.drill.promql.aggregating import aggregated, ordered
from console.drill.promql.combining import Combiner
from console.drill.promql.errors import EXECUTION, QueryError
from console.drill.promql.histograms import histogram_quantile
from console.drill.promql.numbers import ROUNDING, greater, less, rounded
from console.drill.promql.syntax import Aggregation, Binary, Call, Negative, Node, Number, Selector, walk
from console.drill.promql.vectors import Key, Value, Vector, group_key, nameless, no_twins, remembered
from console.drill.promql.windows import KEEP_NAME, WINDOWS, Loaded, Window
from console.incident.facts import Instant

LOOKBACK = 300_000
"""How old, in ms, the newest point of a series may be for the series to be there."""
_MOST_WORK = 3_000_000
"""Steps that a query may take: some seconds of work."""
_LOADED_AT_ONCE = 5
"""Points that are fetched in a step: what is fetched lies in memory."""


class Evaluation:
    """One query over a stretch of time; `at` gives its value at any time from `start` to `end`."""

    def __init__(self, numbers: Metrics, node: Node, start: Instant, end: Instant) -> None:
        self._node, self._left = node, _MOST_WORK
        self._nameless: Key = remembered(nameless)
        self._loaded: dict[Node, list[Loaded]] = {}
        self._combiners: dict[Node, Combiner] = {}
        self._keys: dict[Node, Key] = {}
        self._mixed = any(isinstance(part, Selector) and not part.name for part in walk(node))
        for part in walk(node):
            if isinstance(part, Selector):
                self._loaded[part] = _load(numbers, part, start, end)
                self._spend(sum(len(series.times) for series in self._loaded[part]) // _LOADED_AT_ONCE)
            elif isinstance(part, Binary):
                self._combiners[part] = Combiner(part)
            elif isinstance(part, Aggregation):
                self._keys[part] = group_key(part.grouping)
        self._ways: dict[type, Callable[[Any, Instant], Value]] = {
            Number: lambda node, _: node.value,
            Selector: self._newest,
            Call: self._call,
            Aggregation: self._aggregate,
            Binary: lambda node, at: self._combiners[node](self._value(node.left, at), self._value(node.right, at)),
            Negative: self._negative,
        }

    def at(self, at: Instant) -> Value:
        """Return the value at a time; QueryError where it has none, or takes too much work."""
        return self._value(self._node, at)

    def points(self, node: Selector) -> list[Points]:
        """Return the points themselves that a selector of points asks for."""
        return [Points(series.labels, series.times, series.values) for series in self._loaded[node] if series.times]

    def _value(self, node: Node, at: Instant) -> Value:
        self._spend(1)
        return self._ways[type(node)](node, at)

    def _number(self, node: Node, at: Instant) -> float:
        value = self._value(node, at)
        assert not isinstance(value, list), "the types were checked"
        return value

    def _vector(self, node: Node, at: Instant) -> Vector:
        value = self._value(node, at)
        assert isinstance(value, list), "the types were checked"
        if self._mixed:
            no_twins(labels for labels, _ in value)
        return value

    def _spend(self, work: int) -> None:
        self._left -= work
        if self._left < 0:
            what = "query processing would load too many samples into memory in query execution"
            raise QueryError(what, EXECUTION)

    def _newest(self, node: Selector, at: Instant) -> Vector:
        at, found = at - node.offset, []
        self._spend(len(self._loaded[node]))
        for series in self._loaded[node]:
            last = bisect_right(series.times, at) - 1
            if last >= 0 and series.times[last] >= at - LOOKBACK and not is_stale(series.values[last]):
                found.append((series.labels, series.values[last]))
        return found

    def _windows(self, node: Node, at: Instant) -> Iterator[Window]:
        assert isinstance(node, Selector), "only series have a stretch of time"
        end = at - node.offset
        start = end - node.span
        for series in self._loaded[node]:
            low = bisect_left(series.times, start)
            high = bisect_right(series.times, end, low)
            if low < high:
                self._spend(1 + (high - low) // 20)
                yield Window(series, low, high, start, end)

    def _call(self, node: Call, at: Instant) -> Value:
        work = WINDOWS.get(node.name)
        if work is None:
            return self._plain_call(node, at)
        made: Vector = []
        for window in self._windows(node.given[0], at):
            value = work(window)
            if value is not None:
                labels = window.series.labels
                made.append((labels if node.name in KEEP_NAME else self._nameless(labels), value))
        return made

    def _plain_call(self, node: Call, at: Instant) -> Value:
        if node.name == "time":
            return at / 1000
        if node.name == "vector":
            return [((), self._number(node.given[0], at))]
        if node.name == "histogram_quantile":
            return histogram_quantile(self._number(node.given[0], at), self._vector(node.given[1], at))
        vector = self._vector(node.given[0], at)
        if node.name in _WHOLE:
            return _WHOLE[node.name](vector, node)
        given = [self._number(part, at) for part in node.given[1:]]
        if node.name == "clamp" and given[0] > given[1]:
            return []
        work = _each(node.name, given)
        return [(self._nameless(labels), work(value)) for labels, value in vector]

    def _aggregate(self, node: Aggregation, at: Instant) -> Vector:
        given = 0.0 if node.given is None else self._number(node.given, at)
        return aggregated(node.name, self._vector(node.of, at), given, self._keys[node])

    def _negative(self, node: Negative, at: Instant) -> Value:
        value = self._value(node.of, at)
        if isinstance(value, list):
            return [(self._nameless(labels), -number) for labels, number in value]
        return -value


def _load(numbers: Metrics, node: Selector, start: Instant, end: Instant) -> list[Loaded]:
    """Fetch what a selector will need at any time of the query."""
    found = numbers.select(node.name, node.matchers, start - node.offset - (node.span or LOOKBACK), end - node.offset)
    loaded = [Loaded(*points) for points in found]
    return [series.without_ends() for series in loaded] if node.span else loaded


def _each(name: str, given: list[float]) -> Callable[[float], float]:
    """Return what a function does with each value."""
    if name in ROUNDING:
        return ROUNDING[name]
    if name == "round":
        to = given[0] if given else 1.0
        return lambda value: rounded(value, to)
    low, high = _bounds(name, given)
    return lambda value: greater(low, less(high, value))


def _bounds(name: str, given: list[float]) -> tuple[float, float]:
    if name == "clamp_min":
        return given[0], math.inf
    return (-math.inf, given[0]) if name == "clamp_max" else (given[0], given[1])


def _said_of_absent(node: Node) -> Labels:
    """Return the labels that a series would have had for certain: those that have to be equal to something, once."""
    if not isinstance(node, Selector):
        return ()
    names = [matcher.label for matcher in node.matchers]
    return tuple(
        sorted(
            (matcher.label, matcher.value)
            for matcher in node.matchers
            if matcher.operator == "=" and matcher.value and matcher.label != NAME and names.count(matcher.label) == 1
        )
    )


_WHOLE: dict[str, Callable[[Vector, Call], Value]] = {
    "scalar": lambda vector, _: vector[0][1] if len(vector) == 1 else math.nan,
    "absent": lambda vector, node: [] if vector else [(_said_of_absent(node.given[0]), 1.0)],
    "sort": lambda vector, _: ordered(vector, greatest=False),
    "sort_desc": lambda vector, _: ordered(vector, greatest=True),
}
"""The functions of all samples at once."""
