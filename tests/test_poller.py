import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import pytest

from checks.sample import Quality, Reading, Sample, Status
from checks.threads import RoomyExecutor
from console.poller import Poller
from tests.fakes import FakeClock

Look = Callable[[], Awaitable[object]]


class Scripted:
    """A check that does as it is told, and counts."""

    def __init__(self, name: str, look: Look | None = None, interval: float = 0.02) -> None:
        self.name, self.service = name, f"{name} service"
        self.interval, self.timeout = interval, min(interval / 2, 0.01)
        self.asked = 0
        self.closed = False
        self._look = look

    async def probe(self) -> Sample:
        self.asked += 1
        if self._look is not None:
            return await self._look()  # type: ignore[return-value]  # a script may answer with anything
        return Sample(self.name, 1000, Status.OK)

    async def aclose(self) -> None:
        self.closed = True


class Heard:
    """What a poller handed over, and a way to wait for it."""

    def __init__(self) -> None:
        self.batches: list[list[Sample]] = []
        self._news = asyncio.Event()

    def __call__(self, samples: Sequence[Sample]) -> None:
        self.batches.append(list(samples))
        self._news.set()

    def of(self, name: str) -> list[Sample]:
        return [sample for batch in self.batches for sample in batch if sample.check == name]

    async def until(self, enough: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not enough():
                self._news.clear()
                await self._news.wait()


@asynccontextmanager
async def polling(*checks: Scripted, beat: float = 0.01) -> AsyncIterator[tuple[Poller, Heard]]:
    heard = Heard()
    poller = Poller(checks, FakeClock(5000), heard, random.Random(1), beat)
    task = asyncio.create_task(poller.run())
    try:
        yield poller, heard
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def hang() -> object:
    return await asyncio.get_running_loop().create_future()


async def crash() -> object:
    raise RuntimeError("no\nsuch [/thing]\x1b[2J")


async def test_a_check_is_asked_again_and_again() -> None:
    async with polling(Scripted("a")) as (_, heard):
        await heard.until(lambda: len(heard.of("a")) >= 5)


async def test_a_crash_of_a_check_is_a_sample_of_status_unknown_with_its_reason() -> None:
    async with polling(Scripted("a", crash), Scripted("b")) as (_, heard):
        await heard.until(lambda: len(heard.of("a")) >= 2 and len(heard.of("b")) >= 2)
    sample = heard.of("a")[0]
    assert (sample.status, sample.at) == (Status.UNKNOWN, 5000)
    assert sample.reason == "the check itself failed: RuntimeError: no such [/thing]<1B>[2J"


async def test_a_check_that_hangs_is_given_up_and_delays_no_other() -> None:
    async with polling(Scripted("a", hang), Scripted("b")) as (poller, heard):
        await heard.until(lambda: len(heard.of("b")) >= 10)
        assert not heard.of("a")
        status = poller.status("a")
        assert status is not None
        assert status.looking_since == 5000
        await heard.until(lambda: len(heard.of("a")) >= 1)
    assert (heard.of("a")[0].status, heard.of("a")[0].reason) == (Status.UNKNOWN, "no answer within 10 ms")


async def test_a_look_that_will_not_stop_is_left_behind_and_not_begun_twice() -> None:
    release = asyncio.Event()

    async def stubborn() -> object:
        while not release.is_set():
            with suppress(asyncio.CancelledError):
                await release.wait()
        return Sample("a", 1, Status.OK)

    check = Scripted("a", stubborn)
    async with polling(check, Scripted("b")) as (_, heard):
        await heard.until(lambda: len(heard.of("a")) >= 3)
        assert check.asked == 1
        assert heard.of("a")[1].reason == "an earlier look was given up and has still not ended"
        release.set()
        await heard.until(lambda: any(sample.status is Status.OK for sample in heard.of("a")))


async def test_a_look_that_cancels_itself_ends_nothing() -> None:
    async def cancelled() -> object:
        raise asyncio.CancelledError

    async with polling(Scripted("a", cancelled)) as (_, heard):
        await heard.until(lambda: len(heard.of("a")) >= 2)
    assert heard.of("a")[0].reason == "the look was cancelled"


async def test_an_answer_that_is_no_sample_is_unknown() -> None:
    async def confused() -> object:
        return "fine, thanks"

    async with polling(Scripted("a", confused)) as (_, heard):
        await heard.until(lambda: len(heard.of("a")) >= 1)
    assert heard.of("a")[0].reason == "the check answered with a str"


async def test_samples_are_handed_over_in_batches() -> None:
    checks = [Scripted(f"c{n}", interval=0.05) for n in range(200)]
    async with polling(*checks, beat=0.2) as (_, heard):
        await heard.until(lambda: sum(map(len, heard.batches)) >= 1000)
    # A thousand samples come in far fewer than a thousand calls, and the first one does not wait for a beat.
    assert len(heard.batches) < 100
    assert heard.batches[0][0].check == "c0"


async def test_a_callback_that_fails_does_not_end_the_watch() -> None:
    heard = Heard()
    failed = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failed.append(context["exception"]))

    def fails_once(samples: Sequence[Sample]) -> None:
        if not failed:
            raise RuntimeError("a bug in the room")
        heard(samples)

    poller = Poller([Scripted("a")], FakeClock(), fails_once, random.Random(1), 0.01)
    task = asyncio.create_task(poller.run())
    await heard.until(lambda: len(heard.of("a")) >= 2)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert len(failed) == 1


