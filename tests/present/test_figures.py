"""How numbers, ages and health are written."""

import pytest

from checks.sample import Quality
from console.present.figures import amount, figure_span, percent, seconds, size, text_span
from console.signals.health import Figure
from tests.incident.story import START
from tests.present.scene import MINUTE
from widgets.values import Tone


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [
        (0.0, "0%"),
        (0.0004, "<0.1%"),
        (0.003, "0.3%"),
        (0.061, "6.1%"),
        (0.0994, "9.9%"),
        (0.0996, "10%"),
        (1.0, "100%"),
    ],
)
def test_a_share_is_a_percentage_that_never_rounds_trouble_to_zero(ratio: float, shown: str) -> None:
    assert percent(ratio) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0ms"), (0.012, "12ms"), (0.9996, "1.0s"), (1.24, "1.2s"), (75, "1m")]
)
def test_a_time_is_written_in_the_unit_that_people_say(value: float, shown: str) -> None:
    assert seconds(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0B"), (999, "999B"), (1500, "2kB"), (1.5e9, "1.5GB"), (25e9, "25GB")]
)
def test_bytes_are_written_in_decimal_units(value: float, shown: str) -> None:
    assert size(value) == shown


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.5, "ratio", "50%"),
        (2, "s", "2.0s"),
        (1500, "bytes/s", "2kB/s"),
        (1234, "count", "1,234"),
        (0.25, "", "0.25"),
        (3, "jobs", "3 jobs"),
    ],
)
def test_an_amount_carries_its_unit(value: float, unit: str, shown: str) -> None:
    assert amount(value, unit) == shown


def test_a_fresh_number_stands_by_itself() -> None:
    figure = Figure("p95", 0.012, "s", Quality.VALUE, START, START + MINUTE)
    assert figure_span(figure, START) == ("12ms", Tone.PLAIN)


def test_an_old_number_carries_its_age() -> None:
    figure = Figure("p95", 0.012, "s", Quality.VALUE, START, START + MINUTE)
    assert figure_span(figure, START + 2 * MINUTE) == ("12ms 2m old", Tone.UNKNOWN)


@pytest.mark.parametrize(("quality", "shown"), [(Quality.ERROR, "error"), (Quality.NO_DATA, "—")])
def test_what_is_no_number_is_never_a_zero(quality: Quality, shown: str) -> None:
    assert figure_span(Figure("p95", None, "s", quality), START).text == shown


def test_outside_text_shows_its_control_characters() -> None:
    assert text_span("a\x1b[31mb\u202ec").text == "a␛[31mb⟪202E⟫c"
