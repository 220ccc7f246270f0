"""Pure: which events the charts mark, the newest of them."""

from collections import deque
from collections.abc import Iterable

from console.incident.events import Event
from console.present.snapshot import MarkSeen

MARKED = frozenset({"declared", "status", "severity", "decision", "update", "health"})
"""Kinds of event that the charts mark."""

MOST = 300


class Marks:
    """The newest events that charts mark."""

    def __init__(self) -> None:
        self._newest: deque[MarkSeen] = deque(maxlen=MOST)

    @property
    def seen(self) -> tuple[MarkSeen, ...]:
        """The marks, in the order in which they were taken in."""
        return tuple(self._newest)

    def add(self, events: Iterable[Event]) -> None:
        """Take in events that were recorded."""
        self._newest.extend(
            MarkSeen(event.occurred_at, event.fact.kind, event.fact.summary())
            for event in events
            if event.fact.kind in MARKED
        )
