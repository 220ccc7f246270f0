"""Documents, copies and checks of the log."""

import json
import re
import sqlite3
import stat
from pathlib import Path

import pytest

from tests.cli.line import Line
from tests.hostile import HOSTILE

SHOWING = (
    ("status",),
    ("status", "--md"),
    ("status", "--json"),
    ("export", "-o", "-"),
    ("export", "-o", "-", "--format", "json"),
    ("list",),
    ("search", "x"),
    ("events",),
    ("events", "--kind", "note"),
)


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


def test_what_found_no_place_is_set_aside_each_time_and_only_for_those_who_may_read_the_document(written: Line) -> None:
    path = Path(written("export").out.strip())
    path.chmod(0o600)
    for words in ("first of my own", "second of my own"):
        path.write_text(path.read_text().replace("# Postmortem", f"{words}\n\n# Postmortem"))
        assert "found no place" in written("export").err
    first, second = (path.with_name(f"{path.name}{ending}") for ending in (".rej", ".2.rej"))
    assert "first of my own" in first.read_text()
    assert "second of my own" in second.read_text()
    assert {stat.S_IMODE(each.stat().st_mode) for each in (path, first, second)} == {0o600}


def test_a_file_that_is_not_ours_is_named_with_a_way_on(written: Line) -> None:
    Path("mine.md").write_text("mine")
    said = written("export", "-o", "mine.md")
    assert (said.status, "mine.md" in said.err, "--output" in said.err) == (1, True, True)


def test_an_incident_with_a_strange_name_is_exported_to_one_file_again_and_again(written: Line) -> None:
    facts = {"data": {"title": "strange", "severity": "SEV2", "rank": 1}}
    line = {"type": "declared", "agent": "eve", "timestamp": 5, "incident_id": "Ops 7 --> x", "payload": facts}
    Path("other.ndjson").write_text(json.dumps(line) + "\n")
    assert written("import", "other.ndjson").status == 0
    assert written("export", "ops 7 --> x").out == "incidents/1970-01-01-strange.md\n"
    assert written("export", "ops 7 --> x").out == "incidents/1970-01-01-strange.md\n"


def test_the_export_takes_the_incident_as_every_command_does(written: Line) -> None:
    second = written.declared()
    assert second in written("export", "-o", "-", "--incident", "002").out
    assert "--incident" in written("export").err


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


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_no_command_lets_hostile_text_through(hostile: str, written: Line) -> None:
    written("note", "-", stdin=f"x {hostile}")
    written("decide", "-", stdin=f"x {hostile}")
    for words in SHOWING:
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


def test_events_are_one_object_a_line_and_come_back_in(written: Line, tmp_path: Path) -> None:
    lines = written("events", "--ndjson").out.splitlines()
    found = [json.loads(line) for line in lines]
    assert [each["type"] for each in found] == ["declared", "note"]
    assert set(found[0]) >= {"event_id", "type", "agent", "timestamp", "payload", "seq", "incident_id", "hash"}
    file = tmp_path / "events.ndjson"
    file.write_text("\n".join(lines) + "\n")
    assert written("import", str(file)).out == "0 events imported, 2 were there already\n"
    elsewhere = Line(tmp_path / "elsewhere")
    assert elsewhere("import", str(file)).out == "2 events imported, 0 were there already\n"
    assert "first" in elsewhere("status").out


def test_events_can_be_narrowed_to_an_incident_and_a_kind(written: Line) -> None:
    assert len(written("events", "--kind", "note", "--incident", "001").out.splitlines()) == 1
    assert written("events", "--incident", "009").status == 1


def test_an_import_of_what_is_no_file_is_refused(written: Line, tmp_path: Path) -> None:
    assert written("import", str(tmp_path / "missing")).status == 1
    assert written("import", "-").status == 2
    (tmp_path / "bad").write_text('{"event_id": 1}\n{}\n')
    said = written("import", str(tmp_path / "bad"))
    assert said.status == 3
    assert "line 1" in said.err


def test_a_search_finds_events_with_all_the_words(written: Line) -> None:
    written("note", "web rolled back")
    written("note", "web restarted")
    assert [
        line.partition(": ")[2].partition("  [")[0] for line in written("search", "WEB", "back").out.splitlines()
    ] == ["web rolled back"]
    assert len(json.loads(written("search", "web", "--json").out)) == 2
    assert "best 1 shown" in written("search", "web", "--limit", "1").err
    nothing = written("search", "nothing like it")
    assert (nothing.status, nothing.out) == (0, "")


def test_a_large_text_is_erased_and_the_chain_still_verifies(written: Line) -> None:
    key = written("note", "-", stdin="secret words " * 1000).out.split()[2].rstrip(",")
    assert written("log", "erase", key).status == 2
    said = written("log", "erase", key, "--because", "a customer's address")
    assert said.status == 0, said.err
    assert written("log", "verify").status == 0
    assert "a customer's address" in written("events").out
    assert written("log", "erase", key, "--because", "again").status == 1


def test_the_newest_events_are_signed_and_the_signature_is_checked(written: Line, tmp_path: Path) -> None:
    import shutil
    import subprocess

    if shutil.which("ssh-keygen") is None:
        pytest.skip("no ssh-keygen here")
    key, heads, allowed = tmp_path / "key", tmp_path / "heads.txt", tmp_path / "allowed"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    allowed.write_text(f"alice {key.with_suffix('.pub').read_text()}")
    said = written("log", "sign", "--key", str(key), "-o", str(heads))
    assert said.out == f"{heads}\n{heads}.sig\n"
    checking = ("log", "sign", "--check", str(heads), "--allowed", str(allowed), "--signer", "alice")
    assert written(*checking).status == 0
    written("note", "the log goes on")
    assert written(*checking).status == 0
    heads.write_text(heads.read_text().replace("1", "2", 1))
    assert written(*checking).status == 3
    assert written("log", "sign", "--check", str(heads)).status == 2


def test_without_an_id_the_incident_that_was_one_is_exported_and_named(warroom: Line) -> None:
    warroom("declare", "checkout fails", "--severity", "SEV1")
    warroom("declare", "the same again", "--severity", "SEV1")
    second = json.loads(warroom("list", "--json").out)[0]["id"]
    warroom("move", "cancelled", "--because", "a duplicate", "--incident", second)
    warroom("move", "monitoring")
    warroom("move", "resolved", "--summary", "rolled back")
    said = warroom("export")
    assert "checkout-fails" in said.out
    assert "checkout fails" in said.err
