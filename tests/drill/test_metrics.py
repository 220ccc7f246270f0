"""The store of series: what it keeps, what it forgets, and that reading does not disturb writing."""

import math
import re
import threading
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.drill.metrics import STALE, Matcher, Metrics, is_stale
from console.drill.patterns import PatternError, pattern

MINUTE = 60_000


def values(store: Metrics, name: str, *matchers: Matcher, start: int = 0, end: int = 1 << 50) -> list[list[float]]:
    return [list(points.values) for points in store.select(name, matchers, start, end)]


def test_points_come_back_by_name_labels_and_time_with_both_ends_included() -> None:
    store = Metrics()
    for at in (1000, 2000, 3000, 4000):
        store.add("depth", {"queue": "orders"}, at, at / 1000)
        store.add("depth", {"queue": "mail"}, at, 0)
    assert values(store, "depth", Matcher("queue", "=", "orders"), start=2000, end=3000) == [[2, 3]]
    assert [points.labels for points in store.select("depth", (), 0, 5000)] == [
        (("__name__", "depth"), ("queue", "orders")),
        (("__name__", "depth"), ("queue", "mail")),
    ]
    assert values(store, "depth", start=4001) == []
    assert values(store, "nothing") == []
    assert len(values(store, "", Matcher("queue", "=~", "o.*|mail"))) == 2
    assert (len(store), store.names()) == (2, ["depth"])


def test_a_missing_label_counts_as_empty() -> None:
    store = Metrics()
    store.add("up", {"job": "a", "zone": ""}, 1, 1)
    store.add("up", {"job": "b", "zone": "x"}, 1, 2)
    assert values(store, "up", Matcher("zone", "=", "")) == [[1]]
    assert values(store, "up", Matcher("zone", "!=", "")) == [[2]]
    assert values(store, "up", Matcher("zone", "!~", ".+")) == [[1]]


def test_a_point_at_the_same_time_replaces_and_one_from_before_is_not_taken() -> None:
    store = Metrics()
    for at, value in ((2000, 1), (2000, 2), (1000, 3)):
        store.add("x", {}, at, value)
    assert values(store, "x") == [[2]]


def test_what_is_older_than_is_kept_is_forgotten() -> None:
    store = Metrics(retention=10 * MINUTE)
    for minute in range(100):
        store.add("x", {}, minute * MINUTE, minute)
    kept = values(store, "x")[0]
    assert kept[-1] == 99
    assert 10 <= len(kept) <= 13


def test_a_series_has_a_bounded_number_of_points() -> None:
    store = Metrics()
    for at in range(25_000):
        store.add("x", {}, at, at)
    kept = values(store, "x")[0]
    assert kept[-1] == 24_999
    assert 5_000 <= len(kept) <= 10_000


def test_of_too_many_series_the_most_silent_go_first() -> None:
    store = Metrics()
    for number in range(11_000):
        store.add("x", {"pod": str(number)}, number, 1)
        store.add("lasting", {}, number, 1)
    assert len(store) <= 10_000
    assert values(store, "x", Matcher("pod", "=", "0")) == []
    assert values(store, "x", Matcher("pod", "=", "10999")) == [[1]]
    assert len(values(store, "lasting")[0]) > 5_000


def test_series_that_have_been_silent_for_too_long_are_forgotten_as_new_ones_come() -> None:
    store = Metrics(retention=MINUTE)
    for number in range(2_000):
        store.add("x", {"pod": str(number)}, number * MINUTE, 1)
    assert len(store) < 600


def test_the_end_of_a_series_is_marked_and_told_from_a_value_that_is_no_number() -> None:
    store = Metrics()
    store.add("x", {"pod": "a"}, 1000, math.nan)
    store.end("x", {"pod": "a"}, 2000)
    store.end("x", {"pod": "never"}, 2000)
    assert [is_stale(value) for value in values(store, "x")[0]] == [False, True]
    assert is_stale(STALE)
    assert len(store) == 1


def test_reading_while_another_writes_sees_whole_points() -> None:
    store, stop = Metrics(), threading.Event()
    uneven: list[object] = []

    def read() -> None:
        while not stop.is_set():
            uneven.extend(
                points.labels
                for points in store.select("x", (), 0, 1 << 50)
                if len(points.times) != len(points.values) or any(a != b for a, b in zip(*points[1:], strict=True))
            )

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for at in range(500):
        for pod in range(20):
            store.add("x", {"pod": str(pod)}, at, at)
    stop.set()
    for reader in readers:
        reader.join()
    assert uneven == []


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("5..", ["500", "5xx"], ["50", "5000", "400"]),
        ("web|api", ["web", "api"], ["webapi", "web|api"]),
        ("(web|api)-[0-9]+", ["web-0", "api-17"], ["web-", "db-1"]),
        ("(?:a|b)*c?", ["", "abba", "abc"], ["cc"]),
        ("^a$", ["a"], ["ba", "ab"]),
        ("a{2,3}", ["aa", "aaa"], ["a", "aaaa"]),
        ("a{2}b{1,}", ["aab", "aabbb"], ["ab", "aa"]),
        ("[^a-c]x", ["dx"], ["ax", "x"]),
        ("[]a-]+", ["]", "a-]"], ["b"]),
        (r"\d+\.\w+\s?", ["1.a", "12.b_ "], ["1xa"]),
        (r"[\d.]+", ["1.2"], ["a"]),
        ("(?i)WEB-[a-c]", ["web-A", "WEB-c"], ["wxb-a"]),
        (".*?b", ["aab", "b"], ["a"]),
        (".*", ["", "anything"], ["two\nlines"]),
        ("a{,2}", ["a{,2}"], ["aa"]),
        ("", [""], ["a"]),
    ],
)
def test_a_pattern_matches_a_whole_string(text: str, yes: list[str], no: list[str]) -> None:
    matches = pattern(text)
    assert [value for value in yes if not matches(value)] == []
    assert [value for value in no if matches(value)] == []


@pytest.mark.parametrize(
    "text",
    ["(", "a)", "*a", "a**", "[a", "[z-a]", "a{3,2}", "a{1001}", "(a{100}){100}", r"\q", "(?=a)", "(" * 30 + ")" * 30],
)
def test_what_is_no_pattern_is_refused_by_name(text: str) -> None:
    with pytest.raises(PatternError, match="error parsing regexp"):
        pattern(text)


@pytest.mark.parametrize("text", ["(a+)+b", "(a|a)*b", "((a*)*)*b", "(a?){60}a{60}", "a*" * 40 + "b"])
def test_a_hostile_pattern_comes_to_an_end(text: str) -> None:
    pattern(text)("a" * 200)


@given(st.text("ab|().*+?[]^{}12-", max_size=12), st.text("ab", max_size=6))
def test_a_pattern_means_what_it_means_to_python(text: str, value: str) -> None:
    try:
        matches = pattern(text)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            python = re.compile(text)
    except (PatternError, re.error):
        return
    assert matches(value) is (python.fullmatch(value) is not None)
