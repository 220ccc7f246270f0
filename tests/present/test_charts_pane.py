"""The points of a metric as a chart."""

from datetime import UTC

import pytest

from console.present.charts import chart_value
from console.present.snapshot import ChartSeen, MarkSeen
from tests.incident.story import START
from tests.present.scene import MINUTE
from widgets.values import Tone

SEEN = ChartSeen(
    "api", "error_rate", "ratio", START - 10 * MINUTE, START, (0.0, 0.061), "24 probes", 0.05, 0.003, latest=0.061
)


def test_a_chart_says_what_of_whom_how_much_now_and_what_was_usual() -> None:
    value = chart_value(SEEN, (), UTC)
    assert value.title == "Error rate · api"
    assert value.badge == ("6.1% (base 0.3%)", Tone.BAD)
    assert value.span == ("17:32", "17:42")


@pytest.mark.parametrize(("latest", "tone"), [(0.05, Tone.ACCENT), (0.051, Tone.BAD)])
def test_a_number_over_the_threshold_is_red(latest: float, tone: Tone) -> None:
    assert chart_value(SEEN._replace(latest=latest), (), UTC).badge.tone is tone


def test_a_number_that_is_not_fresh_carries_its_age_and_raises_no_alarm() -> None:
    seen = SEEN._replace(latest=None, points=(0.02, 0.061, None, None, None))
    assert chart_value(seen, (), UTC).badge == ("6.1% 8m old", Tone.UNKNOWN)


def test_a_chart_without_points_says_so_and_names_the_reason() -> None:
    value = chart_value(SEEN._replace(latest=None, points=(None, None), source="too few probes yet"), (), UTC)
    assert value.badge == ("no data", Tone.UNKNOWN)
    assert [span.text for span in value.empty] == ["no data", "  too few probes yet"]


@pytest.mark.parametrize(
    ("points", "unit", "ticks"),
    [
        ((0.0, 0.0), "ratio", ("0%", "0.5%", "1.0%")),
        ((0.061,), "ratio", ("0%", "5.0%", "10%")),
        ((1.0,), "ratio", ("0%", "50%", "100%")),
        ((1.24,), "s", ("0ms", "1.0s", "2.0s")),
        ((0.0003,), "s", ("0ms", "5ms", "10ms")),
        ((9e9,), "bytes", ("0B", "5.0GB", "10GB")),
    ],
)
def test_the_axis_ends_at_a_round_value_above_everything(
    points: tuple[float, ...], unit: str, ticks: tuple[str, ...]
) -> None:
    value = chart_value(SEEN._replace(points=points, unit=unit), (), UTC)
    assert value.ticks == ticks
    assert value.high is not None
    assert value.high >= max(points)


def test_a_threshold_above_the_axis_is_not_drawn() -> None:
    assert chart_value(SEEN._replace(points=(0.001,)), (), UTC).threshold is None
    assert chart_value(SEEN, (), UTC).threshold == 0.05


def test_marks_stand_where_things_happened_and_only_on_the_charts_that_they_concern() -> None:
    marks = (
        MarkSeen(START - 20 * MINUTE, "decision", "long ago"),
        MarkSeen(START - 5 * MINUTE, "decision", "roll back [/x]"),
        MarkSeen(START - 5 * MINUTE, "health", "web ok -> down: 502"),
        MarkSeen(START, "health", "api ok -> down: 502"),
    )
    drawn = chart_value(SEEN, marks, UTC).marks
    assert [(mark.at, mark.label) for mark in drawn] == [(0.5, "roll back [/x]"), (1.0, "api ok -> down: 502")]


def test_latency_draws_its_percentiles_in_one_chart_under_one_axis() -> None:
    seen = SEEN._replace(metric="p95", unit="s", points=(1.0, 1.2), beside=(("p50", (0.1, 0.1)), ("p99", (3.0, 4.1))))
    value = chart_value(seen, (), UTC)
    assert value.title == "Latency p95 · api"
    assert [series.name for series in value.series] == ["p95", "p50", "p99"]
    assert len({series.tone for series in value.series}) == 3
    assert value.high >= 4.1


def test_the_usual_range_is_on_the_axis_even_when_the_number_has_fallen_below_it() -> None:
    value = chart_value(SEEN._replace(metric="traffic", unit="/s", points=(40.0, 30.0), band=(280.0, 310.0)), (), UTC)
    assert value.band == (280.0, 310.0)
    assert value.high >= 310.0
    assert value.ticks[-1] == "500/s"


def test_traffic_that_nobody_measures_says_how_to_have_it_measured() -> None:
    value = chart_value(SEEN._replace(metric="traffic", unit="/s", points=(None,), source="", latest=None), (), UTC)
    assert "no source" in value.empty[0].text
    assert "traffic = " in value.empty[1].text
