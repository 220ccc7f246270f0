"""Commands with a configuration in which something is wrong: they tell of it, a line a mistake, and go on."""

import json

import pytest

from console.cli import COULD_NOT, USAGE
from console.settings import read
from console.wiring.behind import context
from console.wiring.shipped import known
from tests.cli.line import Line

WRONG = """[room]
types = ["Bad Type"]
holidays = ["soon"]
update_every = { SEV1 = "often" }
[people]
"" = "x"
bob = "1"
[teams.platform]
people = ["bop"]
[[service]]
name = "web"
http = { url = "https://shop.example", contians = "ok" }
owner = "bop"
[[maintenance]]
service = "wep"
"""
FEW = WRONG.partition("[people]")[0] + '[[service]]\nname = "web"\nhttp = "https://shop.example"\n'
STEP = '[[phases]]\nname = "p"\n[[phases.items]]\nid = "{}"\ntitle = "Look"\n'


@pytest.mark.parametrize(
    "words",
    [
        ("who", "web"),
        ("check", "web"),
        ("escalation",),
        ("investigate",),
        ("maintenance", "list"),
        ("oncall",),
        ("task", "list"),
        ("act", "ledger"),
        ("status",),
    ],
)
def test_a_mistake_stops_no_command_and_a_few_are_told_in_a_line_each(warroom: Line, words: tuple[str, ...]) -> None:
    warroom.declared()
    warroom.configured(FEW)
    said = warroom(*words)
    assert said.status != USAGE, said.err
    told = [line for line in said.err.splitlines() if line.startswith("ignored: ")]
    for part in (":2: room.types: ", ":3: room.holidays: ", ":4: room.update_every.SEV1: "):
        assert sum(part in line for line in told) == 1, part


def test_many_mistakes_are_told_in_one_line_that_says_who_lists_them(warroom: Line) -> None:
    warroom.declared()
    file = warroom.configured(WRONG)
    said = warroom("status")
    (told,) = [line for line in said.err.splitlines() if line.startswith("ignored: ")]
    assert told.endswith(f" mistakes in {file}: what is wrong is left out (warroom config check lists them)")


def test_the_console_counts_the_mistakes_that_config_check_lists(warroom: Line) -> None:
    (warroom.folder / "oncall.toml").write_text("[[shift]]\nfrom = 2026-11-20T09:00\n")
    file = warroom.configured(
        '[room]\nupdate_every = { SEV9 = "5m" }\ntree = "gone.toml"\n[[oncall]]\nname = "p"\nfile = "oncall.toml"\n'
    )
    listed = warroom("config", "check").out.splitlines()
    settings = read(file, warroom.env, known=known()).settings
    assert list(context(settings, warroom.env, warroom.clock).mistakes) == listed[:-1]
    assert listed[-1] == "3 mistakes."


def test_config_check_tells_all_of_it_and_of_every_file_that_is_named(warroom: Line) -> None:
    (warroom.folder / "steps.toml").write_text('name = "mine"\n' + STEP.format("a") + 'action = "rolback"\n')
    (warroom.folder / "rules.toml").write_text("otherwise = 12\n")
    files = 'checklist = "steps.toml"\nclassifier = "rules.toml"\ntree = "gone.toml"\n'
    warroom.configured(WRONG.replace("[room]\n", f"[room]\n{files}") + '[keys]\nnote = "u"\n')
    said = warroom("config", "check")
    assert said.status == 1
    lines = said.out.splitlines()
    assert lines[-1] == f"{len(lines) - 1} mistakes."
    for part in (
        "steps.toml:7: 'action'",
        "rules.toml:1: 'otherwise'",
        "gone.toml cannot be read",
        "warroom.toml:20: [keys]",
    ):
        assert any(part in line for line in lines), part
    assert all(line.count("warroom.toml:") <= 1 for line in lines)


def test_a_step_without_its_action_stays_in_the_checklist(warroom: Line) -> None:
    (warroom.folder / "steps.toml").write_text('name = "mine"\n' + STEP.format("own-step") + 'action = "rolback"\n')
    warroom.configured('[room]\nchecklist = "steps.toml"\n')
    warroom.declared()
    said = warroom("tick", "own-step")
    assert said.status == 0, said.err
    assert said.err.count("steps.toml:7: 'action' is 'rolback': did you mean 'rollback'?") == 1


