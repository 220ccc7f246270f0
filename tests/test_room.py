"""The room without a screen: it watches, records and remembers, whatever happens around it."""

import asyncio
import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from checks.sample import Status
from console.incident import commands
from console.incident.clock import system_clock
from console.incident.errors import Failed, Refused
from console.incident.events import Decided, Entry, Event, HealthChanged, Noted
from console.incident.state import EMPTY
from console.journal.matching import Match
from console.journal.opening import Journal
from console.journal.reading import LogReader
from console.journal.timeline import TimelineIndex
from console.room import Room
from console.room.record import Record
from tests.fakes import FakeClock
from tests.room import SCHEME, SteadyCheck, living_room

declaration = partial(commands.declare, title="web is slow", severity="SEV2", actor="alice", scheme=SCHEME)


def wait(condition: Callable[[], object], seconds: float = 10) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


@contextmanager
def running(room: Room) -> Iterator[Room]:
    """Start a room and stop it again."""
    room.start()
    try:
        wait(lambda: room.snapshot.ready and room.snapshot.log.events)
        yield room
    finally:
        assert room.stop(5)


def declared(room: Room) -> str:
    """Declare an incident; return its id."""
    events = room.declare(lambda state, now, made: declaration(state, id=made, now=now)).result(5)
    return events[0].incident


def noted(room: Room, incident: str, text: str) -> Event:
    """Write a note; return its event."""
    events = room.submit(lambda state, now: commands.note(state, incident, text, actor="alice", now=now)).result(5)
    return events[0]


def test_what_is_declared_is_on_the_disk_and_in_the_snapshot(tmp_path: Path) -> None:
    with running(living_room(tmp_path, system_clock)) as room:
        made = declared(room)
        assert room.snapshot.state.incidents[made].commander == "alice"
    events = list(LogReader(tmp_path).events())
    assert [event.fact.kind for event in events] == ["console.opened", "declared", "console.closed"]


def test_a_refused_command_writes_nothing_and_says_why(tmp_path: Path) -> None:
    with running(living_room(tmp_path, system_clock)) as room:
        before = room.snapshot.log.events
        future = room.submit(lambda state, now: commands.note(state, "INC-1", "lost", actor="alice", now=now))
        with pytest.raises(Refused, match="INC-1"):
            future.result(5)
        assert room.snapshot.log.events == before


def test_a_room_that_is_started_again_knows_what_it_knew(tmp_path: Path) -> None:
    with running(living_room(tmp_path, system_clock)) as room:
        made = declared(room)
        room.submit(lambda state, now: commands.acknowledge(state, made, actor="bob", now=now)).result(5)
        known = room.snapshot.state
    with running(living_room(tmp_path, system_clock)) as room:
        assert room.snapshot.state == known
        wait(lambda: room.index.complete and len(room.index) == room.snapshot.log.events)


def test_two_rooms_on_one_log_see_what_the_other_writes(tmp_path: Path) -> None:
    with running(living_room(tmp_path, system_clock)) as one, running(living_room(tmp_path, system_clock)) as two:
        made = declared(one)
        wait(lambda: made in two.snapshot.state.incidents)
        two.submit(lambda state, now: commands.acknowledge(state, made, actor="bob", now=now)).result(5)
        wait(lambda: one.snapshot.state.incidents[made].acknowledged_at)
        assert one.snapshot.log.writer != two.snapshot.log.writer


def test_a_change_of_health_is_recorded_in_the_live_incident(tmp_path: Path) -> None:
    check = SteadyCheck("web", system_clock)
    with running(living_room(tmp_path, system_clock, [check])) as room:
        wait(lambda: room.snapshot.services and room.snapshot.services[0].status is Status.OK)
        made = declared(room)
        check.status = Status.DOWN
        wait(lambda: room.snapshot.state.health.get("web") == "down")
    changes = [event for event in LogReader(tmp_path).events(kinds=["health"]) if event.incident == made]
    assert [event.fact.summary() for event in changes] == ["web ok -> down: as told"]


def test_pausing_stops_the_looks_and_going_on_resumes_them(tmp_path: Path) -> None:
    check = SteadyCheck("web", system_clock)
    with running(living_room(tmp_path, system_clock, [check])) as room:
        wait(lambda: check.looks > 1)
        room.pause(on=True)
        wait(lambda: room.snapshot.paused)
        looks = check.looks
        time.sleep(0.6)
        assert check.looks == looks
        room.pause(on=False)
        wait(lambda: check.looks > looks)


def test_a_filtered_timeline_keeps_up_with_new_events(tmp_path: Path) -> None:
    with running(living_room(tmp_path, system_clock)) as room:
        made = declared(room)
        index = room.filtered(Match(kinds=frozenset({"note"})))
        wait(lambda: index.complete)
        assert len(index) == 0
        room.submit(lambda state, now: commands.note(state, made, "seen", actor="alice", now=now)).result(5)
        wait(lambda: len(index) == 1)


