"""What is typed about what follows from an incident: action items, and the review of its postmortem."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from console.incident.postmortem import ALLOWED
from console.screens.desk import Desk
from console.screens.flows import follow_up, reviewing

RUN: Mapping[str, Callable[[Desk, str], Awaitable[object]]] = {
    "action": follow_up.typed,
    "review": reviewing.review,
}
"""What each of these commands does with everything after its name."""


def words(desk: Desk, name: str, rest: str) -> Sequence[str]:
    """Return what may stand behind one of these commands."""
    incident = desk.room.snapshot.incident
    if incident is None:
        return ()
    if name == "review":
        return ["at", *(each.replace("_", "-") for each in ALLOWED[incident.review.state])]
    item, space, _ = rest.partition(" ")
    if space and item in incident.action_items:
        return [f"{item} {word}" for word in (*follow_up.MOVES, *follow_up.FIELDS)]
    return ["suggest", *incident.action_items, *(f"@{person}" for person in desk.context.people)]
