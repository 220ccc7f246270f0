"""Several consoles on one log directory: a name each, one timeline, unique ids, and each carries the others' heads."""

import subprocess
import sys
from pathlib import Path

import pytest

from console.incident.errors import Failed
from console.incident.events import Declared, Entry, HeadsSeen
from console.journal.hybrid import HybridClock
from console.journal.logfile import LogFile
from console.journal.reading import LogReader
from console.journal.verify import verify
from tests.fakes import FakeClock
from tests.journal.stage import PATIENCE, note, opened, raw, texts, without_triggers, write


def test_two_consoles_write_under_two_names_and_read_one_timeline(tmp_path: Path) -> None:
    clock = FakeClock()
    one, two = opened(tmp_path, clock), opened(tmp_path, clock)
    reader = LogReader(tmp_path)
    said = []
    for number in range(6):
        clock.advance(1)
        (one, two)[number % 2].append(note(f"{number}")).result(PATIENCE)
        said += [event.fact.summary() for event in reader.poll() if event.fact.kind == "note"]
    assert (one.writer, two.writer) == ("alice@box", "alice@box.2")
    assert said == texts(tmp_path) == ["0", "1", "2", "3", "4", "5"]
    one.close()
    two.close()
    reader.close()


def test_a_name_is_free_again_once_its_console_is_gone(tmp_path: Path) -> None:
    one = opened(tmp_path)
    one.close()
    two = opened(tmp_path)
    assert two.writer == "alice@box"
    two.close()


def test_eight_processes_declare_at_once_and_every_id_is_another(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.journal.declarer", str(tmp_path), "3"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(8)]
    ids = [line for process in running for line in process.communicate(timeout=60)[0].split()]
    assert sorted(ids) == [f"INC-20261121-{number:03}" for number in range(1, 25)]
    assert all(verdict.ok for verdict in verify(tmp_path))


def test_an_id_in_any_writers_file_is_not_given_again(tmp_path: Path) -> None:
    clock = FakeClock()
    journal = opened(tmp_path, clock)
    declared = Entry(Declared("by hand", "SEV1", 0), "alice", "INC-20261121-041")
    journal.append(declared).result(PATIENCE)
    assert journal.declare(lambda made: [note("x", made)], clock()).result(PATIENCE)[0].incident == "INC-20261121-042"
    tomorrow = clock.advance(86_400)
    assert journal.declare(lambda made: [note("x", made)], tomorrow).result(PATIENCE)[0].incident == "INC-20261122-001"
    journal.close()


def test_a_console_carries_the_heads_of_the_others_once(tmp_path: Path) -> None:
    one, two = opened(tmp_path), opened(tmp_path)
    theirs = one.append(note("first")).result(PATIENCE)
    two.close()
    two = opened(tmp_path)
    two.append(note("second")).result(PATIENCE)
    two.append(note("third")).result(PATIENCE)
    two.close()
    two = opened(tmp_path)
    two.append(note("nothing new at the other")).result(PATIENCE)
    two.close()
    one.close()
    carried = [event.fact for event in LogReader(tmp_path).events(kinds=["log.heads"])]
    assert carried == [HeadsSeen({"alice@box": f"{theirs.seq}:{theirs.hash}"})]


def test_a_cut_tail_shows_in_what_another_writer_carried(tmp_path: Path) -> None:
    one = opened(tmp_path)
    for number in range(5):
        one.append(note(str(number))).result(PATIENCE)
    two = opened(tmp_path)
    two.append(note("I saw five")).result(PATIENCE)
    one.close()
    two.close()
    with raw(tmp_path) as file:
        without_triggers(file)
        file.execute("DELETE FROM events WHERE seq > 3")
    verdicts = {verdict.writer: verdict for verdict in verify(tmp_path)}
    assert verdicts["alice@box.2"].ok
    assert not verdicts["alice@box"].ok
    assert verdicts["alice@box"].first_bad == "alice@box/4"
    assert "alice@box.2 saw event 5" in verdicts["alice@box"].problem


def test_a_missing_file_shows_in_what_another_writer_carried(tmp_path: Path) -> None:
    one = opened(tmp_path)
    one.append(note("x")).result(PATIENCE)
    two = opened(tmp_path)
    two.append(note("y")).result(PATIENCE)
    one.close()
    two.close()
    (tmp_path / "alice@box.events.db").unlink()
    assert [verdict.problem for verdict in verify(tmp_path) if not verdict.ok] == [
        "The file of alice@box is missing; alice@box.2 saw 1 events in it."
    ]


def test_a_reader_sees_a_writer_that_comes_later_and_one_that_ends(tmp_path: Path) -> None:
    reader = LogReader(tmp_path / "log")
    assert reader.poll() == []
    assert not (tmp_path / "log").exists()
    write(tmp_path / "log", "one")
    assert [event.fact.summary() for event in reader.poll()] == ["one"]
    write(tmp_path / "log", "two")
    assert [event.fact.summary() for event in reader.poll()] == ["two"]
    assert reader.poll() == []
    before = sorted(path.name for path in (tmp_path / "log").iterdir())
    assert before == ["alice@box.events.db", "alice@box.lock"]
    reader.close()


class SlowToCompare(int):
    """Another writer's time; while it is being compared, the writer thread records."""

    clock: HybridClock
    given: list[int]

    def __gt__(self, other: int) -> bool:
        self.given += [self.clock.next(1000) for _ in range(5)]
        return int(self) > other

    __hash__ = int.__hash__


def test_another_writers_time_that_comes_in_between_never_turns_the_own_order_round() -> None:
    clock = HybridClock()
    given = [clock.next(1000)]
    seen = SlowToCompare(given[0] + 2)
    seen.clock, seen.given = clock, given
    clock.observe(seen, 1000)
    given.append(clock.next(1000))
    assert given == sorted(set(given))
    clock.observe(given[-1] + 100, 1000)
    assert clock.next(1000) > given[-1] + 100


def test_what_could_not_be_read_is_read_at_the_next_look_without_another_commit(tmp_path: Path) -> None:
    write(tmp_path, "one")
    journal = opened(tmp_path)
    journal.append(note("two")).result(PATIENCE)
    file = LogFile(tmp_path / "alice@box.events.db")
    assert file.changed()
    with pytest.raises(Failed, match="cannot be read"):
        file.query("SELECT x FROM nowhere")
    assert file.changed()
    assert not file.changed()
    file.close()
    journal.close(PATIENCE)
