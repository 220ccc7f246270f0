"""A full disk, a read-only directory, a damaged file: nothing is lost, and a message says what to do."""

import contextlib
import functools
import json
import os
import resource
import shutil
import sqlite3
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from console.incident.errors import Failed
from console.incident.events import Declared, Entry
from console.journal.opening import Journal
from console.journal.reading import LogReader
from console.journal.rows import Clean
from console.journal.verify import verify
from tests.fakes import FakeClock
from tests.journal.stage import PATIENCE, note, opened, raw, texts, without_triggers, write


@contextlib.contextmanager
def files_end_at(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size: the kernel refuses the write (EFBIG), as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """Mount a file system of 1 MB, where that is allowed."""
    place = Path(tempfile.mkdtemp())
    command = ["mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", str(place)]
    if os.geteuid() != 0 or shutil.which("mount") is None or subprocess.run(command, check=False).returncode:
        place.rmdir()
        pytest.skip("mounting a small file system is not allowed here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)
    place.rmdir()


def is_kept(journal: Journal) -> bool:
    return "Kept in" in journal.condition.reason


def wait_for(what: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.01)


def test_on_a_full_disk_entries_wait_and_go_in_when_there_is_room(tmp_path: Path) -> None:
    journal = opened(tmp_path / "log")
    saved = journal.append(note("saved")).result(PATIENCE)
    with files_end_at(160 * 1024):
        waiting = [journal.append(note(f"{number} {'x' * 3000}")) for number in range(20)]
        wait_for(lambda: journal.condition.state == "spooling")
        wait_for(lambda: "spool.ndjson" in journal.condition.reason)
        assert journal.condition.pending > 0
        assert not waiting[-1].done()
        (spool,) = (tmp_path / "log").glob("alice@box.*.spool.ndjson")
        assert stat.S_IMODE(spool.stat().st_mode) == 0o600
    assert [future.result(PATIENCE).fact.summary()[:2].strip() for future in waiting] == [str(n) for n in range(20)]
    wait_for(lambda: journal.condition.state == "ok")
    assert journal.condition.reason == ""
    assert not spool.exists()
    journal.close()
    assert texts(tmp_path / "log")[0] == saved.fact.summary()
    assert len(texts(tmp_path / "log")) == 21
    assert verify(tmp_path / "log")[0].ok


def test_what_waited_when_the_console_ended_goes_in_at_the_next_start_once(tmp_path: Path) -> None:
    journal = opened(tmp_path / "log")
    journal.append(note("saved")).result(PATIENCE)
    with files_end_at(160 * 1024):
        waiting = [journal.append(note(f"{number} {'x' * 3000}")) for number in range(20)]
        wait_for(lambda: journal.condition.state == "spooling" and "spool.ndjson" in journal.condition.reason)
        assert journal.close(PATIENCE)
        lost = [future for future in waiting if future.exception(0) is not None]
        with pytest.raises(Failed, match=r"Not in the log yet.*Kept in .*spool\.ndjson"):
            lost[-1].result(0)
    again = opened(tmp_path / "log")
    assert f"{len(lost)} entries that waited" in again.notices[0]
    again.close()
    opened(tmp_path / "log").close()
    assert [text.split()[0] for text in texts(tmp_path / "log")] == ["saved", *(str(number) for number in range(20))]
    assert verify(tmp_path / "log")[0].ok


def test_a_spool_that_was_committed_before_a_crash_goes_in_no_second_time(tmp_path: Path) -> None:
    journal = opened(tmp_path / "log")
    with files_end_at(160 * 1024):
        future = journal.append_all([note(f"{number} {'x' * 3000}") for number in range(20)])
        wait_for(lambda: "spool.ndjson" in journal.condition.reason)
        (spool,) = (tmp_path / "log").glob("alice@box.*.spool.ndjson")
        kept = spool.read_bytes()
    future.result(PATIENCE)
    journal.close()
    spool.write_bytes(kept)  # as if the machine stopped between the commit and the removal
    opened(tmp_path / "log", user="bob").close()
    assert not spool.exists()
    assert len(texts(tmp_path / "log")) == 20


def test_a_spool_line_that_was_cut_is_left_out_and_the_others_go_in(tmp_path: Path) -> None:
    journal = opened(tmp_path / "log")
    with files_end_at(160 * 1024):
        journal.append_all([note(f"{number} {'x' * 3000}") for number in range(20)])
        wait_for(lambda: "spool.ndjson" in journal.condition.reason)
        journal.close(PATIENCE)
    (spool,) = (tmp_path / "log").glob("alice@box.*.spool.ndjson")
    spool.write_bytes(spool.read_bytes() + b'{"at":1,"entries":[{"act')
    opened(tmp_path / "log").close()
    assert len(texts(tmp_path / "log")) == 20


def test_a_spool_that_a_newer_warroom_wrote_is_named_and_left_for_it(tmp_path: Path) -> None:
    write(tmp_path / "log", "saved")
    spool = tmp_path / "log" / "bob@box.0123.spool.ndjson"
    good = Clean("bob", {"text": "old"}, "", "note", None, pinned=False, supersedes="", text="old")._asdict()
    lines = [{"at": 1, "entries": [{"of": "the future"}], "token": "t"}, {"at": 2, "entries": [good], "token": "u"}]
    spool.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    for _ in range(2):
        journal = opened(tmp_path / "log")
        journal.close()
        assert "a newer warroom wrote them" in journal.notices[0]
    assert spool.exists()
    assert texts(tmp_path / "log") == ["saved", "old"]


def test_a_disk_without_a_byte_left_sends_the_spool_elsewhere(small_disk: Path, tmp_path: Path) -> None:
    journal = opened(small_disk / "log", fallback=tmp_path)
    journal.append(note("saved")).result(PATIENCE)
    filler = small_disk / "filler"
    with filler.open("wb") as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 65536)
            file.flush()
    with filler.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x")
    waiting = [journal.append(note(f"{number} {'y' * 4000}")) for number in range(20)]
    wait_for(lambda: journal.condition.state == "spooling" and "Kept in" in journal.condition.reason)
    assert "disk is full" in journal.condition.reason
    wait_for(lambda: str(tmp_path) in journal.condition.reason)
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("*.spool.ndjson")} == {0o600}
    declared = journal.declare(lambda made: [Entry(Declared("disk full", "SEV1", 0), "alice", made)], FakeClock()())
    time.sleep(0.1)
    filler.unlink()
    for future in waiting:
        future.result(PATIENCE)
    assert declared.result(PATIENCE)[0].incident == "INC-20261121-001"
    journal.close()
    assert list(tmp_path.glob("*.spool.ndjson")) == []
    assert len(texts(small_disk / "log")) == 21
    assert verify(small_disk / "log")[0].ok


