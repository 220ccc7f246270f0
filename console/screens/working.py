"""The desk of the room's screen: what is asked there is done by the room, and told once it is saved."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from typing import TypeVar

from console.incident.errors import WarroomError
from console.incident.events import Declared, Event
from console.incident.relations import same_title
from console.screens.asking_desk import AskingDesk
from console.screens.desk import Act, Declare, LiveRoom
from console.screens.flows.asking import current
from widgets.timeline import TimelinePane
from widgets.values import Tone

_IN_PLACE = frozenset({"pinned", "corrected"})
"""What is done to an entry of the timeline: whoever does it stays there. Anything else is to be seen at its end."""
T = TypeVar("T")
SHORT_WAIT = 0.15
"""Seconds that an answer may take before it is said what is waited for."""
PATIENCE = 1.5
"""Seconds that an entry may be on its way to the disk before that is said."""


class ScreenDesk(AskingDesk[LiveRoom]):
    """Implements `desk.Desk` for a screen."""

    async def act(self, act: Act, said: str) -> bool:
        """Run a command and say what became of it."""
        self.end()
        return await self._await(self.room.submit(act), said) is not None

    async def declare(self, act: Declare, *, stay: bool = False) -> bool:
        """Declare an incident and say its id."""
        events = await self._await(self.room.declare(act), "")
        if events and stay:
            self.say(f"{events[0].incident} is declared: I goes there. This console stays where it is.", Tone.OK)
        elif events:
            self.room.choose(events[0].incident)
            said = f"{events[0].incident} is declared. You are its commander; o gives roles, c is the checklist."
            self.say(said, Tone.OK)
        self._ask_duplicate(events or ())
        return events is not None

    def _ask_duplicate(self, events: Sequence[Event]) -> None:
        """Say it where another incident has the same title: two may declare what they both see."""
        for event in events:
            if isinstance(event.fact, Declared) and (
                told := same_title(self.room.snapshot.state, event.incident, event.fact.title)
            ):
                self.say(f"{event.incident} is declared, but {told} /duplicate ID says so", Tone.WARN)

    async def wait(self, future: Future[T], saying: str) -> T:
        """Wait for an answer of the room."""
        wrapped = asyncio.wrap_future(future)
        await asyncio.wait([wrapped], timeout=SHORT_WAIT)
        if not wrapped.done():
            self.say(saying)
        return await wrapped

    async def replay(self, at: str) -> None:
        """Show the incident as it was at a moment over the room, until that is left; the room goes on meanwhile."""
        from console.screens.replay.over import over

        incident = current(self)
        self.say(f"reading the log of {incident.id} ...")
        link = await asyncio.to_thread(self.room.replay, incident.id, at)
        try:
            await self.cover(lambda: over(link, self.context, self.commands))
        finally:
            link.player.stop()
            self.say("back in the room: this is now")

    async def _await(self, future: Future[list[Event]], said: str) -> Sequence[Event] | None:
        try:
            wrapped = asyncio.wrap_future(future)
            await asyncio.wait([wrapped], timeout=PATIENCE)
            if not wrapped.done():
                why = self.room.snapshot.log.reason or "the disk is slow."
                self.say(f"Not saved yet: {why} It is kept and saved as soon as that works.", Tone.WARN)
            events = await wrapped
        except WarroomError as error:
            self.refuse(error)
            return None
        if said:
            self.say(said, Tone.OK)
        if any(event.fact.kind not in _IN_PLACE for event in events):
            self._screen.query_one(TimelinePane).action_newest()
        return events
