"""`warroom evidence`: taking it, listing it, who had it, and whether it is still the same."""

import hashlib
import json
from pathlib import Path

from tests.cli.line import Line


def _log(warroom: Line, content: bytes = b"failed login\n") -> Path:
    path = warroom.folder / "auth.log"
    path.write_bytes(content)
    return path


def test_a_file_is_kept_listed_shown_and_stands_in_the_timeline(warroom: Line) -> None:
    warroom.declared("--type", "security")
    digest = hashlib.sha256(b"failed login\n").hexdigest()
    said = warroom("evidence", "add", str(_log(warroom)), "--what", "log of the gate")
    assert (said.status, said.out) == (0, f"e1   {digest}  13 bytes  log of the gate\n")
    assert digest[:12] in warroom("evidence").out
    (one,) = json.loads(warroom("evidence", "--json").out)
    assert (one["id"], one["sha256"], one["collector"], one["method"]) == ("e1", digest, "alice", "file copy")
    shown = warroom("evidence", "show", "e1").out
    assert f"sha256        {digest}" in shown
    assert "log of the gate (file copy, 13 bytes" in warroom("timeline").out
    assert "taken" in warroom("status").out


def test_a_command_behind_dashes_or_in_quotes_is_kept_with_its_exit_code(warroom: Line) -> None:
    warroom.declared()
    said = warroom("evidence", "add", "--timeout", "20s", "--", "sh", "-c", "echo -i; echo oh >&2; exit 3")
    assert said.status == 0
    assert "3 bytes, exit 3" in said.out
    assert warroom("evidence", "add", "--command", "echo 'two words'").status == 0
    first, second = json.loads(warroom("evidence", "--json").out)
    assert (first["exit_code"], first["stderr_size"]) == (3, 3)
    assert second["source"] == "echo 'two words'"
    assert warroom("evidence", "view", "e2").out == "two words\n"
    assert warroom("evidence", "view", "e1", "--stderr").out == "oh\n"
    assert warroom("evidence", "add", "--command", "ls | wc").status == 1
    assert warroom("evidence", "add").status == 2
    assert warroom("evidence", "add", "x", "--", "ls").status == 2
    assert warroom("evidence", "add", "--command", "echo 'open").status == 2
    assert "is no size" in warroom("evidence", "add", "x", "--limit", "much").err


def test_several_files_are_kept_and_the_bad_one_is_named(warroom: Line) -> None:
    warroom.declared()
    said = warroom("evidence", "add", str(_log(warroom)), str(warroom.folder), str(warroom.folder / "gone"))
    assert said.status == 1
    assert said.out.startswith("e1 ")
    assert "a directory" in said.err
    assert "No such file" in said.err


def test_secrets_stay_in_the_evidence_and_stand_in_no_log(warroom: Line) -> None:
    warroom.declared()
    warroom("evidence", "add", "--", "sh", "-c", "echo password=hunter2hunter2")
    assert "hunter2hunter2" in warroom("evidence", "view", "e1").out
    everything = b"".join(path.read_bytes() for path in (warroom.folder / "log").glob("*.db*"))
    assert b"hunter2" not in everything
    assert b"[redacted]" in everything


def test_who_viewed_it_got_a_copy_and_has_it_now_is_written_down(warroom: Line) -> None:
    warroom.declared()
    warroom("evidence", "add", str(_log(warroom)))
    copy = warroom.folder / "copy.log"
    assert warroom("evidence", "get", "e1", "-o", str(copy)).status == 2  # what for?
    assert warroom("evidence", "get", "e1", "-o", str(copy), "--purpose", "forensics").status == 0
    assert copy.read_bytes() == b"failed login\n"
    assert copy.stat().st_mode & 0o077 == 0
    again = warroom("evidence", "get", "e1", "-o", str(copy), "--purpose", "forensics")
    assert "exists already" in again.err
    warroom("evidence", "view", "e1")
    assert warroom("evidence", "hand", "e1", "--to", "D. Lee", "--purpose", "case 4711").status == 0
    (one,) = json.loads(warroom("evidence", "--json").out)
    assert [each["how"] for each in one["custody"]] == ["exported", "viewed", "transferred"]
    assert one["holder"] == "D. Lee"
    assert "with D. Lee" in warroom("evidence").out
    assert "custody       " in warroom("evidence", "show", "e1").out
    assert not list(warroom.folder.glob(".copy*"))