def test_a_log_on_a_full_disk_at_the_start_still_takes_entries(small_disk: Path, tmp_path: Path) -> None:
    with (small_disk / "filler").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    journal = opened(small_disk / "log", fallback=tmp_path)
    future = journal.append(note("from the first moment on"))
    wait_for(lambda: journal.condition.state == "spooling")
    (small_disk / "filler").unlink()
    future.result(PATIENCE)
    journal.close()
    assert texts(small_disk / "log") == ["from the first moment on"]


@contextlib.contextmanager
def as_nobody() -> Iterator[Path]:
    """Be a user that may not write everywhere (root may), in a directory that this user reaches."""
    place = Path(tempfile.mkdtemp(dir="/tmp"))
    place.chmod(0o777)
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield place
    finally:
        os.seteuid(before)
        shutil.rmtree(place)


def test_a_read_only_directory_says_so_and_is_still_read() -> None:
    with as_nobody() as place:
        write(place / "log", "from before")
        (place / "log").chmod(0o500)
        journal = opened(place / "log")
        assert journal.condition.state == "read-only"
        with pytest.raises(Failed, match=r"cannot be written|read-only"):
            journal.append(note("x")).result(0)
        with pytest.raises(Failed):
            journal.declare(lambda made: [note("x", made)], 0).result(0)
        assert journal.close()
        assert texts(place / "log") == ["from before"]
        assert verify(place / "log")[0].ok
        (place / "log").chmod(0o700)


@pytest.mark.parametrize("missing", ["", "-shm"])
def test_a_file_left_by_a_kill_is_read_in_a_read_only_directory(missing: str) -> None:
    with as_nobody() as place:
        journal = opened(place / "log")
        journal.append(note("in the write-ahead log only")).result(PATIENCE)
        shutil.copytree(place / "log", place / "copy")
        journal.close()
        if missing:
            (place / "copy" / f"alice@box.events.db{missing}").unlink()
        for file in (place / "copy").iterdir():
            file.chmod(0o400)
        (place / "copy").chmod(0o500)
        before = {file.name: file.read_bytes() for file in (place / "copy").iterdir()}
        assert texts(place / "copy") == ["in the write-ahead log only"]
        assert before == {file.name: file.read_bytes() for file in (place / "copy").iterdir()}
        (place / "copy").chmod(0o700)


