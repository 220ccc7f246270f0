"""What is not urgent waits for the next business day."""

from datetime import UTC, date, timedelta, timezone

import pytest

from console.incident.business import Calendar
from console.incident.clock import HOUR, parse_when, utc_iso
from console.incident.deadlines import acknowledge_due
from tests.incident.story import START, Story, schemes

CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
LATER = 1_800_000_000_000
"""After all the times that the tests name."""


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-11-20T16:59Z", "2026-11-20T16:59"),  # a Friday
        ("2026-11-20T17:00Z", "2026-11-23T09:00"),
        ("2026-11-21T12:00Z", "2026-11-23T09:00"),
        ("2026-11-23T02:00Z", "2026-11-23T09:00"),
        ("2026-11-23T09:00Z", "2026-11-23T09:00"),
        ("2026-12-24T20:00Z", "2026-12-29T09:00"),
    ],
)
def test_outside_business_hours_the_next_business_day_counts(at: str, due: str) -> None:
    found = Calendar(UTC, CHRISTMAS).deferred(parse_when(at, LATER))
    assert utc_iso(found)[:16] == due


def test_business_hours_are_local() -> None:
    east = timezone(timedelta(hours=9))
    found = Calendar(east).deferred(parse_when("2026-11-20T08:30Z", LATER))  # half past five in the afternoon there
    assert utc_iso(found)[:16] == "2026-11-23T00:00"


def test_a_calendar_without_a_business_day_and_a_time_beyond_all_years_change_nothing() -> None:
    every = frozenset(date(2026, 11, 20) + timedelta(days=each) for each in range(500))
    assert Calendar(UTC, every).deferred(START) == START
    assert Calendar(UTC).deferred(1 << 62) == 1 << 62


@pytest.mark.parametrize("name", schemes())
def test_only_the_mildest_severity_may_wait(name: str) -> None:
    scheme = schemes()[name]._replace(calendar=Calendar(UTC))
    assert [level.deferred for level in scheme.levels] == [False, False, False, True]
    story = Story()
    story.scheme = scheme
    due = []
    for number, level in enumerate(scheme.levels[2:], 1):  # on a Saturday evening
        story.declare(f"INC-20261121-00{number}", severity=level.label)
        found = acknowledge_due(story.incident(f"INC-20261121-00{number}"), scheme)
        assert found is not None
        due.append(found.at)
    assert due[0] == START + HOUR
    assert utc_iso(due[1])[:16] == "2026-11-23T09:00"
