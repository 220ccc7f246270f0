"""What the room has taken in of the log, its own events and those of others: state, timeline, marks. Writes nothing."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from console.incident.events import Event
from console.incident.state import FOLD_KINDS, State
from console.journal.reading import LogReader
from console.journal.timeline import TimelineIndex
from console.room.changed import Changed
from console.room.folding import Folding
from console.room.marks import MARKED, Marks
from console.room.timelines import Timelines

BATCH = 500
"""Events that are folded at once: a few milliseconds."""


class Following:
    """Reads the log and folds it, a piece at a time, so that the screen gets its turns. All belongs to one loop."""

    def __init__(self, log_dir: Path, index: TimelineIndex, observe: Callable[[int], None]) -> None:
        """`observe` is told the time (hybrid) of the newest event read: what is written next comes after it."""
        self._timelines = Timelines(log_dir, index)
        self._reader = LogReader(log_dir)
        self._observe = observe
        self._folding = Folding()
        self._folded: dict[str, int] = {}
        self._taking_in = asyncio.Lock()
        self.marks = Marks()
        self.changed = Changed()

    @property
    def state(self) -> State:
        """All incidents, as the log says."""
        return self._folding.state

    @property
    def problems(self) -> Sequence[str]:
        """What could not be read, in words."""
        return self._reader.problems

    def heads(self) -> Mapping[str, tuple[int, str]]:
        """Return the newest event of every writer: its number and its hash."""
        return self._reader.heads()

    async def open(self) -> None:
        """List the newest events of the log, and fold all of it."""
        heads = self.heads()
        filling = asyncio.create_task(self._timelines.fill_whole(self.state))
        for batch in _batches(self._reader.events(kinds=FOLD_KINDS | MARKED)):
            self._folding.add(batch)
            self.marks.add(batch)
            self.changed.add(batch)
            await asyncio.sleep(0.001)
        self._reader.seek({writer: seq for writer, (seq, _) in heads.items()})
        await filling
        self._timelines.correct(self.state)

    async def catch_up(self) -> bool:
        """Take in everything that is committed now, a piece at a time; return whether there was anything."""
        found = False
        while await self.follow():
            found = True
        return found

    async def follow(self) -> bool:
        """Take in what was committed since the last time, or the first of it; return whether there was anything.

        What was read is taken in, even where nobody waits for it any more.
        """
        return await asyncio.shield(self._take_in())

    async def _take_in(self) -> bool:
        async with self._taking_in:
            events = self._reader.poll(BATCH)
            if not events:
                return False
            fresh = [event for event in events if event.seq > self._folded.get(event.writer, 0)]
            if not self._folding.add(fresh):
                await self._fold_again()
            self.marks.add(events)
            self.changed.add(events)
            self._timelines.add(events, self.state)
            self._observe(events[-1].hlc)
        await asyncio.sleep(0)
        return True

    async def _fold_again(self) -> None:
        """Fold the whole log, in pieces: an event came that belongs before all that are kept."""
        folding, heads = Folding(), self.heads()
        for batch in _batches(self._reader.state_events()):
            folding.add(batch)
            await asyncio.sleep(0.001)
        self._folding, self._folded = folding, {writer: seq for writer, (seq, _) in heads.items()}
        self._timelines.correct(self.state)

    async def filter(self, index: TimelineIndex | None) -> None:
        """Keep a second index up to date beside the whole one, until there is another filter or none."""
        await self._timelines.filter(index, self.state)

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()


def _batches(events: Iterable[Event]) -> Iterator[list[Event]]:
    walk = iter(events)
    while batch := list(islice(walk, BATCH)):
        yield batch
