"""Where evidence lies: read-only files named by the SHA-256 of their content, below the log. Knows no incident."""

import contextlib
import errno
import fcntl
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from console.incident.errors import Failed
from console.journal import places

FOLDER: Final = "evidence"
BLOCK: Final = 1 << 20
DEFAULT_LIMIT: Final = 1 << 30
"""Bytes of one piece of evidence past which it is refused, where nobody says otherwise."""
_HALF: Final = "half"
"""Where files lie while they are written; nothing in it is evidence."""
_SHA256: Final = re.compile(r"[0-9a-f]{64}\Z")
_PRIVATE: Final = 0o077


class Stored(NamedTuple):
    """Content in the store: its SHA-256 in hexadecimal digits, its size in bytes, and what was odd about keeping it."""

    sha256: str
    size: int
    remarks: tuple[str, ...] = ()


class Found(NamedTuple):
    """A file in the store: its path, the hash that its place stands for ("" where it stands for none), its mode."""

    path: Path
    sha256: str
    mode: int
    size: int


class Store:
    """The store of a log directory. It is made when the first content goes in; reading makes nothing."""

    def __init__(self, log_dir: Path) -> None:
        self.folder = log_dir / FOLDER

    def path(self, sha256: str) -> Path:
        """Return where content with this hash lies, or would."""
        return self.folder / sha256[:2] / sha256

    def begin(self) -> "Draft":
        """Return a file to write to; `Failed` where there can be none. What killed processes left half is removed."""
        with _told(self.folder):
            for folder in (self.folder.parent, self.folder, self.folder / _HALF):
                places.make_folder(folder)
            self.sweep()
            return Draft(self)

    def sweep(self) -> int:
        """Remove half files that nobody writes any more; return how many."""
        removed = 0
        for path in sorted((self.folder / _HALF).glob("*")):
            with contextlib.suppress(OSError):
                handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # its writer holds it while it lives
                    path.unlink()
                    removed += 1
                finally:
                    os.close(handle)
        return removed

    def files(self) -> Iterator[Found]:
        """Yield all that lies in the store, in order, but for half files."""
        for folder, folders, names in os.walk(self.folder):
            folders.sort()
            if Path(folder) == self.folder and _HALF in folders:
                folders.remove(_HALF)
            for name in sorted(names):
                path = Path(folder) / name
                seen = path.lstat()
                fits = _SHA256.match(name) and self.path(name) == path and stat.S_ISREG(seen.st_mode)
                yield Found(path, name if fits else "", stat.S_IMODE(seen.st_mode), seen.st_size)

    def open_folders(self) -> list[Path]:
        """Return the folders of the store that somebody else may look into."""
        every = [self.folder, *sorted(each for each in self.folder.glob("*") if each.is_dir())]
        return [each for each in every if each.is_dir() and each.stat().st_mode & _PRIVATE]

    def blocks(self, sha256: str) -> Iterator[bytes]:
        """Yield content in blocks; `Failed` where it is gone, cannot be read, or is not what it was."""
        path, seen = self.path(sha256), hashlib.sha256()
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                while block := os.read(handle, BLOCK):
                    seen.update(block)
                    yield block
            finally:
                os.close(handle)
        except OSError as error:
            raise Failed(f"The evidence {sha256} cannot be read: {error.strerror} ({path}).") from error
        if seen.hexdigest() != sha256:
            raise Failed(f"The evidence {sha256} was changed: its content does not give its hash any more ({path}).")


class Draft:
    """Content on its way into the store: `write`, then `keep`. Left without `keep`, nothing of it stays."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._hash = hashlib.sha256()
        self.size = 0
        self._path, self._handle = self._create()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()
        os.close(self._handle)

    def write(self, block: bytes) -> None:
        """Hash and write; `Failed` where the disk takes no more."""
        self._hash.update(block)
        self.size += len(block)
        with _told(self._store.folder):
            view = memoryview(block)
            while view:
                view = view[os.write(self._handle, view) :]

    def keep(self) -> Stored:
        """Put it into its place, read-only and on the disk; content that is there already is kept once."""
        digest = self._hash.hexdigest()
        target, remarks = self._store.path(digest), tuple[str, ...]()
        with _told(self._store.folder):
            if target.exists():
                if digest == _digest(target):
                    return Stored(digest, self.size)
                remarks = (f"the copy of this content that was there had been changed: {_aside(target).name}",)
            os.fsync(self._handle)
            os.fchmod(self._handle, 0o400)
            target.parent.mkdir(mode=0o700, exist_ok=True)
            self._path.replace(target)
            for folder in (target.parent, self._store.folder):
                _sync(folder)
        return Stored(digest, self.size, remarks)

    def _create(self) -> tuple[Path, int]:
        while True:
            path = self._store.folder / _HALF / f"{os.getpid()}-{secrets.token_hex(8)}"
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            fcntl.flock(handle, fcntl.LOCK_EX)
            if os.fstat(handle).st_nlink:
                return path, handle
            os.close(handle)  # another process took it for a leftover before we had its lock


def _digest(path: Path) -> str:
    with path.open("rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _aside(path: Path) -> Path:
    """Give a changed copy another name: it stays, and the right content takes its place."""
    number = 1
    while (other := path.with_name(f"{path.name}.changed{number}")).exists():
        number += 1
    path.replace(other)
    return other


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        why = "the disk is full" if full else str(error.strerror)
        raise Failed(f"Nothing was kept: {folder} cannot be written: {why}.") from error
