"""The log of a drill that is played without a screen: what is written into it, and the state that it makes."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from console.incident.clock import Clock
from console.incident.events import Entry, Event, Fact, Instant
from console.incident.guards import Entries
from console.incident.state import State, fold
from console.journal.opening import Journal
from console.journal.reading import LogReader

COMMANDER = "commander"
"""Who plays."""


class Diary:
    """One writer and one reader of a log."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._journal = Journal.open(folder, user=COMMANDER, host="drill", clock=clock, redact=str)
        self._reader = LogReader(folder)
        self._events: list[Event] = []

    async def note(self, facts: Sequence[Fact], incident: str) -> None:
        """Write down facts; they are on the disk when this returns."""
        await self.write(tuple(Entry(fact, COMMANDER, incident) for fact in facts))

    async def write(self, entries: Entries) -> None:
        """Write down entries, all or none."""
        await asyncio.wrap_future(self._journal.append_all(entries))

    async def declare(self, make: Callable[[str], Entries], now: Instant) -> str:
        """Declare an incident under an id that the log allocates, and return that."""
        events = await asyncio.wrap_future(self._journal.declare(make, now))
        return events[0].incident

    def events(self) -> Sequence[Event]:
        """Return all that was written so far."""
        while found := self._reader.poll(500):
            self._events += found
        return self._events

    def state(self) -> State:
        """Return what the log says now."""
        return fold(self.events())

    def close(self) -> None:
        """Let go of the log; it can still be read."""
        self._journal.close()
        self.events()
        self._reader.close()
