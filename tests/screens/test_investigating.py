"""The list of what to look at, by keys."""

from pathlib import Path

from console.settings import Settings
from console.wiring import guides
from tests.room import a_context
from tests.screens.test_stories import kinds, playing

SETTINGS = Settings(log_dir=Path("unused"), user="alice")
CONTEXT = a_context(priors=guides.priors(SETTINGS), investigation=guides.investigation(SETTINGS))


async def test_what_was_looked_at_is_ticked_and_what_was_found_becomes_a_note(tmp_path: Path) -> None:
    async with playing(tmp_path, context=CONTEXT) as player:
        await player.declare()
        await player.press("f")
        await player.shows("Deploys and releases: by hand")
        await player.press("down", "t")
        await player.comes(lambda incident: "look:dependency-changes" in incident.items)
        await player.shows("✓ ? Changes of dependencies")
        await player.press("enter")
        await player.shows("Changes of dependencies: what was found")
        await player.type("libc is new")
        await player.press("ctrl+s")
        await player.shows("Where to look")
        await player.press("escape")
        await player.shows("Changes of dependencies: libc is new")
    assert {"checklist", "note"} <= set(kinds(tmp_path))


async def test_a_cause_is_typed_and_a_wrong_one_is_answered_with_the_near_one(tmp_path: Path) -> None:
    async with playing(tmp_path, context=CONTEXT) as player:
        await player.declare()
        await player.line("/cause deplyo")
        await player.shows("did you mean 'deploy'")
        await player.press("n", "ctrl+u")
        await player.type("/cause deploy web 2.4.1")
        await player.press("enter")
        await player.comes(lambda incident: incident.cause == "deploy")
