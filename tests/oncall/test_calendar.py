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
    return [shift.person for shift in parse_calendar(text, now, PEOPLE).shifts if shift.since <= now < shift.until]


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


def told(*events: str, zone: str = "") -> list[str]:
    """Read events after one that is fine: what is told of them, by line."""
    fine = event("DTSTART:20261121T080000Z", "DTEND:20261121T200000Z", "SUMMARY:bob")
    found = parse_calendar(calendar(fine, *events, zone=zone), NOW, PEOPLE, "team.ics")
    assert [each.person for each in found.shifts] == ["bob"]
    return list(found.problems)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("DTSTART:20261121T080000Z", "DTEND:20261120T080000Z"), "it ends before it begins"),
        (("DTSTART:soon", "DTEND:20261120T080000Z"), "DTSTART: "),
        (("DTEND:20261120T080000Z",), "it has no DTSTART"),
        (("DTSTART:20261121T080000Z", "RRULE:FREQ=SECONDLY"), "it repeats in a way that no shift does (SECONDLY)"),
        (("DTSTART;TZID=Foo/Bar:20261121T080000",), "its time zone 'Foo/Bar' is not known"),
        (("DTSTART:20261121T080000Z", "DTSTART:20261122T080000Z"), "it has more than one DTSTART"),
        (("DTSTART:20261121T080000Z", "RRULE:FREQ=DAILY;INTERVAL=0"), "it repeats without an interval"),
        (
            ("DTSTART:20261121T080000Z", "RRULE:FREQ=DAILY", "EXDATE;TZID=Foo/Bar:20261122T080000"),
            "its time zone 'Foo/Bar' is not known",
        ),
        (
            ("DTSTART:20261121T080000Z", "RRULE:FREQ=DAILY", "RDATE;TZID=Foo/Bar:20261122T090000"),
            "its time zone 'Foo/Bar' is not known",
        ),
    ],
)
def test_an_event_that_cannot_be_read_is_told_with_its_line_its_title_and_the_reason(
    lines: tuple[str, ...], said: str
) -> None:
    (problem,) = told(event(*lines, "SUMMARY:dana"))
    assert problem.startswith("team.ics:11: 'dana' is left out: ")
    assert said in problem


def test_times_without_a_zone_are_not_guessed_where_that_of_the_calendar_is_not_known() -> None:
    floating = event("DTSTART:20261121T080000", "DTEND:20261121T090000", "SUMMARY:dana")
    day = event("DTSTART;VALUE=DATE:20261121", "SUMMARY:dana")
    found = told(floating, day, zone="Europe/Belin")
    assert [each.split(":")[1] for each in found] == ["12", "19"]
    assert all("'Europe/Belin' is not known" in each for each in found)


def test_of_what_is_long_over_nothing_is_told() -> None:
    assert told(event("DTSTART;TZID=Foo/Bar:20200101T080000", "SUMMARY:dana")) == []


def test_a_day_left_out_that_cannot_be_read_leaves_the_shift_and_is_told() -> None:
    times = ("DTSTART:20261101T080000Z", "DTEND:20261101T200000Z", "RRULE:FREQ=DAILY", "SUMMARY:bob")
    found = parse_calendar(calendar(event(*times, "EXDATE:soon")), NOW, PEOPLE, "team.ics")
    assert any(each.since <= NOW < each.until for each in found.shifts)
    assert [each.startswith("team.ics:4: 'bob' is without its EXDATE: ") for each in found.problems] == [True]


def test_a_calendar_full_of_mistakes_is_told_in_some_lines() -> None:
    found = told(*(event("DTSTART:soon", f"SUMMARY:dana {number}") for number in range(40)))
    assert found[10:] == ["team.ics: 30 more like these"]


@pytest.mark.parametrize("text", ["", "hello", "<html></html>", "BEGIN:VCALENDAR\r\nnonsense", "\0" * 100])
def test_what_is_no_calendar_is_told(text: str) -> None:
    with pytest.raises(Failed, match="no calendar"):
        parse_calendar(text, NOW, PEOPLE)
