"""Pure: a query asked of a store of series, at one time or at many."""

from typing import NamedTuple

from console.drill.metrics import Labels, Metrics, Points
from console.drill.promql.checking import kind
from console.drill.promql.errors import QueryError
from console.drill.promql.evaluating import Evaluation
from console.drill.promql.parsing import parse
from console.drill.promql.syntax import MATRIX, Selector
from console.drill.promql.vectors import Value, no_twins
from console.incident.facts import Instant


class Line(NamedTuple):
    """One series of an answer over time: its points as (ms, value)."""

    labels: Labels
    points: list[tuple[Instant, float]]


class Stretches(NamedTuple):
    """An answer of series with all their points, for a query that ends in a `[5m]`."""

    series: list[Points]


def instant(numbers: Metrics, text: str, at: Instant) -> Value | Stretches:
    """Return what a query gives at a time: a number, samples, or points where it asks for them; QueryError."""
    node = parse(text)
    evaluation = Evaluation(numbers, node, at, at)
    if isinstance(node, Selector) and kind(node) == MATRIX:
        return Stretches(evaluation.points(node))
    value = evaluation.at(at)
    if isinstance(value, list):
        no_twins(labels for labels, _ in value)
    return value


def over_time(numbers: Metrics, text: str, start: Instant, end: Instant, step: int) -> list[Line]:
    """Return what a query gives at `start` and every `step` ms up to `end`: a line for each labels. QueryError."""
    node = parse(text)
    if kind(node) == MATRIX:
        what = f'invalid expression type "{MATRIX}" for range query, must be Scalar or instant Vector'
        raise QueryError(what)
    evaluation = Evaluation(numbers, node, start, end)
    lines: dict[Labels, list[tuple[Instant, float]]] = {}
    for at in range(start, end + 1, step):
        value = evaluation.at(at)
        samples = value if isinstance(value, list) else [((), value)]
        for labels, number in samples:
            points = lines.setdefault(labels, [])
            if points and points[-1][0] == at:
                no_twins(labels for labels, _ in samples)
            points.append((at, number))
    return [Line(labels, lines[labels]) for labels in sorted(lines)]
