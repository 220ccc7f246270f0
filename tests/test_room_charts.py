"""What the charts show of the time before memory begins: after a restart, and beyond an hour."""

import asyncio
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from checks.sample import Reading, Sample, Status
from console.incident.clock import HOUR, MINUTE, system_clock
from console.incident.events import Entry, HealthChanged
from console.journal.opening import Journal
from console.journal.samples import SampleStore
from console.journal.shelf import Shelf, Stretch
from console.room import Room
from console.room.keeping import SampleKeeper
from console.room.past import Past
from console.room.points import Points
from console.signals.health import UNITS, Watched
from console.signals.history import History
from console.signals.tracker import HealthTracker
from tests.fakes import FakeClock
from tests.room import NOW, SteadyCheck, living_room
from tests.test_room import declaration, running, wait

SECOND = 1000


def stored(log_dir: Path, *points: tuple[int, float], check: str = "web", metric: str = "error_rate") -> None:
    """Leave numbers of a check in the sample store, as a console that ended has."""
    journal = Journal.open(log_dir, user="bob", host="host", clock=system_clock, redact=str)
    store = SampleStore.open(log_dir, journal.writer, system_clock)
    for at, value in points:
        store.write(at, [Sample(check, at, Status.OK, readings=(Reading(metric, value, UNITS[metric]),))])
    store.close()
    journal.close()


def rates(room: Room) -> list[float]:
    """The error rates that the chart shows."""
    charts = [chart for chart in room.snapshot.charts if chart.metric == "error_rate"]
    return [round(value, 3) for chart in charts for value in chart.points if value is not None]


def test_after_a_restart_the_chart_begins_with_what_was_seen_before_it(tmp_path: Path) -> None:
    now = system_clock()
    stored(tmp_path, (now - 10 * MINUTE, 0.25), (now - 5 * MINUTE, 0.5))
    with running(living_room(tmp_path, system_clock, [SteadyCheck("web", system_clock)])) as room:
        wait(lambda: rates(room) == [0.25, 0.5])


def test_a_chart_over_eight_hours_reaches_back_into_the_store(tmp_path: Path) -> None:
    stored(tmp_path, (system_clock() - 7 * HOUR, 0.75))
    with running(living_room(tmp_path, system_clock, [SteadyCheck("web", system_clock)])) as room:
        wait(lambda: room.snapshot.charts)
        assert rates(room) == []
        room.show(span=8 * HOUR)
        wait(lambda: rates(room) == [0.75])


def test_an_incident_of_three_hours_still_knows_what_was_usual_before_it(tmp_path: Path) -> None:
    began = system_clock() - 3 * HOUR
    stored(tmp_path, *((began - minute * MINUTE, 0.125) for minute in range(1, 11)))
    with running(living_room(tmp_path, system_clock, [SteadyCheck("web", system_clock)])) as room:
        room.declare(lambda state, now, made: declaration(state, id=made, now=now, started_at=began)).result(5)
        wait(lambda: room.snapshot.charts and room.snapshot.charts[0].baseline == 0.125)


def test_what_is_usual_takes_in_nothing_of_the_outage_when_it_is_declared_late(tmp_path: Path) -> None:
    now = system_clock()
    usual = [(now - minute * MINUTE, 0.125) for minute in range(13, 23)]
    bad = [(now - minute * MINUTE, 0.9) for minute in range(1, 11)]
    stored(tmp_path, *usual, *bad)
    check = SteadyCheck("web", system_clock)
    check.status = Status.DOWN
    journal = Journal.open(tmp_path, user="bob", host="host", clock=lambda: now - 11 * MINUTE, redact=str)
    journal.append_all([Entry(HealthChanged("web", "ok", "down", "5xx"), "warroom")]).result(5)
    journal.close()
    with running(living_room(tmp_path, system_clock, [check])) as room:
        wait(lambda: any(each.at for each in room.snapshot.services))  # the room is up
        room.declare(lambda state, now, made: declaration(state, id=made, now=now, started_at=now)).result(5)
        wait(lambda: room.snapshot.charts and room.snapshot.charts[0].baseline)
        assert room.snapshot.charts[0].baseline == 0.125
        assert room.snapshot.charts[0].band == (0.125, 0.125)


