"""What now: the way through an incident, by keys."""

from pathlib import Path

from tests.screens.test_stories import playing


async def test_the_step_that_is_chosen_begins_and_the_guide_goes_on_with_the_next(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.press("g")
        await player.shows("triage")
        await player.shows("say that somebody has taken it")
        await player.press("enter")
        await player.comes(lambda incident: incident.acknowledged_at)
        await player.press("g")
        await player.shows("find out how bad it is")
        await player.press("enter")
        await player.shows("How many users")


async def test_without_an_incident_it_says_how_to_declare_one(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.press("g")
        await player.shows("There is no incident: press i")
