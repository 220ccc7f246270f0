"""A production context is on every frame."""

from pathlib import Path

import pytest
from rich.style import Style

from tests.room import a_context, on_screen, still_room
from widgets.dialog.sheet import DialogSheet
from widgets.pane import TablePane
from widgets.style import palette


async def corner(folder: Path, production: str) -> Style | None:
    """The style of the frame of a pane in which nothing is wrong."""
    room = still_room(folder / "log")
    async with on_screen(room, folder, context=a_context(production=production)) as (app, _):
        strip = app.screen.query_one("#host", TablePane).render_line(0)
        return next(iter(strip)).style


@pytest.mark.parametrize(("production", "is_painted"), [("prod-eu", True), ("", False)])
async def test_where_actions_meet_production_every_quiet_frame_is_painted(
    tmp_path: Path, production: str, *, is_painted: bool
) -> None:
    assert await corner(tmp_path, production) == palette("dark", production=is_painted).frame("quiet")
    assert palette("dark", production=True).frame("quiet") != palette("dark").frame("quiet")


async def test_a_dialog_is_painted_too(tmp_path: Path) -> None:
    room = still_room(tmp_path / "log")
    async with on_screen(room, tmp_path, context=a_context(production="prod-eu")) as (app, pilot):
        await pilot.press("question_mark")
        await pilot.pause(0.1)
        sheet = app.screen.query_one(DialogSheet)
        assert sheet._shape.production
