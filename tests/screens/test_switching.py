"""Two incidents at one console: the switcher, and that everything typed is about the one that is shown."""

from pathlib import Path

from console.journal.reading import LogReader
from tests.room import text, until
from tests.screens.test_stories import Player, playing

FIRST, SECOND = "web is slow", "search is down"


async def both(player: Player) -> None:
    """Declare two incidents: the console is about the second."""
    await player.declare(FIRST)
    await player.declare(SECOND)


def notes(folder: Path) -> dict[str, str]:
    """The notes of the log: text to incident."""
    events = LogReader(folder / "log").events(kinds={"note"})
    return {event.fact.summary(): event.incident for event in events}


async def test_what_is_typed_goes_to_the_incident_that_was_chosen(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await both(player)
        await player.shows("+1 live")
        await player.press("I")
        await player.shows("Which incident?")
        await player.type("web is")
        await player.press("enter")
        await player.comes(lambda incident: incident.title == FIRST)
        await player.line("of the first")
        await until(lambda: notes(tmp_path) == {"of the first": "INC-" + player.room.snapshot.chosen[4:]}, player.pilot)
        await player.line("/incident 002")
        await player.comes(lambda incident: incident.title == SECOND)
        await player.shows("[001] of the first")


async def test_a_merged_incident_hands_over_to_its_survivor_and_is_found_there(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await both(player)
        await player.press("t")
        await player.type("merged")
        await player.press("enter")
        await player.shows("goes into which?")
        await player.press("enter")
        await player.comes(lambda incident: incident.title == FIRST)
        await player.line("/incident")
        await player.shows("merged from")


async def test_what_ends_in_a_milder_one_asks_why(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare(FIRST)
        await player.line("/sev SEV3 not so bad")
        await player.shows("Lower SEV2")
        await player.press("y")
        await player.comes(lambda incident: incident.rank == 2)
        await player.declare(SECOND)
        await player.line("/merge 001")
        await player.shows("say why")
        await player.type("it is the same database")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.title == FIRST)


async def test_what_was_promised_in_a_merged_incident_is_due_at_its_survivor_and_ends_there(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await both(player)
        await player.line("/task @alice 5m ask support")
        await player.comes(lambda incident: incident.tasks)
        merged = player.room.snapshot.chosen
        await player.line("/merge 001")
        await player.comes(lambda incident: incident.title == FIRST)
        await player.shows("you: ask support")
        await player.press("K")
        await player.shows(f"{merged} t1 · alice · ask support")
        await player.press("d")
        await player.shows("Result")
        await player.press("ctrl+s")
        await until(lambda: player.room.snapshot.state.incidents[merged].tasks["t1"].how == "done", player.pilot)


async def test_a_split_leaves_the_console_where_it_is(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare(FIRST)
        await player.line("/split carts are empty")
        await until(lambda: len(player.room.snapshot.state.incidents) == 2, player.pilot)
        await player.shows("+1 live")
        await player.comes(lambda incident: incident.title == FIRST)


async def test_the_type_and_the_evidence_are_typed(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare(FIRST)
        await player.line("/set type security")
        await player.comes(lambda incident: incident.codename)
        await player.line("/evidence taken image of api")
        await player.comes(lambda incident: incident.evidence == "taken")


async def test_people_outside_are_told_of_a_security_incident_only_where_that_is_meant(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare(FIRST)
        await player.line("/set type security")
        await player.comes(lambda incident: incident.codename)
        await player.press("u")
        await player.shows("Status update")
        await player.type("mail is read")
        await player.press("tab", "right", "ctrl+s")
        await player.shows("nobody outside is told")
        await player.press("escape")
        await until(lambda: "nobody outside" not in text(player.app), player.pilot)
        await player.comes(lambda incident: not incident.updates)


async def test_switching_folds_nothing_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await both(player)
        before = player.room.snapshot.state
        first = next(each.id for each in before.incidents.values() if each.title == FIRST)
        player.room.choose(first)
        await player.comes(lambda incident: incident.id == first)
        assert player.room.snapshot.state.incidents is before.incidents


async def test_an_indicator_of_compromise_is_typed_and_read_where_nobody_clicks_on_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare(FIRST)
        await player.line("/ioc ip 203.0.113.7 seen in auth.log: failed logins")
        await player.comes(lambda incident: "ip 203.0.113.7" in incident.compromise)
        await player.line("/ioc")
        await player.shows("203[.]0[.]113[.]7, seen in auth.log: failed logins")


async def test_a_link_is_typed_and_shown(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare(FIRST)
        await player.line("/link graph https://grafana.example/d/42 error rate")
        await player.comes(lambda incident: "https://grafana.example/d/42" in incident.links)
        await player.line("/link")
        await player.shows("error rate https://grafana.example/d/42")


async def test_who_declares_the_same_title_again_is_asked_whether_it_is_a_duplicate(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare(FIRST)
        first = player.room.snapshot.chosen
        await player.press("i")
        await player.shows("What is wrong")
        await player.type(FIRST.upper())
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.id != first)
        await player.shows("has the same title")
