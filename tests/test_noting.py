"""What sources tell is written once, by whichever of several consoles on a log has its turn first."""

import asyncio
from pathlib import Path

import pytest

from checks.change import Change
from checks.sample import Status
from console.incident import commands
from console.incident.clock import MINUTE, Clock, system_clock
from console.journal.reading import LogReader
from console.journal.timeline import TimelineIndex
from console.room.noting import Noting
from console.room.record import Record
from console.signals.health import Transition
from tests.fakes import FakeClock
from tests.room import SCHEME, living_parts

CHANGE = Change(system_clock() - 1000, "kubernetes", "rollout", "deploy/web", "web 1 > 2", "deploy/web/2")


async def opened(log_dir: Path, user: str = "alice", clock: Clock = system_clock) -> Record:
    """A record on the log, under a name of its own."""
    record = Record(living_parts(log_dir, clock, user=user)._replace(scheme=SCHEME), TimelineIndex())
    await record.open()
    await record.say_opened()
    return record


async def noted(noting: Noting) -> None:
    """Have the change told, and wait until it is dealt with."""
    noting.changes([CHANGE], system_clock())
    async with asyncio.timeout(30):
        while noting.busy:  # noqa: ASYNC110 - a room has no need to wait for its writes
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("first", [0, 1])
async def test_who_comes_later_reads_what_was_written_whoever_it_is(tmp_path: Path, first: int) -> None:
    records = [await opened(tmp_path) for _ in range(2)]
    try:
        assert sorted(record.turn() for record in records) == [0.0, 0.5]
        for record in (records[first], records[1 - first]):
            await noted(Noting(record))  # without a look at the log in between
    finally:
        for record in records:
            record.close(5)
    assert [event.fact.summary() for event in LogReader(tmp_path).events(kinds=["change"])] == ["web 1 > 2"]


async def test_both_at_once_write_it_once(tmp_path: Path) -> None:
    records = [await opened(tmp_path) for _ in range(2)]
    try:
        await asyncio.gather(*(noted(Noting(record)) for record in records))
    finally:
        for record in records:
            record.close(5)
    assert len(list(LogReader(tmp_path).events(kinds=["change"]))) == 1


async def test_consoles_that_have_ended_have_no_turn(tmp_path: Path) -> None:
    for user in ("adam", "abel", "aaron"):
        record = await opened(tmp_path, user)
        record.close(5)
    record = await opened(tmp_path)
    assert record.turn() == 0.0
    record.close(5)


async def test_a_promise_that_was_not_kept_is_written_once_by_several_consoles(tmp_path: Path) -> None:
    clock = FakeClock(system_clock())
    records = [await opened(tmp_path, clock=clock) for _ in range(2)]
    try:
        await records[0].declare(
            lambda state, now, made: commands.declare(
                state, id=made, title="x", severity="SEV1", actor="alice", now=now, scheme=SCHEME
            )
        )
        await records[1].catch_up()
        notings = [Noting(record) for record in records]
        assert not any(record.late(record.state, clock()) for record in records)
        clock.advance(6 * MINUTE / 1000)
        for noting in (*notings, *notings):
            noting.late(clock())
        async with asyncio.timeout(30):
            while any(noting.busy for noting in notings):  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
        assert not any(record.late(record.state, clock()) for record in records)
    finally:
        for record in records:
            record.close(5)
    assert [event.actor for event in LogReader(tmp_path).events(kinds=["breach"])] == ["warroom"]


async def test_a_console_that_only_reads_writes_no_breach(tmp_path: Path) -> None:
    record = Record(living_parts(tmp_path, system_clock)._replace(open_journal=None, scheme=SCHEME), TimelineIndex())
    await record.open()
    assert record.late(record.state, system_clock()) == ()
    record.close(1)


async def test_a_change_of_health_that_all_consoles_see_is_written_once(tmp_path: Path) -> None:
    records = [await opened(tmp_path) for _ in range(3)]
    seen = Transition("web", Status.OK, Status.DOWN, "6 of 6 probes failed", system_clock())
    try:
        notings = [Noting(record) for record in records]
        for noting in notings:
            noting.health((seen,))
        async with asyncio.timeout(30):
            while any(noting.busy for noting in notings):  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
    finally:
        for record in records:
            record.close(5)
    assert len(list(LogReader(tmp_path).events(kinds=["health"]))) == 1
