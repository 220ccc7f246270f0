"""The room as readable text, at every size that the console promises. Rebuild: WARROOM_REBUILD=1 make pytest."""

import os
from pathlib import Path

import pytest

from tests.room import on_screen, still_room, text

GOLDEN = Path(__file__).parent / "golden"
SIZES = ((40, 12), (80, 24), (120, 36), (200, 50))


def compare(name: str, drawn: str) -> None:
    """Compare with the golden file, or write it."""
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("WARROOM_REBUILD"):
        file.write_text(drawn, encoding="utf-8")
    assert drawn == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_room_in_an_outage_looks_like_this(tmp_path: Path, size: tuple[int, int]) -> None:
    async with on_screen(still_room(tmp_path / "log"), tmp_path, size) as (app, _):
        compare(f"room-{size[0]}x{size[1]}", text(app))


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("key", ["i", "d", "S", "q", "question_mark"])
async def test_every_dialog_is_whole_on_a_small_terminal(tmp_path: Path, size: tuple[int, int], key: str) -> None:
    async with on_screen(still_room(tmp_path / "log"), tmp_path, size) as (app, pilot):
        await pilot.press(key)
        await pilot.pause(0.1)
        drawn = text(app)
        assert "esc" in drawn
        compare(f"dialog-{key}-{size[0]}x{size[1]}", drawn)
