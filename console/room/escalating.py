"""Writes down which steps of the escalation chains are reached; of several consoles the first one whose turn it is."""

from console.incident.errors import WarroomError
from console.incident.events import Entry, Instant
from console.incident.state import State
from console.present.escalation import reached
from console.present.who import People
from console.room.parts import Parts
from console.room.record import Record
from console.room.rotas import Rotas

PATIENCE = 10_000
"""Milliseconds that a step waits for the first answer of the schedules: it is to name who is on call."""


class Escalating:
    """Owns what is due. Belongs to the room's loop."""

    def __init__(self, parts: Parts, record: Record, rotas: Rotas) -> None:
        self._parts, self._record, self._rotas = parts, record, rotas
        self._begun = parts.clock()

    def due(self) -> bool:
        """Whether a step is reached that the log does not have; never where nothing may be written."""
        if not self._parts.chains or not self._record.writer:
            return False
        now = self._parts.clock()
        knows = self._rotas.asked.is_set() or now - self._begun > PATIENCE
        return knows and bool(self._entries(self._record.state, now))

    async def note(self) -> None:
        """Record the steps that are due on the newest state: another console may have written them meanwhile."""
        try:
            await self._record.submit(self._entries)
        except WarroomError:
            return  # the journal's condition is on the screen; it is tried again at the next look

    def _entries(self, state: State, now: Instant) -> list[Entry]:
        known = People(self._parts.directory, self._rotas.duties, self._parts.defaults)
        return reached(self._parts.chains, state, known, now)