async def test_a_source_that_fails_is_asked_less_and_less_often() -> None:
    failing, well = Scripted("a", crash), Scripted("b")
    async with polling(failing, well) as (_, heard):
        await heard.until(lambda: well.asked >= 30)
    assert failing.asked * 2 < well.asked


async def test_no_data_is_an_answer_and_asked_for_as_often_as_ever() -> None:
    async def no_data() -> object:
        return Sample("a", 1, Status.UNKNOWN, "no data", readings=(Reading("x", None, quality=Quality.NO_DATA),))

    async with polling(Scripted("a", no_data)) as (poller, heard):
        await heard.until(lambda: len(heard.of("a")) >= 6)
        status = poller.status("a")
    assert status is not None
    assert (status.failures, status.error) == (0, "")


async def test_a_source_that_went_bad_keeps_its_last_good_sample_its_error_and_its_next_try() -> None:
    answers = [Sample("a", 1234, Status.DEGRADED, readings=(Reading("x", 7.0),))]

    async def worsen() -> object:
        return answers.pop() if answers else await crash()

    async with polling(Scripted("a", worsen)) as (poller, heard):
        await heard.until(lambda: len(heard.of("a")) >= 3)
        while (status := poller.status("a")) is None or status.next_at is None:  # noqa: ASYNC110 - it rests a turn later
            await asyncio.sleep(0)
    assert status.last_good is not None
    assert status.last_good.at == 1234
    assert status.error.startswith("the check itself failed")
    assert status.failures >= 2
    assert status.next_at >= 5000
    assert (status.check, status.service, status.interval) == ("a", "a service", 0.02)


async def test_a_forced_look_does_not_wait_for_its_time() -> None:
    slow, other = Scripted("a", interval=1000), Scripted("b", interval=1000)
    async with polling(slow, other) as (poller, heard):
        await heard.until(lambda: slow.asked == 1 and other.asked == 1 and len(heard.of("b")) == 1)
        assert poller.refresh("a") == 1
        await heard.until(lambda: len(heard.of("a")) == 2)
        assert other.asked == 1
        assert poller.refresh() == 2
        await heard.until(lambda: len(heard.of("a")) == 3 and len(heard.of("b")) == 2)
        assert poller.refresh("nobody") == 0


async def test_paused_only_forced_looks_are_made() -> None:
    check = Scripted("a")
    async with polling(check) as (poller, heard):
        await heard.until(lambda: len(heard.of("a")) >= 1)
        poller.pause()
        assert poller.paused
        await asyncio.sleep(0.05)
        asked = check.asked
        await asyncio.sleep(0.1)
        assert check.asked == asked
        assert poller.refresh("a") == 1
        await heard.until(lambda: check.asked == asked + 1)
        poller.resume()
        await heard.until(lambda: check.asked >= asked + 4)


async def test_at_the_end_the_rest_is_handed_over_and_the_sources_let_go() -> None:
    check = Scripted("a")
    async with polling(check, beat=1000) as (_, heard):
        await heard.until(lambda: len(heard.batches) == 1)
        while check.asked < 5:  # noqa: ASYNC110 - the next batch is far off
            await asyncio.sleep(0.01)
    assert len(heard.batches) == 2
    assert check.closed


async def test_a_source_that_will_not_close_does_not_hold_up_the_end() -> None:
    class Clinging(Scripted):
        async def aclose(self) -> None:
            await hang()

    class Failing(Scripted):
        async def aclose(self) -> None:
            raise OSError("already closed")

    async with polling(Clinging("a"), Failing("b")) as (_, heard):
        await heard.until(lambda: len(heard.batches) >= 1)


async def test_the_first_check_given_looks_first() -> None:
    checks = [Scripted(f"c{n}", interval=100) for n in range(20)]
    async with polling(*checks) as (_, heard):
        await heard.until(lambda: sum(map(len, heard.batches)) == 20)
    assert [sample.check for batch in heard.batches for sample in batch] == [check.name for check in checks]


async def test_name_lookups_get_threads_that_starve_nobody() -> None:
    async with polling(Scripted("a")) as (_, heard):
        await heard.until(lambda: len(heard.batches) >= 1)
        executor = asyncio.get_running_loop()._default_executor  # type: ignore[attr-defined]  # there is no getter
        assert isinstance(executor, RoomyExecutor)


async def test_a_poller_without_checks_runs_until_it_is_told_to_end() -> None:
    async with polling() as (poller, heard):
        await asyncio.sleep(0)
        assert poller.statuses() == ()
    assert heard.batches == []


def test_two_checks_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two checks are called a"):
        Poller([Scripted("a"), Scripted("a")], FakeClock(), Heard())
