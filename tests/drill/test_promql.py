"""The query language on its own: what a real server is not needed for."""

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.drill.metrics import Metrics
from console.drill.promql.answers import Stretches, instant, over_time
from console.drill.promql.errors import QueryError
from console.drill.promql.numbers import text
from console.drill.promql.parsing import parse
from tests.drill.series import BEGIN, END, metrics

NOW = 1_795_284_000_000


@pytest.fixture(scope="module")
def shop() -> Metrics:
    """The series of a shop."""
    return metrics()


def number(store: Metrics, query: str, at: int = NOW) -> float:
    """The one number that a query gives."""
    found = instant(store, query, at)
    if isinstance(found, float):
        return found
    assert isinstance(found, list)
    assert len(found) == 1, found
    return found[0][1]


def counting(*values: float, step: int = 5000) -> Metrics:
    """A counter with these values, the last of them now."""
    store = Metrics()
    for index, value in enumerate(values):
        store.add("requests", {"code": "200"}, NOW - (len(values) - 1 - index) * step, value)
    return store


def test_a_rate_is_carried_on_to_the_edges_of_its_window() -> None:
    steady = counting(*range(1000, 1260, 20))
    assert number(steady, "rate(requests[1m])") == pytest.approx(4)
    assert number(steady, "increase(requests[1m])") == pytest.approx(240)
    assert number(steady, "increase(requests[1m] offset 30s)") == pytest.approx(130)


def test_a_counter_that_falls_has_begun_again_at_0() -> None:
    assert number(counting(1000, 1010, 5, 15), "increase(requests[15s])") == pytest.approx(25)
    assert number(counting(1000, 1010, 5, 15), "delta(requests[15s])") == pytest.approx(-985)
    assert number(counting(10, 4), "irate(requests[1m])") == pytest.approx(0.8)


def test_a_rate_of_one_point_is_no_data() -> None:
    assert instant(counting(7), "rate(requests[1m])", NOW) == []


def test_a_series_is_there_for_five_minutes_after_its_last_point() -> None:
    store = counting(7)
    assert number(store, "requests", NOW + 300_000) == 7
    assert instant(store, "requests", NOW + 300_001) == []


def test_a_series_that_has_ended_is_gone_at_once_and_its_past_still_counts() -> None:
    store = counting(10, 20, 30)
    store.end("requests", {"code": "200"}, NOW + 1000)
    assert number(store, "requests", NOW) == 30
    assert instant(store, "requests", NOW + 1000) == []
    assert number(store, "increase(requests[10s])", NOW + 1000) == pytest.approx(20)
    found = instant(store, "requests[1m]", NOW + 1000)
    assert isinstance(found, Stretches)
    assert len(over_time(store, "requests", NOW - 10_000, NOW + 5_000, 1000)[0].points) == 11


def test_the_share_of_errors_and_the_p95_are_those_of_the_shop(shop: Metrics) -> None:
    errors = 'sum(rate(http_requests_total{service="web",code=~"5.."}[1m]))'
    share = number(shop, f'{errors} / sum(rate(http_requests_total{{service="web"}}[1m]))', END)
    assert 0.05 < share < 0.3
    p95 = "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{service='web'}[1m])))"
    assert 0.5 < number(shop, p95, END) <= 2.5


def test_over_time_each_series_has_its_own_line(shop: Metrics) -> None:
    lines = over_time(shop, "sum by (code) (rate(http_requests_total[1m]))", BEGIN + 60_000, END, 60_000)
    assert [dict(line.labels) for line in lines] == [{"code": code} for code in ("200", "404", "500", "503")]
    assert {len(line.points) for line in lines} == {15}
    assert over_time(shop, "nothing", BEGIN, END, 60_000) == []
    assert [line.labels for line in over_time(shop, "42", BEGIN, BEGIN + 1000, 1000)] == [()]


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("1 + 2 * 3 ^ 2", 19),
        ("(1 + 2) * 3", 9),
        ("2 ^ 3 ^ 2", 512),
        ("-2 ^ 2", -4),
        ("10 - 4 - 3", 3),
        ("7 % 4 / 2", 1.5),
        ("-7 % 4", -3),
        ("1 / 0", math.inf),
        ("-1 / 0", -math.inf),
        ("10 ^ 400", math.inf),
        ("Inf", math.inf),
        ("1 < bool 2", 1),
        ("vector(3) > 2", 3),
        ("scalar(vector(7))", 7),
        ("time()", NOW / 1000),
        ("0x10", 16),
        ("1e3", 1000),
        ("sum(vector(1) or vector(2)) # a remark", 1),
        ("0x" + "f" * 300, math.inf),
        ("round(vector(1e300), 1e-300)", math.inf),
        ("clamp(vector(5), 1, 3)", 3),
        ("clamp_max(vector(5), -Inf)", -math.inf),
    ],
)
def test_arithmetic_is_that_of_prometheus(query: str, value: float) -> None:
    assert number(Metrics(), query) == value


