"""Pure: what was changed, as the log tells it, and what of a source's news the log does not have yet."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from checks.change import Change
from console.incident.events import ChangeSeen, Entry, Event, Instant
from console.incident.record import Correction
from console.signals.changes import KnownKeys, SeenChange, fresh, seen_change

MOST = 2_000
"""Changes that are kept for the screen."""
AT_ONCE = 200
"""Changes that are written into the log together."""


class Changed:
    """The newest changes. Where nothing is recorded they are only remembered."""

    def __init__(self) -> None:
        self._known = KnownKeys()
        self._waiting: dict[str, Change] = {}
        self._events: deque[Event] = deque(maxlen=MOST)
        self._keys: set[str] = set()
        self._unsaved: deque[SeenChange] = deque(maxlen=MOST)
        self._shown: tuple[SeenChange, ...] | None = None
        self._under: Mapping[str, Correction] | None = None

    def add(self, events: Iterable[Event]) -> None:
        """Take in events that were recorded, by whichever console."""
        for event in events:
            fact = event.fact
            if isinstance(fact, ChangeSeen):
                self._known.add(fact.key, event.occurred_at)
                self._waiting.pop(fact.key, None)
                self._keep(event)

    def _keep(self, event: Event) -> None:
        if event.key in self._keys:  # what is committed while the log is opened is read twice
            return
        if len(self._events) == MOST:
            self._keys.discard(self._events[0].key)
        self._events.append(event)
        self._keys.add(event.key)
        self._shown = None

    def expect(self, changes: Iterable[Change], now: Instant) -> bool:
        """Take what sources tell; return whether there is something to record."""
        self._waiting |= {each.key: each for each in fresh(changes, self._known, now) if each.key not in self._waiting}
        return bool(self._waiting)

    def entries(self, incident: str) -> Sequence[Entry]:
        """Return what waits for the log, as entries of the incident."""
        waiting = list(self._waiting.values())[:AT_ONCE]
        return [
            Entry(
                ChangeSeen(each.source, each.what, each.target, each.text, each.key, each.by, each.where),
                each.by or each.source,
                incident,
                each.at,
            )
            for each in waiting
        ]

    def remember(self) -> None:
        """Keep what waits without a log: this console is read-only."""
        for each in self._waiting.values():
            self._known.add(each.key, each.at)
            seen = SeenChange(each.at, each.source, each.what, each.target, each.text, each.by, each.where, each.key)
            self._unsaved.append(seen)
            self._shown = None
        self._waiting.clear()

    def seen(self, corrections: Mapping[str, Correction]) -> tuple[SeenChange, ...]:
        """Return the changes as corrected; the same object while nothing changed."""
        if self._shown is None or corrections is not self._under:
            told = (seen_change(event, corrections) for event in self._events)
            self._shown = (*(each for each in told if each is not None), *self._unsaved)
            self._under = corrections
        return self._shown
