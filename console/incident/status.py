"""Pure: the statuses of an incident and the table of moves between them; everything else about them reads the table."""

from collections.abc import Mapping, Sequence

from console.incident.errors import Refused
from console.incident.events import Instant
from console.incident.record import LIVE, StatusStep

TRIAGE = "triage"
RESOLVED = "resolved"

ALLOWED: Mapping[str, tuple[str, ...]] = {
    "triage": ("investigating", "declined", "cancelled", "merged"),
    "investigating": ("identified", "mitigating", "monitoring", "cancelled", "merged"),
    "identified": ("investigating", "mitigating", "monitoring", "cancelled", "merged"),
    "mitigating": ("investigating", "identified", "monitoring", "cancelled", "merged"),
    "monitoring": ("investigating", "identified", "mitigating", "resolved", "cancelled", "merged"),
    "resolved": ("investigating", "closed"),
    "closed": (),
    "declined": (),
    "cancelled": (),
    "merged": (),
}
"""From each status, the ones that may follow. `resolved -> investigating` reopens."""

ENDED = tuple(status for status, moves in ALLOWED.items() if not moves)
"""Statuses that nothing leaves."""

PHASES: Mapping[str, str] = {TRIAGE: "triage", **dict.fromkeys(LIVE, "live"), RESOLVED: "resolved"} | dict.fromkeys(
    ENDED, "closed"
)
"""The coarse phase of each status."""

_PUBLIC = {"mitigating": "identified", "triage": None}


def check_move(before: str, after: str) -> None:
    """Refuse a move that the table does not have, naming those it has."""
    if after in ALLOWED.get(before, ()):
        return
    allowed = ALLOWED.get(before, ())
    names = ", ".join(allowed) if allowed else "none, it has ended"
    if after == before:
        message = f"already {after}. Allowed next: {names}."
    elif after not in ALLOWED:
        message = f"'{after}' is not a status. Allowed next after {before}: {names}."
    else:
        message = f"{before} -> {after} is not a move. Allowed next: {names}."
    raise Refused(message)


def out_of_course(steps: Sequence[StatusStep], event: str, at: Instant) -> tuple[str, StatusStep] | None:
    """Return ("before" or "after", the neighbour) where a move by `event` at `at` would pass it; "" is a new move."""
    place = next((index for index, step in enumerate(steps) if step.event == event), len(steps))
    if event and place == len(steps):
        return None  # it is no move
    if place > 1 and at < steps[place - 1].at:  # what was declared afterwards was moved before its declaration
        return "before", steps[place - 1]
    if place + 1 < len(steps) and at > steps[place + 1].at:
        return "after", steps[place + 1]
    return None


def public_status(status: str) -> str | None:
    """Return the word for a public status page: mitigating shows as identified; None: not published."""
    return _PUBLIC.get(status, status)


def diagram() -> str:
    """Print the table of moves as text, one status a line, for the documentation."""
    width = max(map(len, ALLOWED))
    lines = []
    for status, moves in ALLOWED.items():
        names = ("investigating (reopen)" if (status, move) == (RESOLVED, LIVE[0]) else move for move in moves)
        lines.append(f"{status:<{width}}  {'-> ' + ' | '.join(names) if moves else '(the end)'}")
    return "\n".join(lines)
