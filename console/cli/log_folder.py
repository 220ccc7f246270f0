"""Looks at the log directory as the doctor does: can it be written, who may read it, is there room, is it fast."""

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from console.incident.errors import Failed
from console.journal import places
from console.journal.migration import refuse_newer

LEAST_ROOM = 100_000_000
SLOW = 0.1
TRIALS = 5


def look(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (sign, about, text); a folder that is not there is only looked at, not made."""
    if folder.exists() and not folder.is_dir():
        yield "bad", "log", f"{folder} is no directory: entries would not be recorded. Name another with --log-dir."
        return
    if not folder.is_dir():
        parent = next((each for each in folder.parents if each.is_dir()), Path("/"))
        fine = os.access(parent, os.W_OK)
        yield (
            ("ok", "log", f"{folder}: will be made") if fine else ("bad", "log", f"{folder}: {parent} is not writable")
        )
        yield _room(parent)
        return
    yield _mode(folder)
    yield _room(folder)
    yield _speed(folder)
    yield from _writers(folder)


def _mode(folder: Path) -> tuple[str, str, str]:
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077:
        return "note", "log", f"{folder}: others may look into it (mode {mode:o}): chmod 700 {folder}"
    return "ok", "log", f"{folder}: private (mode {mode:o})"


def _room(folder: Path) -> tuple[str, str, str]:
    found = os.statvfs(folder)
    free = found.f_bavail * found.f_frsize
    sign = "ok" if free >= LEAST_ROOM else "bad"
    return sign, "disk", f"{free / 1e9:,.1f} GB free"


def _speed(folder: Path) -> tuple[str, str, str]:
    """Measure what a durable write costs, on a file of our own that is removed again."""
    probe = folder / f".doctor-{os.getpid()}"
    try:
        handle = os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        return "bad", "write", f"{folder} cannot be written: {error.strerror}. Entries would not be recorded."
    try:
        begun = time.perf_counter()
        for _ in range(TRIALS):
            os.write(handle, b"x" * 4096)
            os.fsync(handle)
        took = (time.perf_counter() - begun) / TRIALS
    except OSError as error:
        return "bad", "write", f"{folder} cannot be written: {error.strerror}. Entries would not be recorded."
    finally:
        os.close(handle)
        probe.unlink(missing_ok=True)
    slow = " (slow: entries are shown as saving for that long)" if took > SLOW else ""
    return ("note" if slow else "ok"), "write", f"{took * 1000:.1f} ms for a durable write{slow}"


def _writers(folder: Path) -> Iterator[tuple[str, str, str]]:
    for writer in places.writers(folder):
        lock = folder / f"{writer}.lock"
        state = _state(lock)
        path = places.events_file(folder, writer)
        try:
            version = refuse_newer(path)
            yield "ok", f"writer {writer}", f"{state}, {path.stat().st_size / 1e6:,.1f} MB, schema {version}"
        except Failed as error:
            yield "bad", f"writer {writer}", str(error)


def _state(lock: Path) -> str:
    """Tell whether a console has this writer's lock; where it may not be taken, that is not known."""
    try:
        taken = places.hold(lock) if lock.exists() else None
    except OSError as error:
        return f"who writes is not known ({error.strerror})"
    if taken is not None:
        taken.release()
        return "nobody writes"
    return "written to by a console now" if lock.exists() else "nobody writes"
