"""Samples: a blob a beat, read back as series; no number where there was none; kept for a while."""

import itertools
import random
import stat
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from checks.sample import Quality, Reading, Sample, Status
from console.journal.samples import Keeping, SampleReader, SampleStore
from tests.fakes import FakeClock

START = 1_795_283_533_000
WRITER = "alice@box"


def sample(
    check: str, value: float | None, status: Status = Status.OK, more: Mapping[str, float | None] | None = None
) -> Sample:
    values = {"latency": value, **(more or {})}
    readings = tuple(
        Reading(metric, number, "s", Quality.VALUE if number is not None else Quality.NO_DATA)
        for metric, number in values.items()
    )
    return Sample(check, START, status, readings=readings)


def stored(folder: Path, *beats: tuple[int, list[Sample]]) -> SampleReader:
    store = SampleStore.open(folder, WRITER, FakeClock())
    for at, samples in beats:
        store.write(START + at, samples)
    assert store.close(20)
    return SampleReader(folder)


def test_a_series_is_the_mean_of_each_bucket_and_none_where_nothing_is_known(tmp_path: Path) -> None:
    reader = stored(
        tmp_path,
        (0, [sample("web", 1.0)]),
        (1000, [sample("web", 3.0)]),
        (5000, [sample("web", None, Status.DOWN)]),
        (9999, [sample("web", 0.0)]),
        (10_000, [sample("web", 99.0)]),
    )
    assert reader.series("web", "latency", START, START + 10_000, 5) == [2.0, None, None, None, 0.0]
    assert reader.series("web", "no such metric", START, START + 10_000, 2) == [None, None]
    assert reader.series("nobody", "latency", START, START + 10_000, 2) == [None, None]
    assert reader.span() == (START, START + 10_000)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1e300])
def test_what_is_no_number_is_never_drawn(tmp_path: Path, value: float) -> None:
    reader = stored(tmp_path, (0, [sample("web", value)]))
    assert reader.series("web", "latency", START, START + 10, 1) == [None]


def test_checks_and_metrics_that_come_and_go_keep_their_own_numbers(tmp_path: Path) -> None:
    chance = random.Random(1)
    beats = []
    truth: dict[tuple[str, str, int], float] = {}
    for beat in range(60):
        samples = []
        for number in range(1 + beat // 6):
            if chance.random() < (0.9 if beat % 2 else 0.15):
                metrics = {f"m{extra}": float(beat * 100 + number * 10 + extra) for extra in range(number % 4)}
                samples.append(sample(f"c{number}", float(beat), more=metrics))
                truth |= {(f"c{number}", metric, beat): value for metric, value in metrics.items()}
                truth[(f"c{number}", "latency", beat)] = float(beat)
        beats.append((beat * 1000, samples))
    reader = stored(tmp_path, *beats)
    for check, metric in itertools.product((f"c{number}" for number in range(10)), ("latency", "m0", "m1", "m2")):
        found = reader.series(check, metric, START, START + 60_000, 60)
        assert found == [truth.get((check, metric, beat)) for beat in range(60)]
    assert ("c3", "m2", "s") in reader.names()


def test_statuses_are_told_where_they_change(tmp_path: Path) -> None:
    statuses = [Status.OK, Status.OK, Status.DOWN, Status.DOWN, Status.UNKNOWN, Status.OK]
    beats = [
        (at * 1000, [sample("web", 1.0, status), *([sample("db", 1.0)] * (at % 2))])
        for at, status in enumerate(statuses)
    ]
    reader = stored(tmp_path, *beats)
    assert reader.statuses("web", START, START + 60_000) == [
        (START, Status.OK),
        (START + 2000, Status.DOWN),
        (START + 4000, Status.UNKNOWN),
        (START + 5000, Status.OK),
    ]


def test_samples_of_two_consoles_are_one_series(tmp_path: Path) -> None:
    for writer, value in ((WRITER, 1.0), ("bob@box", 3.0)):
        store = SampleStore.open(tmp_path, writer, FakeClock())
        store.write(START, [sample("web", value)])
        store.close(20)
    assert SampleReader(tmp_path).series("web", "latency", START, START + 10, 1) == [2.0]


def test_a_second_session_goes_on_where_the_first_ended(tmp_path: Path) -> None:
    stored(tmp_path, (0, [sample("web", 1.0), sample("db", 5.0)]))
    reader = stored(tmp_path, (0, [sample("db", 7.0)]))
    assert reader.series("db", "latency", START, START + 10, 1) == [6.0]
    assert stat.S_IMODE((tmp_path / f"{WRITER}.samples.db").stat().st_mode) == 0o600


def test_samples_older_than_their_age_go(tmp_path: Path) -> None:
    clock = FakeClock(START)
    store = SampleStore.open(tmp_path, WRITER, clock, Keeping(age=60_000))
    for _ in range(300):
        store.write(clock.advance(1), [sample("web", 1.0)])
    store.close(20)
    first, last = SampleReader(tmp_path).span() or (0, 0)
    assert last - first < 130_000
    assert last == clock()


def test_samples_never_take_much_more_than_their_size(tmp_path: Path) -> None:
    clock = FakeClock(START)
    store = SampleStore.open(tmp_path, WRITER, clock, Keeping(size=500_000))
    beat = [sample(f"c{number}", 1.0) for number in range(200)]
    for _ in range(2000):
        store.write(clock.advance(1), beat)
        while store.condition.pending > 500:
            time.sleep(0.001)
    store.close(20)
    assert (tmp_path / f"{WRITER}.samples.db").stat().st_size < 1_000_000
    assert (SampleReader(tmp_path).span() or (0, 0))[1] == clock()


def test_a_missing_or_damaged_sample_file_is_no_data(tmp_path: Path) -> None:
    assert SampleReader(tmp_path / "none").series("web", "latency", 0, 10, 2) == [None, None]
    (tmp_path / f"{WRITER}.samples.db").write_bytes(b"garbage" * 1000)
    reader = SampleReader(tmp_path)
    assert reader.series("web", "latency", 0, 10, 2) == [None, None]
    assert "samples.db is damaged" in reader.problems[0]
    store = SampleStore.open(tmp_path, WRITER, FakeClock())
    store.write(START, [sample("web", 1.0)])
    assert store.condition.state == "failed"
    assert store.close()


def test_a_reader_follows_a_store_that_is_writing(tmp_path: Path) -> None:
    store, reader = SampleStore.open(tmp_path, WRITER, FakeClock()), SampleReader(tmp_path)
    for beat in range(3):
        store.write(START + beat, [sample(f"c{beat}", float(beat))])
        while store.condition.pending:
            time.sleep(0.001)
        while reader.series(f"c{beat}", "latency", START, START + 10, 1) == [None]:
            time.sleep(0.001)
    assert [name.check for name in reader.names()] == ["c0", "c1", "c2"]
    store.close(20)
    reader.close()
