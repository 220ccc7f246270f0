"""The points of charts: from memory, and from the sample store for the time that memory does not hold."""

from collections.abc import Sequence

from console.incident.events import Instant
from console.journal.shelf import Stretch
from console.room.past import Past
from console.signals.history import History

Buckets = tuple[float | None, ...]


class Points:
    """Means by bucket. Memory holds what was added since `began` (ms), as far as it has not been dropped again."""

    def __init__(self, history: History, past: Past, began: Instant) -> None:
        self._history, self._past, self._began = history, past, began

    def of(self, stretches: Sequence[Stretch], now: Instant) -> list[Buckets]:
        """Return the buckets of some stretches; what memory knows goes before what the store says."""
        before = self._past.values([self._not_in_memory(each, now) for each in stretches])
        found = []
        for each, old in zip(stretches, before, strict=True):
            fresh = self._history.buckets(each.service, each.metric, each.start, each.end, each.buckets)
            merged = (new if new is not None else was for new, was in zip(fresh, old, strict=False))
            found.append((*merged, *fresh[len(old) :]))
        return found

    def _not_in_memory(self, wanted: Stretch, now: Instant) -> Stretch:
        """Return the part of a stretch that memory does not hold, without the bucket that is still being filled."""
        known = max(self._began, self._history.since(wanted.service))
        begun = -((wanted.start - known) // wanted.width)
        over = (now - wanted.start) // wanted.width
        return wanted._replace(buckets=max(0, min(begun, over, wanted.buckets)))
