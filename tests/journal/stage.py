"""What the journal's tests share: a journal on a clock turned by hand, and a log file pulled apart."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from console.incident.events import Entry, Event, Noted
from console.journal.opening import Journal
from console.journal.reading import LogReader
from tests.fakes import FakeClock

PATIENCE = 20.0
"""Seconds for a commit on a busy machine."""


def opened(
    folder: Path,
    clock: Callable[[], int] | None = None,
    *,
    redact: Callable[[str], str] = str,
    user: str = "alice",
    fallback: Path | None = None,
) -> Journal:
    """Return a journal of alice on the machine box."""
    spare = fallback or folder.parent / "fallback"
    return Journal.open(folder, user=user, host="box", clock=clock or FakeClock(), redact=redact, fallback=spare)


def note(text: str, incident: str = "INC-20261121-001", occurred_at: int | None = None) -> Entry:
    return Entry(Noted(text), "alice", incident, occurred_at)


def write(folder: Path, *texts: str, clock: Callable[[], int] | None = None) -> list[Event]:
    """Record notes in one transaction, and close."""
    journal = opened(folder, clock)
    events = journal.append_all([note(text) for text in texts]).result(PATIENCE)
    assert journal.close(PATIENCE)
    return events


def texts(folder: Path) -> list[str]:
    """Return what all notes say, in the total order."""
    reader = LogReader(folder)
    found = [event.fact.summary() for event in reader.events(kinds=["note"])]
    reader.close()
    return found


@contextmanager
def raw(folder: Path, writer: str = "alice@box") -> Iterator[sqlite3.Connection]:
    """Open a closed log file as anybody with sqlite3 could."""
    connection = sqlite3.connect(folder / f"{writer}.events.db", isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def without_triggers(connection: sqlite3.Connection) -> None:
    """Do what somebody does who wants to change the log behind its back."""
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
