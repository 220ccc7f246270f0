"""Pure: fields of raw objects as values that can be relied on: times, counts, quantities, shared strings."""

import math
import re
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

Json = Mapping[str, Any]
Pairs = tuple[tuple[str, str], ...]

ODD = (TypeError, KeyError, ValueError, AttributeError, IndexError, OverflowError, RecursionError)
"""What reading an object that is not as it should be may raise."""
_QUANTITY = re.compile(r"([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)([numkKMGTPE]i?|)")
_SCALE = {"": 1.0, "n": 1e-9, "u": 1e-6, "m": 1e-3, "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15}
_SCALE |= {"E": 1e18} | {f"{letter}i": float(1 << 10 * (power + 1)) for power, letter in enumerate("KMGTPE")}
_MOST_SHARED = 20_000
_NOTHING: Json = MappingProxyType({})
_shared: dict[Pairs, Pairs] = {}


@lru_cache(8192)
def moment(text: str | None) -> int | None:
    """Return a time of the API (RFC 3339) in ms since 1970; None for none, and for what is no time."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        return None
    return round((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp() * 1000)


def when(value: object) -> int | None:
    """Return what `moment` does for anything that stands where a time should."""
    return moment(value) if isinstance(value, str) else None


def count(value: object) -> int:
    """Return a number that is left out when it is 0."""
    return value if isinstance(value, int) else 0


def word(value: object) -> str:
    """Return a string that many objects have in common, kept once."""
    return sys.intern(value) if type(value) is str else ""


def text(value: object, cap: int = 300) -> str:
    """Return a sentence of the cluster, at most `cap` characters of it."""
    return value[:cap] if isinstance(value, str) else ""


def part(document: Json, name: str) -> Json:
    """Return an object inside, an empty one for null, for none and for what is no object."""
    found = document.get(name)
    return found if type(found) is dict else _NOTHING


def parts(document: Json, name: str) -> list[Json]:
    """Return a list of objects inside, an empty one for null and for none; that each is an object is not looked at."""
    found = document.get(name)
    return found if type(found) is list else []


def pairs(found: Json) -> Pairs:
    """Return labels, sorted, kept once where many objects carry the same."""
    given = tuple(found.items())
    known = _shared.get(given)
    if known is None:
        if len(_shared) > _MOST_SHARED:
            _shared.clear()
        shared = tuple(sorted((word(name), word(value)) for name, value in given))
        known = _shared[given] = _shared.setdefault(shared, shared)
    return known


def condition(status: Json, kind: str) -> Json:
    """Return the condition of a type, an empty one where there is none."""
    for each in parts(status, "conditions"):
        if each.get("type") == kind:
            return each
    return {}


def quantity(value: object) -> float:
    """Return a quantity ("250m", "64Mi", 2) as a number of cores or bytes; 0 for what is none."""
    found = _QUANTITY.fullmatch(str(value))
    try:
        number = float(found[1]) * _SCALE.get(found[2], 0.0) if found else 0.0
    except ValueError:
        return 0.0
    return number if math.isfinite(number) else 0.0


def newest(times: Iterable[int | None]) -> int | None:
    """Return the latest of the times that are known."""
    return max((each for each in times if each is not None), default=None)
