"""Watches a git repository on this machine for new commits and tags, from a thread of its own; a crash is a problem."""

import asyncio
import os
import threading
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from checks.change import Change
from checks.repository import Repository, Seen
from checks.source import Clock, NoAnswer

KEPT = 2000
"""Changes that are remembered as told, and that wait to be fetched, at most."""


class GitWatch:
    """Looks at the repository every `interval` seconds once started, and keeps what is new until it is fetched.

    Its methods are called from any thread and return at once; only `stop` waits, for a moment.
    """

    def __init__(
        self, path: Path, name: str, clock: Clock, *, interval: float = 30.0, env: Mapping[str, str] = os.environ
    ) -> None:
        self.name = name
        self._repository = Repository(path, name, env, min(10.0, interval))
        self._clock, self._interval = clock, interval
        self._lock = threading.Lock()
        self._told: dict[str, None] = {}
        self._new: deque[Change] = deque(maxlen=KEPT)
        self._problem = ""
        self._notes: tuple[str, ...] = ()
        self._seen_at: int | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def problem(self) -> str:
        """Why nothing is seen, as a sentence; "" where the last look was good, or none was made yet."""
        return self._problem

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on what the last good look could not see, though it is no problem: a shallow clone."""
        return self._notes

    @property
    def seen_at(self) -> int | None:
        """When the last good look was made (ms since 1970); None before the first."""
        return self._seen_at

    def changes(self) -> list[Change]:
        """Return what is new since the last call, each change once."""
        with self._lock:
            found = list(self._new)
            self._new.clear()
        return found

    def start(self) -> None:
        """Begin to look; a second call does nothing."""
        if self._thread is None:
            self._loop = asyncio.new_event_loop()
            self._task = self._loop.create_task(self._watch())
            self._thread = threading.Thread(target=self._run, name=f"warroom-git-{self.name}", daemon=True)
            self._thread.start()

    def stop(self, timeout: float = 0.25) -> None:
        """End the watch and the git that may be running; waits `timeout` seconds at most. It stays ended."""
        if self._thread is None or self._loop is None or self._task is None:
            return
        with suppress(RuntimeError):  # the loop is closed: it has ended already
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(timeout)

    def _run(self) -> None:
        assert self._loop is not None
        assert self._task is not None
        try:
            with suppress(asyncio.CancelledError):
                self._loop.run_until_complete(self._task)
        finally:
            if not self._task.cancelled():
                self._problem = f"the watch of {self.name} has crashed: restart warroom to see its commits again"
            # What the end of a program still has to tell the loop is told first, as asyncio.run does.
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    async def _watch(self) -> None:
        while True:
            try:
                self._take(await self._repository.look(self._clock()))
            except NoAnswer as error:
                self._problem = str(error)
            await asyncio.sleep(self._interval)

    def _take(self, seen: Seen) -> None:
        with self._lock:
            for change in sorted(seen.changes):
                if change.key not in self._told:
                    self._new.append(change)
                # Told again and again, it stays among the newest, and what fell out of the two hours is forgotten.
                self._told.pop(change.key, None)
                self._told[change.key] = None
            while len(self._told) > KEPT:
                del self._told[next(iter(self._told))]
        self._problem, self._notes, self._seen_at = "", seen.notes, self._clock()
