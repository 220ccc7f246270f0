"""The command changes hands by keys: offered with what has to be known, and only once the other accepts."""

from pathlib import Path

import pytest

from tests.screens.test_stories import Player, kinds, playing


async def offer(player: Player) -> None:
    await player.declare()
    await player.press("H")
    await player.shows("Hand over the command")
    await player.type("bob")
    await player.press("tab")
    await player.type("fail over")
    await player.press("tab")
    await player.type("queue")
    await player.press("ctrl+s")
    await player.comes(lambda incident: incident.offers)
    await player.comes(lambda incident: incident.commander == "alice")


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 36)], ids=str)
async def test_the_command_is_offered_and_taken_here_by_typing_the_name(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path, size) as player:
        await offer(player)
        await player.press("H")
        await player.shows("Command to bob")
        await player.press("enter")
        await player.shows("bob accepts")
        await player.press("enter")
        await player.shows("Your name")
        await player.type("carol")
        await player.press("ctrl+s")
        await player.shows("not bob")
        await player.comes(lambda incident: incident.commander == "alice")
        await player.press("ctrl+u")
        await player.type("bob")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.commander == "bob")
    assert kinds(tmp_path).count("role.accepted") == 1


async def test_who_declines_leaves_the_command_where_it_was(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await offer(player)
        await player.press("H")
        await player.shows("Command to bob")
        await player.press("enter")
        await player.shows("bob declines")
        await player.press("down", "enter")
        await player.shows("Because")
        await player.type("on a train")
        await player.press("ctrl+s")
        await player.comes(lambda incident: not incident.offers)
        await player.comes(lambda incident: incident.commander == "alice")


@pytest.mark.parametrize(("answer", "commander"), [("escape", "bob"), ("y", "alice")])
async def test_who_takes_the_command_unasked_is_asked_whether_that_is_meant(
    tmp_path: Path, answer: str, commander: str
) -> None:
    async with playing(tmp_path) as player:
        await offer(player)
        await player.line("/accept commander bob")
        await player.comes(lambda incident: incident.commander == "bob")
        await player.line("/ic alice")
        await player.shows("Take the command?")
        await player.press(answer)
        await player.comes(lambda incident: incident.commander == commander)


async def test_the_brief_is_read_by_one_key(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare("checkout fails")
        await player.press("B")
        await player.shows("Incident commander")
        await player.press("escape")
