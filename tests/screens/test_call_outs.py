"""Every ten minutes of a live incident the console says where it stands, once."""

from pathlib import Path

from tests.fakes import FakeClock
from tests.room import MINUTE, NOW, on_screen, still_room, text, until


async def test_the_call_out_comes_when_ten_minutes_are_over_and_not_before(tmp_path: Path) -> None:
    room, clock = still_room(tmp_path / "log"), FakeClock(NOW)
    declared = room.snapshot.state.incidents["INC-20261121-001"].declared_at
    clock.now = declared + 10 * MINUTE - 1
    async with on_screen(room, tmp_path, clock=clock) as (app, pilot):
        await pilot.pause(0.6)
        assert "minutes in:" not in text(app)
        clock.now += 1
        await until(lambda: "10 minutes in: SEV1, mitigating" in text(app), pilot)
