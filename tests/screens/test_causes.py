"""The hypothesis board, the whys and the fishbone by typing, in a real room."""

from pathlib import Path

from console.incident.clock import MINUTE, system_clock
from console.incident.events import ChangeSeen, Entry
from console.screens.typed_causes import _typed
from tests.journal.stage import PATIENCE, opened
from tests.screens.test_stories import Player, playing


def _first_event(player: Player) -> str:
    """The name of the event that declared the incident."""
    incident = player.room.snapshot.incident
    assert incident is not None
    return incident.statuses[0].event


async def test_a_hypothesis_is_typed_weighed_by_an_event_and_accepted_on_the_board(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.line("/hyp the pool leaks")
        await player.comes(lambda incident: "h1" in incident.hypotheses)
        await player.line("/hyp for h1 nobody/7 seen")
        await player.shows("There is no event 'nobody/7'")
        await player.press("escape")
        await player.line(f"/hyp for h1 {_first_event(player)} seen then")
        await player.comes(lambda incident: incident.hypotheses["h1"].speaks_for)
        await player.line("/hyp")
        await player.shows("? proposed · h1 the pool leaks")
        await player.press("a")
        await player.shows("h1 is the root cause")
        await player.type("it fits")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.hypotheses["h1"].state == "accepted")
        await player.shows("✔ accepted · h1 the pool leaks")
        await player.press("enter")
        await player.shows("seen then")


async def test_the_whys_and_factors_are_typed_and_shown(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.line("/why the pool was full")
        await player.comes(lambda incident: "w1" in incident.whys)
        await player.line("/why how w1 nobody was told")
        await player.comes(lambda incident: "w2" in incident.whys)
        await player.line("/why")
        await player.shows("└─ w2 how: nobody was told")
        await player.press("escape")
        await player.line("/factor code: no limit")
        await player.comes(lambda incident: "f1" in incident.factors)
        await player.line("/factor accept f1")
        await player.comes(lambda incident: incident.factors["f1"].state == "accepted")
        await player.line("/factor")
        await player.shows("f1 no limit")


async def test_a_narrow_terminal_shows_the_bones_one_below_the_other(tmp_path: Path) -> None:
    async with playing(tmp_path, (50, 24)) as player:
        await player.declare()
        await player.line("/factor code: no limit")
        await player.comes(lambda incident: "f1" in incident.factors)
        await player.line("/factor")
        await player.shows("+- Code")
        await player.shows("|    f1 no limit (proposed, unsupported)")


async def test_a_change_of_before_is_suggested_and_proposed_with_its_event(tmp_path: Path) -> None:
    journal = opened(tmp_path / "log", system_clock, user="ci")
    change = ChangeSeen("k8s", "rollout", "deploy/web", "web 2.4.0 > 2.4.1", "k1", "ci")
    (event,) = journal.append_all([Entry(change, "ci", occurred_at=system_clock() - 5 * MINUTE)]).result(PATIENCE)
    assert journal.close(PATIENCE)
    async with playing(tmp_path) as player:
        await player.declare()
        await player.line("/hyp suggest")
        await player.shows("? web 2.4.0 > 2.4.1")
        await player.press("enter")
        await player.comes(lambda incident: incident.hypotheses["h1"].speaks_for[0].event == event.key)


async def test_the_board_is_found_by_its_name(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.press("x")
        await player.type("hypotheses")
        await player.press("enter")
        await player.shows("No hypothesis yet: /hyp what may have been the cause")


async def test_what_is_no_hypothesis_is_refused_with_what_is_known(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.line("/hyp h7 testing so")
        await player.shows("There is no hypothesis 'h7'")


def test_a_text_that_begins_like_a_command_is_a_text() -> None:
    assert _typed("for a while the pool was full") == ("", "", "for a while the pool was full")
    assert _typed("drop in traffic") == ("", "", "drop in traffic")
    assert _typed("drop w2 it was warm") == ("drop", "w2", "it was warm")
    assert _typed("w2 drop in traffic") == ("", "w2", "drop in traffic")
    assert _typed("h1") == ("", "h1", "")
