"""Half-written text survives a screen change, a crash and a restart: it is kept in a file beside the log."""

import os
import threading
import time
from contextlib import suppress
from pathlib import Path

LONGEST = 20_000
DELAY = 0.3
"""Seconds after a key until the draft is written."""


class Draft:
    """The draft of one person. Written behind the back of the screen: a slow disk never slows a key."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._text: str | None = None
        self._told = threading.Event()
        self._thread: threading.Thread | None = None

    def beside(self, name: str) -> Path:
        """Return the path of another file of the same person's."""
        return self._path.with_name(name)

    def read(self) -> str:
        """Return what was half written, "" where there is nothing."""
        with suppress(OSError):
            return self._path.read_text(encoding="utf-8", errors="replace")[:LONGEST]
        return ""

    def keep(self, text: str) -> None:
        """Keep a text; soon, not at once."""
        self._text = text
        if self._thread is None:  # one for all keys: where the processor is busy, each start of one waits for it
            self._thread = threading.Thread(target=self._work, name="warroom-draft", daemon=True)
            self._thread.start()
        self._told.set()

    def flush(self) -> None:
        """Write at once what is still to be written: the console is about to end."""
        with self._lock, suppress(OSError):
            text, self._text = self._text, None
            if text:
                write_private(self._path, text)
            elif text is not None:
                self._path.unlink(missing_ok=True)

    def _work(self) -> None:
        while self._told.wait():
            time.sleep(DELAY)
            self._told.clear()
            self.flush()


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads; it is the old one or the new one, never half of one."""
    beside = path.with_name(f"{path.name}.new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
        file.write(text)
    beside.replace(path)
