"""Of two consoles that write what excludes each other, one wins and the other is told, on the screen and in a shell."""

import asyncio
import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from console.cli.desk import Desk, Streams
from console.cli.grammar import parse_bare
from console.cli.logbook import Logbook
from console.incident import commands
from console.incident.clock import Clock, system_clock
from console.incident.errors import Refused
from console.incident.events import Entry, Instant
from console.incident.state import State
from console.journal.opening import Journal
from tests.cli.line import Line
from tests.room import SCHEME
from tests.test_noting import opened


def assigned(state: State, person: str, now: Instant) -> Sequence[Entry]:
    """Give the command of the only incident to somebody."""
    (incident,) = state.incidents
    return commands.assign_role(state, incident, "commander", person, actor=person, now=now)


def elsewhere(folder: Path, state: State, person: str, now: Instant, clock: Clock = system_clock) -> None:
    """Have another process do it first, on the same state."""
    journal = Journal.open(folder, user=person, host="host", clock=clock, redact=str)
    journal.append_all(assigned(state, person, now)).result(10)
    journal.close()


async def test_a_console_that_was_second_is_told_and_the_command_stays_with_the_first(tmp_path: Path) -> None:
    record = await opened(tmp_path)
    try:
        await record.declare(
            lambda state, now, made: commands.declare(
                state, id=made, title="x", severity="SEV1", actor="alice", now=now, scheme=SCHEME
            )
        )

        def slow(state: State, now: Instant) -> Sequence[Entry]:
            elsewhere(tmp_path, state, "carol", now)
            return assigned(state, "bob", now)

        with pytest.raises(Refused, match=r"Another console was first: the role was carol's by then"):
            await record.submit(slow)
        (incident,) = record.state.incidents.values()
        assert incident.commander == "carol"
    finally:
        await asyncio.to_thread(record.close, 5)


def test_a_command_that_was_second_is_told_and_fails(tmp_path: Path) -> None:
    warroom = Line(tmp_path)
    warroom.declared()
    desk = Desk(warroom.env, warroom.clock, Streams(io.StringIO(), io.StringIO(), io.StringIO()))
    desk.configure(parse_bare([]))
    book = Logbook(desk, desk.settings())

    def slow(state: State, now: Instant) -> Sequence[Entry]:
        elsewhere(warroom.folder / "log", state, "carol", now, warroom.clock)
        return assigned(state, "bob", now)

    with pytest.raises(Refused, match=r"Another console was first: the role was carol's by then"):
        book.record(slow)
