"""Where a terminal test plays: a home, a log directory, consoles in terminals, commands beside them."""

import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from console.incident.events import Event
from console.journal.reading import LogReader
from tests.terminal.driver import PLAIN_ENV, Terminal

WARROOM = str(Path(sys.executable).with_name("warroom"))
PANES = ("Services", "This machine", "CPU", "Memory available", "Timeline", "Roster", "Checklist", "Due")
"""Titles on a machine without a configuration at 120x36."""

_READ = re.compile(r"log [1-9]")


class Stage:
    """One home and one log directory; everything started here ends with `stack`."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.log_dir = folder / "log"
        self._stack = stack

    def env(self, **more: str) -> dict[str, str]:
        """A login shell's environment in this home."""
        own = {"HOME": str(self.folder), "USER": "alice", "WARROOM_LOG_DIR": str(self.log_dir)}
        return {**PLAIN_ENV, **own, **more}

    def console(self, *arguments: str, size: tuple[int, int] = (120, 36), shown: bool = True, **env: str) -> Terminal:
        """Start a console; unless `shown` is False, wait until it has read the log and takes keys."""
        terminal = Terminal([WARROOM, *arguments], size=size, env=self.env(**env), cwd=self.folder)
        self._stack.enter_context(terminal)
        if shown:
            terminal.wait_until(lambda: _READ.search(terminal.text()) is not None, "the log is read")
        return terminal

    @staticmethod
    def write(console: Terminal, line: str) -> None:
        """Write a line, as a person does: the prompt first, then the text; after it the keys are commands again."""
        Stage.begin(console, f"{line}\r")
        console.quiet(0.2, timeout=0.5)

    @staticmethod
    def begin(console: Terminal, text: str) -> None:
        """Go to the prompt and type."""
        console.send("n")
        console.quiet(0.2, timeout=0.5)
        console.send(text)

    def run(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a command that needs no terminal."""
        return subprocess.run(
            [WARROOM, *arguments],
            env=self.env(**env),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def config(self, text: str) -> Path:
        """Write a configuration into this home."""
        path = self.folder / "warroom.toml"
        path.write_text(text, encoding="utf-8")
        return path

    def events(self, *kinds: str) -> list[Event]:
        """Read the log, as any other process may: all events, or those of some kinds."""
        reader = LogReader(self.log_dir)
        try:
            return list(reader.events(kinds=kinds or None))
        finally:
            reader.close()

    def said(self, kind: str = "note") -> list[str]:
        """The sentences of all events of a kind."""
        return [event.fact.summary() for event in self.events(kind)]

    def recorded(self, kind: str, text: str = "") -> Callable[[], bool]:
        """A condition: the log holds an event of this kind with this text in it."""
        return lambda: any(text in said for said in self.said(kind))


def service(name: str, url: str, *, interval: float = 1.0, timeout: float = 0.5) -> str:
    """A [[service]] table with one HTTP check."""
    return f'[[service]]\nname = "{name}"\ninterval = "{interval:g}s"\ntimeout = "{timeout:g}s"\nhttp = "{url}"\n\n'
