"""A console whose configuration has mistakes says so when it comes up, and lists them under its log."""

from pathlib import Path

import pytest

from console.screens.keys import COMMANDS, fitting
from tests.room import a_context, on_screen, still_room, text, until

SIZES = ((40, 12), (80, 24), (120, 36))


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_mistakes_are_told_and_listed(tmp_path: Path, size: tuple[int, int]) -> None:
    known = a_context(mistakes=("warroom.toml:2: room.types: wrong", "steps.toml:7: 'action' is 'rolback'"))
    async with on_screen(still_room(tmp_path / "log"), tmp_path, size, known) as (app, pilot):
        assert "2 mistakes" in text(app)
        await pilot.press("6")
        await until(lambda: len(app.screen_stack) == 2, pilot)
        await pilot.press("end")
        await until(lambda: "'rolback'" in text(app), pilot)


async def test_without_a_mistake_nothing_is_said(tmp_path: Path) -> None:
    async with on_screen(still_room(tmp_path / "log"), tmp_path, (120, 36)) as (app, pilot):
        assert "mistake" not in text(app)
        await pilot.press("6")
        await until(lambda: len(app.screen_stack) == 2, pilot)
        assert "Left out" not in text(app)


def test_keys_that_two_commands_would_share_are_left_out_and_the_others_are_kept() -> None:
    kept, wrong = fitting({"note": "u", "status": "ctrl+t", "declare": "n"})
    assert (dict(kept), list(wrong)) == ({"status": "ctrl+t"}, ["note", "declare"])
    assert wrong["note"] == "[keys] gives 'u' to both 'note' and 'update'; change one."


def test_two_commands_may_swap_their_keys() -> None:
    keys = {each.id: each.key for each in COMMANDS}
    swapped = {"note": keys["update"], "update": keys["note"]}
    assert fitting(swapped) == (swapped, {})
