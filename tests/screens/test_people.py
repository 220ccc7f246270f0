"""On call, contacts and the escalation, by keys over a real room."""

from pathlib import Path

from console.incident.clock import system_clock
from console.incident.duty import Duty
from console.room import Room
from console.screens.link import Link
from console.settings import Directory, Party, Person
from console.settings.escalation import Chain, Step
from tests.room import a_context, living_parts, on_screen, shipped_checklists, until
from tests.screens.test_stories import Player, playing

DIRECTORY = Directory(
    {"bob": Person("bob", telephone="+44 20 7946 0001", chat="@bob")},
    parties=(Party("payments vendor", telephone="+44 20 7946 0009", ticket="T-77"),),
)
DUTIES = (Duty("primary", "bob", role="technical_lead"),)
CHAIN = Chain("platform", (Step(1, 0, ("oncall:primary",)), Step(2, 600_000, ("bob",))))


async def test_who_is_on_call_is_offered_called_and_found(tmp_path: Path) -> None:
    parts = living_parts(tmp_path / "log", system_clock)
    room = Room(parts._replace(directory=DIRECTORY, chains=(CHAIN,), on_call=lambda: DUTIES))
    room.start()
    link = Link(room, tmp_path / "log", "alice", shipped_checklists(), str)
    known = a_context(directory=DIRECTORY, people={"bob": "+44 20 7946 0001"}, chains=(CHAIN,))
    try:
        async with on_screen(link, tmp_path, context=known) as (app, pilot):
            player = Player(app, pilot, room)
            await until(lambda: room.snapshot.ready and bool(room.snapshot.duties), pilot)
            await player.declare()
            await player.comes(lambda incident: "platform" in incident.escalations)
            await player.shows("☏ bob +44 20 7946 0001")
            await calls(player)
            await offers(player)
            await finds(player)
    finally:
        room.stop(5)


async def calls(player: Player) -> None:
    """Say that nobody answered, and go to the next step."""
    await player.press("P")
    await player.shows("☏ call bob")
    await player.press("n")
    await player.comes(lambda incident: [call.how for call in incident.escalations["platform"].rungs[0].calls])
    await player.press("P")
    await player.shows("no answer: bob")
    await player.press("down", "g")
    await player.shows("it is due at once")
    await player.press("ctrl+s")
    await player.comes(lambda incident: incident.escalations["platform"].rung(2) is not None)
    await player.press("P")
    await player.shows("☏ call bob")
    await player.press("a")
    await player.comes(lambda incident: incident.acknowledged_at)


async def offers(player: Player) -> None:
    """Offer a role to who is on call for it."""
    await player.press("o")
    await player.type("technical")
    await player.press("enter")
    await player.shows("bob: from on-call 'primary'")
    await player.press("ctrl+s")
    await player.comes(lambda incident: incident.offers["technical_lead"].person == "bob")


async def finds(player: Player) -> None:
    """Look at who may be needed, and at a card."""
    await player.press("O")
    await player.shows("payments vendor · vendor · ticket T-77")
    await player.shows("bob · technical (offered) · on call: primary")
    await player.press("down", "enter")
    await player.shows("telephone    +44 20 7946 0001")
    await player.press("escape")
    await player.press("O")
    await player.shows("On call and contacts")
    await player.press("end", "c")
    await player.shows("Talked to payments vendor")
    await player.type("they are on it")
    await player.press("ctrl+s")
    await player.comes(lambda incident: incident.contacts["payments vendor"].due)
    await player.press("O")
    await player.shows("call again in 29m")
    await player.press("y")
    await player.shows("copied by OSC 52")


async def test_who_is_not_listed_gets_a_task_all_the_same_and_that_is_told(tmp_path: Path) -> None:
    async with playing(tmp_path, context=a_context(directory=DIRECTORY)) as player:
        await player.declare()
        await player.line("/task @bop 5m check the pool")
        await player.shows("bop is not under [people]: no number is known. did you mean 'bob'?")


async def test_a_track_is_opened_and_reported_on_in_the_input_line_and_out_of_its_list(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        for line in ("/track alpha @bob 10m why is the pool full", "/report alpha it leaks"):
            await player.line(line)
            await player.comes(lambda incident: "alpha" in incident.tracks)
        await player.comes(lambda incident: incident.tracks["alpha"].last == "it leaks")
        await player.shows("» alpha")
        await player.line("/track")
        await player.shows("why is the pool full - it leaks")
        await player.press("c")
        await player.shows("Close alpha")
        await player.type("the release leaks")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.tracks["alpha"].closed)
