"""Connections to SQLite files, with what they must be set to, and its errors as ours. Knows no table."""

import os
import sqlite3
import time
from pathlib import Path

from console.incident.errors import Failed

_NO_ROOM = {sqlite3.SQLITE_FULL}
_NO_WRITE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}
_CHECKPOINT_PAGES = 4000
"""A checkpoint stops the writer for milliseconds; at 16 MB of WAL instead of 4 it does so a quarter as often."""
_BIRTHS, _BIRTH = 5, 0.01
"""How often, and for how long (s), a -shm is waited for beside a -wal before nobody is taken to write."""
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class Unusable(Failed):
    """A file that is damaged or newer: it is left as it is, and another one is written."""


def writable(path: Path) -> sqlite3.Connection:
    """Open the one read-write connection of a file that exists: WAL and FULL, set and read back; raises sqlite3.Error.

    It begins no transaction by itself. It may be made in one thread and used in another, one at a time.
    """
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5.0)
    try:
        connection.execute("PRAGMA synchronous=FULL")
        mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        level = connection.execute("PRAGMA synchronous").fetchone()[0]
        connection.execute("PRAGMA cell_size_check=ON")
        connection.execute("PRAGMA secure_delete=ON")  # an erased text is overwritten, not only let go
        connection.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}")
    except sqlite3.Error:
        connection.close()
        raise
    if (mode, level) != ("wal", 2):
        connection.close()
        raise Failed(
            f"{path} cannot be written safely: SQLite answers journal_mode={mode}, synchronous={level} instead of wal "
            "and 2; is it on a network file system? Use --log-dir with a directory on a local disk."
        )
    return connection


def readable(path: Path) -> sqlite3.Connection:
    """Open a read-only connection that changes no byte of the file and creates none.

    Where somebody writes (-wal and -shm lie beside it) it follows the commits. Without a -wal it is opened immutable,
    since `mode=ro` alone would make both files; with a -wal that a crash left, or a copy, the -wal is read into memory.
    """
    wal, shm = beside(path)
    for _ in range(_BIRTHS):
        if shm or not wal:
            break
        time.sleep(_BIRTH)  # a writer that opens the file makes the -wal first: to read past its locks would undo them
        wal, shm = beside(path)
    tail = "mode=ro" if wal and shm else "mode=ro&vfs=unix-none" if wal else "immutable=1"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{tail}", uri=True, isolation_level=None, check_same_thread=False, timeout=2.0
    )
    if wal and not shm:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")  # then SQLite needs no -shm
    return connection


def beside(path: Path) -> tuple[bool, bool]:
    """Tell whether a -wal and a -shm lie beside this file; both: somebody writes to it, or ended without closing it."""
    return os.path.exists(f"{path}-wal"), os.path.exists(f"{path}-shm")  # noqa: PTH110 - at every poll; Path costs more


def schema_version(path: Path) -> int:
    """Return the schema version of a file without touching it; `Failed` where it cannot be read."""
    connection = None
    try:
        connection = readable(path)
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error as error:
        raise failed(path, error) from error
    finally:
        if connection is not None:
            connection.close()


def failed(path: Path, error: sqlite3.Error) -> Failed:
    """Return the error as a sentence: what happened, where, what to do."""
    code = primary(error)
    if code in _BROKEN:
        return Unusable(
            f"{path} is damaged ({error}); it is left as it is. `warroom log verify` says what is still readable; "
            "restore it from a backup, or move it away."
        )
    if code in _NO_ROOM:
        return Failed(f"{path} cannot grow: the disk is full. Free some room; what is waiting then goes in by itself.")
    if code in _NO_WRITE:
        return Failed(f"{path} cannot be written: it, its directory or the file system is read-only.")
    if code == sqlite3.SQLITE_CANTOPEN:
        return Failed(f"{path} cannot be opened; check that it and its directory are readable by you.")
    return Failed(f"{path} cannot be read or written now ({error}).")


def primary(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code of an error, 0 where Python itself raised it."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether the file is damaged, so that trying again is no use."""
    return primary(error) in _BROKEN


def is_lack(error: sqlite3.Error) -> bool:
    """Tell whether the disk, the file system or a lock is in the way, which may pass."""
    return primary(error) in {
        *_NO_ROOM,
        *_NO_WRITE,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
    }
