"""Asks who is on call, now and then, on a thread of its own: a calendar that hangs keeps nobody waiting."""

import threading
from collections.abc import Callable, Sequence

from console.incident.duty import Duty

EVERY = 30.0
"""Seconds between two looks; calendars are asked less often by what looks."""


class Rotas:
    """Keeps the newest answer. `start` and `stop` return at once."""

    def __init__(self, look: Callable[[], Sequence[Duty]]) -> None:
        self._look = look
        self._ending = threading.Event()
        self.duties: tuple[Duty, ...] = ()
        self.asked = threading.Event()
        """Set once the first answer is there."""

    def start(self) -> None:
        """Begin to ask."""
        threading.Thread(target=self._run, name="on-call", daemon=True).start()

    def stop(self) -> None:
        """End; an answer that is still waited for is dropped."""
        self._ending.set()

    def _run(self) -> None:
        while not self._ending.is_set():
            self.duties = tuple(self._look())
            self.asked.set()
            self._ending.wait(EVERY)