class Rated:
    """A check that tells an error rate of its own. Implements `checks.sample.Check`."""

    def __init__(self) -> None:
        self.name, self.service, self.interval, self.timeout = "rates", "web", 0.3, 0.1
        self.answers = True

    async def probe(self) -> Sample:
        """Answer, or hang."""
        if not self.answers:
            await asyncio.sleep(60)
        return Sample(self.name, system_clock(), Status.OK, readings=(Reading("error_rate", 0.5, "ratio"),))

    async def aclose(self) -> None:
        """Nothing to let go of."""


def test_the_number_of_a_chart_is_the_one_of_now_and_none_once_its_source_is_silent(tmp_path: Path) -> None:
    check = Rated()
    with running(living_room(tmp_path, system_clock, [check])) as room:
        wait(lambda: room.snapshot.charts and room.snapshot.charts[0].latest == 0.5)
        check.answers = False
        wait(lambda: room.snapshot.charts[0].latest is None)
        assert rates(room)


class NotingShelf:
    """A store that notes what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[Stretch] = []

    def __call__(self, gaps: Sequence[Stretch]) -> list[Sequence[float | None]]:
        """Answer one to everything."""
        self.asked += gaps
        return [[1.0] * gap.buckets for gap in gaps]


async def settled(past: Past, wanted: Sequence[Stretch]) -> list[tuple[float | None, ...]]:
    """Ask, let the reading end, and ask again."""
    past.values(wanted)
    await asyncio.sleep(0.05)
    return past.values(wanted)


async def test_a_bucket_is_read_once_and_only_new_ones_are_read_as_time_goes_on() -> None:
    shelf = NotingShelf()
    past = Past(shelf)
    first = Stretch("web", "p95", 10, 100, 5)
    assert past.values([first]) == [(None,) * 5]
    assert await settled(past, [first]) == [(1.0,) * 5]
    assert await settled(past, [first._replace(start=120)]) == [(1.0,) * 5]
    assert shelf.asked == [first, first._replace(start=150, buckets=2)]


async def test_what_is_not_asked_for_any_more_is_forgotten() -> None:
    shelf = NotingShelf()
    past = Past(shelf)
    web, api = Stretch("web", "p95", 10, 100, 5), Stretch("api", "p95", 10, 100, 5)
    await settled(past, [web])
    await settled(past, [api])
    assert past.values([web]) == [(None,) * 5]


async def test_two_stretches_of_one_series_do_not_push_each_other_out() -> None:
    shelf = NotingShelf()
    past = Past(shelf)
    both = [Stretch("web", "p95", 10, 100, 2), Stretch("web", "p95", 10, 500, 2)]
    assert await settled(past, both) == [(1.0, 1.0), (1.0, 1.0)]
    assert len(shelf.asked) == 2


async def test_the_store_is_not_asked_for_what_memory_holds() -> None:
    shelf, history = NotingShelf(), History()
    points = Points(history, Past(shelf), began=NOW)
    history.add("web", NOW + 5 * SECOND, {"p95": 0.5})
    wanted = Stretch("web", "p95", 10 * SECOND, NOW, 6)
    assert points.of([wanted], NOW + MINUTE) == [(0.5, None, None, None, None, None)]
    await asyncio.sleep(0.05)
    assert shelf.asked == []


async def test_the_store_is_asked_for_what_memory_has_dropped() -> None:
    shelf, history = NotingShelf(), History(most=20)
    points = Points(history, Past(shelf), began=NOW)
    for second in range(60):
        history.add("web", NOW + second * SECOND, {"p95": 0.5})
    wanted = Stretch("web", "p95", 10 * SECOND, NOW, 6)
    points.of([wanted], NOW + MINUTE)
    await asyncio.sleep(0.05)
    assert points.of([wanted], NOW + MINUTE) == [(1.0, 1.0, 1.0, 1.0, 0.5, 0.5)]


LOOKS = tuple((NOW + look * 5 * SECOND, 0.01 * (look % 20 + 1), look % 10 == 0) for look in range(120))
"""Ten minutes of probes: (at, latency in s, whether it failed)."""
WEB = Watched("web http", "web", 5.0)


def probed(at: int, latency: float, *, failed: bool) -> Sample:
    """A look that measured a latency."""
    status = Status.DOWN if failed else Status.OK
    return Sample("web http", at, status, readings=(Reading("latency", latency, "s"),))


def test_the_store_tells_of_our_own_probes_what_was_on_the_screen_then(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path, user="bob", host="host", clock=system_clock, redact=str)
    store = SampleStore.open(tmp_path, journal.writer, system_clock)
    tracker, history = HealthTracker([WEB]), History()
    for at, latency, failed in LOOKS:
        sample = probed(at, latency, failed=failed)
        store.write(at, [sample])
        tracker.observe([sample], at)
        health = tracker.service("web")
        assert health is not None
        history.add("web", at, {each.metric: each.value for each in health.figures})
    store.close()
    journal.close()
    metrics = ("error_rate", "p50", "p95", "p99")
    wanted = [Stretch("web", metric, 10 * SECOND, NOW + MINUTE, 54) for metric in metrics]
    found = Shelf(tmp_path, [WEB], {})(wanted)
    for stretch, values in zip(wanted, found, strict=True):
        seen = history.buckets("web", stretch.metric, stretch.start, stretch.end, stretch.buckets)
        assert values == pytest.approx(seen), stretch.metric
    assert len({values[30] for values in found}) == 4


def test_a_number_that_a_source_gives_goes_before_what_our_probes_tell(tmp_path: Path) -> None:
    asked = Watched("web prometheus", "web", 5.0, ("p95",))
    stored(tmp_path, *((at, 0.5) for at, _, _ in LOOKS), check="web prometheus", metric="p95")
    store = SampleStore.open(tmp_path, "eve@host", system_clock)
    for at, latency, failed in LOOKS:
        store.write(at, [probed(at, latency, failed=failed)])
    store.close()
    found = Shelf(tmp_path, [WEB, asked], {})([Stretch("web", "p95", MINUTE, NOW, 10)])
    assert found == [[0.5] * 10]


def test_a_directory_without_samples_is_a_gap_and_no_error(tmp_path: Path) -> None:
    wanted = Stretch("web", "p95", 10, 100, 3)
    assert Shelf(tmp_path / "nothing", [WEB], {})([wanted]) == [[None] * 3]
    assert Shelf(tmp_path / "nothing", [], {})([wanted]) == [[None] * 3]


class Golden:
    """A check that tells all numbers of a service. Implements `checks.sample.Check`."""

    def __init__(self) -> None:
        self.name, self.service, self.interval, self.timeout = "web prometheus", "web", 0.2, 0.1
        self.numbers: tuple[tuple[str, float], ...] = (
            ("error_rate", 0.5),
            ("p50", 0.1),
            ("p95", 0.2),
            ("p99", 0.3),
            ("traffic", 40.0),
        )

    async def probe(self) -> Sample:
        """Answer."""
        readings = tuple(Reading(metric, value, UNITS[metric]) for metric, value in self.numbers)
        return Sample(self.name, system_clock(), Status.OK, readings=readings)

    async def aclose(self) -> None:
        """Nothing to let go of."""


def test_a_service_has_charts_of_errors_latency_and_traffic_with_the_usual_range(tmp_path: Path) -> None:
    began = system_clock()
    before = tuple((began - minute * MINUTE, minute / 10) for minute in range(1, 11))
    stored(tmp_path, *before, check="web prometheus", metric="traffic")
    with running(living_room(tmp_path, system_clock, [Golden()])) as room:
        room.declare(lambda state, now, made: declaration(state, id=made, now=now, started_at=began)).result(5)
        usual = pytest.approx(0.55)
        wait(lambda: room.snapshot.charts and room.snapshot.charts[2].baseline == usual)
        errors, latency, traffic = room.snapshot.charts
        assert (errors.metric, latency.metric, traffic.metric) == ("error_rate", "p95", "traffic")
        assert (errors.latest, latency.latest, traffic.latest) == (0.5, 0.2, 40.0)
        assert [metric for metric, _ in latency.beside] == ["p50", "p99"]
        assert [points[-1] for _, points in latency.beside] == pytest.approx([0.1, 0.3])
        assert traffic.band == pytest.approx((0.19, 0.91))
        assert errors.band is None


def test_a_check_that_looks_more_often_than_the_beat_loses_no_look(tmp_path: Path) -> None:
    clock, fast = FakeClock(NOW), WEB._replace(interval=1.0)
    parts = living_room(tmp_path, clock)._parts
    journal = Journal.open(tmp_path, user="bob", host="host", clock=clock, redact=str)
    keeper = SampleKeeper(parts, journal.writer)
    for look in range(120):
        keeper.keep([probed(clock(), 0.01, failed=look % 5 == 0)], clock())
        clock.advance(1)
    keeper.close()
    journal.close()
    found = Shelf(tmp_path, [fast], {})([Stretch("web", "error_rate", 10 * SECOND, NOW + MINUTE, 5)])
    assert found == [pytest.approx([0.2] * 5, abs=0.02)]


def test_where_the_source_told_nothing_our_own_probes_do_not_speak_for_it(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path, user="bob", host="host", clock=system_clock, redact=str)
    store = SampleStore.open(tmp_path, journal.writer, system_clock)
    for at, latency, failed in LOOKS:
        store.write(at, [probed(at, latency, failed=failed)])
    store.close()
    journal.close()
    asked = Watched("web prometheus", "web", 5.0, ("p95",))
    wanted = [Stretch("web", metric, MINUTE, NOW, 10) for metric in ("p95", "p99", "error_rate")]
    p95, p99, errors = Shelf(tmp_path, [WEB, asked], {})(wanted)
    assert set(p95) == set(p99) == {None}
    assert any(errors)


def test_a_damaged_blob_is_a_gap_and_no_error(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path, user="bob", host="host", clock=system_clock, redact=str)
    store = SampleStore.open(tmp_path, journal.writer, system_clock)
    for at, latency, failed in LOOKS:
        store.write(at, [probed(at, latency, failed=failed)])
    store.close()
    journal.close()
    with sqlite3.connect(tmp_path / "bob@host.samples.db") as connection:
        connection.execute("UPDATE beats SET data = substr(data, 1, 3) WHERE at % 3 = 0")
    connection.close()
    assert any(Shelf(tmp_path, [WEB], {})([Stretch("web", "p95", MINUTE, NOW, 10)])[0])


class Asked(Golden):
    """A source whose expression has the name of a number of this machine."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = (("error_rate", 0.5),)

    async def probe(self) -> Sample:
        """Answer."""
        return Sample(self.name, system_clock(), Status.OK, readings=(Reading("cpu", 0.5, "ratio"),))


def test_an_expression_that_is_called_cpu_is_not_taken_for_this_machine(tmp_path: Path) -> None:
    room = living_room(tmp_path, system_clock, [Asked()])
    room._parts = room._parts._replace(watched=[Watched("web prometheus", "web", 0.2, ("cpu",))])
    with running(room):
        wait(lambda: room.snapshot.services and room.snapshot.services[0].others)
        assert room.snapshot.host is None
