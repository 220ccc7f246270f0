"""Half-written text survives a screen change, a crash and a restart: it is kept in a file beside the log."""

import os
import threading
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

LONGEST = 20_000
PATIENCE = 0.5
"""Seconds that the end of the console waits for the disk."""
DELAY = 0.3
"""Seconds after a key until the draft is written."""


class Draft:
    """The draft of one person. Written behind the back of the screen: a slow disk slows no key, and no end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._text: str | None = None
        self._told, self._hurry, self._written = threading.Event(), threading.Event(), threading.Event()
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
        with self._lock:
            self._text = text
            self._written.clear()
        if self._thread is None:  # one for all keys: where the processor is busy, each start of one waits for it
            self._thread = threading.Thread(target=self._work, name="warroom-draft", daemon=True)
            self._thread.start()
        self._told.set()

    def flush(self, patience: float = PATIENCE) -> None:
        """Have written at once what is still to be written, and wait for it, at most `patience` seconds."""
        if self._thread is not None:
            self._hurry.set()
            self._told.set()
            self._written.wait(patience)
            self._hurry.clear()

    def _work(self) -> None:
        while self._told.wait():
            self._hurry.wait(DELAY)
            self._told.clear()
            with self._lock:
                text, self._text = self._text, None
            if text is not None:
                self._write(text)
            with self._lock:
                if self._text is None:
                    self._written.set()

    def _write(self, text: str) -> None:
        with suppress(OSError):
            if text:
                write_private(self._path, text)
            else:
                self._path.unlink(missing_ok=True)


class NoDraft(Draft):
    """Keeps nothing: for a screen on which nothing can be typed, and that may write nothing beside the log."""

    def __init__(self) -> None:
        super().__init__(Path(os.devnull))

    def beside(self, name: str) -> Path:
        """Return a path in a folder of this process's own."""
        return Path(mkdtemp(prefix="warroom-"), name)

    def read(self) -> str:
        """Return that there is nothing."""
        return ""

    def keep(self, text: str) -> None:
        """Keep nothing."""


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads; it is the old one or the new one, never half of one."""
    beside = path.with_name(f"{path.name}.new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
        file.write(text)
    beside.replace(path)
