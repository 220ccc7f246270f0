"""Writes into the log what sources told, as tasks of the room's loop, so that watching never waits for the disk."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

from checks.change import Change
from checks.sample import Status
from console.incident.deadlines import WARROOM
from console.incident.errors import WarroomError
from console.incident.events import Entry, HealthChanged, Instant
from console.incident.state import State
from console.room.escalating import Escalating
from console.room.record import Record
from console.signals.health import Transition

_TURNS = 2.0
"""Seconds over which the consoles on one log spread what all of them see at the same moment."""
_AGAIN = 15.0
"""Seconds until what could not be written is tried again."""


def news(state: State, transitions: Sequence[Transition], incident: str) -> list[Entry]:
    """Return the changes of health that the log does not have, as entries of an incident ("": of none)."""
    return [
        Entry(HealthChanged(each.service, str(each.before), str(each.after), each.reason), WARROOM, incident)
        for each in transitions
        if not _is_known(state, each)
    ]


def _is_known(state: State, each: Transition) -> bool:
    """What the log has is no news: nor that a service of which it has nothing is well at the first look."""
    logged = state.health.get(each.service)
    first = each.before is Status.UNKNOWN and each.after is Status.OK
    return logged == str(each.after) or (logged is None and first)


class Noting:
    """Owns the writes that are on their way."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._writes: set[asyncio.Task[None]] = set()
        self._changing: asyncio.Task[None] | None = None
        self._climbing: asyncio.Task[None] | None = None
        self._lateness: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether something is on its way to the disk."""
        return bool(self._writes)

    def health(self, transitions: Sequence[Transition]) -> None:
        """Record changes of health; what another console wrote meanwhile is not written again."""
        if transitions:
            self._write(self._note_health(transitions))

    async def _note_health(self, transitions: Sequence[Transition]) -> None:
        await self._in_turn()
        record = self._record
        await record.note(news(record.state, transitions, record.incident))

    def changes(self, changes: Sequence[Change], now: Instant) -> None:
        """Record what was changed; one write at a time, so that no change is written twice."""
        due = self._record.changed.expect(changes, now)
        if due and (self._changing is None or self._changing.done()):
            self._changing = self._write(self._note_changes())

    def steps(self, escalating: Escalating) -> None:
        """Record what an escalation has reached; one write at a time."""
        if (self._climbing is None or self._climbing.done()) and escalating.due():
            self._climbing = self._write(self._note_steps(escalating))

    async def _note_steps(self, escalating: Escalating) -> None:
        await self._in_turn()
        await escalating.note()

    def late(self, now: Instant) -> None:
        """Record the promises that were not kept; one write at a time."""
        if self._record.late(self._record.state, now) and (self._lateness is None or self._lateness.done()):
            self._lateness = self._write(self._note_late())

    async def _note_changes(self) -> None:
        """Record what waits."""
        await self._in_turn()
        record = self._record
        if record.writer:
            await record.note(record.changed.entries(record.incident))  # those that fail: with the next change
        else:
            record.changed.remember()

    async def _note_late(self) -> None:
        await self._in_turn()
        try:
            await self._record.submit(self._record.late)
        except WarroomError:  # the journal's condition is on the screen, and says it of every entry
            await asyncio.sleep(_AGAIN)

    async def _in_turn(self) -> None:
        """Wait until it is our turn: of several consoles on a log the first writes, and the others read that."""
        turn = self._record.turn()
        if turn:
            await asyncio.sleep(_TURNS * turn)
        await self._record.catch_up()

    def _write(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.get_running_loop().create_task(work)
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)
        return task
