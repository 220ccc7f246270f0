"""What a bench answers with: a figure, its yardstick of the same run, its bar. Knows nothing of what was measured."""

from collections.abc import Callable, Sequence
from statistics import median, quantiles
from typing import NamedTuple

Measure = Callable[[], float]


class Figure(NamedTuple):
    """One line of the table. `value` and `limit` are in `unit`; the bar is in words, `met` says how it came out."""

    what: str
    value: float
    unit: str
    limit: float
    bar: str
    met: bool
    yardstick: str = ""
    yardstick_value: float | None = None
    detail: str = ""

    def as_json(self) -> dict[str, object]:
        """Return plain values, rounded to what was measured."""
        fields = self._asdict()
        return {name: float(f"{value:.4g}") if isinstance(value, float) else value for name, value in fields.items()}

    def line(self) -> str:
        """Say it in a line."""
        against = "" if self.yardstick_value is None else f" ({self.yardstick}: {self.yardstick_value:.4g})"
        word = "met   " if self.met else "MISSED"
        tail = f"; {self.detail}" if self.detail else ""
        return f"{word} {self.what}: {self.value:.4g} {self.unit}, {self.bar}{against}{tail}"


def at_most(what: str, value: float, unit: str, limit: float, *, detail: str = "") -> Figure:
    """Hold a value against a fixed bar."""
    return Figure(what, value, unit, limit, f"at most {limit:g} {unit}", value <= limit, detail=detail)


def at_least(what: str, value: float, unit: str, limit: float) -> Figure:
    """Hold a value that should be large against a fixed bar."""
    return Figure(what, value, unit, limit, f"at least {limit:g} {unit}", value >= limit)


def at_most_times(
    what: str, value: float, unit: str, times: float, yardstick: tuple[str, float], *, detail: str = ""
) -> Figure:
    """Hold a value against a multiple of its yardstick."""
    name, against = yardstick
    bar = f"at most {times:g} x {name}"
    return Figure(what, value, unit, times * against, bar, value <= times * against, name, against, detail)


def at_least_times(
    what: str, value: float, unit: str, times: float, yardstick: tuple[str, float], *, detail: str = ""
) -> Figure:
    """Hold a value that should be large against a share of its yardstick."""
    name, against = yardstick
    bar = f"at least {times:g} x {name}"
    return Figure(what, value, unit, times * against, bar, value >= times * against, name, against, detail)


def interleaved(measures: Sequence[Measure], runs: int) -> list[float]:
    """Take turns, so that a busy moment hits all alike; returns the median of each. One turn is not counted."""
    taken: list[list[float]] = [[] for _ in measures]
    for run in range(runs + 1):
        for values, measure in zip(taken, measures, strict=True):
            value = measure()
            if run:
                values.append(value)
    return [median(values) for values in taken]


def p95(values: Sequence[float]) -> float:
    """The value that 95 % of the values stay under."""
    return quantiles(values, n=20, method="inclusive")[-1]
