"""Pure: the moments of an incident that one jumps to: status, severity, decisions, actions, updates, handovers."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from console.incident.events import Event, Instant, RoleAccepted, RoleAssigned, RoleOffered
from console.incident.record import COMMANDER
from console.room.marks import MARKED, is_marked

_ROLES = (RoleAssigned, RoleAccepted, RoleOffered)


class Jump(NamedTuple):
    """A moment worth going to: when it was recorded, the kind of its event, and what that says."""

    at: Instant
    kind: str
    text: str


def jumps(events: Iterable[Event], incident: str) -> list[Jump]:
    """Return the moments of an incident in the order in which they were recorded; what is of none counts, too."""
    found = [
        Jump(event.recorded_at, event.fact.kind, event.fact.summary())
        for event in events
        if event.incident in {incident, ""} and _is_worth_it(event)
    ]
    return sorted(found, key=lambda each: each.at)


def _is_worth_it(event: Event) -> bool:
    fact = event.fact
    if isinstance(fact, _ROLES):
        return fact.role == COMMANDER
    return fact.kind in MARKED - {"health"} and is_marked(event)


def next_jump(found: Sequence[Jump], at: Instant, by: int) -> tuple[Instant, str] | None:
    """Return the next moment (1), or the one before (-1), with what was recorded then; None where there is none."""
    moments = [each.at for each in found]
    index = bisect_right(moments, at) if by > 0 else bisect_left(moments, at) - 1
    if not 0 <= index < len(found):
        return None
    when = found[index].at
    same = found[bisect_left(moments, when) : bisect_right(moments, when)]
    return when, "; ".join(each.text for each in same)
