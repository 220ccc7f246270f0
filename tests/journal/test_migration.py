"""Schemas: an older file is brought up to date after a backup, and its triggers are there again."""

import sqlite3
import stat
from pathlib import Path

import pytest

from console.incident.errors import Failed
from console.journal import migration
from console.journal.backup import backup
from console.journal.connection import writable
from console.journal.migration import Schema
from console.journal.verify import verify
from tests.journal.stage import PATIENCE, note, opened, raw, texts, write

OLDER = Schema(1, ("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)",), {}, {})
NEWER = Schema(
    3,
    ("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT, size INTEGER, colour TEXT)",),
    {"no_delete": "CREATE TRIGGER no_delete BEFORE DELETE ON things BEGIN SELECT RAISE(ABORT, 'kept'); END"},
    {
        1: (
            "CREATE TABLE made (id INTEGER PRIMARY KEY, name TEXT, size INTEGER)",
            "INSERT INTO made SELECT id, name, 0 FROM things",
            "DROP TABLE things",
            "ALTER TABLE made RENAME TO things",
        ),
        2: ("ALTER TABLE things ADD COLUMN colour TEXT",),
    },
)


def old_file(path: Path) -> Path:
    connection = writable(path)
    migration.prepare(connection, path, OLDER)
    connection.execute("INSERT INTO things VALUES (1, 'lamp')")
    connection.close()
    return path


def test_an_older_file_is_migrated_after_a_private_backup(tmp_path: Path) -> None:
    path = old_file(tmp_path / "things.db")
    connection = writable(path)
    migration.prepare(connection, path, NEWER)
    assert connection.execute("SELECT * FROM things").fetchall() == [(1, "lamp", 0, None)]
    assert connection.execute("PRAGMA user_version").fetchone() == (3,)
    with pytest.raises(sqlite3.IntegrityError, match="kept"):
        connection.execute("DELETE FROM things")
    connection.close()
    saved = tmp_path / "things.db.v1.backup"
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    before = sqlite3.connect(saved)
    assert before.execute("SELECT * FROM things").fetchall() == [(1, "lamp")]
    before.close()


def test_triggers_that_a_rebuilt_table_lost_are_put_back(tmp_path: Path) -> None:
    path = tmp_path / "things.db"
    connection = writable(path)
    migration.prepare(connection, path, NEWER)
    connection.executescript("CREATE TABLE made AS SELECT * FROM things; DROP TABLE things")
    connection.execute("ALTER TABLE made RENAME TO things")
    assert migration.missing_triggers(connection, NEWER)
    migration.prepare(connection, path, NEWER)
    assert migration.missing_triggers(connection, NEWER) == []
    connection.close()


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = old_file(tmp_path / "things.db")
    broken = NEWER._replace(steps={1: ("DROP TABLE things", "CREATE TABLE things (", "never"), 2: ()})
    connection = writable(path)
    with pytest.raises(sqlite3.OperationalError):
        migration.prepare(connection, path, broken)
    assert connection.execute("SELECT * FROM things").fetchall() == [(1, "lamp")]
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()


def test_a_second_backup_of_the_same_name_gets_a_number(tmp_path: Path) -> None:
    (tmp_path / "things.db.v1.backup").write_text("an earlier one")
    path = old_file(tmp_path / "things.db")
    connection = writable(path)
    migration.prepare(connection, path, NEWER)
    connection.close()
    assert (tmp_path / "things.db.v1.backup").read_text() == "an earlier one"
    assert (tmp_path / "things.db.v1.backup.2").exists()


def test_the_log_has_all_its_triggers_from_the_start(tmp_path: Path) -> None:
    write(tmp_path, "x")
    with raw(tmp_path) as file:
        names = {row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        assert names == set(migration.EVENTS.triggers)
        assert migration.missing_triggers(file) == []


def test_a_newer_file_is_refused_without_a_byte_changed(tmp_path: Path) -> None:
    write(tmp_path, "x")
    with raw(tmp_path) as file:
        file.execute("PRAGMA user_version = 2")
    path = tmp_path / "alice@box.events.db"
    before = path.read_bytes()
    with pytest.raises(Failed, match="newer warroom"):
        migration.refuse_newer(path)
    assert path.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["alice@box.events.db", "alice@box.lock"]


def test_a_backup_of_a_log_in_use_is_whole_and_private(tmp_path: Path) -> None:
    journal = opened(tmp_path / "log")
    journal.append(note("only in the write-ahead log")).result(PATIENCE)
    made, problems = backup(tmp_path / "log", tmp_path / "saved")
    journal.close()
    assert problems == []
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in made} == {"alice@box.events.db": 0o600}
    assert stat.S_IMODE((tmp_path / "saved").stat().st_mode) == 0o700
    assert texts(tmp_path / "saved") == ["only in the write-ahead log"]
    assert verify(tmp_path / "saved")[0].ok


def test_a_damaged_file_stops_no_backup_of_the_others_and_leaves_nothing_that_passes_for_a_copy(tmp_path: Path) -> None:
    write(tmp_path / "log", "good")
    (tmp_path / "log" / "aaa@box.events.db").write_bytes(b"garbage" * 1000)
    (tmp_path / "log" / "zzz@box.events.db").mkdir()
    made, problems = backup(tmp_path / "log", tmp_path / "saved")
    assert [path.name for path in made] == ["alice@box.events.db"]
    assert [path.name for path in (tmp_path / "saved").iterdir()] == ["alice@box.events.db"]
    assert [("aaa@box" in said, "zzz@box" in said) for said in problems] == [(True, False), (False, True)]
