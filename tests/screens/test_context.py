"""What must be in sight whatever one looks at: the production context, the way to the help, what could be watched."""

from pathlib import Path

import pytest

from checks.sample import Status
from tests.room import a_context, a_service, on_screen, still_room, text, until

SIZES = ((40, 12), (80, 24), (120, 36))
ASKING = ["i", "d", "t", "S", "o", "u", "x", "slash", "T", "question_mark", "6", "enter", "E", "q", "ctrl+p"]


@pytest.mark.parametrize("key", ASKING)
async def test_a_production_context_stands_in_every_dialog_on_the_smallest_terminal(tmp_path: Path, key: str) -> None:
    known = a_context(production="prod-eu")
    async with on_screen(still_room(tmp_path / "log"), tmp_path, (40, 12), known) as (app, pilot):
        await pilot.press(key)
        await pilot.pause(0.1)
        assert len(app.screen_stack) == 2, "no dialog came"
        assert "prod-eu [PRODUCTION]" in text(app)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_way_to_the_help_is_in_the_footer_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with on_screen(still_room(tmp_path / "log"), tmp_path, size) as (app, _):
        assert "? help" in text(app)


@pytest.mark.parametrize("size", SIZES[1:], ids=str)
async def test_a_bare_machine_says_what_one_more_line_would_watch(tmp_path: Path, size: tuple[int, int]) -> None:
    room = still_room(tmp_path / "log")
    room.snapshot = room.snapshot._replace(services=(a_service("host", Status.OK, None, None),))
    async with on_screen(room, tmp_path, size, a_context(hint="one more line watches more")) as (app, _):
        assert "one more line watches more" in text(app)


async def test_what_is_copied_says_both_ways_and_ends_with_the_whole_name_of_the_file(tmp_path: Path) -> None:
    async with on_screen(still_room(tmp_path / "log"), tmp_path, (200, 50)) as (app, pilot):
        await pilot.press("y")
        await until((tmp_path / "copied.txt").exists, pilot)
        await until(lambda: f"copied by OSC 52 and to {tmp_path / 'copied.txt'}" in text(app), pilot)
