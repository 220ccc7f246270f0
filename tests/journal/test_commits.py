"""The writer thread by itself: what it does while nothing can be written."""

import sqlite3
import time
from collections.abc import Sequence

from console.incident.errors import WarroomError
from console.journal.commits import CommitLoop, Job
from tests.journal.stage import PATIENCE


class FullDisk:
    """A store that can neither be written nor kept elsewhere."""

    def __init__(self) -> None:
        self.keeps = 0

    def connect(self) -> sqlite3.Connection:
        raise OSError(28, "No space left on device")

    def say(self, error: Exception) -> str:
        return str(error)

    def keep(self, jobs: Sequence[Job]) -> str:
        assert jobs
        self.keeps += 1
        return ""

    def forget(self) -> None:
        raise AssertionError


class Counted:
    """A job that remembers how it ended."""

    def __init__(self) -> None:
        self.error: WarroomError | None = None

    def apply(self, connection: sqlite3.Connection) -> None:
        raise AssertionError(connection)

    def done(self) -> None:
        raise AssertionError

    def fail(self, error: WarroomError) -> None:
        self.error = error


def test_more_than_a_batch_that_nothing_takes_waits_without_spinning_and_lets_the_thread_end() -> None:
    store, jobs = FullDisk(), [Counted() for _ in range(2500)]
    loop = CommitLoop(store, None, name="full", retry=0.1)
    loop.put(jobs)
    time.sleep(0.5)
    assert loop.condition.pending == len(jobs)
    assert store.keeps < 50, "it asks again only when it tries again"
    assert loop.close(PATIENCE)
    assert all("Not in the log yet" in str(job.error) for job in jobs)
