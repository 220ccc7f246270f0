"""Appending: what is acknowledged is on the disk, in order, private, and cannot be changed."""

import json
import os
import sqlite3
import stat
import threading
from hashlib import sha256
from pathlib import Path

import pytest

from console.incident.errors import Refused
from console.incident.events import Declared, Entry, Noted, Unrecognised
from console.journal.canonical import canonical, clean
from console.journal.reading import LogReader
from console.journal.schema import COLUMNS
from console.journal.verify import verify
from tests.fakes import FakeClock
from tests.journal.stage import PATIENCE, note, opened, raw, texts, without_triggers, write

REST = ", ".join((*(name for name, _, _ in COLUMNS), "body", "prev_hash", "hash"))


def test_a_note_is_on_disk_before_it_is_acknowledged(tmp_path: Path) -> None:
    journal = opened(tmp_path / "log")
    event = journal.append(note("db is slow")).result(PATIENCE)
    with raw(tmp_path / "log") as other:
        assert other.execute("SELECT text, hash FROM events WHERE seq = ?", (event.seq,)).fetchone() == (
            "db is slow",
            bytes.fromhex(event.hash),
        )
    journal.close()


def test_an_event_read_is_the_event_acknowledged(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    fact = Declared("checkout down", "SEV1", 0, detected_by="alert")
    entry = Entry(fact, "alice", "INC-20261121-001", 1_795_283_000_000, pinned=True, supersedes="bob@box/3")
    event = journal.append(entry).result(PATIENCE)
    journal.close()
    assert LogReader(tmp_path).event(event.key) == event
    assert event.fact == fact


def test_hashes_cover_the_previous_hash_and_the_stored_bytes(tmp_path: Path) -> None:
    write(tmp_path, "one", "two", "three")
    previous = bytes(32)
    with raw(tmp_path) as other:
        for body, prev_hash, own in other.execute("SELECT body, prev_hash, hash FROM events ORDER BY seq"):
            assert prev_hash == previous
            assert own == sha256(prev_hash + body.encode()).digest()
            previous = own


def test_the_stored_body_is_canonical_json_of_the_whole_event(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    fact = Unrecognised("custom", 'a "quote" \\ \x1b é 😀', {"z": [1, True, None], "a": {"é": "x", "b": -5}})
    journal.append(Entry(fact, "alice")).result(PATIENCE)
    journal.close()
    with raw(tmp_path) as other:
        body = other.execute("SELECT body FROM events").fetchone()[0]
    found = json.loads(body)
    assert body == json.dumps(found, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert set(found) == {
        *("writer", "seq", "hlc", "incident", "occurred_at", "recorded_at", "actor", "kind", "text", "data"),
        *("pinned", "supersedes"),
    }
    assert found["data"] == {"a": {"b": -5, "é": "x"}, "z": [1, True, None]}


def test_keys_are_sorted_by_utf16_as_rfc_8785_asks() -> None:
    # U+1F600 is D83D DE00 in UTF-16 and so stands before U+FB33, though its code point is larger
    assert canonical(clean({"\ufb33": 1, "\U0001f600": 2}, str)) == '{"\U0001f600":2,"\ufb33":1}'


@pytest.mark.parametrize("value", [1.5, float("nan"), 2**53, b"bytes", object()])
def test_what_json_cannot_hold_exactly_is_refused(tmp_path: Path, value: object) -> None:
    journal = opened(tmp_path)
    future = journal.append(Entry(Unrecognised("odd", "odd", {"value": value}), "alice"))
    with pytest.raises(Refused, match="log"):
        future.result(PATIENCE)
    journal.append(note("still works")).result(PATIENCE)
    journal.close()


def test_secrets_are_removed_before_hashing_in_text_and_data(tmp_path: Path) -> None:
    journal = opened(tmp_path, redact=lambda text: text.replace("hunter2", "***"))
    fact = Unrecognised("tool", "password hunter2", {"argv": ["-p", "hunter2"], "env": {"is hunter2 a key": "hunter2"}})
    event = journal.append(Entry(fact, "hunter2", "INC-hunter2")).result(PATIENCE)
    journal.close()
    assert "hunter2" not in repr(event)
    for file in tmp_path.iterdir():
        assert b"hunter2" not in file.read_bytes()
    assert verify(tmp_path)[0].ok


def test_lone_surrogates_become_the_replacement_character(tmp_path: Path) -> None:
    write(tmp_path, "bad \ud800 half \udfff", "a pair \ud83d\ude00")
    assert texts(tmp_path) == ["bad \ufffd half \ufffd", "a pair 😀"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET text = 'x'",
        "UPDATE events SET hash = zeroblob(32) WHERE seq = 1",
        "DELETE FROM events",
        "INSERT OR REPLACE INTO events SELECT * FROM events WHERE seq = 2",
        "INSERT INTO events SELECT * FROM events WHERE seq = 1",
        "UPDATE OR REPLACE events SET seq = 1 WHERE seq = 2",
        f"REPLACE INTO events SELECT 1, {REST} FROM events WHERE seq = 3",
        f"INSERT INTO events SELECT 4, {REST} FROM events WHERE seq = 3",
        f"INSERT INTO events SELECT 9, {REST.replace('prev_hash', 'hash')} FROM events WHERE seq = 3",
    ],
)
def test_triggers_refuse_whatever_is_not_the_next_event(tmp_path: Path, statement: str) -> None:
    write(tmp_path, "one", "two", "three")
    with raw(tmp_path) as other, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(statement)
    assert verify(tmp_path)[0].ok


def test_triggers_that_somebody_dropped_come_back_at_the_next_start(tmp_path: Path) -> None:
    write(tmp_path, "one")
    with raw(tmp_path) as other:
        without_triggers(other)
    write(tmp_path, "two")
    with raw(tmp_path) as other, pytest.raises(sqlite3.IntegrityError):
        other.execute("DELETE FROM events")


def test_entries_of_one_transaction_are_all_there_or_none(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    future = journal.append_all([note("good"), Entry(Unrecognised("odd", "", {"x": 0.5}), "alice")])
    with pytest.raises(Refused):
        future.result(PATIENCE)
    journal.close()
    assert texts(tmp_path) == []


def test_many_threads_append_and_no_entry_is_lost(tmp_path: Path) -> None:
    journal = opened(tmp_path)

    def work(name: int) -> None:
        for number in range(50):
            journal.append(note(f"{name}-{number}")).result(PATIENCE)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    journal.close()
    assert sorted(texts(tmp_path)) == sorted(f"{name}-{number}" for name in range(8) for number in range(50))
    assert verify(tmp_path)[0].ok


def test_a_clock_set_back_never_turns_the_order_round(tmp_path: Path) -> None:
    clock = FakeClock()
    journal = opened(tmp_path, clock)
    first = journal.append(note("before")).result(PATIENCE)
    clock.advance(-3600)
    second = journal.append(note("after")).result(PATIENCE)
    journal.close()
    third = write(tmp_path, "after a restart", clock=clock)[0]
    assert first.recorded_at == second.recorded_at == third.recorded_at
    assert first.order < second.order < third.order
    assert second.occurred_at == first.recorded_at


def test_what_is_recorded_after_reading_another_writer_comes_after_it(tmp_path: Path) -> None:
    ahead, behind = FakeClock(), FakeClock()
    ahead.advance(600)
    one, two = opened(tmp_path, ahead), opened(tmp_path, behind)
    seen = one.append(note("their clock is ten minutes ahead")).result(PATIENCE)
    two.observe(seen.hlc)
    answer = two.append(note("an answer to it")).result(PATIENCE)
    assert (one.writer, two.writer) == ("alice@box", "alice@box.2")
    one.close()
    two.close()
    assert answer.order > seen.order
    assert texts(tmp_path) == ["their clock is ten minutes ahead", "an answer to it"]


def test_directory_and_files_are_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        journal = opened(tmp_path / "state" / "log")
        journal.append(note("x")).result(PATIENCE)
        files = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "state" / "log").iterdir()}
        journal.close()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "state" / "log").stat().st_mode) == 0o700
    assert set(files.values()) == {0o600}
    assert {"alice@box.events.db", "alice@box.events.db-wal", "alice@box.events.db-shm"} <= set(files)


