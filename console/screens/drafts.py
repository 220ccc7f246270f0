"""Half-written text survives a screen change, a crash and a restart: it is kept in a file beside the log."""

import os
import threading
from contextlib import suppress
from pathlib import Path

LONGEST = 20_000
DELAY = 0.3
"""Seconds after the last key until the draft is written."""


class Draft:
    """The draft of one person. Written behind the back of the screen: a slow disk never slows a key."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._text = ""

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
        if self._timer is not None:
            self._timer.cancel()
        self._text = text
        self._timer = threading.Timer(DELAY, self._write, (text,))
        self._timer.daemon = True
        self._timer.start()

    def flush(self) -> None:
        """Write at once what is still to be written: the console is about to end."""
        if self._timer is not None and self._timer.is_alive():
            self._timer.cancel()
            self._write(self._text)

    def _write(self, text: str) -> None:
        with self._lock, suppress(OSError):
            if not text:
                self._path.unlink(missing_ok=True)
                return
            write_private(self._path, text)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads; it is the old one or the new one, never half of one."""
    beside = path.with_name(f"{path.name}.new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
        file.write(text)
    beside.replace(path)
