"""Opens and lets go of logs away from the screen's loop: an API server that hangs never slows a key."""

import asyncio
import threading
from contextlib import suppress
from typing import NamedTuple

from console.incident.errors import WarroomError
from console.present.cluster.log import LogText, Tail
from console.screens.cluster.ports import Log, Logs


class Wanted(NamedTuple):
    """Which log is read."""

    context: str
    namespace: str
    pod: str
    previous: bool = False


class LogReader:
    """One log at a time; what belongs to an earlier one is dropped. Belongs to the screen's thread."""

    def __init__(self, logs: Logs) -> None:
        self._logs = logs
        self._log: Log | None = None
        self.wanted: Wanted | None = None
        self.text = LogText()
        self.error = ""

    @property
    def opening(self) -> bool:
        """Whether a log was asked for that is not there yet."""
        return self.wanted is not None and self._log is None and not self.error

    def open(self, wanted: Wanted) -> None:
        """Read another log from now on."""
        self.close()
        self.wanted, self.text, self.error = wanted, LogText(), ""
        loop = asyncio.get_running_loop()
        thread = threading.Thread(target=self._open, args=(loop, wanted, self.text), name="open log", daemon=True)
        thread.start()

    def poll(self) -> Tail | None:
        """Take in what came; return how the log is, None where none is open."""
        if self._log is None:
            return None
        tail = self._log.seen()
        self.text.take(tail)
        return tail

    def close(self) -> None:
        """Let the log go."""
        log, self._log, self.wanted = self._log, None, None
        if log is not None:
            threading.Thread(target=log.stop, name="close log", daemon=True).start()

    def _open(self, loop: asyncio.AbstractEventLoop, wanted: Wanted, text: LogText) -> None:
        log, error = None, ""
        try:
            log = self._logs.open(wanted.context, wanted.namespace, wanted.pod, "", wanted.previous)
        except WarroomError as failed:
            error = str(failed)
        with suppress(RuntimeError):  # the screen ended meanwhile
            loop.call_soon_threadsafe(self._opened, text, log, error)
            return
        if log is not None:
            log.stop()

    def _opened(self, text: LogText, log: Log | None, error: str) -> None:
        if text is self.text and self.wanted is not None:
            self._log, self.error = log, error
        elif log is not None:
            threading.Thread(target=log.stop, name="close log", daemon=True).start()
