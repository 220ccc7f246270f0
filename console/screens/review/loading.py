"""Reads what takes long on another thread, once for each question, and keeps what was read last. Draws nothing."""

import asyncio
from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from console.incident.clock import Clock
from console.incident.errors import WarroomError
from console.screens.desk import LiveRoom
from console.screens.review.ports import Loaded


class Loading:
    """One question at a time; what was asked meanwhile is read next. Belongs to the screen's loop."""

    def __init__(self, screen: Screen[Any], room: LiveRoom, clock: Clock, done: Callable[[], None]) -> None:
        self._screen, self._room, self._clock, self._done = screen, room, clock, done
        self._found: dict[str, tuple[object, Loaded]] = {}
        self._busy = False

    def ask(self, name: str, stamp: object, make: Callable[[LiveRoom], object]) -> Loaded:
        """Return what is known by this name; where it was read for another stamp, the value is read anew."""
        known = self._found.get(name)
        if known is not None and known[0] == stamp:
            return known[1]
        if not self._busy:
            self._busy = True
            self._screen.run_worker(self._read(name, stamp, make), name=name, exit_on_error=False)
        return Loaded()

    def forget(self) -> None:
        """Have everything read anew."""
        self._found.clear()

    async def _read(self, name: str, stamp: object, make: Callable[[LiveRoom], object]) -> None:
        events, at = self._room.snapshot.log.events, self._clock()
        try:
            value = await asyncio.to_thread(make, self._room)
            self._found[name] = (stamp, Loaded(value, "", at, events))
        except WarroomError as error:
            self._found[name] = (stamp, Loaded(None, str(error), at, events))
        except Exception as error:  # noqa: BLE001 - else the tab says for ever that it is reading, and reads for ever
            told = f"This could not be read: an error of warroom's own ({type(error).__name__}). The log is as it was."
            self._found[name] = (stamp, Loaded(None, told, at, events))
        finally:
            self._busy = False
        self._done()
