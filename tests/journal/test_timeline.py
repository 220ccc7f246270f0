"""The timeline's index: sorted by when things happened, built newest first, small, and the same for every console."""

import random
import sys
import threading
from pathlib import Path

import pytest

from console.incident.events import Corrected, Entry, Event, Noted
from console.journal.matching import Match
from console.journal.reading import LogReader
from console.journal.timeline import Place, TimelineIndex
from tests.fakes import FakeClock
from tests.journal.stage import PATIENCE, note, opened

START = 1_795_283_533_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two writers, 1,000 notes, every tenth told to have happened earlier."""
    place = tmp_path_factory.mktemp("timeline")
    clock, chance = FakeClock(START), random.Random(3)
    journals = [opened(place, clock), opened(place, clock)]
    for number in range(100):
        clock.advance(chance.random())
        entries = [
            note(f"n{number}-{part} {'error' if part == 3 else 'calm'}", occurred_at=_when(clock, part, chance))
            for part in range(10)
        ]
        journals[number % 2].append_all(entries).result(PATIENCE)
    journals[0].append(Entry(Corrected("alice@box/3", "was wrong"), "bob")).result(PATIENCE)
    for journal in journals:
        journal.close()
    return place


def _when(clock: FakeClock, part: int, chance: random.Random) -> int | None:
    return clock() - chance.randrange(60_000) if part == 0 else None


def expected(folder: Path, match: Match) -> list[str]:
    events = [event for event in LogReader(folder).events() if match.accepts(event)]
    return [event.key for event in sorted(events, key=lambda event: (event.occurred_at, event.order))]


def filled(folder: Path, match: Match, size: int) -> TimelineIndex:
    index, reader = TimelineIndex(match), LogReader(folder)
    for _ in reader.fill(index, size):
        pass
    reader.close()
    assert index.complete
    return index


@pytest.mark.parametrize("size", [7, 100, 5000])
@pytest.mark.parametrize(
    "match",
    [
        Match(),
        Match(text="ERROR"),
        Match(text="n1_"),
        Match(text="nobody said this"),
        Match(kinds=frozenset({"corrected"}), hidden=frozenset()),
        Match(actor="bob", hidden=frozenset()),
        Match(incident="INC-20261121-001"),
        Match(incident="INC-20261121-002"),
        Match(pinned=frozenset({"alice@box/3", "alice@box.2/9", "carol@box/1"})),
    ],
)
def test_an_index_holds_what_matches_in_the_order_in_which_it_happened(folder: Path, match: Match, size: int) -> None:
    index = filled(folder, match, size)
    assert index.keys(0, 10_000) == expected(folder, match)
    assert LogReader(folder).matching(match) == set(expected(folder, match))


def test_the_newest_page_is_there_after_the_first_step(folder: Path) -> None:
    index, reader = TimelineIndex(), LogReader(folder)
    next(reader.fill(index, 50))
    assert index.keys(0, 50) == expected(folder, Match())[-50:]
    assert not index.complete


def test_events_that_come_in_while_it_is_built_are_in_once(folder: Path) -> None:
    events = list(LogReader(folder).events())
    index, reader = TimelineIndex(), LogReader(folder)
    steps = reader.fill(index, 100)
    next(steps)
    index.add(events[-150:])
    index.add(events[:5])
    for _ in steps:
        index.add(events[300:310])
    assert index.keys(0, 10_000) == expected(folder, Match())


def test_a_moved_event_stands_at_its_new_time_also_when_it_is_loaded_later(folder: Path) -> None:
    keys = expected(folder, Match())
    index, reader = TimelineIndex(), LogReader(folder)
    steps = reader.fill(index, 100)
    next(steps)
    index.move(keys[0], START + 10_000_000)
    index.move(keys[-1], 1)
    for _ in steps:
        pass
    assert index.keys(0, 10_000) == [keys[-1], *keys[1:-1], keys[0]]
    index.move(keys[0], 0)
    assert index.find(keys[0]) == 0
    index.hide(keys[0])
    assert index.find(keys[0]) is None
    assert len(index) == len(keys) - 1


def test_rows_say_what_the_events_say(folder: Path) -> None:
    reader = LogReader(folder)
    keys = expected(folder, Match())[500:560]
    rows = reader.rows([*keys, "alice@box/999999", "nobody@box/1"])
    assert [row.key for row in rows] == keys
    event = reader.event(keys[7])
    assert event is not None
    assert rows[7][1:7] == (
        *(event.occurred_at, event.recorded_at, event.incident, event.actor, "note", event.fact.summary()),
    )


def test_a_hundred_thousand_rows_take_less_than_five_megabytes() -> None:
    index = TimelineIndex()
    index.load([_place(number) for number in range(100_000)])
    arrays = [value for value in vars(index).values() if hasattr(value, "typecode")]
    assert len(arrays) == 3
    assert sum(sys.getsizeof(value) for value in arrays) < 5_000_000


def _place(number: int) -> Place:
    return Place(START + number, (START + number) << 16, "alice@box", number + 1)


def test_one_thread_draws_while_another_fills(folder: Path) -> None:
    index, reader = TimelineIndex(), LogReader(folder)
    thread = threading.Thread(target=lambda: [None for _ in reader.fill(index, 10)])
    thread.start()
    while thread.is_alive():
        keys = index.keys(0, 20)
        assert len(keys) == len(set(keys))
    thread.join()
    assert len(index) == 1000


def test_an_event_by_its_key_or_none(folder: Path) -> None:
    reader = LogReader(folder)
    found = reader.event("alice@box/1")
    assert isinstance(found, Event)
    assert isinstance(found.fact, Noted)
    assert [reader.event(key) for key in ("alice@box/0", "alice@box/x", "nobody/1", "", "a/²")] == [None] * 5
