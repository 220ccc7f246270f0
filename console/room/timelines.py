"""The indices of the timeline that the room keeps up to date: the whole one, and one that a filter made."""

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path

from console.incident.events import Corrected, Event
from console.incident.state import State
from console.journal.reading import LogReader
from console.journal.timeline import TimelineIndex


class Timelines:
    """Fills indices from the log and follows it. All methods belong to the room's loop."""

    def __init__(self, log_dir: Path, index: TimelineIndex) -> None:
        self._log_dir = log_dir
        self._indices = [index]

    async def fill(self, index: TimelineIndex, state: State) -> None:
        """Load an index from the log, newest first, a piece at a time so that nothing waits for it."""
        _place(state.corrections, state, [index])
        reader = LogReader(self._log_dir)
        for _ in reader.fill(index):
            await asyncio.sleep(0.002)
        reader.close()

    async def fill_whole(self, state: State) -> None:
        """Load the index of everything."""
        await self.fill(self._indices[0], state)

    async def filter(self, index: TimelineIndex | None, state: State) -> None:
        """Keep a second index up to date beside the first, until there is another filter or none."""
        self._indices[1:] = [] if index is None else [index]
        if index is not None:
            await self.fill(index, state)

    def add(self, events: Sequence[Event], state: State) -> None:
        """Put in what was recorded; a correction of the time lets the corrected event stand elsewhere."""
        for index in self._indices:
            index.add(events)
        corrections = (event.key for event in events if isinstance(event.fact, Corrected))
        _place((state.roots[key] for key in corrections if key in state.roots), state, self._indices)

    def correct(self, state: State) -> None:
        """Let every corrected event stand where its correction says."""
        _place(state.corrections, state, self._indices)


def _place(roots: Iterable[str], state: State, indices: Sequence[TimelineIndex]) -> None:
    for root in roots:
        at = state.corrections[root].occurred_at
        if at is not None:
            for index in indices:
                index.move(root, at)