def test_a_corrected_time_moves_the_event_also_after_a_restart(tmp_path: Path) -> None:
    with running(living_room(tmp_path, system_clock)) as room:
        made = declared(room)
        first = noted(room, made, "first")
        second = noted(room, made, "second")
        earlier = first.occurred_at - 1000
        room.submit(
            lambda state, now: commands.correct(state, second, occurred_at=earlier, actor="alice", now=now)
        ).result(5)
        shown = room.index.keys(0, 10)
        assert shown.index(second.key) < shown.index(first.key)
    with running(living_room(tmp_path, system_clock)) as room:
        wait(lambda: room.index.complete)
        wait(lambda: room.index.keys(0, 10).index(second.key) < room.index.keys(0, 10).index(first.key))


def test_a_read_only_room_shows_everything_and_records_nothing(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path, user="bob", host="host", clock=system_clock, redact=str)
    journal.declare(lambda made: declaration(EMPTY, id=made, now=system_clock()), system_clock()).result(5)
    room = living_room(tmp_path, system_clock)
    parts = room._parts._replace(open_journal=None, open_samples=None)
    with running(Room(parts)) as room:
        assert room.snapshot.state.live()
        with pytest.raises(Refused, match="read-only"):
            room.submit(lambda state, now: commands.note(state, "", "x", actor="alice", now=now)).result(5)
    journal.close()


def test_a_log_that_cannot_be_opened_is_told_and_ends_nothing_else(tmp_path: Path) -> None:
    def broken() -> Journal:
        raise Failed("The log is from a newer warroom.")

    room = Room(living_room(tmp_path, system_clock)._parts._replace(open_journal=broken))
    room.start()
    wait(lambda: room.failure)
    assert "newer" in room.failure
    with pytest.raises(Failed, match="newer"):
        room.submit(lambda _state, _now: ()).result(5)


def test_a_change_of_health_that_cannot_be_recorded_is_told_by_the_condition_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def closed() -> Journal:
        journal = Journal.open(tmp_path, user="alice", host="host", clock=system_clock, redact=str)
        journal.close()
        return journal

    check = SteadyCheck("web", system_clock)
    room = Room(living_room(tmp_path, system_clock, [check])._parts._replace(open_journal=closed, open_samples=None))
    room.start()
    wait(lambda: room.snapshot.services and room.snapshot.services[0].status is Status.OK)
    check.status = Status.DOWN
    wait(lambda: room.snapshot.services[0].status is Status.DOWN)
    assert room.stop(5)
    gc.collect()
    assert caplog.text == ""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_room_that_breaks_says_so_and_closes_its_log(tmp_path: Path) -> None:
    broken: list[Exception] = []

    def clock() -> int:
        if broken:
            raise broken.pop()
        return system_clock()

    room = living_room(tmp_path, clock)
    room.start()
    wait(lambda: room.snapshot.log.events)
    broken.append(RuntimeError("no such luck"))
    wait(lambda: room.failure)
    assert room.stop(5)
    assert "leave and start warroom again" in room.failure
    assert [event.fact.kind for event in LogReader(tmp_path).events()][-1] == "console.closed"


def test_what_is_committed_while_the_log_is_opened_is_folded_once(tmp_path: Path) -> None:
    other = Journal.open(tmp_path, user="bob", host="host", clock=system_clock, redact=str)
    other.append(Entry(Noted("before"), "bob")).result(5)

    class Overtaken(LogReader):
        def heads(self) -> dict[str, tuple[int, str]]:
            found = super().heads()
            other.declare(lambda made: declaration(EMPTY, id=made, now=system_clock()), system_clock()).result(5)
            return found

    record = Record(living_room(tmp_path, system_clock)._parts._replace(open_journal=None), TimelineIndex())
    record._log._reader = Overtaken(tmp_path)
    asyncio.run(record.open())
    record._log._reader = LogReader(tmp_path, {"bob@host": 1})
    assert asyncio.run(record.follow())
    assert len(record.state.incidents) == 1
    assert record.state.refusals == ()
    other.close()


def test_events_that_come_late_in_the_order_are_marked_too(tmp_path: Path) -> None:
    early, late = FakeClock(), FakeClock()
    late.advance(3600)
    one, two = (
        Journal.open(tmp_path, user=user, host="host", clock=clock, redact=str)
        for user, clock in (("bob", early), ("carol", late))
    )
    two.append(Entry(Decided("second"), "carol")).result(5)
    record = Record(living_room(tmp_path, late)._parts._replace(open_journal=None), TimelineIndex())
    asyncio.run(record.open())
    assert not asyncio.run(record.follow())
    two.append(Entry(HealthChanged("web", "ok", "down", ""), "carol")).result(5)
    assert asyncio.run(record.follow())
    one.append(Entry(Decided("first"), "bob")).result(5)
    assert asyncio.run(record.follow())
    assert [mark.text for mark in record.marks.seen({})] == ["second", "web ok -> down", "first"]
    one.close()
    two.close()


def test_samples_that_cannot_be_kept_are_told_while_the_log_goes_on(tmp_path: Path) -> None:
    (tmp_path / "alice@host.samples.db").write_bytes(b"this is no database" * 100)
    with running(living_room(tmp_path, system_clock)) as room:
        made = declared(room)
        wait(lambda: any("not kept for charts" in each for each in room.snapshot.log.problems))
        assert room.snapshot.state.incidents[made].live
