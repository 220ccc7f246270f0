from contextlib import suppress
from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.incident.clock import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    clock_time,
    elapsed,
    parse_duration,
    parse_when,
    short_span,
    system_clock,
    utc_iso,
)
from console.incident.errors import Refused
from tests.incident.story import START

CET = timezone(timedelta(hours=1))
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("5m", 5 * MINUTE),
        ("1h30m", 90 * MINUTE),
        ("1h 30m", 90 * MINUTE),
        ("90s", 90 * SECOND),
        ("2d", 2 * DAY),
        ("PT5M", 5 * MINUTE),
        ("PT1H30M", 90 * MINUTE),
        ("P1DT2H", 26 * HOUR),
        ("15min", 15 * MINUTE),
        ("250ms", 250),
    ],
)
def test_a_duration_is_read_as_people_and_standards_write_it(text: str, ms: int) -> None:
    assert parse_duration(text) == ms


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "0m",
        "-5m",
        "soon",
        "",
        "5",
        "m5",
        "5x",
        "P1M",
        "PT",
        "1.5h",
        "5m!",
        "²m",
        "٣m",
        "9" * 40 + "m",
        "10001d",
        "p",
    ],
)
def test_no_duration_is_made_of_zero_less_or_words(text: str) -> None:
    with pytest.raises(Refused, match="duration"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("now", START),
        ("-5m", START - 5 * MINUTE),
        ("5m ago", START - 5 * MINUTE),
        ("17:40", START - 2 * MINUTE - 13 * SECOND),
        ("17:40:03", START - 2 * MINUTE - 10 * SECOND),
        ("17:40Z", START - 2 * MINUTE - 13 * SECOND),
        ("2026-11-21T17:40:03Z", START - 2 * MINUTE - 10 * SECOND),
        ("2026-11-21 17:40:03", START - 2 * MINUTE - 10 * SECOND),
        ("2026-11-21T18:40:03+01:00", START - 2 * MINUTE - 10 * SECOND),
        ("2026-11-21T17:40:03.250Z", START - 2 * MINUTE - 10 * SECOND + 250),
        ("17:43", START + 47 * SECOND),
    ],
)
def test_a_time_is_read_as_people_and_standards_write_it(text: str, at: int) -> None:
    assert parse_when(text, START, UTC) == at


def test_a_time_of_day_is_meant_in_the_zone_of_the_person() -> None:
    assert parse_when("18:40", START, CET) == parse_when("17:40", START, UTC)


def test_a_time_of_day_of_this_morning_is_not_taken_for_tomorrow() -> None:
    assert parse_when("00:10", START, UTC) == START - START % DAY + 10 * MINUTE
    assert parse_when("05:30", START, UTC) == START - START % DAY + 330 * MINUTE


def test_a_time_of_day_shortly_after_midnight_means_yesterday() -> None:
    midnight = START - START % DAY
    assert parse_when("23:50", midnight + 5 * MINUTE, UTC) == midnight - 10 * MINUTE


@pytest.mark.parametrize("text", ["17:45", "23:59:59", "2026-11-21T17:44Z", "2099-01-01"])
def test_the_future_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="future"):
        parse_when(text, START, UTC)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "25:00", "17:61", "17:40:61", "17", "2026-13-01", "0000-01-01", "1:2:3:4", "--5m", ":"],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_when(text, START, UTC)


def test_an_hour_that_the_clocks_repeat_means_the_last_one_that_was() -> None:
    # 2026-10-25 in Berlin: 02:30 happens at 00:30Z and again at 01:30Z.
    second = parse_when("2026-10-25T01:35Z", START)
    assert utc_iso(parse_when("02:30", second, BERLIN)) == "2026-10-25T01:30:00.000Z"
    assert utc_iso(parse_when("02:30", second - HOUR, BERLIN)) == "2026-10-25T00:30:00.000Z"


@given(st.integers(min_value=0, max_value=4_000_000_000_000))
def test_an_instant_survives_being_written_and_read(at: int) -> None:
    assert parse_when(utc_iso(at), at, UTC) == at


@given(st.text(max_size=40))
def test_no_text_breaks_the_readers_of_times(text: str) -> None:
    for read in (parse_duration, lambda each: parse_when(each, START, UTC)):
        with suppress(Refused):
            assert isinstance(read(text), int)


def test_times_are_shown_in_utc_and_in_a_zone() -> None:
    assert utc_iso(START) == "2026-11-21T17:42:13.000Z"
    assert clock_time(START) == "17:42:13"
    assert clock_time(START, CET) == "18:42:13"
    assert len(clock_time(START, None)) == 8


def test_an_instant_beyond_all_calendars_is_still_shown() -> None:
    assert utc_iso(1 << 80) == f"@{1 << 80}"


@pytest.mark.parametrize(
    ("ms", "long", "short"),
    [
        (0, "00:00:00", "0s"),
        (12 * SECOND, "00:00:12", "12s"),
        (42 * MINUTE + 13 * SECOND, "00:42:13", "42m"),
        (185 * MINUTE, "03:05:00", "3h 5m"),
        (3 * HOUR, "03:00:00", "3h"),
        (3 * DAY + 130 * MINUTE, "3d 02:10:00", "3d 2h"),
        (-5 * SECOND, "00:00:00", "0s"),
    ],
)
def test_spans_are_shown_long_and_short_and_never_negative(ms: int, long: str, short: str) -> None:
    assert (elapsed(ms), short_span(ms)) == (long, short)


def test_the_clock_of_this_machine_tells_milliseconds() -> None:
    assert system_clock() > 1_700_000_000_000
