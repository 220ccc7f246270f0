"""Pure: what an incident that ends leaves open: tasks, proposals, tracks, and services that are not well."""

from collections.abc import Iterator

from console.incident.clock import from_now
from console.incident.decision import PROPOSED
from console.incident.events import Instant
from console.incident.record import Incident
from console.incident.state import State
from console.incident.tasking import open_tasks
from console.incident.tracking import running


def left_open(incident: Incident, now: Instant) -> Iterator[str]:
    """Yield what somebody still has to do or to decide, each in a few words."""
    for task in open_tasks(incident):
        yield f"{task.id} {task.person}: {task.text} ({from_now(task.due, now)})"
    for each in incident.decisions.values():
        if each.state == PROPOSED:
            yield f"{each.id} {each.text} (proposed, not decided)"
    for track in running(incident):
        yield f"track {track.name}, led by {track.lead}: {track.question}"


def unwell(state: State) -> str:
    """Return "2 of 3 services are not well (api down, web degraded)", "" where all are, as far as anybody looked."""
    found = [f"{service} {word}" for service, word in state.unwell]
    if not found:
        return ""
    count = len(state.health)
    services = (
        f"{len(found)} of {count} services {'are' if found[1:] else 'is'}" if count > 1 else "the only service is"
    )
    return f"{services} not well ({', '.join(found)})"
