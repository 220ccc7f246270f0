"""Pure: several series made one for each group, and the first few of each group."""

import math
from collections.abc import Callable
from typing import cast

from console.drill.promql.errors import EXECUTION, QueryError
from console.drill.promql.numbers import text
from console.drill.promql.vectors import Key, Sample, Vector, grouped

_LARGEST = float(1 << 63)


def aggregated(name: str, vector: Vector, given: float, key: Key) -> Vector:
    """Return one sample for each group, or for topk and bottomk the `given` first of each; `key` tells them apart."""
    groups = grouped(vector, key)
    if name in {"topk", "bottomk"}:
        count = _count(given)
        return [sample for group in groups.values() for sample in ordered(group, greatest=name == "topk")[:count]]
    if name == "quantile":
        return [(labels, quantile(given, [value for _, value in group])) for labels, group in groups.items()]
    work = _WAYS[name]
    return [(labels, work([value for _, value in group])) for labels, group in groups.items()]


def ordered(group: Vector, *, greatest: bool) -> Vector:
    """Return the greatest or the least first; what is no number comes last."""

    def place(sample: Sample) -> tuple[bool, float]:
        return math.isnan(sample[1]), -sample[1] if greatest else sample[1]

    return sorted(group, key=place)


def _count(given: float) -> int:
    """Return how many are wanted; QueryError where that is no number of anything."""
    if math.isnan(given) or abs(given) >= _LARGEST:
        raise QueryError(f"Scalar value {text(given)} overflows int64", EXECUTION)
    return max(int(given), 0)


def quantile(share: float, values: list[float]) -> float:
    """Return the value below which that share of the values is, between two of them where it falls there."""
    if math.isnan(share) or not values:
        return math.nan
    if not 0 <= share <= 1:
        return math.copysign(math.inf, share if share < 0 else 1)
    ordered = sorted(values, key=lambda value: (not math.isnan(value), value))
    rank = share * (len(ordered) - 1)
    low = math.floor(rank)
    weight = rank - low
    return ordered[low] * (1 - weight) + ordered[min(low + 1, len(ordered) - 1)] * weight


def _extreme(pick: Callable[[list[float]], float]) -> Callable[[list[float]], float]:
    return lambda values: pick([value for value in values if not math.isnan(value)] or [math.nan])


_WAYS: dict[str, Callable[[list[float]], float]] = {
    "sum": lambda values: sum(values, 0.0),
    "avg": lambda values: sum(values) / len(values),
    "min": _extreme(cast(Callable[[list[float]], float], min)),
    "max": _extreme(cast(Callable[[list[float]], float], max)),
    "count": lambda values: float(len(values)),
    "group": lambda _: 1.0,
}
