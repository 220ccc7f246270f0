"""The journal: the one way into the log. Log first, state second: what it acknowledges is on the disk."""

import os
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Self

from console.incident.errors import Failed, WarroomError
from console.incident.events import Entry, Event, HeadsSeen, Instant
from console.journal import others, places, rows, spool
from console.journal.canonical import Redact
from console.journal.chain import ChainEnd
from console.journal.claim import Claim, is_denied
from console.journal.commits import CommitLoop, Condition, Job
from console.journal.connection import is_lack
from console.journal.store import AddEntries, CarryHeads, EventStore, Run, Scrub

_HEADS_AGAIN = 60_000  # ms; a shorter session leaves what it saw at its start

__all__ = ["Condition", "Journal"]


class Journal:
    """One writer's log, open for appending from any thread. Use `Journal.open`."""

    def __init__(self, store: EventStore, loop: CommitLoop | None, denied: str, redact: Redact) -> None:
        self._store = store
        self._loop = loop
        self._denied = denied
        self._redact = redact
        self._carried_at: int | None = None

    @classmethod
    def open(
        cls,
        log_dir: Path,
        *,
        user: str,
        host: str,
        clock: Callable[[], Instant],
        redact: Redact,
        fallback: Path | None = None,
    ) -> Self:
        """Take the first free writer name (`user@host`, `user@host.2`, ...) and open its file.

        A directory that may not be written gives a journal in condition "read-only", a full disk one in "spooling"; a
        damaged or newer file is stepped over and named in `notices`. `Failed` where nothing can be recorded at all.
        `fallback` is where entries wait when the log directory takes nothing (default: the session's directory).
        """
        claim = Claim(log_dir, places.writer_name(user, host))
        store = EventStore(claim, fallback or spool.fallback_folder(os.environ), clock)
        loop, denied = _start(store, log_dir)
        return cls(store, loop, denied, redact)

    @property
    def writer(self) -> str:
        """The name under which this console writes."""
        return self._store.claim.writer

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences about what was found at opening: files stepped over, entries taken in from a spool."""
        return self._store.claim.notices + self._store.notices

    @property
    def condition(self) -> Condition:
        """How recording goes; may be read from any thread at any time."""
        if self._loop is None:
            return Condition("read-only", self._denied)
        return self._loop.condition

    @property
    def redact(self) -> Redact:
        """What takes secrets out of every text that is recorded."""
        return self._redact

    def now(self) -> Instant:
        """Return the time of the journal's clock."""
        return self._store.clock()

    def observe(self, hlc: int) -> None:
        """Take note of another writer's hybrid time (of events that were read): what is recorded next comes after."""
        self._store.observe(hlc)

    def append(self, entry: Entry) -> Future[Event]:
        """Record an entry; the future resolves after COMMIT, or raises `Refused` or `Failed`. Thread-safe."""
        future: Future[Event] = Future()
        future.set_running_or_notify_cancel()  # from here on it cannot be taken back
        self._put([entry], lambda events: future.set_result(events[0]), future.set_exception)
        return future

    def append_all(self, entries: Sequence[Entry]) -> Future[list[Event]]:
        """Record entries in one transaction: all of them or none."""
        future: Future[list[Event]] = Future()
        future.set_running_or_notify_cancel()
        self._put(entries, future.set_result, future.set_exception)
        return future

    def declare(self, make: Callable[[str], Sequence[Entry]], day: Instant) -> Future[list[Event]]:
        """Allocate an incident id of that day (UTC), unique among all processes, and record what `make` returns for it.

        What `make` raises, this raises; then the id is left unused.
        """
        if self._loop is None:
            return self.append_all(())
        try:
            made = others.next_id(self._store.claim.folder, day, self._store.fallback)
        except OSError as error:
            future: Future[list[Event]] = Future()
            future.set_exception(Failed(self._store.say(error)))
            return future
        return self.append_all(make(made))

    def close(self, timeout: float = 2.0) -> bool:
        """Commit what is queued and close; False where that took longer than `timeout` seconds."""
        if self._loop is None:
            return True
        now = self._store.clock()
        if self._carried_at is not None and now - self._carried_at >= _HEADS_AGAIN:
            self._loop.put(self._heads(now))
        closed = self._loop.close(timeout)
        if closed:
            self._store.claim.release()
        return closed

    def run(self, work: Callable[[sqlite3.Connection, ChainEnd], None]) -> Future[None]:
        """Have the writer thread do something inside a transaction of its own connection (`import`, `erase`)."""
        future: Future[None] = Future()
        future.set_running_or_notify_cancel()
        job = Run(self._store, work, future)
        if self._loop is None:
            job.fail(Failed(self._denied))
        else:
            self._loop.put([job])
        return future

    def scrub(self) -> None:
        """Fold the write-ahead log into the file now, so that nothing erased is left in it."""
        if self._loop is not None:
            self._loop.put([Scrub()])

    def _put(
        self,
        entries: Sequence[Entry],
        settle: Callable[[list[Event]], None],
        refuse: Callable[[WarroomError], None],
    ) -> None:
        if self._loop is None:
            refuse(Failed(f"Nothing was recorded: {self._denied}"))
            return
        try:
            prepared = tuple(rows.prepare(entry, self._redact) for entry in entries)
        except WarroomError as error:
            refuse(error)
            return
        jobs: list[Job] = [AddEntries(self._store, prepared, settle, refuse)]
        if self._carried_at is None:
            jobs = self._heads(self._store.clock()) + jobs
        self._loop.put(jobs)

    def _heads(self, now: Instant) -> list[Job]:
        """Return the job that records where the other writers are now, so that a cut there shows here."""
        if self._carried_at is not None:
            self._store.heads = others.heads(self._store.claim.folder, but=self.writer)
        self._carried_at = now
        marks = {writer: head.mark for writer, head in self._store.heads.items()}
        if not marks:
            return []
        return [CarryHeads(self._store, rows.prepare(Entry(HeadsSeen(marks), self.writer), str))]


def _start(store: EventStore, folder: Path) -> tuple[CommitLoop | None, str]:
    """Open the file and start the writer thread; without one, say why nothing can be recorded."""
    connection, denied, reason = None, "", ""
    try:
        connection = store.connect()
    except (OSError, sqlite3.Error) as error:
        reason = store.say(error)
        if is_denied(error, folder):
            denied = f"{folder} cannot be written: it, or its file system, is read-only. Use another --log-dir."
        elif isinstance(error, sqlite3.Error) and not is_lack(error):
            raise Failed(reason) from error
    loop = None if denied else CommitLoop(store, connection, name="journal", trouble=reason)
    return loop, denied
