"""Pure: what an action did to services beside its own, by their numbers before and after. Knows no action."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from console.signals.verdict import (
    IMPROVED,
    NOTHING,
    UNCHANGED,
    UNKNOWN,
    WORSE,
    Figures,
    Verdict,
    judge,
    numbers,
    percent,
    seconds,
)

_TOLD = 2
"""So many other services are named at most: the sentence stands in one line of the timeline."""


class Sides(NamedTuple):
    """A service before and after an action, None where nothing was measured of it."""

    before: Figures | None
    after: Figures | None


def callers_of(service: str, depends_on: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Return the services that call this one, themselves or through others."""
    found: set[str] = set()
    reached = {service}
    while more := {name for name, called in depends_on.items() if reached & set(called)} - found:
        found |= more
        reached = more
    return frozenset(found - {service})


def beside(others: Mapping[str, Sides], callers: Collection[str], window: float) -> str:
    """Say which other services changed clearly, those that depend on it first: "web, which depends on it, 84 % → 0 %".

    "" where none did. `window` is in seconds.
    """
    words = {name: judge(*sides, window).word for name, sides in others.items()}
    changed = [name for name, word in words.items() if word in {IMPROVED, WORSE}]
    changed.sort(key=lambda name: (name not in callers, -_change(others[name]), name))
    told = [f"{_named(name, callers)} {words[name]}: {_short(others[name])}" for name in changed[:_TOLD]]
    return "; ".join(told)


def among(ailing: Mapping[str, Sides], window: float) -> Verdict:
    """Judge what belongs to no service by the services that were not ok: one that got worse counts most."""
    found = {name: judge(*sides, window) for name, sides in ailing.items()}
    words = {each.word for each in found.values()}
    word = next((each for each in (WORSE, IMPROVED, UNCHANGED) if each in words), UNKNOWN)
    if word == UNKNOWN:
        told = "; ".join(f"{name}: {verdict.text}" for name, verdict in found.items())
        return Verdict(UNKNOWN, told)
    known = [name for name, verdict in found.items() if verdict.word != UNKNOWN]
    known.sort(key=lambda name: (found[name].word != word, -_change(ailing[name])))
    first, *rest = known
    more = f", and {len(rest) - 1} more" if len(rest) > 1 else ""
    told = "; ".join([f"{first} {found[first].text}", *(f"{each} {_short(ailing[each])}" for each in rest[:1])])
    return Verdict(word, f"judged by what was not ok: {told}{more}")


def _named(name: str, callers: Collection[str]) -> str:
    return f"{name}, which depends on it," if name in callers else name


def _change(sides: Sides) -> float:
    was, now = (each or NOTHING for each in sides)
    if was.error_rate is None or now.error_rate is None:
        return 0.0
    return abs(now.error_rate - was.error_rate)


def _short(sides: Sides) -> str:
    """Say the number that matters: the errors where they are known, else the p95."""
    was, now = (each or NOTHING for each in sides)
    if was.error_rate != now.error_rate and was.error_rate is not None and now.error_rate is not None:
        return f"{percent(was.error_rate)} → {percent(now.error_rate)}"
    if was.p95 is not None or now.p95 is not None:
        return f"p95 {seconds(was.p95)} → {seconds(now.p95)}"
    return numbers(was, now)
