"""Action items and the review of the postmortem in the console: typed, out of their lists, and what they leave."""

from pathlib import Path

from console.incident.priors import parse_priors
from console.screens.review.tabs import TABS
from tests.incident.story import DATA
from tests.incident.test_suggesting import RULES, WEAK
from tests.room import a_context
from tests.screens.test_stories import Player, playing

PRIORS = parse_priors((DATA / "priors.toml").read_text(), "priors.toml")


async def resolved(player: Player) -> None:
    """An incident that is over."""
    await player.declare()
    await player.line("/status monitoring")
    await player.comes(lambda incident: incident.status == "monitoring")
    await player.line("/status resolved rolled back web")
    await player.comes(lambda incident: incident.status == "resolved")


async def test_action_items_are_typed_changed_and_ended(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await resolved(player)
        await player.line("/action @bob +14d Page on-call when the pool is full")
        await player.comes(lambda incident: incident.action_items["a1"].owner == "bob")
        await player.line("/action a1 priority high")
        await player.comes(lambda incident: incident.action_items["a1"].priority == "high")
        await player.line("/action a1 due none")
        await player.comes(lambda incident: incident.action_items["a1"].due is None)
        await player.line("/action a1 done it fired")
        await player.comes(lambda incident: incident.action_items["a1"].reason == "it fired")


async def test_a_wrong_line_stays_and_says_what_is_known(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await resolved(player)
        await player.line("/action @team write a test")
        await player.shows("'team' is nobody")
        await player.press("n", "ctrl+u")
        await player.type("/action a7 done")
        await player.press("enter")
        await player.shows("has no action item 'a7'")


async def test_the_list_begins_ends_and_reopens_what_stands_under_the_cursor(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await resolved(player)
        await player.line("/action Write a test")
        await player.comes(lambda incident: incident.action_items)
        await player.line("/action")
        await player.shows("1 action item: 1 open (1 without a due date)")
        await player.press("x")
        await player.shows("Because")
        await player.type("it is going away")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.action_items["a1"].state == "wont_do")
        await player.line("/action a1")
        await player.press("n")
        await player.shows("what is there when it is done")
        await player.type("Alert on the queue")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.action_items["a2"].due is not None)


async def test_the_due_pane_asks_for_the_review_until_there_is_none_to_wait_for(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await resolved(player)
        await player.shows("write the postmortem")
        await player.line("/review at +1d")
        await player.comes(lambda incident: incident.review.meeting is not None)
        await player.line("/review")
        await player.shows("Postmortem draft, meeting")
        await player.press("escape")
        await player.line("/review waived a false alarm")
        await player.comes(lambda incident: incident.review.state == "waived")
    assert list(tmp_path.rglob("*.ics"))


async def test_the_meeting_is_set_by_a_form_that_says_what_is_no_time_ahead(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await resolved(player)
        await player.line("/review")
        await player.shows("set a time")
        await player.type("set a time")
        await player.press("enter")
        await player.shows("Review of the postmortem")
        await player.press("ctrl+u")
        await player.type("yesterday")
        await player.press("ctrl+s")
        await player.shows("has passed")
        await player.press("ctrl+u")
        await player.type("+3d")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.review.meeting is not None)


async def test_changing_an_item_leaves_alone_what_nobody_chose(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await resolved(player)
        await player.line("/action Page on-call when the pool is full")
        await player.comes(lambda incident: incident.action_items["a1"].type == "")
        await player.press("5", *["right"] * [each.key for each in TABS].index("actions"))
        await player.shows("Page on-call")
        await player.press("s")
        await player.shows("Action item a1")
        await player.type(" again")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.action_items["a1"].text.endswith("again"))
        await player.press("s")
        await player.shows("Action item a1")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.action_items["a1"].type == "")


async def test_a_draft_that_follows_from_the_cause_is_taken_and_weak_words_are_hinted_at(tmp_path: Path) -> None:
    async with playing(tmp_path, context=a_context(priors=PRIORS, suggestions=RULES, weak=WEAK)) as player:
        await resolved(player)
        await player.line("/action suggest")
        await player.shows("Nothing is suggested")
        await player.press("n", "ctrl+u")
        await player.type("/cause deploy")
        await player.press("enter")
        await player.comes(lambda incident: incident.cause == "deploy")
        await player.line("/action suggest")
        await player.shows("What usually follows")
        await player.press("enter")
        await player.shows("Owner")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.action_items["a1"].source == "suggestion:canary")
        await player.line("/action Investigate the pool")
        await player.shows("when is that done?")
