"""One writer's sample file as the writer thread sees it: a packed blob a beat, and what is too old or too much."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from checks.sample import Sample
from console.incident.events import Instant
from console.journal import beats, migration, places
from console.journal.beats import Layout
from console.journal.commits import Job
from console.journal.connection import failed, writable
from console.journal.migration import Schema

SCHEMA: Final = Schema(
    1,
    (
        "CREATE TABLE layouts (id INTEGER PRIMARY KEY, slots TEXT NOT NULL)",
        "CREATE TABLE beats (at INTEGER PRIMARY KEY, layout INTEGER NOT NULL, form INTEGER NOT NULL, data BLOB)",
    ),
    {},
    {},
)
_DELETE: Final = "DELETE FROM beats WHERE at IN (SELECT at FROM beats WHERE at < ? ORDER BY at LIMIT ?)"
_DAY: Final = 86_400_000
_PRUNE_EVERY: Final = 60
_PRUNE_AT_ONCE: Final = 500  # beats; so that a commit stays short


class Keeping(NamedTuple):
    """How long samples are kept: the younger of `age` (ms) and what fits in `size` (bytes)."""

    age: int = 30 * _DAY
    size: int = 1 << 30


DEFAULT_KEEPING: Final = Keeping()


class SampleFile:
    """Implements `commits.Store` for samples."""

    def __init__(self, path: Path, clock: Callable[[], Instant], keeping: Keeping) -> None:
        self._path = path
        self._clock = clock
        self._keeping = keeping
        self._layout = Layout(())
        self._layout_id = 0
        self._last = 0
        self._since_prune = 0

    def connect(self) -> sqlite3.Connection:
        """Open the file and go on with its newest layout."""
        places.make_folder(self._path.parent)
        places.create_private(self._path)
        if self._path.stat().st_size:
            migration.refuse_newer(self._path, SCHEMA)
        connection = writable(self._path)
        try:
            migration.prepare(connection, self._path, SCHEMA)
            row = connection.execute("SELECT id, slots FROM layouts ORDER BY id DESC LIMIT 1").fetchone()
            self._layout_id, self._layout = (row[0], beats.from_rows(json.loads(row[1]))) if row else (0, Layout(()))
            self._last = connection.execute("SELECT coalesce(max(at), 0) FROM beats").fetchone()[0]
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def say(self, error: Exception) -> str:
        """Return the trouble as a sentence."""
        if isinstance(error, sqlite3.Error):
            return str(failed(self._path, error))
        return f"{self._path} cannot be written: {error.strerror}." if isinstance(error, OSError) else str(error)

    def keep(self, jobs: Sequence[Job]) -> str:
        """Samples wait in memory only: a gap in a chart is no lost fact."""
        del jobs
        return ""

    def forget(self) -> None:
        """Nothing was kept."""

    def add(self, connection: sqlite3.Connection, at: Instant, samples: Sequence[Sample]) -> None:
        """Insert a beat, and a new layout where it needs one; beats of one millisecond go one after the other."""
        if not self._layout.holds(samples):
            self._layout = self._layout.grown(samples)
            self._layout_id += 1
            slots = json.dumps(beats.to_rows(self._layout), ensure_ascii=True, separators=(",", ":"))
            connection.execute("INSERT INTO layouts VALUES (?, ?)", (self._layout_id, slots))
        form, data = self._layout.pack(samples)
        self._last = at = at if at != self._last else at + 1
        connection.execute("INSERT OR REPLACE INTO beats VALUES (?, ?, ?, ?)", (at, self._layout_id, form, data))
        self._since_prune += 1
        if self._since_prune >= _PRUNE_EVERY:
            self._since_prune = 0
            self._prune(connection)

    def _prune(self, connection: sqlite3.Connection) -> None:
        limit = self._clock() - self._keeping.age
        connection.execute(_DELETE, (limit, _PRUNE_AT_ONCE))
        pages, free, size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
        )
        if (pages - free) * size > self._keeping.size:
            connection.execute(_DELETE, (1 << 62, _PRUNE_AT_ONCE))
