"""Pure: the shifts of an iCalendar text, repeated ones unrolled around a moment. Reads no file."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from console.incident.errors import Failed
from console.incident.events import Instant
from console.oncall.rota import Shift
from console.settings import Person

BACK, AHEAD = timedelta(days=35), timedelta(days=35)
"""How far around the moment shifts are unrolled."""
MOST = 5_000
"""Events that are looked at."""
TOLD = 10
"""Problems that are told of one calendar."""
_NEEDED = {"DTSTART", "DTEND", "DURATION", "RRULE"}
_BESIDE = {"EXDATE", "RDATE", "RECURRENCE-ID"}
_REPEATS = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_TOO_FINE = {"BYHOUR", "BYMINUTE", "BYSECOND"}


class Read(NamedTuple):
    """The shifts around a moment, and what of the calendar is not among them, each as "source:line: sentence"."""

    shifts: tuple[Shift, ...]
    problems: tuple[str, ...] = ()


def parse_calendar(text: str, now: Instant, people: Sequence[Person], source: str = "the calendar") -> Read:
    """Return the shifts around `now`; Failed where the text is no calendar.

    Who has a shift is told by the e-mail of an attendee, else by a known name in the summary, else by the summary.
    An event that cannot be read takes no other shift away; times in a zone that is not known are not guessed.
    """
    events, zone = _events(text)
    moment = datetime.fromtimestamp(now / 1000, UTC)
    moved = _moved(events[:MOST], zone)
    shifts: list[Shift] = []
    problems: list[str] = []
    for event, line in zip(events[:MOST], _lines(text), strict=False):
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        left_out = moved.get(str(event.get("UID", "")), set()) if "RRULE" in event else set()
        try:
            shifts += _shifts(event, _person(event, people), zone, moment, left_out)
            told = [f"without its {name}: {why}" for name, why in event.errors if name in _BESIDE]
        except (Failed, ValueError, KeyError, TypeError, OverflowError) as error:
            told = [] if _is_over(event, moment) else [f"left out: {_reason(error)}"]
        summary = " ".join(str(event.get("SUMMARY", "an event")).split())[:100]
        problems += [f"{source}:{line}: '{summary}' is {each}" for each in told]
    if len(events) > MOST:
        problems.append(f"{source}: only the first {MOST:,} of {len(events):,} events are looked at")
    more = [f"{source}: {len(problems) - TOLD} more like these"] if len(problems) > TOLD else []
    return Read(tuple(sorted(shifts)), (*problems[:TOLD], *more))


def _events(text: str) -> tuple[Sequence[Any], tzinfo | str]:
    """Return the events of a calendar and its zone; Failed where the text is none."""
    import icalendar

    try:
        calendar: Any = icalendar.Calendar.from_ical(text)
        return list(calendar.walk("VEVENT")), _zone(str(calendar.get("X-WR-TIMEZONE", "")))
    except (ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
        raise Failed(f"this is no calendar: {str(error)[:200]}.") from error


def _lines(text: str) -> Iterator[int]:
    """Yield the lines on which events begin."""
    return (number for number, line in enumerate(text.splitlines(), 1) if line.strip().upper() == "BEGIN:VEVENT")


def _reason(error: Exception) -> str:
    """Say why an event cannot be read."""
    if isinstance(error, KeyError):
        return f"it has no {str(error.args[0])[:40]}" if error.args else "something is missing in it"
    return " ".join(str(error).split())[:200] or type(error).__name__


def _is_over(event: Any, moment: datetime) -> bool:
    """Whether an event is too old to matter, whatever its zone."""
    try:
        last = getattr(event.get("DTEND", event.get("DTSTART")), "dt", None)
    except ValueError:  # what cannot be read is no attribute of it
        return False
    day = last.date() if isinstance(last, datetime) else last
    return "RRULE" not in event and isinstance(day, date) and day < (moment - BACK).date()


def _moved(events: Sequence[Any], zone: tzinfo | str) -> dict[str, set[datetime]]:
    """Return by UID the times of repeated events for which another event stands."""
    found: dict[str, set[datetime]] = {}
    for event in events:
        if "RECURRENCE-ID" in event:
            with suppress(Failed, ValueError, KeyError, TypeError):
                at = _aware(_stated(event, "RECURRENCE-ID"), zone)
                found.setdefault(str(event.get("UID", "")), set()).add(at)
    return found


def _zone(name: str) -> tzinfo | str:
    """Return the zone of the calendar, or its name where that is not known: nobody guesses then."""
    try:
        return ZoneInfo(name) if name else UTC
    except (LookupError, ValueError, OSError):
        return name[:60]


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


def _shifts(event: Any, person: str, zone: tzinfo | str, moment: datetime, moved: set[datetime]) -> Sequence[Shift]:
    """Return the shifts of one event; Failed with the reason where it cannot be read."""
    for name, why in event.errors:
        if name in _NEEDED:
            raise Failed(f"{name}: {why}")
    first = _stated(event, "DTSTART")
    last = _stated(event, "DTEND") if "DTEND" in event else first + event.decoded("DURATION", timedelta(days=1))
    start, length = _aware(first, zone), _aware(last, zone) - _aware(first, zone)
    if not person:
        raise Failed("nothing tells who it is: no attendee that is known, and no title")
    if length <= timedelta(0):
        raise Failed("it ends before it begins")
    starts = [start] if "RRULE" not in event else _unrolled(event, start, length, moment, zone)
    return [Shift(person, _instant(at), _instant(at + length)) for at in starts if at not in moved]


def _stated(event: Any, key: str) -> Any:
    """Return a time or a day; Failed where there are several, or it names a zone that is not known."""
    if isinstance(event[key], list):
        raise Failed(f"it has more than one {key}")
    value = event.decoded(key)
    _check_zone(event[key], [value])
    return value


def _check_zone(stated: Any, values: Sequence[Any]) -> None:
    """Fail where times name a zone that is not known: nobody guesses which one is meant."""
    named = stated.params.get("TZID", "")
    if named and any(isinstance(value, datetime) and value.tzinfo is None for value in values):
        raise Failed(f"its time zone '{str(named)[:60]}' is not known")


def _unrolled(event: Any, start: datetime, length: timedelta, moment: datetime, zone: tzinfo | str) -> list[datetime]:
    """Return the times at which a repeated event begins, in local time: a shift at nine is at nine in summer, too."""
    from dateutil.rrule import rrulestr

    rule = dict(event["RRULE"])
    freq = str(rule.get("FREQ", [""])[0]).upper()
    if freq not in _REPEATS or _TOO_FINE & rule.keys():
        raise Failed(f"it repeats in a way that no shift does ({freq[:20]})")
    if min(rule.get("INTERVAL", [1])) < 1:
        raise Failed("it repeats without an interval")
    own = start.tzinfo
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
    """Return the lists of times of a key, without those that cannot be read."""
    import icalendar

    found = event.get(key, [])
    rows = [each for each in (found if isinstance(found, list) else [found]) if isinstance(each, icalendar.vDDDLists)]
    for row in rows:
        _check_zone(row, [each.dt for each in row.dts])
    return rows


def _aware(value: Any, zone: tzinfo | str) -> datetime:
    """Return a point in time: a day begins at midnight in the calendar's zone. Failed where that is not known."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    if isinstance(zone, str):
        raise Failed(f"it is in the time zone of the calendar, and '{zone}' is not known")
    if isinstance(value, datetime):
        return value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime.combine(value, time(), zone)
    raise TypeError(type(value).__name__)


def _instant(at: datetime) -> Instant:
    return round(at.timestamp() * 1000)
