"""Pure: what the log said at any moment: the fold of the events that were recorded until then, in the total order.

Clocks of several writers differ, so what was known at a moment need not be the beginning of the order: an event may
come before others that were recorded earlier. So the state is that of the longest beginning of which all was known
(kept every so many events, and shared in what did not change), and the known ones among those that follow it.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice

from console.incident.events import ChangeSeen, Event, HealthChanged, Instant
from console.incident.state import EMPTY, State, fold

STEP = 1_000
"""Events between two states that are kept: about a millisecond of folding."""
_FAULTS = (TypeError, ValueError, KeyError, AttributeError, IndexError)


class Tape:
    """The events that make the state, in their total order. It is not changed: more events make another one."""

    def __init__(self, events: Sequence[Event], kept: Sequence[State] = (), *, step: int = STEP) -> None:
        """`kept` are the states after every `step` events, as far as another tape of the same beginning knows them."""
        self.events, self._step = events, step
        self._recorded = array("q", [event.recorded_at for event in events])
        self._latest = array("q", accumulate(self._recorded, max))
        self._soonest = array("q", accumulate(reversed(self._recorded), min))
        self._soonest.reverse()
        self._kept: list[State] = [EMPTY, *kept[1:]]
        self.damaged: dict[str, str] = {}
        self._changes = [index for index, event in enumerate(events) if isinstance(event.fact, ChangeSeen)]
        self._health: dict[str, list[int]] = {}
        for index, event in enumerate(events):
            if isinstance(event.fact, HealthChanged):
                self._health.setdefault(event.fact.service, []).append(index)

    @property
    def has_changes(self) -> bool:
        """Whether anything tells of what was changed."""
        return bool(self._changes)

    def grown(self, events: Iterable[Event]) -> "Tape":
        """Return a tape that also holds these events."""
        more = sorted(events, key=lambda event: event.order)
        if not more:
            return self
        first = more[0].order
        same = len(self.events) if not self.events or self.events[-1].order < first else self._place(first)
        known = {event.order: event for event in (*self.events[same:], *more)}
        whole = [*self.events[:same], *(known[order] for order in sorted(known))]
        tape = Tape(whole, self._kept[: 1 + same // self._step], step=self._step)
        tape.damaged.update(self.damaged)
        return tape

    def _place(self, order: tuple[int, str, int]) -> int:
        return next(index for index, event in enumerate(self.events) if event.order >= order)

    def state(self, at: Instant) -> State:
        """Return what the log said at a moment."""
        settled, until = bisect_right(self._latest, at), self._until(at)
        start = settled // self._step
        return self._fold(self._known(start * self._step, until, at), self._state_after(start))

    def last(self) -> State:
        """Return what the log says in the end."""
        return self.state(max(self._latest, default=0))

    def _until(self, at: Instant) -> int:
        """Return the place in the order from which on nothing was known."""
        return bisect_right(self._soonest, at)

    def _known(self, first: int, until: int, at: Instant) -> list[Event]:
        recorded = self._recorded
        return [self.events[index] for index in range(first, until) if recorded[index] <= at]

    def _state_after(self, steps: int) -> State:
        kept = self._kept
        while len(kept) <= steps:
            first = (len(kept) - 1) * self._step
            kept.append(self._fold(self.events[first : first + self._step], kept[-1]))
        return kept[steps]

    def _fold(self, events: Sequence[Event], state: State) -> State:
        """Fold events; one that cannot be is named and left out, and never the end of the replay."""
        try:
            return fold(events, state)
        except _FAULTS:
            for event in events:
                try:
                    state = fold((event,), state)
                except _FAULTS:
                    self.damaged[event.key] = f"Event {event.key} cannot be understood and is left out."
            return state

    def newest_first(self, at: Instant) -> Iterator[Event]:
        """Yield the events that were known at a moment, the last in the order first."""
        recorded = self._recorded
        return (self.events[index] for index in range(self._until(at) - 1, -1, -1) if recorded[index] <= at)

    def changes(self, at: Instant, most: int) -> list[Event]:
        """Return the last events that tell of changes and were known at a moment, in their order."""
        known = (index for index in reversed(self._changes) if self._recorded[index] <= at)
        return [self.events[index] for index in islice(known, most)][::-1]

    def health(self, service: str, at: Instant) -> tuple[Instant, str] | None:
        """Return since when a service is as the log said at a moment, and why; None where it said nothing."""
        told = self._health.get(service, [])
        for index in reversed(told[: bisect_left(told, self._until(at))]):
            event = self.events[index]
            if self._recorded[index] <= at and isinstance(event.fact, HealthChanged):
                return event.occurred_at, event.fact.reason
        return None
