"""What is done on screen 5, by keys, over a real room: causes, action items, the past, and an incident that is over."""

from pathlib import Path

from console.screens.review.tabs import TABS
from tests.room import a_context
from tests.screens.test_follow_up import resolved
from tests.screens.test_stories import Player, playing


async def to(player: Player, tab: str) -> None:
    """Open screen 5 at a tab."""
    await player.press("5")
    await player.shows("▸Document")
    await player.press(*["right"] * [each.key for each in TABS].index(tab))
    name = next(each.name for each in TABS if each.key == tab)
    await player.shows(f"▸{name}")


async def test_a_hypothesis_is_proposed_weighed_moved_and_accepted(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.line("pool at 200 of 200")
        await player.shows("pool at 200")
        await to(player, "hypotheses")
        await player.press("a")
        await player.shows("what may have been the cause")
        await player.type("web leaks")
        await player.press("enter", *"roll back one pod", "enter", *"bob", "enter", *"60", "ctrl+s")
        await player.comes(lambda incident: incident.hypotheses["h1"].confidence == 60)
        await player.shows("web leaks")
        await player.press("f")
        await player.shows("What speaks for h1")
        event = player.room.snapshot.log.writer + "/2"
        await player.type(event)
        await player.press("enter", *"it was full", "ctrl+s")
        await player.comes(lambda incident: incident.hypotheses["h1"].speaks_for)
        await player.press("t")
        await player.shows("h1 is proposed")
        await player.type("accepted")
        await player.press("enter")
        await player.shows("is the root cause")
        await player.type("the rollback helped")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.hypotheses["h1"].state == "accepted")
        await player.shows("root cause accepted")


async def test_a_wrong_confidence_is_told_in_the_form_and_nothing_is_lost(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await to(player, "hypotheses")
        await player.press("a")
        await player.shows("what may have been the cause")
        await player.type("web leaks")
        await player.press("enter", "enter", "enter", *"much", "ctrl+s")
        await player.shows("is no confidence")
        await player.press("escape")
        await player.press("a")
        await player.shows("web leaks")


async def test_a_hypothesis_is_changed_in_its_form(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.line("/hyp web leaks")
        await player.comes(lambda incident: incident.hypotheses)
        await to(player, "hypotheses")
        await player.press("s")
        await player.shows("Hypothesis h1")
        await player.press("enter", "enter", *"dana", "ctrl+s")
        await player.comes(lambda incident: incident.hypotheses["h1"].owner == "dana")


async def test_whys_are_answered_below_the_selected_answer_and_struck(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await to(player, "whys")
        await player.press("a")
        await player.shows("Why did it happen?")
        await player.type("the pool was full")
        await player.press("ctrl+s")
        await player.comes(lambda incident: "w1" in incident.whys)
        await player.shows("the pool was full")
        await player.press("down", "a")
        await player.shows("below w1")
        await player.type("it leaks")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.whys["w2"].under == "w1")
        await player.press("d")
        await player.shows("w1 does not hold")
        await player.type("it was not")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.whys["w1"].struck)


async def test_a_factor_is_named_and_accepted(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await to(player, "factors")
        await player.press("a")
        await player.shows("What contributed")
        await player.type("retries without a limit")
        await player.press("ctrl+s")
        await player.comes(lambda incident: "f1" in incident.factors)
        await player.shows("? proposed")
        await player.press("t")
        await player.shows("it contributed")
        await player.press("enter")
        await player.shows("f1: accepted")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.factors["f1"].state == "accepted")


async def test_an_incident_that_is_over_is_reviewed_and_gets_its_action_items(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await resolved(player)
        await player.line("/status closed nobody has to learn from this")
        await player.shows("closed")
        await to(player, "actions")
        await player.press("a")
        await player.shows("what is there when it is done")
        await player.type("Alert on the queue")
        await player.press("ctrl+s")
        await player.shows("Alert on the queue")
        await player.press("t")
        await player.shows("a1 is open; now")
        await player.type("started")
        await player.press("enter")
        await player.shows("in progress")
        state = player.room.snapshot.state
        assert next(iter(state.incidents.values())).status == "closed"
        await player.press("s")
        await player.shows("Action item a1")
        await player.press("enter", *"dana", "ctrl+s")
        await player.shows("dana")


async def test_another_incident_of_the_list_is_reviewed_without_leaving_the_room_s_own(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await resolved(player)
        await player.declare("the queue is stuck")
        await to(player, "incidents")
        await player.shows("web is slow")
        await player.press("down", "enter")
        await player.shows("Postmortem: web is slow")
        current = player.room.snapshot.incident
        assert current is not None
        assert current.title == "the queue is stuck"


async def test_words_are_searched_in_everything_that_was_written(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.line("pool at 200 of 200")
        await player.shows("pool at 200")
        await to(player, "search")
        await player.press("slash", *"pool", "enter")
        await player.shows("Found: pool")
        await player.shows("kind          note")
        await player.press("slash", "ctrl+u", *"kind:nonsense", "enter")
        await player.shows("is not a kind of event")


async def test_what_resembles_it_and_the_scorecard_are_read_from_the_whole_log(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await resolved(player)
        await player.declare("web is slow again")
        await to(player, "similar")
        await player.shows("web is slow")
        await player.press("right")
        await player.shows("Scorecard of 90d: 2 incidents")


async def test_a_production_context_stays_in_sight_on_screen_5(tmp_path: Path) -> None:
    async with playing(tmp_path, context=a_context(production="prod-eu")) as player:
        await player.declare()
        await player.press("5")
        await player.shows("prod-eu [PRODUCTION]")
