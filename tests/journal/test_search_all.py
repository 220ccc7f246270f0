"""Search over all logs: marks, several directories, drills, what was erased, and two writers at once."""

import sqlite3
from pathlib import Path

import pytest

from console.incident.events import Declared, Entry, Noted
from console.journal.reading import LogReader
from console.journal.search import Found, look_in_all, search
from console.journal.texts import erase
from console.journal.wanted import parse_wanted
from tests.hostile import HOSTILE
from tests.journal.stage import PATIENCE, note, opened, write

NOW = 1_795_283_533_000


def _texts(found: Found) -> list[str]:
    return [hit.row.text for hit in found.hits]


def _look(folder: Path, line: str, **kwargs: bool) -> Found:
    return look_in_all([folder], parse_wanted(line, NOW, **kwargs))


def _said(folder: Path, *entries: Entry, user: str = "alice") -> None:
    journal = opened(folder, user=user)
    journal.append_all(entries).result(PATIENCE)
    assert journal.close(PATIENCE)


def test_marks_say_which_events_are_meant(tmp_path: Path) -> None:
    one, two = "INC-20261121-001", "INC-20261121-002"
    _said(
        tmp_path,
        Entry(Declared("web fails", "SEV1", 0), "alice", one),
        Entry(Declared("web is slow", "SEV2", 1, purpose="drill"), "bob", two),
        Entry(Noted("web is back"), "bob", one),
        Entry(Noted("web again"), "alice", two, NOW - 40 * 86_400_000),
    )
    assert sorted(_texts(_look(tmp_path, "web by:bob"))) == ["declared SEV2: web is slow", "web is back"]
    assert _texts(_look(tmp_path, "web kind:note incident:001")) == ["web is back"]
    assert _texts(_look(tmp_path, "incident:002 kind:note")) == ["web again"]
    assert "web again" not in _texts(_look(tmp_path, "web since:30d"))
    assert {hit.row.incident: hit.purpose for hit in _look(tmp_path, "web").hits} == {one: "", two: "drill"}
    assert _texts(_look(tmp_path, "web", newest=True))[-1] == "web again"


def test_several_logs_are_searched_as_one_and_a_damaged_one_leaves_the_others(tmp_path: Path) -> None:
    write(tmp_path / "now", "replica lag of today")
    write(tmp_path / "then", "replica lag of last year")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "bob@box.events.db").write_bytes(b"garbage" * 999)
    logs = [tmp_path / name for name in ("now", "then", "broken", "none", "now")]
    found = look_in_all(logs, parse_wanted("replica", NOW))
    assert sorted((hit.row.text, hit.log.name) for hit in found.hits) == [
        ("replica lag of last year", "then"),
        ("replica lag of today", "now"),
    ]
    assert ["bob@box" in problem for problem in found.problems] == [True]
    assert not (tmp_path / "none").exists()


def test_what_was_erased_is_not_found_any_more_whether_it_was_indexed_before_or_not(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    journal.append(note("a leak began " * 30 + "secret " * 900)).result(PATIENCE)
    journal.append(note("harmless leak")).result(PATIENCE)
    assert len(search(tmp_path, "leak").hits) == 2
    reader = LogReader(tmp_path)
    large = next(record.found["large"]["text"] for record in reader.records(kinds=["note"]) if record.found["large"])
    reader.close()
    erase(journal, large, actor="alice", reason="a password")
    assert journal.close(PATIENCE)
    assert _texts(search(tmp_path, "leak")) == ["harmless leak"]
    (tmp_path / "search.db").unlink()
    assert _texts(search(tmp_path, "leak")) == ["harmless leak"]


def test_two_writers_are_one_log_and_what_either_adds_is_found(tmp_path: Path) -> None:
    _said(tmp_path, Entry(Noted("pool is full"), "alice"))
    _said(tmp_path, Entry(Noted("pool is larger"), "bob"), user="bob")
    assert sorted(_texts(_look(tmp_path, "pool"))) == ["pool is full", "pool is larger"]
    _said(tmp_path, Entry(Noted("pool is fine"), "bob"), user="bob")
    assert len(_look(tmp_path, "pool").hits) == 3


def test_an_index_of_an_earlier_version_is_made_anew(tmp_path: Path) -> None:
    write(tmp_path, "a word")
    with sqlite3.connect(tmp_path / "search.db") as file:
        file.execute("CREATE TABLE events (key TEXT)")
        file.execute("PRAGMA user_version = 1")
    file.close()
    assert _texts(search(tmp_path, "word")) == ["a word"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_can_be_looked_for_and_found(tmp_path: Path, name: str) -> None:
    text = HOSTILE[name][:2000]
    write(tmp_path, f"needle {text}")
    assert len(_look(tmp_path, "needle").hits) == 1
    look_in_all([tmp_path], parse_wanted(f"needle {text}", NOW))
