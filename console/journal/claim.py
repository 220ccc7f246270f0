"""A writer's name and files, taken for this process alone; steps over a name whose file cannot be continued."""

import errno
import os
import sqlite3
from pathlib import Path

from console.incident.errors import Failed
from console.journal import migration, places
from console.journal.chain import ChainEnd
from console.journal.connection import Unusable, failed, is_lack, writable
from console.journal.hybrid import HybridClock

_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}


def is_denied(error: Exception, folder: Path) -> bool:
    """Tell whether a directory or file may not be written at all, so that waiting is no use."""
    if isinstance(error, OSError):
        return error.errno in _DENIED
    return folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK, effective_ids=True)


class Claim:
    """Holds one writer's name in a log directory. `notices` are sentences about files that were stepped over."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.writer = name
        self.notices: tuple[str, ...] = ()
        self._name = name
        self._hold: places.Hold | None = None

    @property
    def path(self) -> Path:
        """The writer's event log."""
        return places.events_file(self.folder, self.writer)

    def open(self, clock: HybridClock) -> tuple[sqlite3.Connection, ChainEnd]:
        """Open the file of the name held, or of the first that is free; raises OSError, sqlite3.Error, Failed."""
        if self._hold is not None:
            try:
                return self._begin(clock)
            except Unusable:  # it broke while it was in use: go on under another name
                self.release()
        places.make_folder(self.folder)
        for hold in places.free_names(self.folder, self._name):
            self._hold, self.writer = hold, hold.name
            try:
                return self._begin(clock)
            except Unusable as error:
                self.notices += (str(error),)
                self.release()
            except (OSError, sqlite3.Error, Failed):
                self.release()
                raise
        raise AssertionError  # free_names ends with an error of its own

    def release(self) -> None:
        """Let others have the name."""
        if self._hold is not None:
            self._hold.release()
            self._hold = None

    def _begin(self, clock: HybridClock) -> tuple[sqlite3.Connection, ChainEnd]:
        path = self.path
        places.create_private(path)
        end = ChainEnd(self.writer, clock)
        connection = None
        try:
            if path.stat().st_size and migration.refuse_newer(path) == migration.EVENTS.version:
                end.check(path)
            connection = writable(path)
            migration.prepare(connection, path)
            end.load(connection, path)
        except (sqlite3.Error, Failed) as error:
            if connection is not None:
                connection.close()
            if isinstance(error, sqlite3.Error) and not is_lack(error):
                raise failed(path, error) from error
            raise
        return connection, end
