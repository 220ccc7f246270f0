"""An incident is resolved with a summary and ticks; what is no needs a reason."""

from pathlib import Path

from checks.sample import Status
from console.incident.events import StatusChanged
from console.journal.reading import LogReader
from tests.screens.test_stories import Player, playing


async def monitoring(player: Player) -> None:
    await player.declare()
    await player.line("/status monitoring")
    await player.comes(lambda incident: incident.status == "monitoring")


async def resolve(player: Player) -> None:
    await player.press("t")
    await player.type("resol")
    await player.press("enter")
    await player.shows("Summary")
    await player.type("rolled back")


def last(folder: Path) -> StatusChanged:
    facts = [event.fact for event in LogReader(folder / "log").events(kinds=["status"])]
    assert isinstance(facts[-1], StatusChanged)
    return facts[-1]


async def test_where_nobody_was_told_a_reason_is_asked_for(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await monitoring(player)
        await resolve(player)
        await player.press("ctrl+s")
        await player.shows("say why not")
        await player.type("nobody noticed")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.status == "resolved")
    assert last(tmp_path).ticks == (
        "restored, verified",
        "nobody was told",
        "permanent fix to follow",
        "because nobody noticed",
    )


async def test_the_form_shows_what_stands_against_the_end_and_asks_why_it_is_over(tmp_path: Path) -> None:
    async with playing(tmp_path, status=Status.DOWN) as player:
        await player.shows("DOWN")
        await monitoring(player)
        await player.line("/update all is well again")
        await player.comes(lambda incident: incident.updates)
        await resolve(player)
        await player.shows("the only service is not well (web down)")
        await player.shows("items of the checklist are open")
        await player.press("tab", "y")
        await player.press("ctrl+s")
        await player.shows("say why")
        await player.type("the probe is broken")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.status == "resolved")


async def test_who_told_people_that_it_is_over_ticks_by_enter(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await monitoring(player)
        await player.line("/update all is well again")
        await player.comes(lambda incident: incident.updates)
        await resolve(player)
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.status == "resolved")
    assert (
        last(tmp_path).summary().endswith("rolled back (restored, verified, people were told, permanent fix to follow)")
    )
