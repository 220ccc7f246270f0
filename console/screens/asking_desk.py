"""The desk of a screen that shows a room: asks through dialogs, tells in the notice line. Has nothing done."""

from collections.abc import Callable, Sequence
from copy import copy
from pathlib import Path
from typing import Any, Generic, Self, TypeVar

from textual.screen import ModalScreen, Screen

from console.incident.errors import Failed, Refused, WarroomError
from console.present.snapshot import Context
from console.screens.desk import ShownRoom
from console.screens.drafts import write_private
from console.screens.keys import Command
from console.screens.room_screen import RoomScreen
from console.screens.typeahead import LONGEST_WAIT
from console.screens.usages import USAGES
from widgets.notice import NoticeBar
from widgets.text import safe_text
from widgets.theme import load_theme
from widgets.values import Tone

LONGEST_NOTICE = 300
Room = TypeVar("Room", bound=ShownRoom)


class AskingDesk(Generic[Room]):
    """Implements `desk.ReadingDesk` for a screen: it asks and tells, and has nothing done."""

    def __init__(
        self, screen: RoomScreen, room: Room, context: Context, commands: Sequence[Command], clipboard: Path
    ) -> None:
        self._screen, self.room, self.context, self.commands = screen, room, context, commands
        self._clipboard = clipboard
        self._ticket = 0
        self.subject = ""
        self.kept: dict[str, dict[str, str]] = {}

    def begin(self, subject: str = "") -> Self:
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

    async def cover(self, make: Callable[[], Screen[Any]]) -> str:
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

    def say(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Tell something for a while; longer what went wrong."""
        seconds = 12.0 if tone in {Tone.BAD, Tone.WARN} else 6.0
        top: Screen[Any] = self._screen.app.screen
        for screen in (self._screen, *(() if top is self._screen else (top,))):  # the room's, and what stands before it
            for bar in screen.query(NoticeBar):
                bar.say(safe_text(text, LONGEST_NOTICE), tone, seconds)

    def refuse(self, error: WarroomError) -> None:
        """Tell why not."""
        self._screen.app.bell()
        self.say(str(error), Tone.BAD)
