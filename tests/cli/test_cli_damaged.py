"""Documents from a damaged log: as far as it can be trusted, with the break named at the top and in the exit status."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.line import Line
from tests.journal.stage import raw, without_triggers


def told(warroom: Line) -> str:
    """An incident of five notes; returns the name of its writer."""
    warroom.declared()
    saved = [warroom("note", f"note {number}").out for number in range(5)]
    return saved[-1].removeprefix("saved as ").partition("/")[0]


def changed(folder: Path, writer: str) -> None:
    with raw(folder, writer) as connection:
        without_triggers(connection)
        connection.execute("UPDATE events SET body = replace(body, 'note 2', 'note X') WHERE seq = 4")


def cut(folder: Path, writer: str) -> None:
    with raw(folder, writer) as connection:
        without_triggers(connection)
        connection.execute("DELETE FROM events WHERE seq = 4")


def cites_a_text_of(text: str) -> bool:
    return "note 1" in text and "note 2" not in text and "note X" not in text and "note 3" not in text


@pytest.mark.parametrize(("damage", "said"), [(changed, "was changed"), (cut, "is missing")])
@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_what_stands_before_a_break_is_exported_and_the_break_is_named(
    form: str, damage: Callable[[Path, str], None], said: str, warroom: Line
) -> None:
    writer = told(warroom)
    damage(warroom.folder / "log", writer)
    made = warroom("export", "--format", form, "-o", "-")
    assert made.status == 3
    assert form == "json" or cites_a_text_of(made.out)
    assert f"the log is damaged: Event {writer}/4 {said}" in made.err
    if form == "json":
        (broken,) = json.loads(made.out)["details"]["breaks"]
        assert broken["event"] == f"{writer}/4"
        assert broken["left_out"] in {2, 3}
    else:
        assert "The log is damaged: this rests on the part of it that can be trusted." in made.out[:30_000]
        assert "of this writer are left out" in made.out


def test_the_timeline_says_so_too(warroom: Line) -> None:
    writer = told(warroom)
    changed(warroom.folder / "log", writer)
    said = warroom("timeline")
    assert said.status == 3
    assert cites_a_text_of(said.out)
    assert f"the log is damaged: Event {writer}/4 was changed" in said.err


def test_for_people_outside_the_break_names_nobody(warroom: Line) -> None:
    changed(warroom.folder / "log", told(warroom))
    made = warroom("export", "--redacted")
    assert made.status == 3
    assert "**The log is damaged" in made.out
    assert "alice" not in made.out


def test_a_page_that_the_disk_does_not_give_loses_what_is_behind_it_and_nothing_before(warroom: Line) -> None:
    writer = told(warroom)
    for number in range(60):
        warroom("note", f"long {number} {'x' * 1500}")
    path = warroom.folder / "log" / f"{writer}.events.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    whole = bytearray(path.read_bytes())
    found = whole.index(b"long 40 ")
    page = found // 4096 * 4096
    whole[page : page + 4096] = bytes(4096)
    path.write_bytes(whole)
    made = warroom("export", "-o", "-")
    assert made.status == 3
    assert [number for number in range(60) if f"long {number} " in made.out] == list(range(40))
    assert f"the log is damaged: Event {writer}/47 " in made.err


def test_a_writer_of_a_newer_version_is_named_and_the_others_are_exported(warroom: Line) -> None:
    writer = told(warroom)
    other = warroom.folder / "log" / "bob@elsewhere.events.db"
    other.write_bytes((warroom.folder / "log" / f"{writer}.events.db").read_bytes())
    connection = sqlite3.connect(other)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    made = warroom("export", "-o", "-")
    assert made.status == 3
    assert "note 4" in made.out
    assert "bob@elsewhere" in made.err


def test_an_incident_that_was_declared_behind_the_break_is_not_made_up(warroom: Line) -> None:
    writer = told(warroom)
    with raw(warroom.folder / "log", writer) as connection:
        without_triggers(connection)
        connection.execute("UPDATE events SET hash = randomblob(32) WHERE seq = 1")
    made = warroom("export", "-o", "-")
    assert made.status == 1
    assert "The log is damaged" in made.err


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_the_impact_of_a_damaged_log_says_so_too(form: tuple[str, ...], warroom: Line) -> None:
    writer = told(warroom)
    changed(warroom.folder / "log", writer)
    said = warroom("impact", *form)
    assert (said.status, f"the log is damaged: Event {writer}/4" in said.err) == (3, True)
