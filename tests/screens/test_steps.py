"""Items of the checklist by keys: what they are bound to is offered by enter."""

from pathlib import Path

from console.incident.action import VERBS
from console.incident.checklist import ACTIONS, Checklist, Item, Phase
from console.screens.flows.steps import _DO
from tests.room import a_context
from tests.screens.test_stories import kinds, playing

ITEMS = (
    Item("tell", "Tell them", "incident_commander", "update"),
    Item("back", "Go back", "incident_commander", "rollback"),
    Item("see", "Look at web", "incident_commander", "", "web"),
)
CONTEXT = a_context(checklists=(Checklist("own", (Phase("p", 0, None, ITEMS),), (0, 1, 2, 3)),))


async def test_enter_offers_what_an_item_is_bound_to(tmp_path: Path) -> None:
    async with playing(tmp_path, context=CONTEXT) as player:
        await player.declare()
        await player.press("c", "enter")
        await player.shows("run: update")
        await player.press("enter")
        await player.shows("Status update")
        await player.comes(lambda incident: incident.items["tell"].state == "doing")
        await player.type("we are on it")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.last_update_at)
        await player.press("c", "down", "enter")
        await player.shows("run: rollback")
        await player.press("enter")
        await player.shows("There is nothing to rollback")
        await player.press("c", "down", "enter")
        await player.shows("look: web")
        await player.press("enter")
        await player.shows("as told")
    assert kinds(tmp_path).count("checklist") == 2


def test_everything_that_a_file_may_bind_can_be_run() -> None:
    assert set(_DO) | set(VERBS) == set(ACTIONS)
