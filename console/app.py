"""The Textual program around the room: colours, the last wall before the terminal, start and end. Decides nothing."""

import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import ClassVar, Literal, NamedTuple

from textual import events
from textual.app import App
from textual.filter import LineFilter

import themes
from console.screens.room_screen import Live, RoomScreen
from console.screens.sweeping import Sweeper
from console.terminal import Ending, ForgivingDriver
from widgets.guard import OutputGuard
from widgets.theme import DEFAULT, NO_COLOUR, load_theme


class Backstage(NamedTuple):
    """What runs behind the screen.

    `open` builds and starts the room (slow, off the loop) and returns what brings the screen to life, to be called on
    the loop; `close` ends the room.
    """

    open: Callable[[], Callable[[], Live]]
    close: Callable[[], None]


class WarroomApp(App[str], inherit_bindings=False):
    """Paints first, then opens the room on another thread."""

    CSS_PATH = Path(themes.__path__[0], "room.tcss")
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    TITLE = "warroom"

    def __init__(
        self, screen: RoomScreen, backstage: Backstage, *, theme: str = DEFAULT, keys: Mapping[str, str] | None = None
    ) -> None:
        # Textual takes NO_COLOR out of the environment, and has to know then already that no colour will be mixed.
        plain = "NO_COLOR" in os.environ
        super().__init__(driver_class=ForgivingDriver, ansi_color=True if plain else None)
        self._room_screen, self._backstage = screen, backstage
        self._sweeper = Sweeper(time.monotonic)
        self.animation_level: Literal["none", "basic", "full"] = "none"
        self.ending = Ending(self._leave, backstage.close)
        name = NO_COLOUR if plain else theme
        self.register_theme(load_theme(name))
        self.theme = name
        self.set_keymap(dict(keys or {}))

    def get_line_filters(self) -> list[LineFilter]:
        """Add the last wall: no control character leaves in a drawn segment."""
        return [*super().get_line_filters(), OutputGuard()]

    def get_default_screen(self) -> RoomScreen:
        """Return the empty room: a blank screen of Textual's own below it would be painted first, for nothing."""
        return self._room_screen

    def on_mount(self) -> None:
        """Let what is slow start after the empty room is painted."""
        self.ending.install()
        driver = self._driver
        if isinstance(driver, ForgivingDriver):
            driver.on_gone = self.ending.begin
        self.call_after_refresh(self._open)

    async def on_event(self, event: events.Event) -> None:
        """Hold keys back while the log is read and while a dialog is about to open; only leaving is never held."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._sweeper.touched()
            shell = self._room_screen
            if shell.live is None and (event.key == "ctrl+c" or (event.key == "q" and shell.ahead.empty)):
                self.exit()
                return
            if shell.ahead.take(event):
                return
            if event.key == "enter":
                shell.hold_after_enter()
        await super().on_event(event)

    def _open(self) -> None:
        if not self.is_headless:
            self._sweeper.hold()
        threading.Thread(target=self._open_room, name="opening", daemon=True).start()

    def _open_room(self) -> None:
        make = self._backstage.open()
        with suppress(RuntimeError):  # it ended meanwhile
            self.call_from_thread(lambda: self._enliven(make))

    def _enliven(self, make: Callable[[], Live]) -> None:
        self._room_screen.attach(make())
        if not self.is_headless:
            self.call_after_refresh(self._sweep)

    def _sweep(self) -> None:
        """Begin to collect garbage, once the room is painted."""
        self._sweeper.take_over()
        self.set_interval(1.0, self._sweeper.sweep)

    def _leave(self) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.exit)

    @property
    def crash(self) -> Exception | None:
        """What ended the screen against its will."""
        return self._exception

    def _fatal_error(self) -> None:
        """Leave the report to the command line: Textual's own prints the values of local variables."""
        self._close_messages_no_wait()
