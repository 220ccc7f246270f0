"""Pure: what tasks and a snoozed update do to the state; the same rules as in `fold`."""

from collections.abc import Callable, Mapping
from typing import Any

from console.incident.draft import IncidentDraft
from console.incident.events import Event
from console.incident.handling import Handler, on_incident
from console.incident.names import next_name
from console.incident.tasks import (
    ENDS,
    Snooze,
    Task,
    TaskAccepted,
    TaskEnded,
    TaskExtended,
    TaskGiven,
    UpdateSnoozed,
)


def _given(incident: IncidentDraft, event: Event, fact: TaskGiven) -> str:
    if not fact.person.strip():
        return "a task without a person is nobody's"
    name = fact.task if fact.task not in incident.tasks else next_name("t", incident.tasks)
    incident.tasks[name] = Task(name, fact.person, fact.text, fact.due, event.occurred_at, event.actor, event.key)
    return ""


def _on_open(handler: Callable[[Task, Event, Any], Task | str]) -> Handler:
    """Look the task up first; what has ended changes no more."""

    def handle(incident: IncidentDraft, event: Event, fact: Any) -> str:
        task = next((each for each in incident.tasks.values() if each.event == fact.given), None)
        if task is None:
            return f"there was no task {fact.task} of {fact.given}"
        if not task.is_open:
            return f"{task.id} was {task.how} by then"
        changed = handler(task, event, fact)
        if isinstance(changed, str):
            return changed
        incident.tasks[task.id] = changed
        return ""

    return on_incident(handle)


def _accepted(task: Task, event: Event, _fact: TaskAccepted) -> Task | str:
    return "it was accepted before" if task.accepted is not None else task._replace(accepted=event.occurred_at)


def _ended(task: Task, event: Event, fact: TaskEnded) -> Task | str:
    if fact.how not in ENDS:
        return f"{fact.how} is no end of a task"
    return task._replace(ended=max(event.occurred_at, task.given), how=fact.how, result=fact.text, closing=event.key)


def _extended(task: Task, event: Event, fact: TaskExtended) -> Task:
    return task._replace(due=fact.due, missed=task.missed or event.occurred_at > task.due)


def _snoozed(incident: IncidentDraft, event: Event, fact: UpdateSnoozed) -> str:
    incident.snoozes.append(Snooze(event.occurred_at, fact.until, event.key))
    return ""


HANDLERS: Mapping[type[Any], Handler] = {
    TaskGiven: on_incident(_given),
    TaskAccepted: _on_open(_accepted),
    TaskEnded: _on_open(_ended),
    TaskExtended: _on_open(_extended),
    UpdateSnoozed: on_incident(_snoozed),
}
