"""Pure: which events the charts mark, the newest of them."""

from collections import deque
from collections.abc import Iterable, Mapping

from console.incident.action import VERDICTS
from console.incident.deeds import ActionMoved, ChangeSeen
from console.incident.events import Event
from console.incident.state import Correction
from console.present.snapshot import MarkSeen

MARKED = frozenset(
    {"declared", "status", "severity", "decision", "decision.taken", "update", "health", "change", "action"}
)
"""Kinds of event that the charts mark."""

MOST = 300
_TELLING = VERDICTS | {"executing", "failed", "in doubt"}
"""Steps of an action that a chart marks: when it began, and what came of it."""


class Marks:
    """The newest events that charts mark."""

    def __init__(self) -> None:
        self._newest: deque[tuple[str, MarkSeen]] = deque(maxlen=MOST)

    def seen(self, corrections: Mapping[str, Correction]) -> tuple[MarkSeen, ...]:
        """Return the marks in the order in which they were taken in, each where its correction says."""
        if not corrections:
            return tuple(mark for _, mark in self._newest)
        return tuple(_corrected(mark, corrections.get(key)) for key, mark in self._newest)

    def add(self, events: Iterable[Event]) -> None:
        """Take in events that were recorded."""
        known = {key for key, _ in self._newest}  # what is committed while the log is opened is read twice
        self._newest.extend(
            (event.key, MarkSeen(event.occurred_at, event.fact.kind, event.fact.summary(), _about(event)))
            for event in events
            if is_marked(event) and event.key not in known
        )


def _about(event: Event) -> str:
    fact = event.fact
    return fact.target if isinstance(fact, ChangeSeen | ActionMoved) else ""


def is_marked(event: Event) -> bool:
    """Tell whether charts mark an event."""
    fact = event.fact
    return fact.kind in MARKED and (not isinstance(fact, ActionMoved) or fact.step in _TELLING)


def _corrected(mark: MarkSeen, said: Correction | None) -> MarkSeen:
    if said is None:
        return mark
    at = mark.at if said.occurred_at is None else said.occurred_at
    return mark._replace(at=at, text=mark.text if said.text is None else said.text)
