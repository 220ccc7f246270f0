"""Escalation in the room: a step that is due is written once, by whichever console, and after a restart."""

import asyncio
from pathlib import Path

from console.incident import commands
from console.incident.duty import Duty
from console.incident.escalations import EscalationReached
from console.journal.reading import LogReader
from console.room import Room
from console.settings.escalation import Chain, Step
from tests.fakes import FakeClock
from tests.room import SCHEME, living_parts

MINUTE = 60_000
CHAIN = Chain("platform", (Step(1, 0, ("oncall:primary",)), Step(2, 5 * MINUTE, ("oncall:primary",))))


def room(folder: Path, clock: FakeClock, user: str = "alice") -> Room:
    """A room that knows who is on call."""
    parts = living_parts(folder, clock, user=user)
    return Room(parts._replace(chains=(CHAIN,), on_call=lambda: (Duty("primary", "bob"),)))


def steps(folder: Path) -> list[tuple[int, tuple[str, ...]]]:
    """The steps that the log says were reached."""
    facts = [event.fact for event in LogReader(folder).events(kinds=["escalation.reached"])]
    return [(fact.step, fact.people) for fact in facts if isinstance(fact, EscalationReached)]


async def reached(folder: Path, count: int) -> None:
    """Wait until the log has so many steps."""
    async with asyncio.timeout(30):
        while len(steps(folder)) < count:  # noqa: ASYNC110 - the log is another process to it
            await asyncio.sleep(0.05)


def declare(where: Room, clock: FakeClock) -> None:
    """Declare an incident."""
    where.declare(
        lambda state, now, made: commands.declare(
            state, id=made, title="web fails", severity="SEV1", actor="alice", now=now, scheme=SCHEME
        )
    ).result(20)
    assert clock.now


async def ready(where: Room) -> None:
    """Wait until the log is open."""
    async with asyncio.timeout(30):
        while not where.snapshot.ready or not where._up.is_set():  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.05)


async def test_two_consoles_write_each_step_once_and_a_restart_goes_on_where_it_was(tmp_path: Path) -> None:
    clock = FakeClock()
    rooms = [room(tmp_path, clock), room(tmp_path, clock, "dana")]
    for each in rooms:
        each.start()
    try:
        for each in rooms:
            await ready(each)
        await asyncio.to_thread(declare, rooms[0], clock)
        await reached(tmp_path, 1)
        await asyncio.sleep(3)  # the other one has had its turn
        assert steps(tmp_path) == [(1, ("bob",))]
    finally:
        for each in rooms:
            each.stop(5)
    clock.advance(300)
    again = room(tmp_path, clock)
    again.start()
    try:
        await reached(tmp_path, 2)
    finally:
        again.stop(5)
    assert steps(tmp_path) == [(1, ("bob",)), (2, ("bob",))]


async def test_a_console_that_only_looks_writes_no_step(tmp_path: Path) -> None:
    clock = FakeClock()
    parts = living_parts(tmp_path, clock)
    writing = Room(parts)
    writing.start()
    try:
        await ready(writing)
        await asyncio.to_thread(declare, writing, clock)
    finally:
        writing.stop(5)
    looking = Room(parts._replace(open_journal=None, open_samples=None, chains=(CHAIN,)))
    looking.start()
    try:
        await ready(looking)
        await asyncio.sleep(2.5)
    finally:
        looking.stop(5)
    assert steps(tmp_path) == []
