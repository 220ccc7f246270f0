"""Verification: whatever was done to a file behind the log's back is found, and the first bad event is named."""

import random
import shutil
from pathlib import Path

import pytest

from console.incident.events import Entry, Noted
from console.journal.reading import LogReader
from console.journal.verify import verify
from tests.journal.stage import PATIENCE, note, opened, raw, texts, without_triggers, write


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("healthy")
    journal = opened(folder)
    journal.append_all([note(f"event {number} {'x' * (number % 200)}") for number in range(300)]).result(PATIENCE)
    journal.append(Entry(Noted("long " * 5000), "alice")).result(PATIENCE)
    journal.close()
    return folder


@pytest.fixture
def copy(healthy: Path, tmp_path: Path) -> Path:
    shutil.copytree(healthy, tmp_path / "log")
    return tmp_path / "log"


def test_a_healthy_log_verifies_and_says_its_head(healthy: Path) -> None:
    steps: list[tuple[str, int]] = []
    (verdict,) = verify(healthy, lambda writer, count: steps.append((writer, count)))
    assert verdict.ok
    assert verdict.events == 301
    assert LogReader(healthy).heads() == {"alice@box": (301, verdict.head)}
    assert steps == [("alice@box", 301)]


@pytest.mark.parametrize(
    ("statements", "first_bad", "said"),
    [
        (["UPDATE events SET body = replace(body, 'event 40', 'event 4x') WHERE seq = 41"], 41, "was changed"),
        (["UPDATE events SET hash = randomblob(32) WHERE seq = 41"], 41, "was changed"),
        (["UPDATE events SET prev_hash = randomblob(32) WHERE seq = 41"], 41, "does not follow"),
        (["DELETE FROM events WHERE seq = 41"], 41, "missing"),
        (["DELETE FROM events WHERE seq < 41"], 1, "missing"),
        (
            [
                "UPDATE events SET seq = -1 WHERE seq = 41",
                "UPDATE events SET seq = 41 WHERE seq = 42",
                "UPDATE events SET seq = 42 WHERE seq = -1",
            ],
            41,
            "does not follow",
        ),
        (["UPDATE events SET text = 'all is well' WHERE seq = 41"], 41, "columns"),
        (["UPDATE events SET occurred_at = occurred_at - 60000 WHERE seq = 41"], 41, "columns"),
        (["UPDATE events SET actor = 'mallory' WHERE seq = 301"], 301, "columns"),
        (["UPDATE texts SET bytes = CAST('short' AS BLOB)"], 0, "was changed"),
        (["DELETE FROM texts"], 301, "is missing"),
    ],
)
def test_a_change_is_found_and_the_first_bad_event_named(
    copy: Path, statements: list[str], first_bad: int, said: str
) -> None:
    with raw(copy) as file:
        without_triggers(file)
        for statement in statements:
            file.execute(statement)
    (verdict,) = verify(copy)
    assert not verdict.ok
    assert verdict.first_bad == (f"alice@box/{first_bad}" if first_bad else None)
    assert said in verdict.problem


def test_a_file_under_another_writers_name_is_found(copy: Path) -> None:
    (copy / "alice@box.events.db").rename(copy / "bob@box.events.db")
    (verdict,) = verify(copy)
    assert verdict.first_bad == "bob@box/1"


@pytest.mark.parametrize("seed", range(100))
def test_random_damage_is_found_or_changes_no_fact(healthy: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    before = [(event.key, event.fact.summary(), event.hash) for event in LogReader(healthy).events()]
    path = tmp_path / "alice@box.events.db"
    content = bytearray((healthy / path.name).read_bytes())
    if seed % 10 == 0:
        del content[chance.randrange(len(content)) :]
    for _ in range(chance.choice((1, 1, 3, 40))):
        if content:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    verdicts = verify(tmp_path)
    reader = LogReader(tmp_path)
    after = [(event.key, event.fact.summary(), event.hash) for event in reader.events()]
    reader.close()
    assert any(not verdict.ok for verdict in verdicts) or after == before


def test_a_bad_event_is_left_out_and_named_and_the_rest_is_read(copy: Path) -> None:
    with raw(copy) as file:
        without_triggers(file)
        file.execute("UPDATE events SET body = 'not json' WHERE seq = 41")
    reader = LogReader(copy)
    assert len(list(reader.events())) == 300
    assert reader.problems == ("Event alice@box/41 is damaged and left out.",)


def test_a_good_writer_is_read_beside_a_broken_one(tmp_path: Path) -> None:
    one, two = opened(tmp_path), opened(tmp_path)
    one.append(note("lost")).result(PATIENCE)
    two.append(note("kept")).result(PATIENCE)
    one.close()
    two.close()
    (tmp_path / "alice@box.events.db").write_bytes(b"garbage" * 4000)
    reader = LogReader(tmp_path)
    assert [event.fact.summary() for event in reader.poll() if event.fact.kind == "note"] == ["kept"]
    assert "alice@box.events.db is damaged" in reader.problems[0]
    assert [verdict.ok for verdict in verify(tmp_path)] == [False, True]


def test_a_rewritten_log_shows_only_in_what_others_carried(tmp_path: Path) -> None:
    write(tmp_path / "log", "the truth")
    two = opened(tmp_path / "log", user="bob")
    two.append(note("I saw it")).result(PATIENCE)
    two.close()
    write(tmp_path / "other", "a better story")
    shutil.copy(tmp_path / "other" / "alice@box.events.db", tmp_path / "log")
    alice, bob = verify(tmp_path / "log")
    assert bob.ok
    assert "written anew" in alice.problem
    assert texts(tmp_path / "log")[0] == "a better story"
