"""Documents, copies and checks of the log."""

import json
import re
import sqlite3
from pathlib import Path

import pytest

from tests.cli.line import Line
from tests.hostile import HOSTILE


@pytest.fixture
def written(warroom: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.chdir(tmp_path)
    warroom.declared()
    warroom("note", "first")
    return warroom


def test_an_export_goes_to_its_usual_place_and_says_where(written: Line) -> None:
    assert written("export").out == "incidents/2026-11-21-checkout-fails.md\n"
    assert written("export", "--format", "json").out == "incidents/2026-11-21-checkout-fails.json\n"
    document = json.loads(Path("incidents/2026-11-21-checkout-fails.json").read_text())
    assert document["incident"]["id"] == "INC-20261121-001"


def test_what_people_wrote_survives_a_second_export(written: Line) -> None:
    written("export")
    path = Path("incidents/2026-11-21-checkout-fails.md")
    path.write_text(path.read_text().replace("*Nobody has written this yet.*", "We were lucky.", 1))
    assert written("export").out == f"{path}\n"
    assert "We were lucky." in path.read_text()


def test_the_same_log_gives_the_same_bytes(written: Line) -> None:
    first = written("export", "-o", "-").out
    written.clock.advance(3600)
    written("export")
    assert written("export", "-o", "-").out == first


def test_an_export_never_overwrites_what_is_not_its_own(written: Line) -> None:
    Path("incidents").mkdir()
    for ending in ("md", "json"):
        Path(f"incidents/2026-11-21-checkout-fails.{ending}").write_text("mine")
        assert written("export", "-f", ending).out == f"incidents/2026-11-21-checkout-fails-2.{ending}\n"
        assert written("export", "-f", ending, "-o", f"incidents/2026-11-21-checkout-fails.{ending}").status == 1
        assert Path(f"incidents/2026-11-21-checkout-fails.{ending}").read_text() == "mine"


def test_a_document_that_cannot_be_written_says_what_to_do(written: Line) -> None:
    Path("file").write_text("")
    said = written("export", "-o", "file/x.md")
    assert said.status == 3
    assert "-o -" in said.err or "-o" in said.err


def test_an_export_is_recorded_in_the_log(written: Line) -> None:
    written("export")
    assert "exported md to incidents/" in "".join(_texts(written))


def test_a_log_that_nobody_changed_is_good(written: Line) -> None:
    said = written("log", "verify")
    assert said.status == 0
    assert re.search(r"alice@\S+  2 events  good, head [0-9a-f]{12}", said.out)


def test_a_changed_log_names_the_first_bad_event_and_exits_1(written: Line) -> None:
    (file,) = (written.folder / "log").glob("*.events.db")
    with sqlite3.connect(file) as log:
        log.execute("DROP TRIGGER IF EXISTS events_no_update")
        for (name,) in log.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            log.execute(f'DROP TRIGGER "{name}"')
        log.execute("UPDATE events SET body = replace(body, 'first', 'other') WHERE seq = 2")
    log.close()
    said = written("log", "verify")
    assert said.status == 1
    assert "FIRST BAD EVENT alice@" in said.out
    assert "/2" in said.out
    assert json.loads(written("log", "verify", "--json").out)[0]["ok"] is False


def test_an_empty_log_is_no_error(warroom: Line) -> None:
    assert warroom("log", "verify").status == 0
    assert not (warroom.folder / "log").exists()


def test_a_backup_is_a_whole_log(written: Line, tmp_path: Path) -> None:
    said = written("log", "backup", str(tmp_path / "copy"))
    assert said.status == 0, said.err
    written.env["WARROOM_LOG_DIR"] = str(tmp_path / "copy")
    assert "first" in written("status").out


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_command_lets_hostile_text_through(hostile: str, written: Line) -> None:
    written("note", "-", stdin=f"x {hostile}")
    written("decide", "-", stdin=f"x {hostile}")
    for words in (("status",), ("status", "--md"), ("status", "--json"), ("export", "-o", "-"), ("list",)):
        said = written(*words)
        assert said.status == 0
        assert not [char for char in said.out + said.err if char != "\n" and not char.isprintable()], words


def _texts(line: Line) -> list[str]:
    found: list[str] = []
    for file in (line.folder / "log").glob("*.events.db"):
        with sqlite3.connect(file) as log:
            found += [text for (text,) in log.execute("SELECT text FROM events ORDER BY seq")]
        log.close()
    return found
