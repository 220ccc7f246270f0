"""The sample store: what was measured, one packed blob a beat, in a file of its own outside the chain."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Self

from checks.sample import Sample
from console.incident.errors import WarroomError
from console.incident.events import Instant
from console.journal import beats, migration, places
from console.journal.beats import Layout
from console.journal.claim import is_denied
from console.journal.commits import CommitLoop, Condition, Job
from console.journal.connection import failed, is_lack, writable
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
_MOST_PENDING: Final = 5000  # beats in memory while the disk takes none: about 25 MB with 1,000 checks


class Keeping(NamedTuple):
    """How long samples are kept: the younger of `age` (ms) and what fits in `size` (bytes)."""

    age: int = 30 * _DAY
    size: int = 1 << 30


DEFAULT_KEEPING: Final = Keeping()


class SampleStore:
    """Writes one writer's samples on a thread of its own; a journal must hold the name. Use `SampleStore.open`."""

    def __init__(self, file: "_SampleFile", loop: CommitLoop | None, denied: str) -> None:
        self._file = file
        self._loop = loop
        self._denied = denied
        self.dropped = 0

    @classmethod
    def open(cls, log_dir: Path, writer: str, clock: Callable[[], Instant], keeping: Keeping = DEFAULT_KEEPING) -> Self:
        """Open the writer's samples; a full disk or a damaged file is a condition, never an exception."""
        file = _SampleFile(places.samples_file(log_dir, writer), clock, keeping)
        connection, denied = None, ""
        try:
            connection = file.connect()
        except (OSError, sqlite3.Error, WarroomError) as error:
            lack = isinstance(error, sqlite3.Error) and is_lack(error)
            if is_denied(error) or not (lack or isinstance(error, OSError)):
                denied = file.say(error)
        return cls(file, None if denied else CommitLoop(file, connection, name="samples"), denied)

    @property
    def condition(self) -> Condition:
        """How recording goes; may be read from any thread."""
        return Condition("failed", self._denied) if self._loop is None else self._loop.condition

    def write(self, at: Instant, samples: Sequence[Sample]) -> None:
        """Record the samples of one beat; returns at once. Thread-safe."""
        if self._loop is None or not samples:
            return
        if self._loop.condition.pending > _MOST_PENDING:
            self.dropped += 1
            return
        self._loop.put([_Beat(self._file, at, tuple(samples))])

    def close(self, timeout: float = 2.0) -> bool:
        """Commit what is queued and close; False where that took longer than `timeout` seconds."""
        return self._loop is None or self._loop.close(timeout)


class _SampleFile:
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


class _Beat:
    """A job: the samples of one beat."""

    def __init__(self, file: _SampleFile, at: Instant, samples: tuple[Sample, ...]) -> None:
        self._file = file
        self._at = at
        self._samples = samples

    def apply(self, connection: sqlite3.Connection) -> None:
        """Insert it."""
        self._file.add(connection, self._at, self._samples)

    def done(self) -> None:
        """Nobody waits for it."""

    def fail(self, error: WarroomError) -> None:
        """Nobody waits for it; the condition says what is wrong."""
