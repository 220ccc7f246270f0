"""What a command works with: the environment, the clock, the streams and the settings, and the safe way to print."""

import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, TextIO

from console.incident.clock import Clock
from console.settings import KNOWN_NOTHING, Known, Loaded, Overrides, Settings, SettingsError, read
from widgets.text import safe_text

LONGEST_LINE = 20_000


class UsageError(Exception):
    """The command line cannot be understood; the text says what would be."""


class Streams(NamedTuple):
    """Where a command reads and prints."""

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO


class Desk:
    """The desk that a command sits at. Everything printed goes through `say`, `show`, `warn` or `raw`."""

    def __init__(self, env: Mapping[str, str], clock: Clock, streams: Streams) -> None:
        self.env = env
        self.clock = clock
        self.streams = streams
        self._options = Overrides()
        self._config: Path | None = None
        self._ignored: set[str] = set()

    def configure(self, args: Namespace) -> None:
        """Take the options that every command knows."""
        self._options = Overrides(args.log_dir, args.user, args.theme, args.read_only)
        self._config = Path(args.config) if args.config else None

    def loaded(self, known: Known = KNOWN_NOTHING) -> Loaded:
        """Return the settings with what is wrong in them."""
        return read(self._config, self.env, self._options, known)

    def settings(self, known: Known = KNOWN_NOTHING) -> Settings:
        """Return the settings; every mistake is told, and what it is about left out.

        A file that cannot be read at all raises SettingsError, and so does a mistake about the place of the log or
        about who writes, where nothing else says it: what stands in the wrong log, or under a wrong name, stays there.
        """
        loaded = self.loaded(known)
        said = {
            "",
            *(["log_dir"] if self._options.log_dir or self.env.get("WARROOM_LOG_DIR") else []),
            *(["user"] if self._options.user or self.env.get("WARROOM_USER") else []),
        }
        if any(problem.doubts not in said for problem in loaded.problems):
            raise SettingsError(loaded.problems)
        for problem in loaded.problems:
            self.ignored(problem)
        return loaded.settings

    def settings_to_record(self) -> Settings:
        """Return the settings for a command that only needs to know where the log is and who writes.

        The names in the file are not compared with those that there are: to know them all takes longer than a note.
        """
        return self.settings()

    def ignored(self, mistake: object) -> None:
        """Tell of a mistake in a file whose rest counts; once, however often the file is read."""
        line = f"ignored: {mistake}"
        if line not in self._ignored:
            self._ignored.add(line)
            self.warn(line)

    def say(self, line: object = "") -> None:
        """Print one line; whatever in it would act on the terminal is shown instead."""
        self.streams.stdout.write(f"{safe_text(line, LONGEST_LINE)}\n")

    def show(self, text: str) -> None:
        """Print a text of several lines, each made safe."""
        for line in text.splitlines():
            self.say(line)

    def warn(self, line: object) -> None:
        """Print one line to standard error."""
        self.streams.stdout.flush()
        self.streams.stderr.write(f"{safe_text(line, LONGEST_LINE)}\n")

    def raw(self, text: str) -> None:
        """Print what another program reads (JSON, a document), unchanged unless a person's terminal would read it."""
        if self.streams.stdout.isatty():
            self.show(text)
        else:
            self.streams.stdout.write(text if text.endswith("\n") else f"{text}\n")


def process_streams() -> Streams:
    """Return the streams of this process, set so that no character can end a command."""
    for stream in (sys.stdout, sys.stderr):
        _forgive(stream, "backslashreplace")
    _forgive(sys.stdin, "replace")
    return Streams(sys.stdin, sys.stdout, sys.stderr)


def _forgive(stream: TextIO, errors: str) -> None:
    from io import TextIOWrapper

    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors=errors)
