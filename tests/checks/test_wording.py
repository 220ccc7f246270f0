import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.sample import Quality
from checks.wording import line, measured, scrub, shown_url, span, url_secrets


@given(st.text())
def test_whatever_a_source_says_becomes_one_short_printable_line(text: str) -> None:
    said = line(text)
    assert len(said) <= 200
    assert said.isprintable()


def test_a_megabyte_on_one_line_is_cut_with_a_sign_of_it() -> None:
    assert line("x" * 1_000_000) == "x" * 199 + "\u2026"


def test_control_characters_are_shown_and_not_dropped() -> None:
    assert line("a\x1b[2J\u202eb\nc") == "a<1B>[2J<202E>b c"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:pw@a.example:8443/x?token=t&v=1#frag", "https://a.example:8443/x?token=\u2026&v=\u2026"),
        ("https://a.example/x", "https://a.example/x"),
        ("https://a.example/?justatoken", "https://a.example/?\u2026"),
        ("http://[::1]:80/", "http://[::1]:80/"),
        ("http://[::1/", "an address that is not a URL"),
    ],
)
def test_a_url_is_shown_without_user_and_without_query_values(url: str, shown: str) -> None:
    assert shown_url(url) == shown


def test_the_secrets_of_a_url_are_known_and_taken_out() -> None:
    secrets = url_secrets("https://me:longpassword@a.example/?key=longtoken&v=1")
    assert scrub("longpassword longtoken v=1", secrets) == "[secret] [secret] v=1"


@pytest.mark.parametrize(
    ("value", "quality"),
    [(0.0, Quality.VALUE), (None, Quality.NO_DATA), (math.nan, Quality.ERROR), (math.inf, Quality.ERROR)],
)
def test_a_number_is_one_of_value_no_data_and_error(value: float | None, quality: Quality) -> None:
    reading = measured("x", value)
    assert reading.quality is quality
    assert (reading.value is None) is (quality is not Quality.VALUE)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.0123, "12 ms"), (1.234, "1.23 s"), (42, "42 s"), (300, "5 min"), (7200, "2 h"), (200_000, "2 days")],
)
def test_a_span_is_written_as_a_person_would(seconds: float, said: str) -> None:
    assert span(seconds) == said
