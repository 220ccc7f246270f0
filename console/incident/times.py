"""Pure: the timestamps of an incident and the order they have to keep."""

from collections.abc import Mapping

from console.incident.events import Instant

NAMES = ("started", "detected", "declared", "acknowledged", "identified", "mitigated", "resolved", "closed")
"""In the order in which they are listed; the order that is enforced is `CHAIN`."""

CHAIN = ("detected", "acknowledged", "mitigated", "resolved", "closed")
"""Each of these is never earlier than those before it. `started` is never later than any other time."""

Times = Mapping[str, Instant | None]
"""Timestamp by name (without `_at`)."""


def before(name: str) -> tuple[str, ...]:
    """Name the timestamps that `name` may not precede."""
    if name == "started":
        return ()
    return ("started", *(CHAIN[: CHAIN.index(name)] if name in CHAIN else ()))


def after(name: str) -> tuple[str, ...]:
    """Name the timestamps that may not precede `name`."""
    if name == "started":
        return NAMES[1:]
    return CHAIN[CHAIN.index(name) + 1 :] if name in CHAIN else ()


def misfit(times: Times, name: str, at: Instant) -> tuple[str, Instant, str] | None:
    """Return (the other name, its value, "before" or "after") where `at` breaks the order, else None."""
    for other in before(name):
        value = times.get(other)
        if value is not None and value > at:
            return other, value, "before"
    for other in after(name):
        value = times.get(other)
        if value is not None and value < at:
            return other, value, "after"
    return None


def floor(times: Times, name: str, at: Instant) -> Instant:
    """Return `at`, or the latest time that `name` has to follow: a clock set back never makes a span negative."""
    return max([at, *(value for other in before(name) if (value := times.get(other)) is not None)])
