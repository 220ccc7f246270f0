"""Pure: the tasks of an incident for its review: who promised what, and whether it was kept."""

from collections.abc import Iterator
from typing import Any

from console.incident.clock import utc_iso
from console.incident.events import Instant
from console.incident.record import Incident
from console.incident.tasking import tally
from console.incident.tasks import Task
from console.review.blocks import Block, Code, Heading, Line, Table


def promises(incident: Incident, now: Instant) -> Iterator[Block]:
    """Yield the part of the postmortem; nothing where nobody had a task."""
    if not incident.tasks:
        return
    found = tally(incident, now)
    yield Heading(f"Promises: {found.kept} of {found.of} kept")
    rows: list[tuple[Line, ...]] = []
    for task in incident.tasks.values():
        result = f": {task.result}" if task.result else ""
        due, end = utc_iso(task.due)[11:19], f"{became(task, now)}{result}"
        rows.append((task.text, task.person, due, end, (Code(task.event),)))
    yield Table(("task", "who", "due (UTC)", "what became of it", "event"), rows)


def became(task: Task, now: Instant) -> str:
    """Say in a few words what became of a task by `now`."""
    if task.how == "dropped":
        return "dropped"
    kept = task.kept(now)
    if task.how == "done":
        return "done in time" if kept else "done late"
    return "open" if kept is None else "never done"


def promises_json(incident: Incident, now: Instant) -> list[dict[str, Any]]:
    """Return the tasks as JSON values."""
    return [promise_json(task, now) for task in incident.tasks.values()]


def promise_json(task: Task, now: Instant) -> dict[str, Any]:
    """Return a task as JSON values; instants are RFC 3339 in UTC, `kept` is None where it cannot be judged."""
    return {
        "id": task.id,
        "person": task.person,
        "text": task.text,
        "due": utc_iso(task.due),
        "ended": None if task.ended is None else utc_iso(task.ended),
        "became": became(task, now),
        "result": task.result or None,
        "kept": task.kept(now),
        "event": task.event,
    }
