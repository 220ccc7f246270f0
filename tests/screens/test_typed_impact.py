"""The impact, complaints, ratings and what resembles the incident, typed into the console."""

from pathlib import Path

from tests.screens.test_stories import playing


async def test_figures_complaints_and_ratings_are_typed(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.line("/impact revenue 1200.50 EUR from the finance team")
        await player.comes(lambda incident: incident.impact["revenue"].source == "the finance team")
        await player.line("/complaint 3 zendesk")
        await player.comes(lambda incident: incident.complaints["zendesk"].n == 3)
        await player.line("/complaint")
        await player.comes(lambda incident: incident.complaints[""].n == 1)
        await player.line("/rate 4 clear roles")
        await player.comes(lambda incident: next(iter(incident.ratings.values())).stars == 4)
        await player.line("/impact")
        await player.shows("1200.50 EUR")
        await player.shows("not estimated")


async def test_a_wrong_line_stays_and_says_what_is_expected(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.line("/impact users many from me")
        await player.shows("is no number")
        await player.press("n", "ctrl+u")
        await player.type("/rate good")
        await player.press("enter")
        await player.shows("is no rating")


async def test_what_resembles_it_is_shown(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.line("/similar")
        await player.shows("No past incident resembles this one")
