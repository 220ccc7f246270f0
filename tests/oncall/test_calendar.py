"""Who is on call, from a calendar."""

from datetime import UTC, datetime

import pytest

from console.incident.errors import Failed
from console.oncall.calendar import parse_calendar
from console.settings import Person

PEOPLE = (Person("bob", email="bob@shop.example"), Person("dana"))


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


NOW = at("2026-11-21T12:00")


def event(*lines: str, uid: str = "1") -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"))


def calendar(*events: str, zone: str = "") -> str:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", *([f"X-WR-TIMEZONE:{zone}"] if zone else [])]
    return "\r\n".join((*head, *events, "END:VCALENDAR", ""))


def who(text: str, now: int = NOW) -> list[str]:
    return [shift.person for shift in parse_calendar(text, now, PEOPLE) if shift.since <= now < shift.until]


def test_the_email_of_an_attendee_tells_who_it_is_then_a_name_in_the_summary_then_the_summary() -> None:
    times = ("DTSTART:20261121T080000Z", "DTEND:20261121T200000Z")
    assert who(calendar(event(*times, "SUMMARY:primary", "ATTENDEE;CN=B:mailto:Bob@shop.example"))) == ["bob"]
    assert who(calendar(event(*times, "SUMMARY:On call - Dana - platform"))) == ["dana"]
    assert who(calendar(event(*times, "SUMMARY:Erin Example"))) == ["Erin Example"]
    assert who(calendar(event(*times, "SUMMARY:bobsled"))) == ["bobsled"]


@pytest.mark.parametrize(
    ("rule", "there"),
    [
        ("FREQ=WEEKLY", True),
        ("FREQ=WEEKLY;INTERVAL=2", False),
        ("FREQ=WEEKLY;COUNT=1", False),
        ("FREQ=WEEKLY;UNTIL=20261120T000000Z", False),
        ("FREQ=DAILY;BYDAY=SA", True),
        ("FREQ=SECONDLY", False),
        ("FREQ=DAILY;BYSECOND=1,2,3", False),
    ],
)
def test_what_repeats_is_unrolled(rule: str, there: bool) -> None:  # noqa: FBT001 - a table
    shift = event("DTSTART:20261114T080000Z", "DTEND:20261114T200000Z", f"RRULE:{rule}", "SUMMARY:bob")
    assert who(calendar(shift)) == (["bob"] if there else [])


def test_a_shift_at_nine_is_at_nine_when_the_clocks_have_changed() -> None:
    summer = event(
        "DTSTART;TZID=Europe/Berlin:20261016T090000",
        "DTEND;TZID=Europe/Berlin:20261016T100000",
        "RRULE:FREQ=DAILY",
        "SUMMARY:bob",
    )
    assert who(calendar(summer), at("2026-10-20T07:30")) == ["bob"]
    assert who(calendar(summer), at("2026-11-20T08:30")) == ["bob"]
    assert who(calendar(summer), at("2026-11-20T07:30")) == []


def test_a_day_left_out_and_one_that_moved_do_not_count_twice() -> None:
    times = ("DTSTART:20261101T080000Z", "DTEND:20261101T200000Z", "RRULE:FREQ=DAILY", "SUMMARY:bob")
    assert who(calendar(event(*times, "EXDATE:20261121T080000Z"))) == []
    moved = event(
        "RECURRENCE-ID:20261121T080000Z", "DTSTART:20261121T080000Z", "DTEND:20261121T200000Z", "SUMMARY:dana"
    )
    assert who(calendar(event(*times), moved)) == ["dana"]


def test_whole_days_and_times_without_a_zone_are_in_that_of_the_calendar() -> None:
    day = event("DTSTART;VALUE=DATE:20261121", "DTEND;VALUE=DATE:20261122", "SUMMARY:bob")
    assert who(calendar(day, zone="Europe/Berlin"), at("2026-11-20T23:30")) == ["bob"]
    assert who(calendar(day), at("2026-11-20T23:30")) == []
    floating = event("DTSTART:20261121T080000", "DTEND:20261121T090000", "SUMMARY:bob")
    assert who(calendar(floating, zone="Europe/Berlin"), at("2026-11-21T07:30")) == ["bob"]


def test_what_is_cancelled_or_cannot_be_read_takes_no_other_shift_away() -> None:
    times = ("DTSTART:20261121T080000Z", "DTEND:20261121T200000Z")
    called_off = event(*times, "STATUS:CANCELLED", "SUMMARY:dana", uid="2")
    backwards = event("DTSTART:20261121T080000Z", "DTEND:20261120T200000Z", "SUMMARY:dana", uid="3")
    without = event("SUMMARY:dana", uid="4")
    assert who(calendar(called_off, backwards, without, event(*times, "SUMMARY:bob"))) == ["bob"]


@pytest.mark.parametrize("text", ["", "hello", "<html></html>", "BEGIN:VCALENDAR\r\nnonsense", "\0" * 100])
def test_what_is_no_calendar_is_told(text: str) -> None:
    with pytest.raises(Failed, match="no calendar"):
        parse_calendar(text, NOW, PEOPLE)
