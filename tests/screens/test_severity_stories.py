"""How bad it is, by keys alone: the form and what the rules make of it, the triage, raise and lower."""

from pathlib import Path

import pytest

from checks.sample import Status
from console.incident.assessing import open_questions, told
from console.incident.clock import MINUTE, clock_time, system_clock
from console.incident.events import Assessed, Entry, HealthChanged, SeverityChanged
from console.journal.opening import Journal
from console.journal.reading import LogReader
from tests.room import a_context, on_screen, still_room, text, until
from tests.screens.test_stories import Player, playing


def facts(folder: Path, kind: str) -> list[object]:
    """What the log holds of a kind."""
    return [event.fact for event in LogReader(folder / "log").events(kinds=[kind])]


async def begin(player: Player, title: str = "web is slow") -> None:
    """Open the form and give the title; the cursor is on the severity then."""
    await player.press("i")
    await player.shows("What is wrong")
    await player.type(title)
    await player.press("enter")


@pytest.mark.parametrize("size", [(40, 12), (80, 24)], ids=str)
async def test_the_severity_follows_from_what_is_known_and_the_rest_is_open(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(tmp_path, size) as player:
        await begin(player)
        await player.press("enter", "enter", "enter")
        await player.type("61")
        await player.shows("61 % > 50 %")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.severity == "SEV1")
        incident = player.room.snapshot.state.current()
        assert incident is not None
        assert open_questions(incident) == ("seen", "services", "impact")
    fact = facts(tmp_path, "assessed")[0]
    assert isinstance(fact, Assessed)
    assert fact.because == "SEV1 because affected users 61 % > 50 %"


