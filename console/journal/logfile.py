"""One SQLite file, read without changing a byte, while its writer may be writing. Knows no table."""

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from console.incident.errors import Failed
from console.journal.connection import beside, failed, readable

_Stamp = tuple[bool, bool, int, int, int, int, int]
_TRIES = 5


class LogFile:
    """A read-only view of a file that is opened when it is first asked, and again when it has to be.

    While somebody writes it follows the commits. Otherwise SQLite takes no lock, and nobody would tell us of a writer:
    so every answer is checked for one that came in between, and asked again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None
        self._stamp: _Stamp = (False, False, 0, 0, 0, 0, 0)
        self._version = -1

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a statement, which should be short; `Failed` where the file cannot be read."""
        for _ in range(_TRIES):
            try:
                found = self._open().execute(sql, values).fetchall()
            except sqlite3.Error as error:
                if self._is_current():
                    self.close()  # so that `changed` says yes again: what this answer should have held is still unread
                    raise failed(self.path, error) from error
            else:
                if self._is_current():
                    return found
            self.close()
        raise Failed(f"{self.path} changes faster than it can be read; try again.")

    def changed(self) -> bool:
        """Tell whether there were commits since this was last asked; cheap."""
        if self._connection is None or not self._is_current():
            self.close()
            self._version = -1
        before, self._version = self._version, self.query("PRAGMA data_version")[0][0]
        return before != self._version

    def close(self) -> None:
        """Let go of the file; the next question opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._stamp = self._look()
            self._connection = readable(self.path)
            self._version = -1
        return self._connection

    def _is_current(self) -> bool:
        """Tell whether the connection sees the file as it is: one that shares the -shm with the writer always does."""
        return self._stamp[1] or self._stamp == self._look()

    def _look(self) -> _Stamp:
        try:
            found = os.stat(self.path)  # noqa: PTH116 - asked at every poll; a Path costs more than the call
        except OSError as error:
            raise Failed(f"{self.path} cannot be read: {error.strerror}.") from error
        wal, shm = beside(self.path)
        return wal, shm, found.st_mtime_ns, found.st_size, found.st_ino, *self._grown(wal=wal and not shm)

    def _grown(self, *, wal: bool) -> tuple[int, int]:
        """Tell a -wal from a longer one where no -shm tells of commits."""
        if not wal:
            return 0, 0
        try:
            found = os.stat(f"{self.path}-wal")  # noqa: PTH116 - as above
        except OSError:  # it was taken in meanwhile: then the file itself has changed
            return 0, 0
        return found.st_mtime_ns, found.st_size
