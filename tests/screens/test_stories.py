"""An incident from declaration to export, by keys alone, over a real room and a real log."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot

from checks.sample import Status
from console.app import WarroomApp
from console.incident.clock import system_clock
from console.incident.record import Incident
from console.journal.reading import LogReader
from console.present.snapshot import Context
from console.room import Room
from console.screens.board import FED, ORDER
from console.screens.link import Link
from console.screens.room_screen import RoomScreen
from tests.room import SteadyCheck, a_context, living_room, on_screen, shipped_checklists, text, until
from widgets.timeline import TimelinePane


class Player:
    """Somebody at the keyboard."""

    def __init__(self, app: WarroomApp, pilot: Pilot[str], room: Room) -> None:
        self.app, self.pilot, self.room = app, pilot, room

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            await self.pilot.press(key)
        await self.pilot.pause()

    async def type(self, words: str) -> None:
        """Type a text."""
        named = {" ": "space", "/": "slash", "@": "at", "-": "minus", ".": "full_stop", "[": "left_square_bracket"}
        await self.pilot.press(*(named.get(char, char) for char in words))

    async def line(self, text: str) -> None:
        """Type a line into the input line: a note, or a command."""
        await self.press("n")
        await self.type(text)
        await self.press("enter")

    async def shows(self, words: str) -> None:
        """Wait until the screen shows something."""
        await until(lambda: words in text(self.app), self.pilot)

    async def comes(self, condition: Callable[[Incident], object]) -> None:
        """Wait until the current incident is so."""
        await until(lambda: (now := self.room.snapshot.incident) is not None and bool(condition(now)), self.pilot)

    async def declare(self, title: str = "web is slow") -> None:
        """Declare an incident by the form."""
        await self.press("i")
        await self.shows("What is wrong")
        await self.type(title)
        await self.press("ctrl+s")
        await self.comes(lambda incident: incident.title == title)


@asynccontextmanager
async def playing(
    folder: Path,
    size: tuple[int, int] = (120, 36),
    *,
    context: Context | None = None,
    status: Status = Status.OK,
) -> AsyncIterator[Player]:
    """A console over a real room, with a check that looks once: a hasty one grows stale on a busy machine."""
    check = SteadyCheck("web", system_clock, interval=60)
    check.status = status
    room = living_room(folder / "log", system_clock, [check])
    room.start()
    link = Link(room, folder / "log", "alice", shipped_checklists(), str)
    try:
        async with on_screen(link, folder, size, context, clock=system_clock) as (app, pilot):
            await until(lambda: room.snapshot.ready, pilot)
            yield Player(app, pilot, room)
    finally:
        room.stop(5)


def kinds(folder: Path) -> list[str]:
    """What the log holds."""
    return [event.fact.kind for event in LogReader(folder / "log").events()]


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 36)], ids=str)
async def test_an_incident_is_run_by_keys_from_declaration_to_export(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with playing(tmp_path, size) as player:
        await player.declare("web is slow")
        await player.press("a")
        await player.comes(lambda incident: incident.acknowledged_at)
        await player.line("checkout fails [/x]")
        await player.press("d")
        await player.type("roll back web")
        await player.press("ctrl+s")
        await player.press("t")
        await player.type("mitig")
        await player.press("enter")
        await player.comes(lambda incident: incident.status == "mitigating")
        await player.press("e")
        await until(lambda: "exported" in kinds(tmp_path), player.pilot)
    document = next(tmp_path.glob("incidents/*.md")).read_text()
    assert "web is slow" in document
    assert "roll back web" in document
    assert {"declared", "acknowledged", "note", "decision.proposed", "status", "exported"} <= set(kinds(tmp_path))


async def test_a_task_is_given_seen_and_done(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.line("/task bob 5m x")
        await player.shows("A task needs a person, by name")
        await player.press("n", "ctrl+u")  # the line stands there again
        await player.type("/task ")
        await player.pilot.press("at")
        await player.type("bob 5m check the pool")
        await player.press("enter")
        await player.comes(lambda incident: "t1" in incident.tasks)
        await player.shows("bob (asked): check")
        await player.press("K")
        await player.shows("not accepted yet")
        await player.press("a")
        await player.comes(lambda incident: incident.tasks["t1"].accepted)
        await player.press("K", "d")
        await player.type("it is full")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.tasks["t1"].result == "it is full")


async def test_maintenance_is_begun_and_ended_by_typing(tmp_path: Path) -> None:
    async with playing(tmp_path, context=a_context(services=("web",))) as player:
        for line in ("/maintenance wbe 1h disks", "/maintenance web 1h new disks"):
            await player.press("n", "ctrl+u")
            await player.type(line)
            await player.press("enter")
            await player.shows("did you mean 'web'" if "wbe" in line else "is in maintenance")
        await player.line("/maintenance end web done")
        await player.shows("no longer in maintenance")
    assert {"maintenance.started", "maintenance.ended"} <= set(kinds(tmp_path))


async def test_an_update_waits_for_a_reason_that_is_logged(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.line("/snooze 40m nothing new")
        await player.comes(lambda incident: incident.snoozes)
    assert "update.snoozed" in kinds(tmp_path)


async def test_the_severity_is_raised_with_a_reason(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.press("S")
        await player.type("SEV1")
        await player.press("enter")
        await player.type("all users")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.severity == "SEV1")


async def offered_to_bob(player: Player) -> None:
    """Offer communications to bob from the roster."""
    await player.declare()
    await player.press("o")
    await player.type("commun")
    await player.press("enter")
    await player.type("bob")
    await player.press("ctrl+s")
    await player.comes(lambda incident: "communications_lead" in incident.offers)


async def test_a_role_is_offered_and_filled_once_they_type_their_name(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await offered_to_bob(player)
        await player.shows("bob (offered)")
        await player.press("o")
        await player.type("commun")
        await player.press("enter")
        await player.shows("bob accepts")
        await player.press("enter")
        await player.type("alice")
        await player.press("ctrl+s")
        await player.shows("who takes the role types their own name")
        await player.press("ctrl+u")
        await player.type("bob")
        await player.press("ctrl+s")
        await player.comes(lambda incident: "communications_lead" in incident.roles and not incident.offers)


async def test_an_offer_is_declined_in_the_input_line_with_a_reason(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await offered_to_bob(player)
        await player.press("o")
        await player.type("commun")
        await player.press("enter")
        await player.shows("withdraw")
        await player.type("withdraw")
        await player.press("enter")
        await player.press("ctrl+s")
        await player.comes(lambda incident: not incident.offers and "communications_lead" not in incident.roles)
    assert "role.declined" in kinds(tmp_path)


async def test_who_takes_a_role_has_it_at_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.line("/role scribe alice")
        await player.comes(lambda incident: "scribe" in incident.roles)
        await player.line("/accept")
        await player.shows("nothing is offered to alice")


async def test_space_ticks_an_item_of_the_checklist_and_takes_the_tick_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.shows("[ ]")
        await player.press("c", "down", "space")
        await player.comes(lambda incident: "done" in {item.state for item in incident.items.values()})
        await player.shows("[x]")
        await player.press("space")
        await player.comes(lambda incident: {item.state for item in incident.items.values()} == {"open"})


async def test_an_event_is_pinned_and_corrected_and_the_first_stays(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.line("wrong words")
        await player.shows("wrong words")
        await player.press("G")
        pane = player.app.screen.query_one(TimelinePane)
        # What is on its way to the disk cannot be pinned yet.
        await until(lambda: [pane.selected] == player.room.index.keys(len(player.room.index) - 1, 1), player.pilot)
        await player.press("exclamation_mark")
        await until(lambda: bool(player.room.snapshot.state.pins), player.pilot)
        await player.press("E")
        await player.shows("Should say")
        await player.press("ctrl+u")
        await player.type("right words")
        await player.press("ctrl+s")
        await until(lambda: bool(player.room.snapshot.state.corrections), player.pilot)
        await player.shows("right words")
        await player.press("enter")
        await player.shows("wrong words")


async def test_a_filter_shows_only_what_matches_and_esc_takes_it_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare("web is slow")
        await player.line("only this")
        await player.shows("only this")
        await player.press("slash")
        await player.type("kind:note")
        await player.press("ctrl+s")
        await player.shows("filter: kind:note")
        await until(lambda: "declared SEV2" not in text(player.app), player.pilot)
        await player.press("escape")
        await player.shows("declared SEV2")


async def test_a_command_that_is_not_one_stays_in_the_input_line(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.line("/decied now")
        await player.shows("/decide")
        assert "/decied now" in text(player.app)


async def test_half_a_note_is_there_after_a_restart(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.press("n")
        await player.type("half a no")
        await player.shows("half a no")
    async with playing(tmp_path) as player:
        await player.shows("half a no")


@pytest.mark.parametrize("size", [(40, 12), (80, 24)], ids=str)
async def test_tab_reaches_every_pane_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path, size) as player:
        seen = set()
        for _ in ORDER:
            await player.press("tab")
            seen.add(getattr(player.app.focused, "id", None))
        assert seen == set(ORDER) - set(FED)


async def test_a_source_that_fails_is_told_with_its_reason(tmp_path: Path) -> None:
    async with playing(tmp_path, status=Status.DOWN) as player:
        await player.shows("DOWN")
        await player.press("tab", "enter")
        await player.shows("as told")


async def test_what_is_typed_right_behind_a_key_is_never_taken_for_commands(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        for char in "iweb queue down":
            player.app.post_message(Key("space" if char == " " else char, char))
        await player.shows("web queue down")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.title == "web queue down")
        for char in "nquick":
            player.app.post_message(Key(char, char))
        await player.shows(" quick")


async def test_two_quick_escapes_close_the_dialog_and_nothing_behind_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.press("i")
        await player.shows("What is wrong")
        for _ in range(5):
            player.app.screen.focused.post_message(Key("escape", None))  # type: ignore[union-attr]  # the dialog has it
        await player.shows("Timeline")
        await player.declare("still here")


async def test_notes_typed_in_one_burst_are_the_notes_that_were_typed(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        for char in "nfirst\rnwhile 2\rnand 3\r":
            key = {"\r": Key("enter", "\r"), " ": Key("space", " ")}.get(char, Key(char, char))
            player.app.post_message(key)
        await player.shows("and 3")
    texts = [event.fact.summary() for event in LogReader(tmp_path / "log").events(kinds=["note"])]
    assert texts == ["first", "while 2", "and 3"]


async def test_a_severity_is_chosen_in_a_form_by_typing_its_name(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.press("i")
        await player.type("all is down")
        await player.press("enter")
        await player.type("SEV1")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.severity == "SEV1")


async def test_a_form_that_was_left_stands_there_again_as_it_was(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.press("i")
        await player.type("half a title")
        await player.press("escape")
        await player.press("i")
        await player.shows("half a title")


async def test_a_second_question_never_opens_over_the_first(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        assert isinstance(player.app.screen, RoomScreen)
        live = player.app.screen.live
        assert live is not None
        for name in ("declare", "theme", "help", "severity") * 5:
            live.order(name)
        await player.shows("esc")
        assert len(player.app.screen_stack) == 2  # the room and one dialog


async def test_no_key_leaves_a_console_that_watches_something_for_a_drill(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.press("D")
        await player.press("n")
        await player.shows("saves the note")
        assert "drill" not in text(player.app)


async def test_what_one_writes_oneself_brings_the_timeline_back_to_its_end_but_a_pin_does_not(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.shows("is declared")
        pane = player.app.screen.query_one(TimelinePane)
        player.app.screen.set_focus(pane)
        await player.press("home")
        await player.shows("end: to the newest")
        await player.press("exclamation_mark")
        await until(lambda: bool(player.room.snapshot.state.pins), player.pilot)
        assert not pane.following
        await player.line("it is the database")
        await until(lambda: pane.following, player.pilot)
