"""A line that was refused: it stays to be corrected, and is in nobody's way."""

from pathlib import Path

from tests.room import until
from tests.screens.test_stories import playing
from widgets.prompt import Prompt


async def test_the_next_line_is_not_glued_to_one_that_was_refused(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        prompt = player.app.screen.query_one(Prompt)
        await player.press("n")
        await player.type("/done t9")
        await player.press("enter")
        await player.shows("stays: typing replaces it")
        assert prompt.text == "/done t9"
        await player.type("it is the database")
        assert prompt.text == "it is the database"


async def test_esc_twice_clears_a_line_that_was_refused(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        prompt = player.app.screen.query_one(Prompt)
        await player.press("n")
        await player.type("/done t9")
        await player.press("enter")
        await player.shows("stays: typing replaces it")
        await player.press("escape")
        assert prompt.text == "/done t9"
        await player.press("escape")
        await until(lambda: prompt.text == "", player.pilot)
