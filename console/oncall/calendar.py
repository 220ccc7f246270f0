"""Pure: the shifts of an iCalendar text, repeated ones unrolled around a moment. Reads no file."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from console.incident.errors import Failed
from console.incident.events import Instant
from console.oncall.rota import Shift
from console.settings import Person

BACK, AHEAD = timedelta(days=35), timedelta(days=35)
"""How far around the moment shifts are unrolled."""
MOST = 5_000
"""Events that are looked at."""
_REPEATS = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_TOO_FINE = {"BYHOUR", "BYMINUTE", "BYSECOND"}


def parse_calendar(text: str, now: Instant, people: Sequence[Person]) -> tuple[Shift, ...]:
    """Return the shifts around `now`; Failed where the text is no calendar.

    Who has a shift is told by the e-mail of an attendee, else by a known name in the summary, else by the summary.
    """
    import icalendar

    try:
        calendar: Any = icalendar.Calendar.from_ical(text)
        events = list(calendar.walk("VEVENT"))[:MOST]
        zone = _zone(str(calendar.get("X-WR-TIMEZONE", "")))
    except (ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
        raise Failed(f"this is no calendar: {str(error)[:200]}.") from error
    moment = datetime.fromtimestamp(now / 1000, UTC)
    moved = _moved(events, zone)
    shifts: list[Shift] = []
    for event in events:
        if str(event.get("STATUS", "")).upper() != "CANCELLED":
            left_out = moved.get(str(event.get("UID", "")), set()) if "RRULE" in event else set()
            shifts += _shifts(event, _person(event, people), zone, moment, left_out)
    return tuple(sorted(shifts))


def _moved(events: Sequence[Any], zone: tzinfo) -> dict[str, set[datetime]]:
    """Return by UID the times of repeated events for which another event stands."""
    found: dict[str, set[datetime]] = {}
    for event in events:
        if "RECURRENCE-ID" in event:
            with suppress(ValueError, KeyError, TypeError):
                at = _aware(event.decoded("RECURRENCE-ID"), zone)
                found.setdefault(str(event.get("UID", "")), set()).add(at)
    return found


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name) if name else UTC
    except (LookupError, ValueError, OSError):
        return UTC


def _person(event: Any, people: Sequence[Person]) -> str:
    guests = event.get("ATTENDEE", [])
    emails = {str(each).lower().removeprefix("mailto:") for each in (guests if isinstance(guests, list) else [guests])}
    summary = " ".join(str(event.get("SUMMARY", "")).split())
    for person in people:
        if person.email and person.email.lower() in emails:
            return person.name
    for person in people:
        if re.search(rf"(?<!\w){re.escape(person.name)}(?!\w)", summary, re.IGNORECASE):
            return person.name
    return summary[:100]


def _shifts(event: Any, person: str, zone: tzinfo, moment: datetime, moved: set[datetime]) -> Iterator[Shift]:
    try:
        first = event.decoded("DTSTART")
        last = event.decoded("DTEND") if "DTEND" in event else first + event.decoded("DURATION", timedelta(days=1))
        start, length = _aware(first, zone), _aware(last, zone) - _aware(first, zone)
        if not person or length <= timedelta(0):
            return
        starts = [start] if "RRULE" not in event else _unrolled(event, start, length, moment, zone)
    except (ValueError, KeyError, TypeError, OverflowError):
        return  # one event that cannot be read takes no other shift away
    for at in starts:
        if at not in moved:
            yield Shift(person, _instant(at), _instant(at + length))


def _unrolled(event: Any, start: datetime, length: timedelta, moment: datetime, zone: tzinfo) -> list[datetime]:
    """Return the times at which a repeated event begins, in local time: a shift at nine is at nine in summer, too."""
    from dateutil.rrule import rrulestr

    rule = dict(event["RRULE"])
    freq = str(rule.get("FREQ", [""])[0]).upper()
    if freq not in _REPEATS or _TOO_FINE & rule.keys():
        raise ValueError(freq)
    own = start.tzinfo or zone
    end = (moment + AHEAD).astimezone(own).replace(tzinfo=None)
    if "COUNT" not in rule:
        until = [_aware(each, zone).astimezone(own).replace(tzinfo=None) for each in rule.get("UNTIL", [])]
        rule["UNTIL"] = [min([end, *until])]
    text = type(event["RRULE"])(rule).to_ical().decode()
    begin = (moment - BACK - length).astimezone(own).replace(tzinfo=None)
    found = rrulestr(text, dtstart=start.replace(tzinfo=None)).between(begin, end, inc=True)
    left_out = {_aware(each.dt, zone) for row in _listed(event, "EXDATE") for each in row.dts}
    added = [_aware(each.dt, zone) for row in _listed(event, "RDATE") for each in row.dts]
    starts = [*(each.replace(tzinfo=own) for each in found), *added]
    return [each for each in starts if each not in left_out]


def _listed(event: Any, key: str) -> list[Any]:
    found = event.get(key, [])
    return found if isinstance(found, list) else [found]


def _aware(value: Any, zone: tzinfo) -> datetime:
    """Return a point in time: a day begins at midnight in the calendar's zone."""
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime.combine(value, time(), zone)
    raise TypeError(type(value).__name__)


def _instant(at: datetime) -> Instant:
    return round(at.timestamp() * 1000)
