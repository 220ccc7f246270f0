"""Writes the steps of actions into the log, and waits for it only so long: a full disk must not hold an action back."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from console.actions.rules import Record
from console.incident.errors import Failed, WarroomError
from console.incident.events import Fact


class Pen:
    """Hands facts to the log in their order. A log that waits for its disk keeps them, and takes them in later."""

    def __init__(self, record: Record, patience: float) -> None:
        self._record, self._patience = record, patience
        self._writing: set[asyncio.Task[None]] = set()

    @property
    def writing(self) -> frozenset[asyncio.Task[None]]:
        """What is on its way into the log."""
        return frozenset(self._writing)

    async def write(self, facts: Sequence[Fact], incident: str) -> None:
        """Record facts; Refused or Failed where the log does not take them, or not in time (then it may yet)."""
        task = await self._begun(facts, incident)
        if not task.done():
            raise Failed(
                f"the log did not take this within {self._patience:g} s, so nothing was done: "
                "the header says what it waits for."
            )
        task.result()

    async def note(self, facts: Sequence[Fact], incident: str) -> None:
        """Record what happened already as far as the log takes it: its condition is on the screen and says the rest.

        Who is stopped meanwhile loses nothing: what was begun goes on into the log.
        """
        task = await self._begun(facts, incident)
        if task.done():
            with suppress(WarroomError):
                task.result()

    async def _begun(self, facts: Sequence[Fact], incident: str) -> asyncio.Task[None]:
        task = asyncio.create_task(self._written(facts, incident))
        self._writing.add(task)
        task.add_done_callback(self._forget)
        await asyncio.wait([task], timeout=self._patience)
        return task

    async def _written(self, facts: Sequence[Fact], incident: str) -> None:
        await self._record(facts, incident)

    def _forget(self, task: "asyncio.Task[None]") -> None:
        self._writing.discard(task)
        if not task.cancelled():
            task.exception()  # who no longer waited for it is not told a second time
