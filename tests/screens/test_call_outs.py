"""Every ten minutes of a live incident the console says where it stands, once."""

from datetime import UTC
from pathlib import Path

from console.incident.clock import system_clock
from console.incident.events import Entry
from console.incident.offers import RoleOffered
from console.journal.opening import Journal
from console.screens.live import LiveScreen
from console.screens.room_screen import RoomScreen
from tests.fakes import FakeClock
from tests.room import MINUTE, NOW, a_context, on_screen, still_room, text, until
from tests.screens.test_stories import playing


async def test_the_call_out_comes_when_ten_minutes_are_over_and_not_before(tmp_path: Path) -> None:
    room, clock = still_room(tmp_path / "log"), FakeClock(NOW)
    declared = room.snapshot.state.incidents["INC-20261121-001"].declared_at
    clock.now = declared + 10 * MINUTE - 1
    async with on_screen(room, tmp_path, clock=clock) as (app, pilot):
        await pilot.pause(0.6)
        assert "minutes in:" not in text(app)
        clock.now += 1
        await until(lambda: "10 minutes in: SEV1, mitigating" in text(app), pilot)


async def test_however_fast_the_time_of_a_drill_runs_call_outs_come_once_a_minute(tmp_path: Path) -> None:
    room, clock, steady = still_room(tmp_path / "log"), FakeClock(NOW), [1000.0]
    declared = room.snapshot.state.incidents["INC-20261121-001"].declared_at
    async with on_screen(room, tmp_path, clock=clock) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, RoomScreen)
        live = screen.live = LiveScreen(screen, room, a_context(), clock, UTC, lambda: steady[0])
        for minutes, said in ((9, ""), (10, "10 minutes in"), (20, "10 minutes in"), (30, "10 minutes in")):
            clock.now = declared + minutes * MINUTE
            live.tick(everything=False)
            await pilot.pause()
            assert said in text(app)
            assert ("minutes in" in text(app)) == bool(said)
        steady[0] += 61
        clock.now = declared + 40 * MINUTE
        await until(lambda: "40 minutes in" in text(app), pilot)


async def test_what_somebody_else_asks_is_told_once_with_its_key(tmp_path: Path) -> None:
    async with playing(tmp_path, (80, 24)) as player:
        await player.declare()
        incident = player.room.snapshot.incident
        assert incident is not None
        journal = Journal.open(tmp_path / "log", user="bob", host="other", clock=system_clock, redact=str)
        try:
            journal.append_all([Entry(RoleOffered("scribe", "alice"), "bob", incident.id)]).result(5)
            await player.shows("bob offers you the role scribe: o")
            await player.shows("you: take scribe?")
        finally:
            journal.close()
