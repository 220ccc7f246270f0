"""What the tabs of the review are made from, and how they have something done. Does nothing itself."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import tzinfo
from typing import NamedTuple

from console.incident.events import Instant
from console.incident.record import Incident
from console.present.snapshot import Context, Snapshot
from console.screens.desk import Desk, LiveRoom
from console.screens.keys import Command
from widgets.values import ReadValue, Span, TableTab, TableValue, Tone

Flow = Callable[[Desk, str], Awaitable[object]]
"""Does something with the selected row (its key, "" for none) of the incident that the desk is about."""


class Loaded(NamedTuple):
    """What was read from the log on another thread; `at` is when, None while it is read for the first time."""

    value: object = None
    error: str = ""
    at: Instant | None = None
    events: int = 0


class Shown(NamedTuple):
    """What a tab shows: an incident (None where there is none), the room around it, and what was read for it.

    `words` narrow the tab; `width` is the room for text, `wide` that for rows, in cells; `ask` reads something slow
    once, by a name and a stamp that says what it depends on.
    """

    incident: Incident | None
    snapshot: Snapshot
    context: Context
    now: Instant
    tz: tzinfo | None
    words: str
    width: int
    wide: int
    ask: Callable[[str, object, Callable[[LiveRoom], object]], Loaded]


class ReviewTab(NamedTuple):
    """One tab. `table` None: it is only text. `flows` are what keys do with the selected row, by their ids.

    `badge` is what its name counts; `finds` says what words do here, "" where there is nothing to find. `leads`:
    its rows are incidents, and enter reviews one.
    """

    key: str
    name: str
    short: str
    text: Callable[[Shown, str], ReadValue]
    table: Callable[[Shown], TableValue] | None = None
    badge: Callable[[Shown], Span] = lambda _: Span("")
    commands: tuple[Command, ...] = ()
    flows: Mapping[str, Flow] = {}
    finds: str = ""
    leads: bool = False

    def tab(self, shown: Shown) -> TableTab:
        """Return its name with what it counts."""
        return TableTab(self.key, self.name, self.short, self.badge(shown))


READING = (Span("reading the log ...", Tone.MUTED),)
NO_INCIDENT = (Span("No incident yet: i in the room declares one.", Tone.MUTED),)
