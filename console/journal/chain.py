"""The end of a writer's chain, and the adding of events to it inside a transaction. Commits nothing by itself."""

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from console.incident.events import Event
from console.journal import rows
from console.journal.canonical import GENESIS, link
from console.journal.connection import Unusable, readable
from console.journal.hybrid import HybridClock
from console.journal.rows import Prepared
from console.journal.schema import COLUMNS

_LAST = "SELECT seq, body, prev_hash, hash FROM events ORDER BY seq DESC LIMIT 1"
_NAMES = ("seq", *(name for name, _, _ in COLUMNS), "body", "prev_hash", "hash")
_MARKS = ", ".join("?" * len(_NAMES))
_INSERT = f"INSERT INTO events ({', '.join(_NAMES)}) VALUES ({_MARKS})"  # noqa: S608 - our own column names
_TEXT = "INSERT INTO texts (hash, bytes, size) VALUES (?, ?, ?)"


class ChainEnd:
    """Where the next event goes: the last sequence number, hash and times of one writer's file."""

    def __init__(self, writer: str, clock: HybridClock) -> None:
        self.writer = writer
        self.clock = clock
        self.seq = 0
        self.hash = GENESIS
        self.recorded_at = 0

    @staticmethod
    def check(path: Path) -> None:
        """Look at the end of a file without changing a byte; `Unusable` where it is damaged, raises sqlite3.Error."""
        connection = readable(path)
        try:
            row = connection.execute(_LAST).fetchone()
        finally:
            connection.close()
        if row is not None:
            _last_event(path, *row[1:])

    def load(self, connection: sqlite3.Connection, path: Path) -> None:
        """Read the end again from the file, after opening it or after a rollback; raises sqlite3.Error, `Unusable`."""
        row = connection.execute(_LAST).fetchone()
        if row is None:
            self.seq, self.hash, self.recorded_at = 0, GENESIS, 0
            return
        seq, body, prev_hash, own_hash = row
        last = _last_event(path, body, prev_hash, own_hash)
        self.seq, self.hash, self.recorded_at = seq, own_hash, last.recorded_at
        self.clock.last = max(self.clock.last, last.hlc)

    def add(self, connection: sqlite3.Connection, entries: Sequence[Prepared], now: int) -> list[Event]:
        """Insert entries after the last event, in an open transaction; `now` in ms is when they were recorded."""
        recorded_at = self.recorded_at = max(self.recorded_at, now)
        hlc = self.clock.next(recorded_at, len(entries))
        place = rows.Place(self.writer, self.seq + 1, hlc, recorded_at, self.hash)
        inserts, events, self.hash = rows.chained(entries, place)
        self.seq += len(entries)
        for item in [item for entry in entries for item in entry.large]:
            connection.execute(_TEXT, (bytes.fromhex(item.hash), item.content, len(item.content)))
        connection.executemany(_INSERT, inserts)
        return events


def _last_event(path: Path, body: object, prev_hash: object, own_hash: object) -> Event:
    if isinstance(body, str) and isinstance(prev_hash, bytes) and isinstance(own_hash, bytes):
        with contextlib.suppress(ValueError, KeyError, TypeError):
            if link(prev_hash, body.encode()) == own_hash:
                return rows.read(body, prev_hash, own_hash)
    raise Unusable(
        f"The last event of {path} is damaged; the file is left as it is. `warroom log verify` says what is still "
        "readable; restore it from a backup, or move it away."
    )
