"""Runs checks on a beat, each on its own and under a deadline; knows neither the journal nor the screen."""

import asyncio
import random as randomness
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from checks.sample import Check, Quality, Sample, Status
from checks.threads import RoomyExecutor
from checks.wording import line, span

__all__ = ["Poller", "SourceStatus", "roomy_executor"]

GRACE = 0.5
"""Seconds past a check's own timeout: a check that keeps its deadline itself gets to say what it was waiting for."""
SPREAD = 1.0
"""Seconds over which first looks, and looks forced all at once, are spread."""
LONGEST_BACK_OFF = 60.0
FAREWELL = 1.0
"""Seconds that checks have to let go of their connections."""


def roomy_executor() -> RoomyExecutor:
    """Return the executor for the room's loop: name lookups that hang starve nobody and do not hold up the exit."""
    return RoomyExecutor()


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One source as it stands: `last` is the newest sample, `last_good` the newest that told something.

    `error` is why the newest look told nothing ("" when it did); `next_at` (ms) is the next try, None while a look is
    under way or the poller is paused; `failures` counts the looks in a row that told nothing.
    """

    check: str
    service: str
    interval: float
    last: Sample | None = None
    last_good: Sample | None = None
    error: str = ""
    failures: int = 0
    looking_since: int | None = None
    next_at: int | None = None


@dataclass(slots=True)
class _Source:
    """What the poller remembers of a check."""

    check: Check
    last: Sample | None = None
    last_good: Sample | None = None
    failures: int = 0
    looking_since: int | None = None
    next_at: int | None = None
    wake: "asyncio.Future[None] | None" = None
    timer: asyncio.TimerHandle | None = None
    stuck: "asyncio.Task[Sample] | None" = None

    def settle(self, sample: Sample) -> None:
        self.last = sample
        if _told_nothing(sample):
            self.failures += 1
        else:
            self.failures, self.last_good = 0, sample

    def delay(self) -> float:
        """Seconds to the next look; the first failure is a glitch, from the second on they double."""
        interval = self.check.interval
        if self.failures < 2:  # noqa: PLR2004 - explained above
            return interval
        return min(interval * 2.0 ** min(self.failures - 1, 10), max(interval, min(interval * 8, LONGEST_BACK_OFF)))

    def report(self) -> SourceStatus:
        failed = self.last is not None and self.failures > 0
        return SourceStatus(
            check=self.check.name,
            service=self.check.service,
            interval=self.check.interval,
            last=self.last,
            last_good=self.last_good,
            error=self.last.reason if failed and self.last else "",
            failures=self.failures,
            looking_since=self.looking_since,
            next_at=self.next_at,
        )


def _told_nothing(sample: Sample) -> bool:
    """Whether the source itself failed: "no data" is an answer, and asking less often would not mend it."""
    return sample.status is Status.UNKNOWN and all(r.quality is Quality.ERROR for r in sample.readings)


def _ring(wake: "asyncio.Future[None] | None") -> None:
    if wake is not None and not wake.done():
        wake.set_result(None)


class Poller:
    """Asks every check again and again; each has a task, a deadline, jitter and a back-off of its own.

    Samples are handed over in batches, at most one batch a `beat` (seconds); the first goes out at once. The first
    check in the order given looks first. All methods belong to the loop that `run` runs on.
    """

    def __init__(
        self,
        checks: Iterable[Check],
        clock: Callable[[], int],
        on_samples: Callable[[Sequence[Sample]], None],
        random: randomness.Random | None = None,
        beat: float = 0.5,
    ) -> None:
        self._sources: dict[str, _Source] = {}
        for check in checks:
            if check.name in self._sources:
                raise ValueError(f"two checks are called {check.name}")
            self._sources[check.name] = _Source(check)
        self._clock, self._on_samples, self._beat = clock, on_samples, beat
        self._random = random or randomness.Random()  # noqa: S311 - jitter, not secrets
        self._paused = False
        self._batch: list[Sample] = []
        self._flushing: asyncio.TimerHandle | None = None
        self._flushed = float("-inf")

    @property
    def paused(self) -> bool:
        """Whether only forced looks are made."""
        return self._paused

    def statuses(self) -> tuple[SourceStatus, ...]:
        """Return every source as it stands, in the order given."""
        return tuple(source.report() for source in self._sources.values())

    def status(self, name: str) -> SourceStatus | None:
        """Return one source as it stands, or None where no check has this name."""
        source = self._sources.get(name)
        return source.report() if source else None

    async def run(self) -> None:
        """Watch until cancelled, then hand over what is left and let go of the sources."""
        asyncio.get_running_loop().set_default_executor(roomy_executor())
        step = min(SPREAD / max(len(self._sources), 1), 0.02)
        try:
            async with asyncio.TaskGroup() as group:
                for index, source in enumerate(self._sources.values()):
                    group.create_task(self._watch(source, index * step), name=f"watch {source.check.name}")
        finally:
            self._flush()
            await _farewell(source.check for source in self._sources.values())

    def refresh(self, name: str | None = None) -> int:
        """Look now, paused or not, at one source or at all; return how many were waiting and will be asked."""
        sources = self._sources.values() if name is None else filter(None, [self._sources.get(name)])
        waiting = [source for source in sources if source.wake is not None]
        step = min(SPREAD / max(len(waiting), 1), 0.02)
        for index, source in enumerate(waiting):
            self._set_timer(source, index * step)
        return len(waiting)

    def pause(self) -> None:
        """Make no look but forced ones; looks under way are finished."""
        self._paused = True
        for source in self._sources.values():
            if source.timer is not None:
                source.timer.cancel()
                source.timer = source.next_at = None

    def resume(self) -> None:
        """Go on; every source is looked at within the second."""
        self._paused = False
        self.refresh()

    async def _watch(self, source: _Source, first: float) -> None:
        await self._rest(source, first)
        while True:
            sample = await self._look(source)
            source.settle(sample)
            self._hand_over(sample)
            await self._rest(source, source.delay() * self._random.uniform(0.9, 1.1))

    async def _rest(self, source: _Source, delay: float) -> None:
        """Wait for the time of the next look, or for somebody who forces it."""
        source.wake = asyncio.get_running_loop().create_future()
        if not self._paused:
            self._set_timer(source, delay)
        try:
            await source.wake
        finally:
            if source.timer is not None:
                source.timer.cancel()
            source.wake = source.timer = source.next_at = None

    def _set_timer(self, source: _Source, delay: float) -> None:
        if source.timer is not None:
            source.timer.cancel()
        source.timer = asyncio.get_running_loop().call_later(delay, _ring, source.wake)
        source.next_at = self._clock() + round(delay * 1000)

    async def _look(self, source: _Source) -> Sample:
        check, started = source.check, self._clock()
        if source.stuck is not None and not source.stuck.done():
            return self._unknown(check, started, "an earlier look was given up and has still not ended")
        source.looking_since = started
        loop = asyncio.get_running_loop()
        begun = loop.time()
        task = loop.create_task(self._probe(check, started), name=f"look {check.name}")
        try:
            done, _ = await asyncio.wait((task,), timeout=check.timeout + GRACE)
        finally:
            source.looking_since = None
            if not task.done():
                # Told to stop, not waited for: a look that does not stop must not take its watcher with it.
                task.cancel()
                source.stuck = task
        if not done:
            return self._unknown(check, started, f"no answer within {span(check.timeout)}", loop.time() - begun)
        return self._unknown(check, started, "the look was cancelled") if task.cancelled() else task.result()

    async def _probe(self, check: Check, started: int) -> Sample:
        try:
            sample: object = await check.probe()
        except Exception as error:  # noqa: BLE001 - the one broad except around a check that architecture.md grants
            return self._unknown(check, started, f"the check itself failed: {type(error).__name__}: {error}")
        if not isinstance(sample, Sample):
            return self._unknown(check, started, f"the check answered with a {type(sample).__name__}")
        return sample

    def _unknown(self, check: Check, at: int, reason: str, took: float = 0.0) -> Sample:
        return Sample(check.name, at, Status.UNKNOWN, line(reason), took=took)

    def _hand_over(self, sample: Sample) -> None:
        self._batch.append(sample)
        if self._flushing is None:
            loop = asyncio.get_running_loop()
            self._flushing = loop.call_at(max(loop.time(), self._flushed + self._beat), self._flush)

    def _flush(self) -> None:
        if self._flushing is not None:
            self._flushing.cancel()
            self._flushing = None
        batch, self._batch = self._batch, []
        self._flushed = asyncio.get_running_loop().time()
        if batch:
            self._on_samples(batch)


async def _farewell(checks: Iterable[Check]) -> None:
    """Let all sources go, and wait a second at most until they have."""
    tasks = [asyncio.ensure_future(check.aclose()) for check in checks]
    if not tasks:
        return
    done, late = await asyncio.wait(tasks, timeout=FAREWELL)
    for task in late:
        task.cancel()
    for task in done:
        # Read, so that nobody complains of an error never read; a source that cannot close is of no interest now.
        _ = task.cancelled() or task.exception()
