"""The desk of the room's screen: asks through dialogs, acts through the room, tells in the notice line."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from copy import copy
from pathlib import Path
from typing import Any, TypeVar

from textual.screen import ModalScreen, Screen

from console.incident.errors import Failed, Refused, WarroomError
from console.incident.events import Declared, Event
from console.incident.relations import same_title
from console.present.snapshot import Context
from console.screens.desk import Act, Declare, LiveRoom
from console.screens.drafts import write_private
from console.screens.keys import Command
from console.screens.room_screen import RoomScreen
from console.screens.typeahead import LONGEST_WAIT
from console.screens.usages import USAGES
from widgets.notice import NoticeBar
from widgets.text import safe_text
from widgets.theme import load_theme
from widgets.timeline import TimelinePane
from widgets.values import Tone

LONGEST_NOTICE = 300
_IN_PLACE = frozenset({"pinned", "corrected"})
"""What is done to an entry of the timeline: whoever does it stays there. Anything else is to be seen at its end."""
T = TypeVar("T")
SHORT_WAIT = 0.15
"""Seconds that an answer may take before it is said what is waited for."""
PATIENCE = 1.5
"""Seconds that an entry may be on its way to the disk before that is said."""


class ScreenDesk:
    """Implements `desk.Desk` for a screen."""

    def __init__(
        self, screen: RoomScreen, room: LiveRoom, context: Context, commands: Sequence[Command], clipboard: Path
    ) -> None:
        self._screen, self.room, self.context, self.commands = screen, room, context, commands
        self._clipboard = clipboard
        self._ticket = 0
        self.subject = ""
        self.kept: dict[str, dict[str, str]] = {}

    def begin(self, subject: str = "") -> "ScreenDesk":
        """Return a desk for one command, about an incident: until it asks, acts or ends, keys wait for it."""
        desk = copy(self)
        desk.subject = subject
        desk._ticket = self._screen.ahead.hold()  # noqa: SLF001 - its own
        self._screen.set_timer(LONGEST_WAIT, desk.end)
        return desk

    def end(self) -> None:
        """Let keys go where they go."""
        self._screen.ahead.release(self._ticket)

    @property
    def typed(self) -> Sequence[tuple[str, str]]:
        """What can be typed: usage and what it does."""
        return USAGES

    @property
    def theme(self) -> str:
        """The colours."""
        return self._screen.app.theme

    @theme.setter
    def theme(self, name: str) -> None:
        """Choose other colours."""
        if name not in self._screen.app.available_themes:
            self._screen.app.register_theme(load_theme(name))
        self._screen.app.theme = name

    def copy(self, text: str) -> str:
        """Put a text into the clipboard (OSC 52) and a file; return the file."""
        self._screen.app.copy_to_clipboard(text)
        try:
            write_private(self._clipboard, text)
        except OSError as error:
            message = f"{self._clipboard} cannot be written: {error.strerror}."
            raise Failed(message) from error
        return str(self._clipboard)

    def leave(self, then: str = "") -> None:
        """End the console; `then` names the command that follows."""
        self._screen.app.exit(then)

    async def ask(self, dialog: ModalScreen[Any]) -> Any:
        """Show a dialog over the room and return its answer; what was typed meanwhile is typed into it."""
        if isinstance(self._screen.app.screen, ModalScreen):
            # Two dialogs on each other would hide the first, and Textual draws each through all below it.
            message = "Another question is open: answer it first."
            raise Refused(message)
        answer = self._screen.app.push_screen(dialog, wait_for_dismiss=True)
        self._release_into(dialog)
        return await answer

    async def cover(self, make: Callable[[], Screen[str]]) -> str:
        """Show another screen over the room until it is left; returns what it answers. Made only where it is shown."""
        if self._screen.app.screen is not self._screen:
            return ""  # it is there already
        answer = self._screen.app.push_screen(make(), wait_for_dismiss=True)
        self.end()
        return await answer or ""

    def _release_into(self, dialog: ModalScreen[Any]) -> None:
        """Let held keys go once the dialog has something that takes them."""
        if dialog.focused is None and dialog.is_attached:
            dialog.call_after_refresh(self._release_into, dialog)
        else:
            self.end()

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

    def say(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Tell something for a while; longer what went wrong."""
        seconds = 12.0 if tone in {Tone.BAD, Tone.WARN} else 6.0
        top: Screen[Any] = self._screen.app.screen
        for screen in (self._screen, *(() if top is self._screen else (top,))):  # the room's, and what stands before it
            for bar in screen.query(NoticeBar):
                bar.say(safe_text(text, LONGEST_NOTICE), tone, seconds)

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

    def refuse(self, error: WarroomError) -> None:
        """Tell why not."""
        self._screen.app.bell()
        self.say(str(error), Tone.BAD)
