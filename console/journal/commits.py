"""The writer thread: owns the only read-write connection and commits whatever is queued. Knows no table."""

import collections
import sqlite3
import threading
import time
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from console.incident.errors import Failed, WarroomError
from console.journal.connection import is_damage, is_lack

_MOST_IN_A_BATCH = 2000


class Condition(NamedTuple):
    """How recording goes: "ok", "spooling", "read-only" or "failed"; `reason` is a sentence, `pending` entries wait."""

    state: str = "ok"
    reason: str = ""
    pending: int = 0


class Job(Protocol):
    """Something to be done inside a transaction. What it refuses, it refuses before it writes."""

    def apply(self, connection: sqlite3.Connection) -> None:
        """Write, in an open transaction; may be called again after a rollback."""

    def done(self) -> None:
        """It is committed."""

    def fail(self, error: WarroomError) -> None:
        """It will not be written; the error says what became of it."""


class Store(Protocol):
    """The file that the thread writes to, and what to do when it cannot be written."""

    def connect(self) -> sqlite3.Connection:
        """Open the file (again), as often as asked; raises sqlite3.Error, OSError, WarroomError."""

    def say(self, error: Exception) -> str:
        """Return the trouble as a sentence."""

    def keep(self, jobs: Sequence[Job]) -> str:
        """Put jobs that cannot be committed now where a crash does not lose them; return where, "" for nowhere."""

    def forget(self) -> None:
        """Everything that was kept is committed."""


class CommitLoop:
    """One thread that takes jobs in their order and commits them in natural batches.

    When the disk refuses, jobs stay in memory and in the store's keeping, and are tried again every `retry` seconds.
    `trouble` says why there is no connection yet.
    """

    def __init__(
        self,
        store: Store,
        connection: sqlite3.Connection | None,
        *,
        name: str,
        trouble: str = "",
        retry: float = 1.0,
    ) -> None:
        self._condition = Condition("spooling", trouble) if trouble else Condition()
        self._reason = trouble
        self._store = store
        self._connection = connection
        self._retry = retry
        self._queue: collections.deque[Job] = collections.deque()
        self._wake = threading.Condition()
        self._closing = False
        self._waiting: list[Job] = []
        self._kept = 0
        self._next_try = 0.0
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def condition(self) -> Condition:
        """How it goes now; `pending` counts what is queued or waits. May be read from any thread."""
        return self._condition._replace(pending=len(self._queue) + len(self._waiting))

    def put(self, jobs: Sequence[Job]) -> None:
        """Queue jobs, together and in this order; after `close` they fail at once."""
        with self._wake:
            if not self._closing and self._thread.is_alive():
                self._queue.extend(jobs)
                self._wake.notify()
                return
        for job in jobs:
            job.fail(Failed("The log is closed; nothing more is recorded."))

    def close(self, timeout: float) -> bool:
        """Commit what is queued, close the file and end the thread; False where that took longer (seconds)."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            while self._take():
                if self._waiting and (self._closing or time.monotonic() >= self._next_try):
                    self._try()
                self._keep_new()
        finally:
            self._end()

    def _take(self) -> bool:
        """Wait for jobs or for the next try, and move the queued ones to the waiting; False when all is done."""
        with self._wake:
            while not self._can_take() and not self._closing:
                pause = max(0.0, self._next_try - time.monotonic()) if self._waiting else None
                if not self._wake.wait(pause) and self._waiting:
                    break
            tried = not self._waiting or self._next_try == float("inf")
            if self._closing and tried and not self._can_take():
                return False
            while self._can_take():
                self._waiting.append(self._queue.popleft())
            return True

    def _can_take(self) -> bool:
        """Tell whether a job is queued and may join the waiting; what could not be kept anywhere fills them up."""
        return bool(self._queue) and len(self._waiting) - self._kept < _MOST_IN_A_BATCH

    def _try(self) -> None:
        jobs = self._waiting
        try:
            done = self._commit(jobs)
        except (sqlite3.Error, OSError, WarroomError) as error:
            _let_go(self._connection)
            self._connection = None
            self._trouble(error)
            return
        self._waiting = []
        if self._kept or self._condition.state != "ok":
            self._store.forget()
            self._kept = 0
            self._condition = Condition()
        self._next_try = 0.0
        for job in done:
            job.done()

    def _commit(self, jobs: Sequence[Job]) -> list[Job]:
        if self._connection is None:
            self._connection = self._store.connect()
        return _commit(self._connection, jobs)

    def _trouble(self, error: Exception) -> None:
        known = isinstance(error, (OSError, WarroomError)) or (isinstance(error, sqlite3.Error) and is_lack(error))
        damage = isinstance(error, sqlite3.Error) and is_damage(error)
        if not known and not damage:
            self._one_by_one(error)
            return
        self._next_try = float("inf") if self._closing else time.monotonic() + self._retry
        state = "failed" if damage else "spooling"
        self._reason = self._store.say(error)
        tail = self._condition.reason.partition(" Kept in ")
        self._condition = Condition(state, self._reason + tail[1] + tail[2])

    def _one_by_one(self, error: Exception) -> None:
        """Find the job that SQLite will never take, and fail that one only."""
        if len(self._waiting) == 1:
            self._waiting.pop().fail(Failed(self._store.say(error)))
            self._kept = 0
            return
        jobs, self._waiting = self._waiting, []
        for index, job in enumerate(jobs):
            self._waiting = [job]
            self._try()
            if self._waiting:  # the disk came between
                self._waiting.extend(jobs[index + 1 :])
                return

    def _keep_new(self) -> None:
        """While there is trouble: keep what came in since, or could not be kept before, and say where it is."""
        if len(self._waiting) == self._kept:
            return
        where = self._store.keep(self._waiting)
        if where:
            self._kept = len(self._waiting)
        tail = f" Kept in {where}; goes in by itself." if where else " Kept in memory only: do not close this console."
        self._condition = self._condition._replace(reason=self._reason + tail)

    def _end(self) -> None:
        with self._wake:
            self._closing = True
            left = [*self._waiting, *self._queue]
            self._queue.clear()
        for job in left:
            job.fail(Failed(f"Not in the log yet. {self._condition.reason or 'The console was closing.'}"))
        if self._connection is not None:
            self._connection.close()


def _commit(connection: sqlite3.Connection, jobs: Sequence[Job]) -> list[Job]:
    """Do all jobs in one transaction; return those that did not refuse. Raises sqlite3.Error."""
    done = []
    connection.execute("BEGIN IMMEDIATE")
    for job in jobs:
        try:
            job.apply(connection)
        except WarroomError as error:
            job.fail(error)
        else:
            done.append(job)
    connection.execute("COMMIT")
    return done


def _let_go(connection: sqlite3.Connection | None) -> None:
    """Close a connection that failed: a new one reads what is really in the file."""
    if connection is None:
        return
    try:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    except sqlite3.Error:
        pass  # the close below ends the transaction all the same
    connection.close()
