"""Pure: the state as a fold that goes on, also where another writer's events find their place before the last ones."""

from collections.abc import Sequence

from console.incident.events import Event
from console.incident.state import EMPTY, FOLD_KINDS, State, fold

KEPT = 500
"""Events that are kept, so that one which comes late is folded in without reading the whole log."""

Order = tuple[int, str, int]
_BEFORE_ALL: Order = (0, "", 0)


class Folding:
    """`state` is the fold of all events in their total order.

    Two consoles on one log overtake each other all the time, by as much as it takes to look; what comes later than the
    events that are kept needs the whole log again.
    """

    def __init__(self) -> None:
        self.state: State = EMPTY
        self._anchor: State = EMPTY
        self._anchored = _BEFORE_ALL
        self._tail: list[Event] = []

    def add(self, events: Sequence[Event]) -> bool:
        """Take events in, in their order; False where one belongs before all that is kept, and nothing was done."""
        fresh = [event for event in events if event.fact.kind in FOLD_KINDS]
        if not fresh:
            return True
        if fresh[0].order <= self._anchored:
            return False
        if not self._tail or fresh[0].order > self._tail[-1].order:
            self.state = fold(fresh, self.state)
            self._tail += fresh
        else:
            known = {event.order: event for event in (*self._tail, *fresh)}
            self._tail = [known[order] for order in sorted(known)]
            self.state = fold(self._tail, self._anchor)
        if len(self._tail) > 2 * KEPT:
            self._move_anchor()
        return True

    def _move_anchor(self) -> None:
        old = self._tail[:-KEPT]
        self._tail = self._tail[-KEPT:]
        self._anchor, self._anchored = fold(old, self._anchor), old[-1].order
