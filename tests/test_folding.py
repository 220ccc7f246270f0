"""The fold that goes on: late events find their place, whatever the order in which they are read."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.incident.events import Entry, Event, HealthChanged, Noted
from console.incident.state import EMPTY, State, fold
from console.journal.opening import Journal
from console.journal.reading import LogReader
from console.journal.timeline import TimelineIndex
from console.room.folding import KEPT, Folding
from console.room.following import BATCH
from console.room.record import Record
from tests.fakes import FakeClock
from tests.room import living_room, write_story
from tests.test_room import declaration


def chopped(events: Sequence[Event], sizes: Sequence[int]) -> list[list[Event]]:
    """The events in pieces, each in its own order."""
    pieces, start = [], 0
    for size in sizes:
        pieces.append(sorted(events[start : start + size], key=lambda event: event.order))
        start += size
    return [*pieces, sorted(events[start:], key=lambda event: event.order)]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> tuple[Event, ...]:
    """An outage."""
    return write_story(tmp_path_factory.mktemp("story"))


@given(data=st.data())
def test_events_in_any_order_and_in_any_pieces_come_to_the_same_state(
    story: tuple[Event, ...], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(story))
    folding = Folding()
    for piece in chopped(shuffled, data.draw(st.lists(st.integers(0, 4), max_size=6))):
        assert folding.add(piece)
    assert folding.state == fold(story)


def test_an_event_that_was_folded_already_is_not_folded_twice(story: tuple[Event, ...]) -> None:
    folding = Folding()
    assert folding.add(story)
    assert folding.add(story[2:5])
    assert folding.state == fold(story)


class CountingReader(LogReader):
    """Counts how often the whole log is read."""

    whole = 0

    def state_events(self) -> Iterator[Event]:
        """Count, and read."""
        self.whole += 1
        return super().state_events()


def journal_of(log_dir: Path, user: str, clock: FakeClock) -> Journal:
    """A log of its own; where the others are is seen now, so that what they write later comes later in the order."""
    return Journal.open(log_dir, user=user, host="host", clock=clock, redact=str)


def write_health(journal: Journal, count: int) -> None:
    """Write changes of health, each of a service of its own but for the first and the last, and close."""
    names = ["web", *(f"service {number}" for number in range(count - 2)), "web"]
    journal.append_all([Entry(HealthChanged(name, "ok", "down", journal.writer), "warroom") for name in names]).result(
        30
    )
    journal.close()


def later() -> FakeClock:
    """A clock that goes an hour fast."""
    clock = FakeClock()
    clock.advance(3600)
    return clock


async def test_what_comes_too_late_has_the_whole_log_folded_once_and_in_pieces(tmp_path: Path) -> None:
    record = Record(living_room(tmp_path, later())._parts._replace(open_journal=None), TimelineIndex())
    reader = record._log._reader = CountingReader(tmp_path)
    await record.open()
    bob = journal_of(tmp_path, "bob", FakeClock())
    write_health(journal_of(tmp_path, "carol", later()), 3 * KEPT)
    while await record.follow():
        pass
    assert reader.whole == 0
    write_health(bob, 3 * KEPT)
    while await record.follow():
        pass
    assert reader.whole == 1
    assert record.state == fold(LogReader(tmp_path).events())
    assert len(record.state.health) == 3 * KEPT - 1


async def test_a_command_waits_until_the_state_is_whole_again(tmp_path: Path) -> None:
    bob = journal_of(tmp_path, "bob", FakeClock())
    write_health(journal_of(tmp_path, "carol", later()), 3 * KEPT)
    record = Record(living_room(tmp_path, later())._parts, TimelineIndex())
    await record.open()
    bob.declare(lambda made: declaration(EMPTY, id=made, now=FakeClock()()), FakeClock()()).result(5)
    following = asyncio.create_task(record.follow())
    await asyncio.sleep(0)
    assert not following.done()
    seen: list[State] = []

    def act(state: State, _now: int) -> tuple[Entry, ...]:
        seen.append(state)
        return ()

    await record.submit(act)
    assert len(seen[0].incidents) == 1
    await following
    bob.close()
    record.close(5)


def test_a_poll_takes_no_more_than_it_is_told_and_the_next_goes_on(tmp_path: Path) -> None:
    write_health(journal_of(tmp_path, "carol", FakeClock()), 25)
    write_health(journal_of(tmp_path, "bob", FakeClock()), 5)
    reader = LogReader(tmp_path)
    found: list[Event] = []
    while piece := reader.poll(10):
        assert len(piece) <= 10
        found += piece
    assert sorted(event.key for event in found) == sorted(event.key for event in LogReader(tmp_path).events())


async def test_a_command_knows_all_that_another_process_committed_before(tmp_path: Path) -> None:
    record = Record(living_room(tmp_path, later())._parts, TimelineIndex())
    await record.open()
    bob = journal_of(tmp_path, "bob", FakeClock())
    bob.append_all([Entry(Noted("one of many"), "bob") for _ in range(3 * BATCH)]).result(30)
    bob.declare(lambda made: declaration(EMPTY, id=made, now=FakeClock()()), FakeClock()()).result(5)
    seen: list[State] = []

    def act(state: State, _now: int) -> tuple[Entry, ...]:
        seen.append(state)
        return ()

    await record.submit(act)
    assert len(seen[0].incidents) == 1
    bob.close()
    record.close(5)


async def test_what_was_read_is_taken_in_even_where_nobody_waits_any_more(tmp_path: Path) -> None:
    bob = journal_of(tmp_path, "bob", FakeClock())
    write_health(journal_of(tmp_path, "carol", later()), 3 * KEPT)
    index = TimelineIndex()
    record = Record(living_room(tmp_path, later())._parts._replace(open_journal=None), index)
    await record.open()
    write_health(bob, 5)
    following = asyncio.create_task(record.follow())
    await asyncio.sleep(0)
    following.cancel()
    await record.catch_up()
    assert record.state == fold(LogReader(tmp_path).events())
    assert len(index) == 3 * KEPT + 5