def test_verify_finds_what_is_missing_changed_unknown_and_open(warroom: Line) -> None:
    warroom.declared()
    store = warroom.folder / "log" / "evidence"
    assert warroom("evidence", "verify").status == 0
    for content in (b"one", b"two", b"three"):
        warroom("evidence", "add", str(_log(warroom, content)))
    assert warroom("evidence", "verify").out.endswith("3 good, 0 not\n")
    one, two, three = (
        store / digest[:2] / digest
        for digest in (hashlib.sha256(each).hexdigest() for each in (b"one", b"two", b"three"))
    )
    one.unlink()
    two.chmod(0o600)
    two.write_bytes(b"owt")
    three.chmod(0o644)
    (store / "extra").write_bytes(b"x")
    said = warroom("evidence", "verify")
    assert said.status == 1
    words = sorted(line.split()[0] for line in said.out.splitlines()[:-1])
    assert words == ["changed", "good", "missing", "open", "open", "unknown"]
    verdicts = json.loads(warroom("evidence", "verify", "--json").out)
    assert {each["word"] for each in verdicts} == {"good", "missing", "changed", "open", "unknown"}
    assert "cannot be read" in warroom("evidence", "view", "e1").err
    viewed = warroom("evidence", "view", "e2")
    assert (viewed.status, viewed.out) == (3, "")
    assert "was changed" in viewed.err
    get = warroom("evidence", "get", "e2", "-o", str(warroom.folder / "out"), "--purpose", "x")
    assert get.status == 3
    assert not (warroom.folder / "out").exists()
    assert not json.loads(warroom("evidence", "--json").out)[1]["custody"]


def test_a_copy_where_a_link_took_its_place_is_changed_whatever_it_leads_to(warroom: Line) -> None:
    warroom.declared()
    warroom("evidence", "add", str(_log(warroom)))
    digest = hashlib.sha256(b"failed login\n").hexdigest()
    path = warroom.folder / "log" / "evidence" / digest[:2] / digest
    path.unlink()
    path.symlink_to(_log(warroom))
    assert warroom("evidence", "verify").status == 1


def test_evidence_may_be_added_after_the_end_and_taken_and_waived_work_as_before(warroom: Line) -> None:
    warroom.declared("--type", "security")
    assert warroom("evidence", "waived", "the", "host", "is", "gone").status == 0
    assert warroom("evidence", "taken", "an image, in the vault").status == 0
    assert "evidence taken: an image" in warroom("timeline").out
    warroom("move", "cancelled", "--because", "no such thing")
    said = warroom("evidence", "add", str(_log(warroom)))
    assert said.status == 0, said.err
    assert "e1" in warroom("evidence").out


def test_read_only_takes_nothing_and_runs_nothing(warroom: Line) -> None:
    warroom.declared()
    mark = warroom.folder / "mark"
    said = warroom("--read-only", "evidence", "add", "--", "touch", str(mark))
    assert (said.status, mark.exists()) == (1, False)
    assert not (warroom.folder / "log" / "evidence").exists()


def test_the_terminal_is_safe_from_what_evidence_is_called_and_holds(warroom: Line) -> None:
    warroom.declared()
    path = warroom.folder / "\x1b]52;c;aGk=\x07\n.log"
    path.write_bytes(b"\x1b[2Jhello\n")
    warroom("evidence", "add", str(path))
    for said in (
        warroom("evidence"),
        warroom("evidence", "show", "e1"),
        warroom("evidence", "view", "e1"),
        warroom("timeline"),
    ):
        assert "\x1b" not in said.out + said.err
        assert "\x07" not in said.out + said.err
    path.write_bytes(bytes(range(256)) * 4)
    warroom("evidence", "add", str(path))
    assert "000000f0  f0 f1" in warroom("evidence", "view", "e2").out


def test_the_postmortem_has_a_table_of_the_evidence_and_who_had_it(warroom: Line) -> None:
    warroom.declared()
    warroom("evidence", "add", str(_log(warroom)), "--what", "log | of\nthe *gate*")
    warroom("evidence", "hand", "e1", "--to", "D. Lee", "--purpose", "case 4711")
    document = warroom("export", "-o", "-").out
    digest = hashlib.sha256(b"failed login\n").hexdigest()
    (row,) = (line for line in document.splitlines() if line.startswith("| e1 |"))
    assert f"`{digest[:12]}`" in row
    assert "transferred to D. Lee (case 4711), alice" in row
    assert row.replace("\\|", "").count("|") == 7
    details = json.loads(warroom("export", "--format", "json", "-o", "-").out)["details"]
    assert details["exhibits"][0]["custody"][0]["to"] == "D. Lee"
    assert "D. Lee" not in warroom("export", "--redacted").out


def test_the_configuration_says_how_large_one_piece_may_be(warroom: Line) -> None:
    warroom.declared()
    warroom.configured("[room]\nevidence_limit = 1\n")
    path = _log(warroom, bytes((1 << 20) + 1))
    assert "at most 1,048,576 are kept" in warroom("evidence", "add", str(path)).err
    assert warroom("evidence", "add", str(path), "--limit", "2M").status == 0
