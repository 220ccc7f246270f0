import asyncio
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from checks.threads import RoomyExecutor, Worker

ROOT = Path(__file__).parents[2]


async def test_calls_that_hang_do_not_hold_up_another() -> None:
    release = threading.Event()
    executor = RoomyExecutor(limit=20)
    loop = asyncio.get_running_loop()
    hanging = [loop.run_in_executor(executor, release.wait, 20) for _ in range(19)]
    assert await loop.run_in_executor(executor, lambda: 7) == 7
    release.set()
    assert all(await asyncio.gather(*hanging))


async def test_past_the_limit_a_call_waits_for_its_turn() -> None:
    release = threading.Event()
    executor = RoomyExecutor(limit=1)
    loop = asyncio.get_running_loop()
    first = loop.run_in_executor(executor, release.wait, 20)
    second = loop.run_in_executor(executor, lambda: 7)
    given_up = loop.run_in_executor(executor, lambda: 8)
    given_up.cancel()
    release.set()
    assert (await first, await second) == (True, 7)


async def test_an_idle_thread_leaves_and_a_new_one_comes() -> None:
    executor = RoomyExecutor(patience=0.01)
    loop = asyncio.get_running_loop()
    for _ in range(3):
        assert await loop.run_in_executor(executor, lambda: 7) == 7
        await asyncio.sleep(0.05)
    assert executor._running <= 1


async def test_an_error_comes_back_to_whoever_waits() -> None:
    def fail() -> None:
        raise OSError("no")

    executor, worker = RoomyExecutor(), Worker("test")
    with pytest.raises(OSError, match="no"):
        await asyncio.get_running_loop().run_in_executor(executor, fail)
    with pytest.raises(OSError, match="no"):
        await worker.start(fail)
    worker.stop()


async def test_a_worker_whose_call_was_given_up_is_busy_until_it_comes_back() -> None:
    release, worker = threading.Event(), Worker("test")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(worker.start(lambda: release.wait(20)), 0.05)
    assert worker.busy
    release.set()
    assert await worker.start(lambda: 7) == 7
    worker.stop()
    assert not worker.busy


def test_the_program_ends_while_calls_hang() -> None:
    script = """
import asyncio, threading
from checks.threads import RoomyExecutor, Worker
never = threading.Event()
async def main():
    loop = asyncio.get_running_loop()
    loop.set_default_executor(RoomyExecutor())
    worker = Worker("hangs")
    hanging = [loop.run_in_executor(None, never.wait), worker.start(never.wait)]
    await asyncio.wait(hanging, timeout=0.1)
asyncio.run(main())
print("ended")
"""
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, timeout=20, check=True)
    assert ended.stdout == b"ended\n"
