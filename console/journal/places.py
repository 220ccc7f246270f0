"""Where a writer's files lie, how they are created private and how a name is held. Knows nothing of their content."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from console.incident.errors import Failed

EVENTS = ".events.db"
SAMPLES = ".samples.db"
_MOST_WRITERS = 256
_LONGEST_NAME = 80


def writer_name(user: str, host: str) -> str:
    """Return `user@host` with only characters that are safe in a file name."""
    return f"{file_name(user)}@{file_name(host)}"


def file_name(text: str) -> str:
    """Return a text with only characters that are safe in a file name."""
    kept = "".join(mark if mark.isascii() and (mark.isalnum() or mark in "._-") else "_" for mark in text)
    return kept.strip(".")[:_LONGEST_NAME] or "unknown"


def events_file(folder: Path, writer: str) -> Path:
    """Return the path of a writer's event log."""
    return folder / f"{writer}{EVENTS}"


def samples_file(folder: Path, writer: str) -> Path:
    """Return the path of a writer's samples."""
    return folder / f"{writer}{SAMPLES}"


def choice_file(folder: Path, writer: str) -> Path:
    """Return the path of the file with the incident that this writer's console is about."""
    return folder / f"{writer}.incident"


def writers(folder: Path, ending: str = EVENTS) -> list[str]:
    """Return the names of all writers that have a file here, in order; a missing folder has none."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - polled several times a second; Path objects cost ten times as much
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Failed(f"The log directory {folder} cannot be read: {error.strerror}.") from error
    return sorted(name.removesuffix(ending) for name in names if name.endswith(ending))


def make_folder(folder: Path) -> None:
    """Create the log directory with mode 0700 where it is missing; raises OSError."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)


def create_private(path: Path) -> None:
    """Create an empty file with mode 0600 before SQLite opens it (-wal and -shm inherit it); leave an existing one."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600))


class Hold(NamedTuple):
    """A file lock that this process holds until `release`."""

    name: str
    handle: int

    def release(self) -> None:
        """Let go; the lock file stays, since removing it would let two hold one name."""
        os.close(self.handle)


def hold(path: Path, *, wait: bool = False) -> Hold | None:
    """Take the lock of this file, or return None where another process has it; raises OSError."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    except OSError:
        os.close(handle)
        raise
    return Hold(path.name.removesuffix(".lock"), handle)


def hold_writer(folder: Path, writer: str) -> Hold | None:
    """Take a writer's name, or return None where another console has it; raises OSError."""
    return hold(folder / f"{writer}.lock")


def free_names(folder: Path, name: str) -> Iterator[Hold]:
    """Yield locks on `name`, `name.2`, ... that nobody holds; who does not want one releases it and asks on."""
    for number in range(1, _MOST_WRITERS + 1):
        taken = hold_writer(folder, name if number == 1 else f"{name}.{number}")
        if taken is not None:
            yield taken
    raise Failed(
        f"More than {_MOST_WRITERS} consoles of {name} write to {folder}; close some, or use another --log-dir."
    )


@contextlib.contextmanager
def held(path: Path) -> Iterator[int]:
    """Wait for this file's lock and hold it for a while; gives its file descriptor."""
    lock = hold(path, wait=True)
    assert lock is not None
    try:
        yield lock.handle
    finally:
        lock.release()


def recall(handle: int) -> str:
    """Return the word that was last put into a lock file."""
    return os.pread(handle, 64, 0).decode("ascii", "replace").strip()


def remember(handle: int, word: str) -> None:
    """Put a word into a lock file, over the last one: that needs no room, so it works on a full disk."""
    os.pwrite(handle, f"{word:<63}\n".encode(), 0)
