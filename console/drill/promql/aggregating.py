"""Pure: several series made one for each group, and the first few of each group."""

import math
from collections.abc import Callable
from typing import cast

from console.drill.promql.vectors import Key, Sample, Vector, grouped


def aggregated(name: str, vector: Vector, given: float, key: Key) -> Vector:
    """Return one sample for each group, or for topk and bottomk the `given` first of each; `key` tells them apart."""
    groups = grouped(vector, key)
    if name in {"topk", "bottomk"}:
        count = len(vector) if given == math.inf else int(given) if given >= 1 else 0
        return [sample for group in groups.values() for sample in _first(group, count, greatest=name == "topk")]
    if name == "quantile":
        return [(labels, quantile(given, [value for _, value in group])) for labels, group in groups.items()]
    work = _WAYS[name]
    return [(labels, work([value for _, value in group])) for labels, group in groups.items()]


def _first(group: Vector, count: int, *, greatest: bool) -> Vector:
    """Return the greatest or least, in that order; what is no number comes last."""

    def place(sample: Sample) -> tuple[bool, float]:
        return math.isnan(sample[1]), -sample[1] if greatest else sample[1]

    return sorted(group, key=place)[:count]


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
