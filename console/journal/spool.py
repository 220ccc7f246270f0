"""Entries that the log cannot take now, in a private NDJSON file until it can. Knows no SQLite.

The file lies in the log directory, or where that is full or read-only in a directory of the user's session. Each line
holds the entries of one transaction under a token; the log remembers the token, so that they go in exactly once.
"""

import contextlib
import hashlib
import json
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from console.journal.canonical import canonical
from console.journal.rows import Clean

_ENDING = ".spool.ndjson"


class Kept(NamedTuple):
    """One transaction that waits: `at` in ms is when it was recorded, `entries` go to `rows.seal`."""

    token: str
    at: int
    entries: tuple[Clean, ...]


def fallback_folder(env: Mapping[str, str]) -> Path:
    """Return where a spool goes when the log directory takes nothing."""
    return Path(env.get("XDG_RUNTIME_DIR") or env.get("TMPDIR") or "/tmp")  # noqa: S108 - the file is 0600 and O_EXCL


def new_token() -> str:
    """Return a name for a transaction that no other has."""
    return os.urandom(12).hex()


class Spool:
    """The spool files of one session of a writer; an earlier session's are never added to, nor removed."""

    def __init__(self, folder: Path, fallback: Path, writer: str) -> None:
        self._paths = paths_of(folder, fallback, f"{writer}.{new_token()}")
        self.written: set[Path] = set()

    def keep(self, items: Sequence[Kept]) -> str:
        """Write items and wait until they are on the disk; return the file, or "" where no disk takes them."""
        content = b"".join(_line(item) for item in items)
        for path in self._paths:
            with contextlib.suppress(OSError):
                _append(path, content)
                self.written.add(path)
                return str(path)
        return ""

    def forget(self) -> None:
        """Remove what was written: it is in the log now."""
        for path in tuple(self.written):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            self.written.discard(path)


def paths_of(folder: Path, fallback: Path, name: str) -> tuple[Path, Path]:
    """Return where a spool of this name may lie; in the fallback directory the log directory is part of the name."""
    place = hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()[:12]
    return folder / f"{name}{_ENDING}", fallback / f"warroom-{place}-{name}{_ENDING}"


def left_behind(folder: Path, fallback: Path) -> Iterator[tuple[str, Path]]:
    """Yield (writer, file) for every spool of this log directory."""
    here, there = paths_of(folder, fallback, "")
    for place, start in ((folder, ""), (fallback, there.name.removesuffix(here.name))):
        with contextlib.suppress(OSError):
            for name in sorted(os.listdir(place)):  # noqa: PTH208 - at every start of `warroom note`
                if name.startswith(start) and name.endswith(_ENDING):
                    yield name[len(start) :].removesuffix(_ENDING).rpartition(".")[0], place / name


def load(path: Path) -> tuple[list[Kept], int]:
    """Return what a spool file holds, and how many whole lines this version cannot read; raises OSError.

    A line that was cut while it was written was never acknowledged, and is left out.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with open(handle, "rb") as file:  # noqa: PTH123 - from a descriptor, so that nobody can swap the file
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
            raise PermissionError(f"{path} is not a file of yours")
        items = [_parse(line) for line in file if line.endswith(b"\n")]
    good = [item for item in items if item is not None]
    return good, len(items) - len(good)


def _line(item: Kept) -> bytes:
    entries = [said._asdict() for said in item.entries]
    return f"{canonical({'at': item.at, 'entries': entries, 'token': item.token})}\n".encode()


def _parse(line: bytes) -> Kept | None:
    try:
        found = json.loads(line)
        return Kept(found["token"], found["at"], tuple(Clean(**said) for said in found["entries"]))
    except (ValueError, KeyError, TypeError):
        return None


def _append(path: Path, content: bytes) -> None:
    """Append all of it or nothing; raises OSError."""
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    try:
        before = os.fstat(handle)
        if before.st_uid != os.geteuid():
            raise PermissionError(f"{path} is not a file of yours")
        try:
            _write_all(handle, content)
        except OSError:
            os.ftruncate(handle, before.st_size)
            if not before.st_size:
                path.unlink(missing_ok=True)
            raise
    finally:
        os.close(handle)


def _write_all(handle: int, content: bytes) -> None:
    while content:
        content = content[os.write(handle, content) :]
    os.fsync(handle)