def test_rules_with_a_mistake_are_left_out_whole_and_those_that_ship_propose(warroom: Line) -> None:
    (warroom.folder / "rules.toml").write_text("otherwise = 12\n")
    warroom.configured('[room]\nclassifier = "rules.toml"\n')
    said = warroom("assess", "--users", "61")
    assert said.status == 0
    assert "users 61 % > 50 %" in said.out
    assert "The whole file is left out: what ships counts instead." in said.err


def test_a_scheme_with_a_mistake_in_its_ranks_is_refused_with_every_line(warroom: Line) -> None:
    level = '[[levels]]\nlabel = "A"\nrank = 0\nmeaning = "m"\n'
    (warroom.folder / "own.toml").write_text(f'name = "x"\n{level}{level}')
    warroom.configured('[room]\nscheme = "own.toml"\n')
    said = warroom("declare", "x")
    assert said.status == 1
    assert [line.partition("own.toml:")[2][:2] for line in said.err.splitlines()] == ["7:", "8:"]
    assert not (warroom.folder / "log").exists() or "no incident" in warroom("list").out


def test_a_scheme_that_there_is_not_is_refused_where_severities_are_needed_and_stops_no_note(warroom: Line) -> None:
    warroom.declared()
    warroom.configured('[room]\nscheme = "sev14"\n')
    said = warroom("raise", "--because", "worse")
    assert (said.status, "warroom.toml:2: 'sev14' is no severity scheme: did you mean 'sev1-4'?" in said.err) == (
        1,
        True,
    )
    assert warroom("note", "x").status == 0


@pytest.mark.parametrize("text", ['[room]\nread_only = "yes"\n', "[room]\nreadonly = true\n", "read_only = true\n"])
def test_nothing_is_written_where_read_only_cannot_be_read(warroom: Line, text: str) -> None:
    warroom.configured(text)
    said = warroom("declare", "x")
    assert said.status == 1
    assert "read-only: nothing is written" in said.err
    assert not (warroom.folder / "log").exists()


def test_a_calendar_tells_of_what_it_leaves_out(warroom: Line) -> None:
    event = (
        "BEGIN:VEVENT\r\nUID:{}\r\nSUMMARY:{}\r\nDTSTART{}:20200101T000000\r\nDTEND{}:20400101T000000\r\nEND:VEVENT\r\n"
    )
    text = event.format(1, "bob", ";TZID=Europe/Berlin", ";TZID=Europe/Berlin")
    text += event.format(2, "dana", ";TZID=Mars/Base", ";TZID=Mars/Base")
    (warroom.folder / "team.ics").write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{text}END:VCALENDAR\r\n")
    warroom.configured('[[oncall]]\nname = "platform"\nical = "team.ics"\n')
    told = "team.ics:9: 'dana' is left out: its time zone 'Mars/Base' is not known"
    for words in (("oncall",), ("who",), ("config", "check")):
        said = warroom(*words)
        assert (said.status, told in said.out + said.err) == (0 if words == ("who",) else 1, True)
    assert [each["person"] for each in json.loads(warroom("oncall", "--json").out)] == ["bob"]


def test_a_check_with_a_mistake_is_unknown_and_says_which_key_is_wrong(warroom: Line) -> None:
    warroom.configured(WRONG)
    said = warroom("check", "web")
    assert (
        said.out == "unknown   web  not looked at: the configuration has a mistake in contians (warroom config check)\n"
    )
    assert said.status == COULD_NOT


def test_an_owner_whom_no_directory_lists_is_the_owner_where_there_is_none(warroom: Line) -> None:
    web = '[[service]]\nname = "web"\ntcp = "127.0.0.1:9"\nowner = "bob"\n'
    warroom.configured(web)
    said = warroom("who", "web")
    assert (said.status, said.out, said.err) == (0, "bob            owns web  (owner)\n", "")
    warroom.configured(f"{web}[people]\nbab = '1'\n")
    said = warroom("who", "web")
    assert (said.status, "no owner" in said.out, "did you mean 'bab'?" in said.err) == (1, True, True)


def test_escalation_chains_are_checked_even_where_the_scheme_is_not_known(warroom: Line) -> None:
    (warroom.folder / "esc.toml").write_text('[[chain]]\nname = "a"\nseverities = ["RED"]\n[[chain.steps]]\n')
    warroom.configured('[room]\nscheme = "gone.toml"\nescalation = "esc.toml"\n')
    said = warroom("config", "check")
    assert [part in said.out for part in ("gone.toml cannot be read", "esc.toml:4: ", "RED")] == [True, True, False]
