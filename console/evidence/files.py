"""A file as evidence: copied while it is hashed, and looked at before and after. Follows no link, opens no device."""

import errno
import os
import stat
from pathlib import Path
from typing import NamedTuple

from console.evidence.store import BLOCK, Store, Stored
from console.incident.errors import Failed, Refused

_KINDS = (
    (stat.S_ISLNK, "a symbolic link: what it leads to may be another file tomorrow. Name the file itself"),
    (stat.S_ISDIR, "a directory: pack it first (tar -cf FILE.tar DIR), or name its files"),
    (stat.S_ISFIFO, "a pipe, which is empty once it was read. Use --command for what writes into it"),
    (stat.S_ISSOCK, "a socket and holds nothing"),
    (stat.S_ISCHR, "a device: take an image of it with --command"),
    (stat.S_ISBLK, "a device: take an image of it with --command"),
)


class Copied(NamedTuple):
    """A file that was kept: where it really lies, when it was changed last (ms since 1970), and what was odd."""

    stored: Stored
    source: Path
    modified_at: int
    remarks: tuple[str, ...]


def take_file(store: Store, path: Path, limit: int) -> Copied:
    """Keep a file of at most `limit` bytes; Refused for what is none, Failed where it cannot be read or kept."""
    source = _whole(path)
    handle = _open(source, limit)
    try:
        before = os.fstat(handle)
        _check_kind(source, before)
        with store.begin() as draft:
            while block := _read(handle, source):
                if draft.size + len(block) > limit:
                    raise _too_large(source, draft.size + len(block), limit)
                draft.write(block)
            remarks = _changes(source, before, os.fstat(handle), draft.size)
            stored = draft.keep()
    finally:
        os.close(handle)
    return Copied(stored, source, before.st_mtime_ns // 1_000_000, (*stored.remarks, *remarks))


def _whole(path: Path) -> Path:
    """Return where a file really lies; its own name may be that of a link, which is looked at later."""
    try:
        return path.absolute().parent.resolve() / path.name if path.name else path.resolve()
    except (RuntimeError, ValueError, OSError) as error:  # links in a circle, a home of nobody, no name of a file
        raise Failed(f"{path} cannot be read: {error}. Nothing was kept.") from error


def _open(path: Path, limit: int) -> int:
    """Open what a look says is a file; the time of its last access stays as it was where the system lets us."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        seen = path.lstat()
        _check_kind(path, seen)
        if seen.st_size > limit:
            raise _too_large(path, seen.st_size, limit)
        try:
            return os.open(path, flags | getattr(os, "O_NOATIME", 0))
        except PermissionError:
            return os.open(path, flags)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ELOOP:
            raise Refused(f"{path} is {_KINDS[0][1]}. Nothing was kept.") from error
        why = error.strerror if isinstance(error, OSError) else "that is no name of a file"
        raise Failed(f"{path} cannot be read: {why}. Nothing was kept.") from error


def _check_kind(path: Path, seen: os.stat_result) -> None:
    for is_kind, said in _KINDS:
        if is_kind(seen.st_mode):
            raise Refused(f"{path} is {said}. Nothing was kept.")


def _too_large(path: Path, size: int, limit: int) -> Refused:
    return Refused(
        f"{path} has {size:,} bytes or more, and at most {limit:,} are kept. Nothing was kept; allow more with --limit."
    )


def _read(handle: int, path: Path) -> bytes:
    try:
        return os.read(handle, BLOCK)
    except OSError as error:
        raise Failed(f"{path} cannot be read to its end: {error.strerror}. Nothing was kept.") from error


def _changes(path: Path, before: os.stat_result, after: os.stat_result, read: int) -> tuple[str, ...]:
    """Say what changed under the reading: then the copy may be a mixture that never was the file."""
    told = []
    if before.st_size != after.st_size:
        told.append(f"it changed while it was read: from {before.st_size:,} to {after.st_size:,} bytes")
    elif before.st_mtime_ns != after.st_mtime_ns:
        told.append("it changed while it was read: it was written to")
    elif read != after.st_size:
        told.append(f"its size is given as {after.st_size:,} bytes, and {read:,} were read")
    try:
        now = path.lstat()
    except OSError:
        return (*told, "it was removed while it was read")
    if (now.st_dev, now.st_ino) != (before.st_dev, before.st_ino):
        told.append("another file took its name while it was read")
    return tuple(told)
