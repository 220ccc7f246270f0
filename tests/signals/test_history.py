import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.signals.history import History


def kept(*points: tuple[int, float | None]) -> History:
    history = History()
    for at, value in points:
        history.add("api", at, {"p95": value})
    return history


def test_buckets_are_means_and_empty_ones_are_gaps() -> None:
    history = kept((0, 1.0), (500, 3.0), (2000, 5.0))
    assert history.buckets("api", "p95", 0, 4000, 4) == (2.0, None, 5.0, None)


def test_the_end_is_left_out_and_the_start_is_not() -> None:
    assert kept((0, 1.0), (1000, 9.0)).buckets("api", "p95", 0, 1000, 1) == (1.0,)


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_what_is_no_number_is_a_gap(value: float | None) -> None:
    assert kept((0, value)).buckets("api", "p95", 0, 1000, 2) == (None, None)
    assert kept((0, value), (0, 1.0)).buckets("api", "p95", 0, 1000, 2) == (1.0, None)


def test_a_point_that_comes_late_finds_its_place() -> None:
    history = kept((0, 1.0), (2000, 3.0), (1000, 2.0))
    assert history.buckets("api", "p95", 0, 3000, 3) == (1.0, 2.0, 3.0)


def test_a_metric_that_comes_later_has_a_gap_before_it() -> None:
    history = kept((0, 1.0))
    history.add("api", 1000, {"traffic": 7.0})
    history.add("api", 2000, {"p95": 2.0, "traffic": 8.0})
    assert history.buckets("api", "traffic", 0, 3000, 3) == (None, 7.0, 8.0)
    assert history.buckets("api", "p95", 0, 3000, 3) == (1.0, None, 2.0)


def test_nothing_known_and_nothing_asked_for_are_nothing() -> None:
    assert History().buckets("api", "p95", 0, 1000, 3) == (None,) * 3
    assert kept((0, 1.0)).buckets("api", "p50", 0, 1000, 3) == (None,) * 3
    assert kept((0, 1.0)).buckets("api", "p95", 0, 1000, 0) == ()
    assert kept((0, 1.0)).buckets("api", "p95", 1000, 0, 2) == (None, None)


def test_memory_is_bounded_by_age_and_by_number() -> None:
    history = History(kept_ms=1000, most=100)
    for at in range(10_000):
        history.add("api", at, {"p95": 1.0, "p50": 0.5})
    looks = history._looks["api"]
    assert len(looks.times) <= 107
    assert [len(column) for column in looks.columns.values()] == [len(looks.times)] * 2
    assert history.since("api") == looks.times[0]
    history.add("api", 1_000_000, {"p95": 1.0})
    assert len(looks.times) == 1


@given(st.lists(st.tuples(st.integers(0, 10_000), st.floats(-1e6, 1e6, width=32)), max_size=60), st.integers(1, 50))
def test_the_buckets_hold_every_point_once(points: list[tuple[int, float]], count: int) -> None:
    buckets = kept(*points).buckets("api", "p95", 0, 10_001, count)
    assert len(buckets) == count
    assert sum(value is not None for value in buckets) <= len(points)
    if points:
        lowest, highest = min(value for _, value in points), max(value for _, value in points)
        assert all(lowest - 1 <= value <= highest + 1 for value in buckets if value is not None)


@pytest.mark.parametrize("value", [1e39, -1e39])
def test_a_number_that_four_bytes_do_not_hold_is_a_gap_and_never_infinite(value: float) -> None:
    assert kept((0, value)).buckets("api", "p95", 0, 1000, 1) == (None,)


def test_a_look_of_a_clock_that_was_far_ahead_does_not_make_all_others_old() -> None:
    history = History(kept_ms=60_000, most=100)
    for at in range(0, 30_000, 1000):
        history.add("api", at, {"p95": 1.0})
    history.add("api", 36_000_000, {"p95": 9.0})
    for at in range(30_000, 60_000, 1000):
        history.add("api", at, {"p95": 1.0})
    assert history.buckets("api", "p95", 30_000, 60_000, 3) == (1.0,) * 3
    assert history.since("api") <= 30_000
