"""The event log as the writer thread sees it: opening it, putting entries in, keeping them while it cannot."""

import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from console.incident.errors import WarroomError
from console.incident.events import Event, Instant
from console.journal import others, rows, spool
from console.journal.chain import ChainEnd
from console.journal.claim import Claim
from console.journal.commits import Job
from console.journal.connection import failed
from console.journal.hybrid import HybridClock
from console.journal.places import hold_writer
from console.journal.rows import Prepared

_CARRIED = "SELECT data FROM events WHERE kind = 'log.heads' AND kind <> 'note' ORDER BY seq DESC LIMIT 1"
_TAKEN = "INSERT OR IGNORE INTO taken (token) VALUES (?)"


class EventStore:
    """Implements `commits.Store` for one writer's events; belongs to the writer thread once it runs."""

    def __init__(self, claim: Claim, fallback: Path, clock: Callable[[], Instant]) -> None:
        self.claim = claim
        self.fallback = fallback
        self.clock = clock
        self.hybrid = HybridClock()
        self.heads: dict[str, others.Head] = {}
        self.notices: tuple[str, ...] = ()
        self.end: ChainEnd | None = None
        self._spool: spool.Spool | None = None
        self._looked = False

    def connect(self) -> sqlite3.Connection:
        """Open the file; the first time also see where the others are, and take in what earlier consoles left."""
        connection, self.end = self.claim.open(self.hybrid)
        if not self._looked:
            self.heads = others.heads(self.claim.folder, but=self.claim.writer)
            for head in self.heads.values():
                self.observe(head.hlc)
            try:
                self._take_in(connection, self.end)
            except sqlite3.Error:
                connection.close()  # the disk is still full; what waits is tried again with the next connection
                raise
            self._looked = True
        return connection

    def observe(self, hlc: int) -> None:
        """Take note of another writer's time."""
        self.hybrid.observe(hlc, self.clock())

    def say(self, error: Exception) -> str:
        """Return the trouble as a sentence."""
        if isinstance(error, sqlite3.Error):
            return str(failed(self.claim.path, error))
        if isinstance(error, OSError):
            return f"The log directory {self.claim.folder} cannot be written: {error.strerror}."
        return str(error)

    def keep(self, jobs: Sequence[Job]) -> str:
        """Write the jobs' entries to the spool; return where they are."""
        if self._spool is None:
            self._spool = spool.Spool(self.claim.folder, self.fallback, self.claim.writer)
        fresh = [job for job in jobs if isinstance(job, AddEntries) and not job.token]
        tokens = [spool.new_token() for _ in fresh]
        items = [
            spool.Kept(token, job.at, tuple(entry.clean for entry in job.entries))
            for token, job in zip(tokens, fresh, strict=True)
        ]
        if items and not self._spool.keep(items):
            return ""
        for token, job in zip(tokens, fresh, strict=True):
            job.token = token
        return " and ".join(sorted(str(path) for path in self._spool.written)) or "nothing"

    def forget(self) -> None:
        """Everything that was kept is committed."""
        if self._spool is not None:
            self._spool.forget()

    def _take_in(self, connection: sqlite3.Connection, end: ChainEnd) -> None:
        """Put spools of this log directory whose writers are gone into this log, each transaction exactly once."""
        for writer, path in spool.left_behind(self.claim.folder, self.fallback):
            lock = None if writer == self.claim.writer else hold_writer(self.claim.folder, writer)
            if lock is None and writer != self.claim.writer:
                continue  # a console that runs has it, and will put it in itself
            if self._spool is not None and path in self._spool.written:
                continue  # it is our own, and its jobs wait in memory
            try:
                count = self._take_in_file(connection, end, path)
            except OSError as error:
                self.notices += (f"The waiting entries in {path} cannot be read: {error}.",)
            else:
                self.notices += (f"{count} entries that waited in {path} are in the log now.",) if count else ()
            finally:
                if lock is not None:
                    lock.release()

    def _take_in_file(self, connection: sqlite3.Connection, end: ChainEnd, path: Path) -> int:
        kept, unread = spool.load(path)
        items = [item for item in kept if not others.is_taken(self.claim.folder, item.token)]
        connection.execute("BEGIN IMMEDIATE")
        for item in items:
            end.add(connection, [rows.seal(said) for said in item.entries], item.at)
            connection.execute(_TAKEN, (item.token,))
        connection.execute("COMMIT")
        if unread:
            lines = f"{unread} waiting entries in {path} are damaged, or a newer warroom wrote them"
            self.notices += (f"{lines}: the file is left as it is; look at it, then move it away.",)
        else:
            path.unlink()
        return sum(len(item.entries) for item in items)


