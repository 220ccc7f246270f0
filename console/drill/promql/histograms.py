"""Pure: quantiles out of the buckets of histograms."""

import math

from console.drill.metrics import NAME, Labels
from console.drill.promql.vectors import Vector, without

_LE = "le"
_FEWEST = 2


def histogram_quantile(share: float, vector: Vector) -> Vector:
    """Return the quantile of each histogram; a series without a bound that is a number belongs to none."""
    groups: dict[Labels, list[tuple[float, float]]] = {}
    for labels, value in vector:
        bound = _bound(dict(labels).get(_LE, ""))
        if bound is not None:
            groups.setdefault(without(labels, (_LE, NAME)), []).append((bound, value))
    return [(labels, _quantile(share, buckets)) for labels, buckets in groups.items()]


def _bound(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _quantile(share: float, buckets: list[tuple[float, float]]) -> float:
    if math.isnan(share):
        return math.nan
    if not 0 <= share <= 1:
        return math.copysign(math.inf, share if share < 0 else 1)
    bounds, counts = _tidy(buckets)
    if bounds[-1] != math.inf or len(bounds) < _FEWEST or not counts[-1] or math.isnan(counts[-1]):
        return math.nan
    rank = share * counts[-1]
    place = next((index for index, count in enumerate(counts[:-1]) if count >= rank), len(counts) - 1)
    if place == len(counts) - 1:
        return bounds[-2]
    if place == 0 and bounds[0] <= 0:
        return bounds[0]
    start, below = (bounds[place - 1], counts[place - 1]) if place else (0.0, 0.0)
    inside = counts[place] - below
    return start + (bounds[place] - start) * ((rank - below) / inside if inside else math.nan)


def _tidy(buckets: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Return bounds and counts in order: those of one bound added up, none with less than the one before it."""
    together: dict[float, float] = {}
    for bound, count in sorted(buckets):
        together[bound] = together.get(bound, 0.0) + count
    counts, most = [], -math.inf
    for count in together.values():
        most = max(most, count)
        counts.append(most)
    return list(together), counts
