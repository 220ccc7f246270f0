"""Drives the command line in this process: a log directory, a clock, and what was printed."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from console.cli import run
from console.cli.desk import Desk, Streams
from tests.fakes import FakeClock


class Said(NamedTuple):
    """What a command answered: exit status, standard output, standard error."""

    status: int
    out: str
    err: str


class Line:
    """Somebody at a shell, in a folder of their own."""

    def __init__(self, folder: Path, env: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.clock = FakeClock()
        self.env = {
            "HOME": str(folder),
            "USER": "alice",
            "TERM": "xterm-256color",
            "WARROOM_LOG_DIR": str(folder / "log"),
            "XDG_RUNTIME_DIR": str(folder),
            **(env or {}),
        }

    def __call__(self, *argv: str, stdin: str = "") -> Said:
        out, err = io.BytesIO(), io.BytesIO()
        streams = Streams(io.StringIO(stdin), _text(out), _text(err))
        status = run(argv, Desk(self.env, self.clock, streams))
        streams.stdout.flush()
        streams.stderr.flush()
        return Said(status, out.getvalue().decode(), err.getvalue().decode())

    def declared(self, *more: str) -> str:
        """Declare an incident: returns its id."""
        said = self("declare", "Checkout fails", *more)
        assert said.status == 0, said.err
        return said.out.strip()

    def configured(self, text: str) -> Path:
        """Write a configuration that the next commands read."""
        file = self.folder / "warroom.toml"
        file.write_text(text)
        self.env["WARROOM_CONFIG"] = str(file)
        return file


def _text(raw: io.BytesIO) -> io.TextIOWrapper:
    return io.TextIOWrapper(raw, encoding="utf-8", errors="backslashreplace", newline="")
