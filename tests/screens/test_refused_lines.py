"""A line that was refused: it stays to be corrected, and is in nobody's way."""

from pathlib import Path

from tests.room import a_context, until
from tests.screens.test_stories import playing
from widgets.prompt import Prompt


async def test_the_next_line_is_not_glued_to_one_that_was_refused(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        prompt = player.app.screen.query_one(Prompt)
        await player.line("/done t9")
        await player.shows("n corrects it")
        assert prompt.text == "/done t9"
        await player.press("n")
        await player.shows("stays: typing replaces it")
        await player.type("it is the database")
        assert prompt.text == "it is the database"


async def test_behind_a_refused_line_keys_are_commands_as_behind_any_other(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        prompt = player.app.screen.query_one(Prompt)
        await player.line("/done t9")
        await player.shows("n corrects it")
        await player.press("H")
        await player.shows("Hand over the command")
        await player.type("bob")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.offers)
        assert prompt.text == "/done t9"


async def test_a_refused_line_is_corrected_by_n_and_goes_on_where_it_ended(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        prompt = player.app.screen.query_one(Prompt)
        await player.line("/done t9")
        await player.shows("n corrects it")
        await player.press("n", "end", "backspace")
        assert prompt.text == "/done t"


async def test_esc_clears_a_line_that_was_refused(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        prompt = player.app.screen.query_one(Prompt)
        await player.line("/done t9")
        await player.shows("n corrects it")
        await player.press("escape")
        await until(lambda: prompt.text == "", player.pilot)


async def test_who_ends_a_task_that_is_not_there_is_told_which_are_open(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        for line, said in (
            ("/done t9 x", "there is no task t9; none is open"),
            ("/task @bob 5m look at web", "bob"),
            ("/done t9 x", "there is no task t9. Open: t1 bob: look at web"),
        ):
            await player.press("n", "ctrl+u")
            await player.type(line)
            await player.press("enter")
            await player.shows(said)


async def test_a_drill_is_not_ended_by_a_slip_of_the_finger(tmp_path: Path) -> None:
    async with playing(tmp_path, context=a_context()._replace(drill="bad-deploy")) as player:
        await player.press("q")
        await player.shows("End the console?")
        await player.press("escape")
        await player.press("q")
        await player.shows("End the console?")
        await player.press("y")
        await until(lambda: player.app.return_value is not None or not player.app.is_running, player.pilot)


async def test_who_joined_a_drill_leaves_alone_and_is_told_so(tmp_path: Path) -> None:
    async with playing(tmp_path, context=a_context()._replace(drill="bad-deploy", joined=True)) as player:
        await player.press("q")
        await player.shows("Only you leave")