class AddEntries:
    """A job: entries for one transaction. `settle` gets the events after COMMIT, `refuse` the error instead."""

    def __init__(
        self,
        store: EventStore,
        entries: tuple[Prepared, ...],
        settle: Callable[[list[Event]], None],
        refuse: Callable[[WarroomError], None],
    ) -> None:
        self.at = store.clock()
        self.entries = entries
        self.token = ""
        self._store = store
        self._settle = settle
        self._refuse = refuse
        self._events: list[Event] = []

    def apply(self, connection: sqlite3.Connection) -> None:
        """Write the entries at the end of the chain."""
        assert self._store.end is not None
        if not self._is_there(connection):
            self._events = self._store.end.add(connection, self.entries, self.at)
        if self.token:
            connection.execute(_TAKEN, (self.token,))

    def _is_there(self, connection: sqlite3.Connection) -> bool:
        """Tell whether an earlier try went in after all, though the disk answered its COMMIT with an error."""
        if not self._events:
            return False
        last = self._events[-1]
        row = connection.execute("SELECT hash FROM events WHERE seq = ?", (last.seq,)).fetchone()
        return row is not None and row[0].hex() == last.hash

    def done(self) -> None:
        """Acknowledge."""
        self._settle(self._events)

    def fail(self, error: WarroomError) -> None:
        """Say that it was not written."""
        self._refuse(error)


class CarryHeads:
    """A job: the heads of the other writers, unless the last ones that were carried are the same."""

    def __init__(self, store: EventStore, entry: Prepared) -> None:
        self._at = store.clock()
        self._store = store
        self._entry = entry

    def apply(self, connection: sqlite3.Connection) -> None:
        """Write them if they are news."""
        row = connection.execute(_CARRIED).fetchone()
        if (row is None or row[0] != self._entry.data_json) and self._store.end is not None:
            self._store.end.add(connection, [self._entry], self._at)

    def done(self) -> None:
        """Nobody waits for it."""

    def fail(self, error: WarroomError) -> None:
        """Nobody waits for it; the next console carries them."""


class Run:
    """A job: any other work on the writer's own connection."""

    def __init__(
        self, store: EventStore, work: Callable[[sqlite3.Connection, ChainEnd], None], future: Future[None]
    ) -> None:
        self._store = store
        self._work = work
        self._future = future

    def apply(self, connection: sqlite3.Connection) -> None:
        """Do the work."""
        assert self._store.end is not None
        self._work(connection, self._store.end)

    def done(self) -> None:
        """Acknowledge."""
        self._future.set_result(None)

    def fail(self, error: WarroomError) -> None:
        """Say that it was not done."""
        self._future.set_exception(error)


class Scrub:
    """A job: fold the write-ahead log into the file, so that it holds nothing that was erased."""

    def __init__(self) -> None:
        self._connection: sqlite3.Connection | None = None

    def apply(self, connection: sqlite3.Connection) -> None:
        """Wait for the commit: this works between transactions only."""
        self._connection = connection

    def done(self) -> None:
        """Fold it in; a reader that is in the way keeps the old pages until the next time."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def fail(self, error: WarroomError) -> None:
        """Nobody waits for it."""