async def test_a_milder_severity_than_proposed_asks_why_and_who_leaves_that_is_back_in_the_form(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await begin(player)
        await player.type("sev4")
        await player.press("enter", "enter", "enter")
        await player.type("30")
        await player.press("ctrl+s")
        await player.shows("SEV4 is milder than the rules propose")
        await player.press("escape")
        await player.shows("web is slow")
        await player.press("ctrl+s")
        await player.shows("SEV4 is milder")
        await player.type("a test shop")
        await player.press("enter")
        await player.comes(lambda incident: incident.severity == "SEV4")
    fact = facts(tmp_path, "assessed")[0]
    assert isinstance(fact, Assessed)
    assert (fact.proposed, fact.reason) == ("SEV1", "a test shop")


async def test_a_percentage_that_is_none_is_told_at_its_field(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await begin(player)
        await player.press("enter", "enter", "enter")
        await player.type("140")
        await player.press("ctrl+s")
        await player.shows("'140' is no percentage")
        await player.press("backspace", "ctrl+s")
        await player.comes(lambda incident: told(incident)["users"] == "14")


async def test_services_in_trouble_stand_in_the_form(tmp_path: Path) -> None:
    room = still_room(tmp_path / "log")
    async with on_screen(room, tmp_path, (80, 24)) as (app, pilot):
        await pilot.press("i")
        await pilot.pause(0.1)
        assert "api, web " in text(app)


async def test_an_open_question_is_answered_from_due(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.press("x")
        await player.type("how bad")
        await player.press("enter")
        await player.shows("How bad is INC-")
        await player.type("502 at payment")
        await player.press("ctrl+s")
        await player.comes(lambda incident: told(incident)["seen"] == "502 at payment")


async def test_five_questions_lead_to_a_severity_that_one_key_takes(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.press("v")
        for number, key in enumerate("11nny", 1):
            await player.shows(f"{number} of 5")
            await player.press(key)
        await player.shows("make it SEV1")
        await player.press("y")
        await player.comes(lambda incident: incident.severity == "SEV1")
    changed = facts(tmp_path, "severity")[0]
    assert isinstance(changed, SeverityChanged)
    assert changed.reason == "triage: SEV1 because users hit: all and function hit: core"


async def test_who_leaves_the_triage_keeps_the_answers_and_goes_on_where_it_was(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.press("v")
        await player.shows("1 of 5")
        await player.press("4")
        await player.shows("2 of 5")
        await player.press("escape")
        await player.shows("1 of 5 answers are kept")
        await player.comes(lambda incident: told(incident)["reach"] == "under 10 %")
        await player.press("v")
        await player.shows("2 of 5")


async def test_raise_is_a_key_and_a_reason_and_at_the_top_nothing_is_asked(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.press("+")
        await player.shows("Raise: SEV2 -> SEV1")
        await player.type("all users")
        await player.press("enter")
        await player.comes(lambda incident: incident.severity == "SEV1")
        await player.press("+")
        await player.shows("is already SEV1")
    assert len(facts(tmp_path, "severity")) == 1


async def test_lower_needs_a_reason_and_a_confirmation(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.press("-")
        await player.shows("SEV2 -> SEV3")
        await player.press("enter")
        await player.shows("is needed")
        await player.type("one customer")
        await player.press("enter")
        await player.shows("Lower SEV2 -> SEV3?")
        await player.press("enter")
        assert facts(tmp_path, "severity") == []
        await player.press("-")
        await player.shows("Because")
        await player.type("one customer")
        await player.press("enter")
        await player.shows("Lower SEV2 -> SEV3?")
        await player.press("y")
        await player.comes(lambda incident: incident.severity == "SEV3")


async def test_while_a_service_is_down_the_confirmation_says_so(tmp_path: Path) -> None:
    room = still_room(tmp_path / "log")
    assert room.snapshot.state.health == {"api": "down"}
    async with on_screen(room, tmp_path, (40, 12)) as (app, pilot):
        await pilot.press("-")
        await pilot.pause(0.1)
        await pilot.press("x", "enter")
        await until(lambda: "lower all the same" in text(app), pilot)
        assert "api is down" in text(app)


async def test_a_question_mark_tells_what_a_severity_means(tmp_path: Path) -> None:
    room = still_room(tmp_path / "log")
    async with on_screen(room, tmp_path, (80, 24)) as (app, pilot):
        await pilot.press("S")
        await pilot.pause(0.1)
        await pilot.press("down", "?")
        await until(lambda: "Checkout fails for most carts" in text(app), pilot)
        await pilot.press("escape")
        await until(lambda: "Make it?" in text(app) and "type to filter" in text(app), pilot)


async def test_the_numbers_stand_behind_a_key(tmp_path: Path) -> None:
    room = still_room(tmp_path / "log")
    async with on_screen(room, tmp_path, (80, 24)) as (app, pilot):
        await pilot.press("M")
        await until(lambda: "detected_at to acknowledged_at" in text(app), pilot)
        assert "n/a (detected_at unset)" in text(app)


async def test_only_services_that_are_configured_stand_in_the_form(tmp_path: Path) -> None:
    room = still_room(tmp_path / "log")
    async with on_screen(room, tmp_path, (80, 24), a_context(services=("web", "shop"))) as (app, pilot):
        await pilot.press("i")
        await pilot.pause(0.1)
        assert "│   web " in text(app)
        assert "api, web" not in text(app)


async def test_the_time_of_the_first_service_that_is_not_ok_is_offered_as_the_beginning(tmp_path: Path) -> None:
    began = system_clock() - 7 * MINUTE
    journal = Journal.open(tmp_path / "log", user="bob", host="host", clock=lambda: began, redact=str)
    journal.append_all([Entry(HealthChanged("web", "ok", "down", "5xx"), "warroom")]).result(5)
    journal.close()
    async with playing(tmp_path, status=Status.DOWN) as player:
        await until(lambda: any(each.status is Status.DOWN for each in player.room.snapshot.services), player.pilot)
        await begin(player)
        await player.press(*["tab"] * 5)
        await player.shows(f"{clock_time(began)}Z")
        await player.shows("web is not ok since then")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.title == "web is slow")
        incident = player.room.snapshot.state.current()
        assert incident is not None
        assert incident.started_at == began // 1000 * 1000


async def test_who_cancels_a_lowering_is_told_so_and_finds_the_reason_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        before = player.room.snapshot.incident
        assert before is not None
        await player.press("minus")
        await player.shows("lowering needs a reason")
        await player.type("only one shop")
        await player.press("enter")
        await player.shows("Lower ")
        await player.press("enter")
        await player.shows(f"cancelled: still {before.severity}; what you typed is kept")
        await player.press("minus")
        await player.shows("only one shop")
        await player.press("ctrl+s")
        await player.shows("Lower ")
        await player.press("y")
        await player.comes(lambda incident: incident.severity != before.severity)


async def test_a_lowering_below_what_the_rules_propose_says_so(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.press("v")
        for question, key in (("users", "4"), ("hit?", "3"), ("Is data", "y"), ("business", "n"), ("going on", "y")):
            await player.shows(question)
            await player.press(key)
        await player.shows("The rules propose")
        await player.press("y")
        await player.comes(lambda incident: incident.rank == 0 or incident.severity == "SEV1")
        await player.line("/sev SEV3 it looks better")
        await player.shows("because data at risk")
        await player.press("escape")


async def test_the_proposal_of_the_triage_stands_until_it_is_taken_and_each_answer_can_be_changed(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path, (80, 24)) as player:
        await player.declare()
        await player.press("v")
        for question, key in (("users", "1"), ("hit?", "1"), ("Is data", "n"), ("business", "n"), ("going on", "y")):
            await player.shows(question)
            await player.press(key)
        await player.shows("The rules propose SEV1")
        await player.press("escape")
        await player.shows("the rules propose SEV1")
        await player.press("v")
        await player.shows("data at risk: no")
        await player.press("3")
        await player.shows("so far: no")
        await player.press("y")
        await player.shows("data at risk: yes")
        await player.press("y")
        await player.comes(lambda incident: incident.severity == "SEV1")
