"""What is on its way to the disk, so that the screen can say so. Knows the journal, and nothing of the state."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future

from console.incident.events import Entry, Event, Instant
from console.journal.opening import Journal
from console.present.snapshot import SavingSeen

Sent = tuple[int, Future[list[Event]]] | None
"""Entries on their way to the disk, by their ticket; None where there were none."""


class Saving:
    """Hands entries to the journal and remembers them until they are on the disk. Belongs to the room's loop."""

    def __init__(self) -> None:
        self._under_way: dict[int, SavingSeen] = {}
        self._ticket = 0

    @property
    def seen(self) -> tuple[SavingSeen, ...]:
        """What is on its way, the oldest first."""
        return tuple(self._under_way.values())

    def send(self, journal: Journal, entries: Sequence[Entry], now: Instant) -> Sent:
        """Hand entries to the journal now, in the order of the calls."""
        if not entries:
            return None
        future = journal.append_all(entries)
        ticket = self._ticket = self._ticket + 1
        fact = entries[0].fact
        self._under_way[ticket] = SavingSeen(now, entries[0].actor, fact.kind, fact.summary())
        return ticket, future

    async def saved(self, sent: Sent) -> list[Event]:
        """Wait until they are on the disk. Raises Failed where they could not be written."""
        if sent is None:
            return []
        ticket, future = sent
        try:
            return await asyncio.wrap_future(future)
        finally:
            del self._under_way[ticket]
