"""What the keys do, step by step: ask, then hand an intent to the room. They decide nothing themselves."""

from collections.abc import Awaitable, Callable, Mapping

from console.screens.desk import Desk
from console.screens.flows import (
    contacts,
    deciding,
    declaring,
    escalation,
    grading,
    handover,
    investigating,
    looking,
    steering,
    switching,
    tasks,
    triaging,
    walking,
    writing,
)

FLOWS: Mapping[str, Callable[[Desk], Awaitable[None]]] = {
    "declare": declaring.declare,
    "acknowledge": steering.acknowledge,
    "status": steering.status,
    "severity": grading.severity,
    "raise": grading.raise_,
    "lower": grading.lower,
    "triage": triaging.triage,
    "size": declaring.size,
    "roster": steering.roster,
    "decide": deciding.decide,
    "decisions": deciding.show,
    "can": deciding.can,
    "incidents": switching.pick,
    "walk": walking.walk,
    "investigate": investigating.investigate,
    "escalation": escalation.show,
    "contacts": contacts.show,
    "update": writing.update,
    "tasks": tasks.show,
    "handover": handover.hand_over,
    "brief": handover.brief,
    "replay": lambda desk: desk.replay(""),
    "export": looking.export,
    "review": looking.review,
    "log": looking.log,
    "pause": looking.pause,
    "refresh": looking.refresh,
    "help": looking.helped,
    "theme": looking.theme,
    "quit": looking.leave,
    "drill": lambda desk: looking.leave(desk, "drill"),
}
"""What each command does, by its id; the commands of the layout itself are the screen's."""
