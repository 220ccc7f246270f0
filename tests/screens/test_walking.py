"""The mitigation tree by keys."""

from pathlib import Path

from console.journal.reading import LogReader
from console.settings import Settings
from console.wiring import guides
from tests.room import a_context
from tests.screens.test_stories import kinds, playing

TREE = guides.tree(Settings(log_dir=Path("unused"), user="alice"))


async def test_the_way_through_the_tree_is_kept_and_a_leaf_begins_its_action(tmp_path: Path) -> None:
    async with playing(tmp_path, context=a_context(tree=TREE)) as player:
        await player.declare()
        await player.press("w")
        await player.shows("Is data being lost")
        await player.press("n", "y")
        await player.shows("Does the version before still fit")
        await player.press("backspace")
        await player.shows("Did a deploy or a release come")
        await player.shows("? by hand")
        await player.press("y", "u")
        await player.shows("Roll back. The cause can be found afterwards.")
        await player.press("enter")
        await player.shows("There is nothing to rollback")
    walked = [event.fact for event in LogReader(tmp_path / "log").events() if event.fact.kind == "tree"]
    assert len(walked) == 1
    assert "(rollback) Asked: " in walked[0].summary()


async def test_a_tree_that_is_left_at_once_leaves_nothing_behind(tmp_path: Path) -> None:
    async with playing(tmp_path, context=a_context(tree=TREE)) as player:
        await player.declare()
        await player.press("w")
        await player.shows("Is data being lost")
        await player.press("escape")
        await player.press("w", "y", "escape")
        await player.shows("the way is kept")
    assert kinds(tmp_path).count("tree") == 1