def test_a_newer_file_is_left_alone_and_the_next_name_is_taken(tmp_path: Path) -> None:
    write(tmp_path, "from the future")
    with raw(tmp_path) as file:
        file.execute("PRAGMA user_version = 99")
    before = (tmp_path / "alice@box.events.db").read_bytes()
    journal = opened(tmp_path)
    assert journal.writer == "alice@box.2"
    assert "newer warroom (schema 99" in journal.notices[0]
    journal.append(note("now")).result(PATIENCE)
    journal.close()
    assert (tmp_path / "alice@box.events.db").read_bytes() == before
    reader = LogReader(tmp_path)
    assert [event.fact.summary() for event in reader.events(kinds=["note"])] == ["now"]
    assert "newer warroom" in reader.problems[0]
    assert "newer warroom" in verify(tmp_path)[0].problem


@pytest.mark.parametrize("damage", ["garbage", "cut", "tail"])
def test_a_damaged_file_is_left_alone_and_the_next_name_is_taken(tmp_path: Path, damage: str) -> None:
    write(tmp_path, *(f"{number} {'x' * 500}" for number in range(100)))
    path = tmp_path / "alice@box.events.db"
    if damage == "garbage":
        path.write_bytes(b"this is no database" * 1000)
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:20_000])
    else:
        with raw(tmp_path) as file:
            without_triggers(file)
            file.execute("UPDATE events SET body = replace(body, '99 x', '98 x') WHERE seq = 100")
    before = path.read_bytes()
    journal = opened(tmp_path)
    assert journal.writer == "alice@box.2"
    assert "damaged" in journal.notices[0]
    journal.append(note("goes on")).result(PATIENCE)
    journal.close()
    assert path.read_bytes() == before
    assert "goes on" in texts(tmp_path)
    assert [verdict.ok for verdict in verify(tmp_path)] == [False, True]


def test_a_directory_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    journal = opened(tmp_path / "file" / "log")
    assert journal.condition.state in {"spooling", "read-only"}
    journal.append(note("kept all the same"))
    journal.close(PATIENCE)
    assert "file/log" in journal.condition.reason


def test_a_file_that_breaks_while_it_is_written_is_left_and_recording_goes_on(tmp_path: Path) -> None:
    journal = opened(tmp_path / "log")
    journal.append_all([note(f"{number} {'x' * 800}") for number in range(500)]).result(PATIENCE)
    path = tmp_path / "log" / "alice@box.events.db"
    with path.open("r+b") as file:
        file.write(b"\0" * path.stat().st_size)
    (tmp_path / "log" / "alice@box.events.db-wal").write_bytes(b"")
    futures = [journal.append(note(f"later {number} {'x' * 3000}")) for number in range(50)]
    for future in futures:
        future.result(PATIENCE)
    assert journal.writer == "alice@box.2"
    assert "damaged" in journal.notices[0]
    assert journal.condition.state == "ok"
    journal.close()
    assert len([text for text in texts(tmp_path / "log") if text.startswith("later")]) == 50


def test_what_an_earlier_console_left_is_not_lost_when_the_next_spools_too(small_disk: Path, tmp_path: Path) -> None:
    with (small_disk / "filler").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    for text in ("first session", "second session"):
        journal = opened(small_disk / "log", fallback=tmp_path)
        journal.append(note(text))
        wait_for(functools.partial(is_kept, journal))
        journal.close(PATIENCE)
    (small_disk / "filler").unlink()
    journal = opened(small_disk / "log", fallback=tmp_path)
    journal.append(note("third session")).result(PATIENCE)
    journal.close()
    assert sorted(texts(small_disk / "log")) == ["first session", "second session", "third session"]
    assert list(tmp_path.iterdir()) == []


class Reluctant:
    """A connection that commits and then says that it could not, once: what a failing fsync looks like."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.refuse = True

    def execute(self, sql: str, *values: object) -> object:
        done = self.connection.execute(sql, *values)  # type: ignore[arg-type]  # passed on as it came
        if sql == "COMMIT" and self.refuse:
            self.refuse = False
            raise OSError(5, "Input/output error")
        return done

    def __getattr__(self, name: str) -> object:
        return getattr(self.connection, name)


def test_a_commit_that_went_in_though_the_disk_said_no_is_not_made_twice(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    journal.append(note("one")).result(PATIENCE)
    loop = journal._loop
    assert loop is not None
    loop._connection = Reluctant(loop._connection)  # type: ignore[assignment,arg-type]  # stands in for a failing disk
    assert journal.append(note("two")).result(PATIENCE).fact.summary() == "two"
    journal.append(note("three")).result(PATIENCE)
    journal.close()
    assert texts(tmp_path) == ["one", "two", "three"]
    assert verify(tmp_path)[0].ok
