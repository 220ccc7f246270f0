"""Takes a file or what a command says, and returns the fact about it. Writes to the store, never to the log."""

import os
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from console import __version__
from console.evidence import files, running
from console.evidence.running import Limits
from console.evidence.store import Store
from console.incident.clock import Clock
from console.incident.exhibits import COMMAND_OUTPUT, FILE_COPY, ExhibitKept


class Place(NamedTuple):
    """Where evidence is kept, and what tells the time and the environment of commands."""

    store: Store
    clock: Clock
    env: Mapping[str, str]


def from_file(place: Place, path: Path, what: str, limit: int) -> ExhibitKept:
    """Keep a copy of a file; `what` "" names it by its path. Refused and Failed as `files.take_file` says."""
    began = place.clock()
    found = files.take_file(place.store, path, limit)
    source = str(found.source)
    return ExhibitKept(
        exhibit="",
        what=what or source,
        sha256=found.stored.sha256,
        size=found.stored.size,
        method=FILE_COPY,
        source=source,
        host=host(),
        tool="warroom",
        version=__version__,
        began_at=began,
        acquired_at=place.clock(),
        modified_at=found.modified_at,
        remarks=found.remarks,
    )


def from_command(place: Place, argv: Sequence[str], what: str, limits: Limits, also: Sequence[str] = ()) -> ExhibitKept:
    """Run a command and keep what it said; Refused and Failed as `running.run` says."""
    began = place.clock()
    ran = running.run(place.store, argv, place.env, limits, also=also)
    said = shlex.join(argv)
    return ExhibitKept(
        exhibit="",
        what=what or said,
        sha256=ran.output.sha256,
        size=ran.output.size,
        method=COMMAND_OUTPUT,
        source=said,
        host=host(),
        tool=ran.program,
        version=ran.version,
        began_at=began,
        acquired_at=place.clock(),
        folder=str(Path.cwd()),
        exit_code=ran.code,
        errors_sha256=ran.errors.sha256 if ran.errors else "",
        errors_size=ran.errors.size if ran.errors else 0,
        remarks=ran.remarks,
    )


def host() -> str:
    """Return the name of this machine."""
    return os.uname().nodename
