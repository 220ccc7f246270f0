"""`warroom replay` at a shell: where it stood at a moment, without a screen."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.line import Line


@pytest.fixture
def line(tmp_path: Path) -> Line:
    """An incident that moved on every five minutes; it is an hour later."""
    line = Line(tmp_path)
    line.declared("--severity", "SEV1")
    line.clock.advance(300)
    noted = line("note", "web 2.4.1 went out").out.removeprefix("saved as ").partition(",")[0]
    line.clock.advance(300)
    assert line("move", "mitigating").status == 0
    line.clock.advance(300)
    assert line("correct", noted, "web 2.4.2 went out").status == 0
    line.clock.advance(3600)
    return line


def test_the_status_of_a_moment_is_printed_as_it_was_known_then(line: Line) -> None:
    then = line("replay", "--at", "+6m", "--text")
    assert then.status == 0, then.err
    assert "as it was known then" in then.out
    assert "status        investigating" in then.out
    assert "web 2.4.1 went out" in then.out
    assert "web 2.4.2 went out" in line("replay", "--text").out
    assert "elapsed       00:06:00" in then.out
    assert "status        mitigating" in line("replay", "001", "--at", "end", "--text").out
    assert "mitigating" in line("replay", "--text").out


def test_it_is_printed_for_a_chat_and_for_a_program(line: Line) -> None:
    assert line("replay", "--at", "start", "--md").out.startswith("#")
    made = json.loads(line("replay", "--at", "+6m", "--json").out)
    assert made["incident"]["status"] == "investigating"
    assert made["as_of"].endswith("Z")


def test_a_moment_before_the_declaration_says_so(line: Line) -> None:
    said = line("replay", "--at", "2020-01-01", "--text")
    assert (said.status, said.out) == (1, "")
    assert "was not declared by 2020-01-01" in said.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("009", "--text"), "no incident is called or ends in '009'"),
        (("--at", "later", "--text"), "'later' is no moment of this replay: write 14:32"),
        (("--speed", "99999", "--text"), "a speed is a whole number from 1 to 3600"),
        ((), "the console needs a terminal"),
    ],
)
def test_what_makes_no_sense_is_told_before_anything_is_opened(line: Line, words: tuple[str, ...], told: str) -> None:
    said = line("replay", *words)
    assert said.status != 0
    assert told in said.err


def test_an_empty_log_is_told_and_not_made(tmp_path: Path) -> None:
    line = Line(tmp_path)
    said = line("replay", "--text")
    assert said.status == 1
    assert "there is no incident in" in said.err
    assert not (tmp_path / "log").exists()


def test_nothing_is_written(line: Line) -> None:
    def contents() -> dict[str, str]:
        return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in (line.folder / "log").iterdir()}

    before = contents()
    line("replay", "--at", "+6m", "--text")
    assert contents() == before
