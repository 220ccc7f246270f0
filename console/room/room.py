"""The room: a thread with a loop of its own that watches and records; snapshots out, intents in.

Nothing that a screen does or fails to do stops it: the screen reads `snapshot` and hands over intents, both from its
own thread.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

from checks.kubernetes.logs import LogTail
from checks.sample import Sample
from console.actions.runner import Runner
from console.incident.errors import Failed
from console.incident.events import Event
from console.journal.matching import Match
from console.journal.timeline import TimelineIndex
from console.poller import Poller
from console.present.snapshot import Snapshot
from console.room.acting import Acting
from console.room.escalating import Escalating
from console.room.feeds import Followed, PodLog
from console.room.keeping import SampleKeeper
from console.room.noting import Noting
from console.room.parts import Act, Declare, Feeds, Parts, Wish
from console.room.proof import prove
from console.room.record import Record
from console.room.rotas import Rotas
from console.room.showing import snapshot
from console.room.watch import Watch

T = TypeVar("T")

BEAT = 0.25
"""Seconds between two looks at the log; also how often a snapshot can change."""
LONGEST_SILENCE = 1.0
"""Seconds after which a snapshot is published even though nothing happened."""

BROKEN = (
    "Nothing is watched or recorded any more: leave and start warroom again. What was shown as saved is in the log."
    " The room ended on an error of its own"
)


class Room:
    """Start it, read `snapshot`, hand over intents, stop it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.index = TimelineIndex()
        self.snapshot = Snapshot(at=parts.clock())
        self.failure = ""
        self._fault: BaseException | None = None
        self.wish = Wish()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._up = threading.Event()
        self._record = Record(parts, self.index)
        self._noting = Noting(self._record)
        self._rotas = Rotas(parts.on_call)
        self._escalating = Escalating(parts, self._record, self._rotas)
        self._poller: Poller | None = None
        self._watch: Watch | None = None
        self._feeds = Followed(Feeds())
        self._keeper: SampleKeeper | None = None
        self._acting: Acting | None = None
        self._thread = threading.Thread(target=self._run, name="room", daemon=True)
        self.clock, self.watched, self.limits = parts.clock, parts.watched, parts.limits

    def start(self) -> None:
        """Begin to watch and record; returns at once."""
        self._thread.start()

    def submit(self, act: Act) -> Future[list[Event]]:
        """Run a command; the future resolves once it is on the disk, or raises Refused or Failed."""
        return self._hand_over(lambda: self._record.submit(act))

    def declare(self, act: Declare) -> Future[list[Event]]:
        """Declare an incident; the same."""
        return self._hand_over(lambda: self._record.declare(act))

    def with_runner(self, work: Callable[[Runner], Coroutine[Any, Any, T]]) -> Future[T]:
        """Do something with what runs actions; the future resolves with what that returns, or raises."""

        async def run() -> T:
            assert self._acting is not None
            return await work(self._acting.runner)

        return self._hand_over(run)

    def log(self, wanted: PodLog) -> LogTail:
        """Begin to read a pod's log; raises Failed. May wait: not for a loop."""
        return self._feeds.log(wanted)

    def look_now(self) -> None:
        """Ask every source now."""
        if self._loop is not None and self._poller is not None and self._up.is_set():
            self._loop.call_soon_threadsafe(self._poller.refresh)

    def pause(self, *, on: bool) -> None:
        """Stop asking the sources, or go on."""
        if self._loop is not None and self._poller is not None and self._up.is_set():
            self._loop.call_soon_threadsafe(self._poller.pause if on else self._poller.resume)

    def show(self, service: str | None = None, span: int | None = None, points: int | None = None) -> None:
        """Say what the charts should show; None leaves it as it is."""
        wish = self.wish
        self.wish = Wish(
            wish.service if service is None else service,
            wish.span if span is None else span,
            wish.points if points is None else points,
        )

    def choose(self, incident: str) -> None:
        """Make an incident the one that this console is about; returns at once, and folds nothing again."""
        if self._loop is not None and self._up.is_set():
            if incident in self.snapshot.state.incidents:  # shown at once; what depends on it follows
                self.snapshot = self.snapshot._replace(chosen=incident)
            asyncio.run_coroutine_threadsafe(self._choose(incident), self._loop)

    async def _choose(self, incident: str) -> None:
        self._record.choice.choose(incident)
        self._publish()
        await asyncio.to_thread(self._record.choice.keep)

    def filtered(self, match: Match | None) -> TimelineIndex:
        """Return the index of the events that match, filled behind the caller's back; None is the whole timeline."""
        index = self.index if match is None else TimelineIndex(match)
        if self._loop is not None and self._up.is_set():
            wanted = None if match is None else index
            asyncio.run_coroutine_threadsafe(self._record.filter(wanted), self._loop)
        return index

    def stop(self, timeout: float = 1.0) -> bool:
        """End watching and recording; False where that took longer than `timeout` seconds."""
        if self._loop is not None and self._stopping is not None and self._thread.is_alive():
            with suppress(RuntimeError):  # its loop has just ended by itself
                self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _hand_over(self, work: Callable[[], Coroutine[Any, Any, T]]) -> Future[T]:
        if self._loop is None or not self._up.is_set() or not self._thread.is_alive():
            future: Future[T] = Future()
            future.set_exception(Failed(self.failure or "The log is still being opened; try again in a moment."))
            return future

        async def run() -> T:
            done = await work()
            self._publish()
            return done

        return asyncio.run_coroutine_threadsafe(run(), self._loop)

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except Failed as error:
            self.failure = str(error)

    async def _main(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        await self._record.open()
        self._publish()
        self._poller = Poller(self._parts.make_checks(), self._parts.clock, self._take)
        self._watch = Watch(self._parts, self._poller)
        self._keeper = SampleKeeper(self._parts, self._record.writer)
        self._feeds = Followed(self._parts.make_feeds())
        self._feeds.start()
        self._rotas.start()
        self._acting = Acting(self._parts, self._record, self._feeds, self._watch)
        works = (self._poller.run(), self._follow(), self._begin(), prove(self._record))
        tasks = [asyncio.create_task(work) for work in works]
        for task in tasks:
            task.add_done_callback(self._ended)
        self._up.set()
        await self._stopping.wait()
        self._up.clear()
        for task in tasks:
            task.cancel()
        await self._acting.runner.close()
        self._feeds.stop()
        self._rotas.stop()
        await asyncio.wait(tasks, timeout=0.3)
        self._keeper.close()
        self._record.close(0.5)
        if self._fault is not None:
            raise self._fault

    def _ended(self, task: asyncio.Task[None]) -> None:
        """End the room where a part of it broke: nobody may go on believing that it watches."""
        fault = None if task.cancelled() else task.exception()
        if fault is not None and self._stopping is not None:
            self._fault, self.failure = fault, f"{BROKEN} ({type(fault).__name__})."
            self._stopping.set()

    async def _begin(self) -> None:
        """Record that this console watches, and how what others left stands."""
        assert self._acting is not None
        await self._record.say_opened()
        await self._acting.settle_what_others_left()

    async def _follow(self) -> None:
        """Keep up with the log, and let what was seen grow old."""
        assert self._watch is not None
        silent = 0.0
        while True:
            silent += BEAT
            moved = self._feeds.look(self._parts.clock())
            self._noting.changes(self._feeds.changes(), self._parts.clock())
            self._noting.late(self._parts.clock())
            if await self._record.catch_up() or moved or silent >= LONGEST_SILENCE:
                silent = 0.0
                self._noting.health(self._watch.take((), self._parts.clock()))
                self._noting.steps(self._escalating)
                self._publish()
            await asyncio.sleep(BEAT)

    def _take(self, samples: Sequence[Sample]) -> None:
        assert self._watch is not None
        assert self._keeper is not None
        now = self._parts.clock()
        self._noting.health(self._watch.take(samples, now))
        self._keeper.keep(samples, now)
        self._publish()

    def _publish(self) -> None:
        paused = self._poller is not None and self._poller.paused
        seen = snapshot(self._record, self._watch, self._feeds, self.wish, self._parts.clock(), paused=paused)
        seen = seen._replace(duties=self._rotas.duties)
        if self._acting is not None:
            seen = seen._replace(busy=self._acting.busy(), offers=self._acting.offers())
        if self._keeper is not None and (problem := self._keeper.problem):
            seen = seen._replace(log=seen.log._replace(problems=(*seen.log.problems, problem)))
        self.snapshot = seen
