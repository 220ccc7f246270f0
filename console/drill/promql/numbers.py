"""Pure: arithmetic that never fails: what has no result is NaN or infinite, as in Prometheus."""

import math
import operator
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal

NAN = math.nan


def divided(left: float, right: float) -> float:
    """Divide as IEEE 754 does."""
    if right:
        return left / right
    return NAN if left == 0 or math.isnan(left) or math.isnan(right) else math.copysign(math.inf, left) * _sign(right)


def remainder(left: float, right: float) -> float:
    """Return what is left of a division, with the sign of what is divided."""
    with suppress(ValueError):
        return math.fmod(left, right)
    return NAN


def power(left: float, right: float) -> float:
    """Raise to a power."""
    try:
        return math.pow(left, right)
    except OverflowError:
        return -math.inf if left < 0 and right % 2 else math.inf
    except ValueError:
        return math.inf if left == 0 else NAN


def guarded(work: Callable[[float], float]) -> Callable[[float], float]:
    """Return a function that gives NaN, or infinity, where the one of the library gives an error."""

    def guard(value: float) -> float:
        try:
            return work(value)
        except ValueError:
            return -math.inf if value == 0 else NAN
        except OverflowError:
            return math.inf

    return guard


def whole(work: Callable[[float], int]) -> Callable[[float], float]:
    """Return a rounding function that leaves what is no finite number as it is."""
    return lambda value: float(work(value)) if math.isfinite(value) else value


def rounded(value: float, to: float) -> float:
    """Round to the nearest multiple of `to`; what is half way goes up."""
    if not math.isfinite(value):
        return value
    inverse = divided(1.0, to)
    multiple = value * inverse + 0.5
    return divided(float(math.floor(multiple)) if math.isfinite(multiple) else multiple, inverse)


def greater(left: float, right: float) -> float:
    """Return the greater of two; NaN where one is none, but that nothing is greater than infinity."""
    if math.inf in (left, right):
        return math.inf
    return NAN if math.isnan(left) or math.isnan(right) else max(left, right)


def less(left: float, right: float) -> float:
    """Return the lesser of two; NaN where one is none, but that nothing is less than minus infinity."""
    return -greater(-left, -right)


def text(value: float) -> str:
    """Write a number as the API does: no exponent, "+Inf", "-Inf", "NaN"."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    said = repr(value)
    if "e" in said:
        return format(Decimal(said), "f")
    return said.removesuffix(".0")


def _sign(value: float) -> float:
    return math.copysign(1.0, value)


ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": divided,
    "%": remainder,
    "^": power,
}
COMPARING: dict[str, Callable[[float, float], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
ROUNDING: dict[str, Callable[[float], float]] = {
    "abs": abs,
    "ceil": whole(math.ceil),
    "floor": whole(math.floor),
    "exp": guarded(math.exp),
    "ln": guarded(math.log),
    "log2": guarded(math.log2),
    "log10": guarded(math.log10),
    "sqrt": guarded(math.sqrt),
}
