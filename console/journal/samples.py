"""The sample store: what was measured, one packed blob a beat, in a file of its own outside the chain."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Self

from checks.sample import Sample
from console.incident.errors import WarroomError
from console.incident.events import Instant
from console.journal import places
from console.journal.charting import SampleReader, SeriesName
from console.journal.claim import is_denied
from console.journal.commits import CommitLoop, Condition
from console.journal.connection import is_lack
from console.journal.sample_file import DEFAULT_KEEPING, Keeping, SampleFile

__all__ = ["Keeping", "SampleReader", "SampleStore", "SeriesName"]

_MOST_PENDING: Final = 5000  # beats in memory while the disk takes none: about 25 MB with 1,000 checks


class SampleStore:
    """Writes one writer's samples on a thread of its own; a journal must hold the name. Use `SampleStore.open`."""

    def __init__(self, loop: CommitLoop | None, file: SampleFile, denied: str) -> None:
        self._file = file
        self._loop = loop
        self._denied = denied
        self.dropped = 0

    @classmethod
    def open(cls, log_dir: Path, writer: str, clock: Callable[[], Instant], keeping: Keeping = DEFAULT_KEEPING) -> Self:
        """Open the writer's samples; a full disk or a damaged file is a condition, never an exception."""
        file = SampleFile(places.samples_file(log_dir, writer), clock, keeping)
        connection, denied, reason = None, "", ""
        try:
            connection = file.connect()
        except (OSError, sqlite3.Error, WarroomError) as error:
            reason = file.say(error)
            lack = isinstance(error, sqlite3.Error) and is_lack(error)
            if is_denied(error, log_dir) or not (lack or isinstance(error, OSError)):
                denied = reason
        return cls(None if denied else CommitLoop(file, connection, name="samples", trouble=reason), file, denied)

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


class _Beat:
    """A job: the samples of one beat."""

    def __init__(self, file: SampleFile, at: Instant, samples: tuple[Sample, ...]) -> None:
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
