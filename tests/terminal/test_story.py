"""What a commander does at a real terminal, from the first look to the export."""

import re

import pytest

from tests.terminal.stage import PANES, Stage

pytestmark = [pytest.mark.terminal, pytest.mark.xdist_group("terminal")]

_COLOUR = re.compile(rb"\x1b\[[0-9;]*(?<![0-9])(?:[34][0-8]|9[0-7]|10[0-7])[0-9;]*m")


def test_the_first_look_shows_every_pane_and_writes_nothing_that_a_screen_does_not_need(stage: Stage) -> None:
    console = stage.console(shown=False)
    console.wait_for(*PANES, "nothing is due")
    assert b"\x1b[?1049h" in console.raw


def test_an_incident_is_run_by_keys_from_declaration_to_export(stage: Stage) -> None:
    console = stage.console()
    console.send("i")
    console.wait_for("Declare an incident")
    console.send("Checkout fails\x13")
    console.wait_for("INC-", "INVESTIGATING")
    stage.write(console, "customers see an empty basket")
    console.wait_until(stage.recorded("note", "empty basket"), "the note is in the log")
    console.wait_for("customers see an empty basket")
    stage.write(console, "/role communications_lead bob")
    console.wait_until(stage.recorded("role.offered", "bob"), "the offer is in the log")
    stage.write(console, "/accept communications_lead bob")
    console.wait_until(stage.recorded("role.accepted", "bob"), "the role is in the log")
    stage.write(console, "/sev SEV1 all customers")
    console.wait_for("SEV1")
    stage.write(console, "/decide roll back web because it began with the deploy")
    console.wait_until(stage.recorded("decision", "roll back web"), "the decision is in the log")
    for status in ("identified", "mitigating", "monitoring"):
        stage.write(console, f"/status {status}")
        console.wait_for(status.upper())
    stage.write(console, "/status resolved rolled back web to 2.4.0")
    console.wait_for("RESOLVED")
    stage.write(console, "/export")
    console.wait_until(stage.recorded("exported"), "the export is in the log")
    (document,) = (stage.folder / "incidents").rglob("*.md")
    text = document.read_text(encoding="utf-8")
    for said in ("Checkout fails", "customers see an empty basket", "roll back web", "bob"):
        assert said in text


def test_a_note_typed_faster_than_the_screen_follows_is_a_note(stage: Stage) -> None:
    console = stage.console()
    console.send("nseen at once\r")
    console.wait_until(stage.recorded("note", "seen at once"), "the note is in the log")


def test_keys_typed_before_the_log_is_read_are_not_lost(stage: Stage) -> None:
    console = stage.console(shown=False)
    console.wait_bytes(b"\x1b[?1049h")
    console.send("nseen at once")
    console.wait_for("seen at once")


def test_a_console_without_a_terminal_names_the_commands_that_need_none(stage: Stage) -> None:
    ended = stage.run()
    assert ended.returncode == 2
    assert "warroom status" in ended.stderr
    assert ended.stdout == ""


def test_a_dumb_terminal_gets_words_and_no_escape_sequences(stage: Stage) -> None:
    console = stage.console(shown=False, TERM="dumb")
    assert console.wait_exit() == 2
    assert b"warroom status" in console.raw
    assert b"\x1b" not in console.raw


def test_no_color_means_no_colour(stage: Stage) -> None:
    console = stage.console(NO_COLOR="1")
    console.wait_for(*PANES)
    assert _COLOUR.search(console.raw) is None


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 50)])
def test_every_size_shows_the_timeline_and_takes_a_note(stage: Stage, size: tuple[int, int]) -> None:
    console = stage.console(size=size)
    stage.write(console, "seen from here")
    console.wait_until(stage.recorded("note", "seen from here"), "the note is in the log")
    console.wait_for("seen from here")
