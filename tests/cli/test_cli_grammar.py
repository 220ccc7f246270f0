"""The command line as language: what is understood, and what is said when it is not."""

import pytest

from console.cli.catalogue import COMMANDS, GROUPS
from console.cli.grammar import Asked, find, overview, parse, split
from tests.cli.line import Line


def test_a_command_is_found_behind_the_options_that_every_command_knows() -> None:
    assert split(["--log-dir", "note", "status", "--json"]) == Asked("status", ["--log-dir", "note", "--json"])
    assert split(["--config=x", "log", "verify"]) == Asked("log verify", ["--config=x"])
    assert split(["log", "--config", "x"]) == Asked("log", ["--config", "x"])
    assert split(["--read-only"]) == Asked("", ["--read-only"])


def test_a_time_that_begins_with_a_minus_is_no_option() -> None:
    asked = split(["note", "rolled back", "--at", "-5m"])
    assert parse(asked, find("note")).at == "-5m"


def test_what_stands_behind_two_dashes_is_text() -> None:
    asked = split(["note", "--", "--at", "-5m"])
    assert parse(asked, find("note")).text == ["--at", "-5m"]


def test_every_command_in_the_catalogue_is_there_and_nothing_else() -> None:
    for name, listed in COMMANDS.items():
        assert find(name).example, f"{name} in {listed.module}"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_begins_with_a_sentence_and_an_example(
    command: str, warroom: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as leaving:
        warroom(*command.split(), "--help")
    assert leaving.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"{COMMANDS[command].line}.\n\n  $ warroom {command}")
    assert max(len(line) for line in shown.splitlines()) <= 100


def test_the_examples_in_the_help_are_understood() -> None:
    import shlex

    for command in COMMANDS:
        for example in find(command).example.splitlines():
            words = shlex.split(example.partition(" > ")[0].partition(" | ")[0])
            asked = split(words[1:])
            assert asked.command == command
            parse(asked, find(command))


def test_the_overview_names_every_command_and_fits_a_terminal() -> None:
    text = overview()
    assert all(f"  {name} " in text for group in GROUPS.values() for name in group)
    assert max(len(line) for line in text.splitlines()) <= 80


def test_an_unknown_command_is_answered_with_the_nearest_one(warroom: Line) -> None:
    said = warroom("delcare", "x")
    assert said == (
        2,
        "",
        "warroom: there is no command 'delcare'. Did you mean: warroom declare? All commands: warroom --help\n",
    )


def test_a_family_alone_says_which_commands_it_has(warroom: Line) -> None:
    said = warroom("log")
    assert said.status == 2
    assert "warroom log verify" in said.err
    assert warroom("config", "--help").out.startswith("  warroom config check")


def test_a_wrong_option_is_a_sentence_and_exit_2(warroom: Line) -> None:
    said = warroom("note", "x", "--urgent")
    assert said == (2, "", "warroom note: unrecognized arguments: --urgent. Try: warroom note --help\n")


def test_options_are_not_guessed_from_their_beginning(warroom: Line) -> None:
    assert warroom("note", "x", "--inc", "INC-1").status == 2


def test_the_version_is_told(warroom: Line) -> None:
    from console import __version__

    assert warroom("--version").out == f"warroom {__version__}\n"


@pytest.mark.parametrize(("term", "why"), [("", "TERM is not set"), ("dumb", "TERM is dumb"), ("xterm", "input")])
def test_without_a_terminal_the_console_says_which_commands_need_none(term: str, why: str, warroom: Line) -> None:
    warroom.env["TERM"] = term
    said = warroom()
    assert said.status == 2
    assert said.out == ""
    assert why in said.err
    assert "warroom status, note, declare" in said.err


def test_the_documents_name_every_command() -> None:
    from pathlib import Path

    root = Path(__file__).parents[2]
    commands = (root / "docs/commands.md").read_text()
    readme = (root / "README.md").read_text()
    for name in COMMANDS:
        assert f"| `{name}" in commands, name
        assert f"`{name}`" in readme, name


@pytest.mark.parametrize(
    ("word", "way"),
    [
        ("resolve", "move resolved --summary TEXT"),
        ("close", "move closed"),
        ("reopen", "move investigating"),
        ("role", "assign ROLE PERSON"),
    ],
)
def test_what_has_another_name_here_is_told_as_it_has_to_be_written(warroom: Line, word: str, way: str) -> None:
    said = warroom(word)
    assert said.status == 2
    assert f"Did you mean: warroom {way}?" in said.err


def test_a_severity_that_nobody_knows_is_refused_with_those_that_there_are_and_nothing_else(warroom: Line) -> None:
    said = warroom("declare", "Checkout fails", "--severity", "SEV9", "--impact", "cosmetic")
    assert said.status == 1
    assert said.err.strip().endswith("Severities: SEV1, SEV2, SEV3, SEV4.")


def test_what_is_refused_at_a_shell_names_no_command_of_the_console(warroom: Line) -> None:
    warroom.configured('[[field]]\nid = "region"\nrequired_at = "monitoring"\n')
    warroom.declared()
    for words in (
        ("move", "monitoring"),
        ("task", "give", "team", "5m", "look"),
        ("track", "open", "a b", "bob", "5m", "why"),
        ("snooze", "5m", "--because", ""),
    ):
        said = warroom(*words)
        assert said.status == 1, said.err
        assert " /" not in said.err.replace(" (/", " /"), said.err