@pytest.mark.parametrize("query", ["0 / 0", "5 % 0", "NaN", "scalar(nothing)", "(-8) ^ 0.5"])
def test_what_has_no_result_is_no_number(query: str) -> None:
    assert math.isnan(number(Metrics(), query))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sum(x", "1:6: parse error: unclosed left parenthesis"),
        ("up ==\n  bool (", "2:9: parse error: unexpected end of input"),
        ("predict_linear(x[1h], 60)", '1:1: parse error: unknown function with name "predict_linear"'),
        ("x[5m:1m]", "1:5: parse error: subqueries are not understood here"),
        ("max_over_time(rate(x[5m])[1h])", "1:26: parse error: ranges only allowed for vector selectors"),
        ("x @ 5", "1:3: parse error: the @ modifier is not understood here"),
        ("a * on(b) group_left c", "1:11: parse error: group_left is not understood here"),
        ('x{a="\\q"}', "1:5: parse error: unknown escape sequence"),
        ('"text"', '1:1: parse error: unexpected string "text"'),
        ("x{a=~'(?=b)'}", "1:6: parse error: error parsing regexp: invalid or unsupported Perl syntax"),
        ("x[1m30h]", "1:3: parse error: not a valid duration string"),
        ("café", "1:4: parse error: unexpected character: '\\xe9'"),
    ],
)
def test_what_is_not_understood_is_named_with_its_place(query: str, said: str) -> None:
    with pytest.raises(QueryError) as error:
        parse(query)
    assert str(error.value).startswith(said)
    assert error.value.kind == "bad_data"


@pytest.mark.parametrize(
    "query",
    [
        "(" * 5000 + "1" + ")" * 5000,
        "-" * 5000 + "1",
        "1" + "+1" * 3000,
        "1" + "^1" * 3000,
        "sum(" * 2000,
        "x or " * 1500 + "x",
        "x{" * 3000,
        "[" * 5000,
        "x" * 100_000,
        "\x00" * 100,
        "sum by (" * 900,
        "{a=~'" + "(" * 3000 + "'}",
        'x{a="' + "\\" * 4000,
    ],
)
def test_a_hostile_query_is_refused_and_nothing_breaks(query: str) -> None:
    with pytest.raises(QueryError, match="parse error"):
        parse(query)


WORDS = [
    *("sum", "rate", "topk", "quantile", "absent", "clamp", "histogram_quantile", "round", "time", "scalar", "vector"),
    *("by", "without", "on", "ignoring", "bool", "offset", "and", "or", "unless", "group_left", "http_requests_total"),
    *(
        "queue_depth",
        "{queue='orders'}",
        '{code=~"5.."}',
        "[1m]",
        "[5m:1m]",
        "5m",
        "0",
        "2.5",
        "1e9",
        "NaN",
        "Inf",
        "@",
    ),
    *(
        "(",
        ")",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "=",
        "=~",
        "+",
        "-",
        "*",
        "/",
        "%",
        "^",
        "==",
        ">",
        "\\",
        "'",
        "é",
    ),
]


@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_words_in_any_order_are_answered_or_refused(shop: Metrics, words: list[str]) -> None:
    query = " ".join(words)
    with suppress(QueryError):
        instant(shop, query, END)
        over_time(shop, query, END - 20_000, END, 10_000)


@given(st.text(max_size=60))
def test_any_text_is_answered_or_refused(words: str) -> None:
    with suppress(QueryError):
        parse(words)


def test_as_deep_and_as_long_as_is_taken_is_answered() -> None:
    assert number(Metrics(), "1" + "+1" * 100) == 101
    assert number(Metrics(), "(" * 38 + "1" + ")" * 38) == 1
    assert number(Metrics(), "abs(" * 30 + "vector(1" + "+1" * 90 + ")" * 31) == 91


def test_a_query_that_would_take_for_ever_is_refused(shop: Metrics) -> None:
    query = " + ".join(["count(sum_over_time(http_requests_total[15m]))"] * 50)
    with pytest.raises(QueryError, match="too many samples") as error:
        over_time(shop, query, BEGIN, BEGIN + 11_000_000, 1000)
    assert error.value.kind == "execution"


def test_fetching_everything_many_times_over_is_refused() -> None:
    store = Metrics()
    for at in range(1000):
        for pod in range(200):
            store.add("x", {"pod": str(pod)}, NOW + at * 5000, at)
    query = " or ".join(f'{{__name__=~".+",a!="{number}"}}' for number in range(100))
    with pytest.raises(QueryError, match="too many samples"):
        over_time(store, f"count({query})", NOW, NOW + 5_000_000, 5_000_000)


def test_numbers_are_written_without_an_exponent() -> None:
    assert [text(value) for value in (1.0, 1.5, 1e21, 1.5e-7, -0.25, math.inf, -math.inf, math.nan, 1e15)] == [
        *("1", "1.5", "1000000000000000000000", "0.00000015", "-0.25", "+Inf", "-Inf", "NaN", "1000000000000000"),
    ]
