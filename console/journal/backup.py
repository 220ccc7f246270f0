"""Copies of a log that are whole: through SQLite, since the .db file alone misses what is in its -wal."""

import os
import sqlite3
from pathlib import Path
from typing import NamedTuple

from console.incident.errors import Failed
from console.incident.events import Instant
from console.journal import places
from console.journal.connection import failed, readable

_PAGE = 500


def copy_into(connection: sqlite3.Connection, target: Path) -> Path:
    """Write the whole file behind a connection to a new private file; a number is added where the name is taken."""
    made = _fresh(target)
    try:
        connection.execute("VACUUM INTO ?", (str(made),))
    except sqlite3.Error:
        made.unlink(missing_ok=True)  # an empty file would pass for a copy
        raise
    handle = os.open(made, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return made


def _fresh(target: Path) -> Path:
    """Create an empty file with mode 0600 (VACUUM INTO would make it 0644)."""
    for number in range(1, 1000):
        path = target if number == 1 else target.with_name(f"{target.name}.{number}")
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600))
        except FileExistsError:
            continue
        return path
    raise Failed(f"{target} and 999 numbered names beside it exist already; move old backups away.")


class Backup(NamedTuple):
    """The copies that were made, and a sentence for every file that could not be copied."""

    made: list[Path]
    problems: list[str]


def backup(folder: Path, target: Path) -> Backup:
    """Copy all writers' events and samples into a directory (made 0700 where missing); consoles may go on.

    A damaged file is named, and the others are copied all the same. `Failed` where the directory takes nothing.
    """
    done = Backup([], [])
    try:
        places.make_folder(target)
        for ending in (places.EVENTS, places.SAMPLES):
            for writer in places.writers(folder, ending):
                try:
                    done.made.append(copy_file(folder / f"{writer}{ending}", target / f"{writer}{ending}"))
                except Failed as error:
                    done.problems.append(f"Not copied: {error}")
    except OSError as error:
        raise Failed(f"The backup into {target} failed: {error.strerror}.") from error
    return done


def copy_file(source: Path, target: Path) -> Path:
    """Copy one file as it is now to a new private one; `Failed` where it is damaged or there is no room."""
    connection = None
    try:
        connection = readable(source)
        return copy_into(connection, target)
    except sqlite3.Error as error:
        raise failed(source, error) from error
    finally:
        if connection is not None:
            connection.close()


def copy_samples(source: Path, target: Path, start: Instant, end: Instant) -> int:
    """Copy the beats from `start` to `end` to a new private file; returns how many, 0 (and no file) for none."""
    connection = made = None
    try:
        connection = readable(source)
        beats = connection.execute("SELECT * FROM beats WHERE at BETWEEN ? AND ? ORDER BY at", (start, end))
        if not (some := beats.fetchmany(_PAGE)):
            return 0
        made = sqlite3.connect(_fresh(target), isolation_level=None)
        for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"):
            made.execute(sql)
        for name in ("application_id", "user_version"):
            made.execute(f"PRAGMA {name}={connection.execute(f'PRAGMA {name}').fetchone()[0]:d}")
        made.execute("BEGIN")
        made.executemany("INSERT INTO layouts VALUES (?, ?)", connection.execute("SELECT * FROM layouts ORDER BY id"))
        count = 0
        while some:
            made.executemany("INSERT INTO beats VALUES (?, ?, ?, ?)", some)
            count += len(some)
            some = beats.fetchmany(_PAGE)
        made.execute("COMMIT")
    except sqlite3.Error as error:
        raise failed(source, error) from error
    finally:
        for each in (connection, made):
            if each is not None:
                each.close()
    return count
