"""What the scripts of the pictures share: a console over real settings, keys, and pictures of the screen."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC
from pathlib import Path

from textual.events import Paste
from textual.pilot import Pilot

from console.app import Backstage, WarroomApp
from console.incident.clock import Clock
from console.room import Room
from console.screens.drafts import Draft
from console.screens.link import Link
from console.screens.live import LiveScreen
from console.screens.room_screen import RoomScreen
from console.settings import Settings
from console.wiring.behind import build_room, context
from console.wiring.shipped import checklists
from tests.room import text, until

OUT = Path(__file__).parent / "pictures"
_PATIENCE = 120


class Photographer:
    """Presses keys and takes pictures."""

    def __init__(self, app: WarroomApp, pilot: Pilot[str], room: Room) -> None:
        self._app, self._pilot, self.room = app, pilot, room

    async def press(self, *keys: str, shows: str = "") -> None:
        """Press keys, and wait until the screen shows a text."""
        await self._pilot.press(*keys)
        await self.wait(lambda: shows in text(self._app))

    async def paste(self, words: str) -> None:
        """Put a text into what has the focus, at once: the clock of a drill does not wait for who types."""
        field = self._app.focused
        if field is not None:
            field.post_message(Paste(words))
        await self._pilot.pause()

    async def wait(self, holds: Callable[[], bool]) -> None:
        """Wait until something is so."""
        await until(holds, self._pilot, _PATIENCE)

    async def take(self, name: str) -> None:
        """Write what is on the screen."""
        await self._pilot.pause(0.6)
        write(name, self._app.export_screenshot(title="warroom"))


def write(name: str, picture: str) -> None:
    """Write a picture."""
    OUT.mkdir(exist_ok=True)
    (OUT / f"{name}.svg").write_text(picture, encoding="utf-8")
    sys.stderr.write(f"docs/pictures/{name}.svg\n")


@asynccontextmanager
async def at_console(settings: Settings, clock: Clock, env: dict[str, str]) -> AsyncIterator[Photographer]:
    """Open the console as these settings say, at 120x36."""
    room = build_room(settings, env, clock)
    room.start()
    link = Link(room, settings.log_dir, settings.user, checklists(settings), str)
    screen = RoomScreen(Draft(settings.log_dir / "own.draft"), lacking=())
    make = lambda: LiveScreen(screen, link, context(settings, env, clock), clock, UTC)  # noqa: E731 - one line, used once
    app = WarroomApp(screen, Backstage(lambda: make, lambda: None))
    try:
        async with app.run_test(size=(120, 36)) as pilot:
            yield Photographer(app, pilot, room)
    finally:
        room.stop()