def test_wal_and_full_are_what_the_file_is_written_with(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    seen: list[object] = []
    journal.run(
        lambda connection, _: seen.extend(
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
        )
    ).result(PATIENCE)
    journal.close()
    assert seen == ["wal", 2]


def test_names_that_no_file_may_have_are_made_safe(tmp_path: Path) -> None:
    journal = opened(tmp_path, user="../../etc/päss wd\n")
    assert journal.writer == "_.._etc_p_ss_wd_@box"
    journal.append(note("x")).result(PATIENCE)
    journal.close()
    assert {path.parent for path in tmp_path.rglob("*.db")} == {tmp_path}


def test_a_megabyte_in_one_note_lies_beside_the_event_and_is_whole(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    long = "é" * 500_000
    event = journal.append(Entry(Noted(long), "alice")).result(PATIENCE)
    journal.close()
    reader = LogReader(tmp_path)
    record = next(reader.records(kinds=["note"]))
    assert len(event.fact.summary()) < 400
    assert reader.text("alice@box", record.found["large"]["text"]) == long
    assert reader.event(event.key) == event
    assert verify(tmp_path)[0].ok
    reader.close()


def test_after_close_an_entry_fails_instead_of_being_lost(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    journal.append(note("x")).result(PATIENCE)
    assert journal.close(PATIENCE)
    with pytest.raises(Exception, match="closed"):
        journal.append(note("too late")).result(PATIENCE)
