"""What a command works with: the environment, the clock, the streams and the settings, and the safe way to print."""

import re
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, TextIO

from console.incident.clock import Clock
from console.settings import KNOWN_NOTHING, Known, Loaded, Overrides, Settings, SettingsError, read
from widgets.text import safe_text

LONGEST_LINE = 20_000
MOST_MISTAKES = 3
"""So many mistakes are told in full: more of them would hide what a command says."""
_FILE = re.compile(r":\d+: | cannot be read|: this is not TOML|: ")


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
        self._ignored: list[str] = []
        self._told = 0
        self.crashes: Path | None = None
        """Where the details of a crash are kept; None is beside the log."""

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
        """Keep a mistake in a file whose rest counts: it is told of once, before the next line is printed."""
        line = str(mistake)
        if line not in self._ignored:
            self._ignored.append(line)

    def tell_ignored(self) -> None:
        """Print the mistakes of which was not told yet: a few as lines, more of them as their number and the files."""
        left, self._told = self._ignored[self._told :], len(self._ignored)
        if len(left) <= MOST_MISTAKES:
            lines = [f"ignored: {line}" for line in left]
        else:
            files = ", ".join(dict.fromkeys(_FILE.split(line, maxsplit=1)[0] for line in left))
            told = "what is wrong is left out (warroom config check lists them)"
            lines = [f"ignored: {len(left)} mistakes in {files}: {told}"]
        for line in lines:
            self.warn(line)

    def say(self, line: object = "") -> None:
        """Print one line; whatever in it would act on the terminal is shown instead."""
        self.tell_ignored()
        self.streams.stdout.write(f"{safe_text(line, LONGEST_LINE)}\n")

    def show(self, text: str) -> None:
        """Print a text of several lines, each made safe."""
        for line in text.splitlines():
            self.say(line)

    def warn(self, line: object) -> None:
        """Print one line to standard error."""
        self.tell_ignored()
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
