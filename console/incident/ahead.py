"""Pure: instants that lie ahead, as people write them: "+14d", "fri 14:00", "tomorrow", "2026-12-05"."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from console.incident.clock import DAY, parse_duration, utc_iso
from console.incident.errors import Refused
from console.incident.facts import Instant

END_OF_DAY = time(23, 59, 59)
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKS = re.compile(r"(\d{1,4})w")
_FARTHEST = 3_650
"""Days ahead; a date beyond ten years is a slip."""


def parse_ahead(text: str, now: Instant, tz: tzinfo | None = None, *, at: time = END_OF_DAY) -> Instant:
    """Return the instant meant by "+14d", "2w", "90m", "today", "fri", "2026-12-05", "fri 14:00", an ISO date and time.

    A day alone means the time `at` of it in `tz` (None: the zone of this machine), and so do whole days from now. A day
    of the week is the next one, never today. Refused where it cannot be read, has passed, or lies ten years ahead.
    """
    plain = " ".join(text.lower().split())
    found = _from_now(plain.removeprefix("+"), now, tz, at)
    if found is None:
        found = _on_a_day(plain, now, tz, at)
    if found is None:
        message = f"'{text.strip()}' is not a date: write it like +14d, fri, tomorrow, 2026-12-05 or 2026-12-05T14:00."
        raise Refused(message)
    if found <= now:
        message = f"{shown(found, tz)} has passed: it is {shown(now, tz)} now. Nothing was written."
        raise Refused(message)
    if found > now + _FARTHEST * DAY:
        message = f"{shown(found, tz)} is more than ten years ahead. Nothing was written."
        raise Refused(message)
    return found


def shown(at: Instant, tz: tzinfo | None = None) -> str:
    """Return "Fri 2026-12-05 14:00" in `tz` (None: the zone of this machine)."""
    try:
        return datetime.fromtimestamp(at / 1000, UTC).astimezone(tz).strftime("%a %Y-%m-%d %H:%M")
    except (OverflowError, ValueError, OSError):
        return utc_iso(at)


def _from_now(plain: str, now: Instant, tz: tzinfo | None, at: time) -> Instant | None:
    weeks = _WEEKS.fullmatch(plain)
    if weeks is None and not plain[:1].isdigit():
        return None
    try:
        span = int(weeks[1]) * 7 * DAY if weeks else parse_duration(plain)
    except Refused:
        return None
    if span % DAY:
        return now + span
    today = _local(now, tz).date()
    return None if span > _FARTHEST * DAY else _instant(today + timedelta(days=span // DAY), at, tz)


def _on_a_day(plain: str, now: Instant, tz: tzinfo | None, at: time) -> Instant | None:
    words = plain.split(" ")
    day = _day(words[0], _local(now, tz).date())
    if day is not None:
        when = at if len(words) == 1 else _time(words[1]) if len(words) == 2 else None  # noqa: PLR2004 - day and time
        return None if when is None else _instant(day, when, tz)
    try:
        moment = datetime.fromisoformat(plain.upper())
    except ValueError:
        return None
    return _instant_of(moment if moment.tzinfo else _in_zone(moment, tz))


def _day(word: str, today: date) -> date | None:
    if word in _NEAR:
        return today + timedelta(days=_NEAR[word])
    for number, name in enumerate(_DAYS):
        if len(word) >= 3 and name.startswith(word):  # noqa: PLR2004 - "fri"
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def _time(word: str) -> time | None:
    try:
        found = time.fromisoformat(word.rjust(5, "0"))
    except ValueError:
        return None
    return found.replace(tzinfo=None)


def _local(at: Instant, tz: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(tz)


def _instant(day: date, at: time, tz: tzinfo | None) -> Instant | None:
    return _instant_of(_in_zone(datetime.combine(day, at), tz))


def _in_zone(naive: datetime, tz: tzinfo | None) -> datetime:
    return naive.astimezone() if tz is None else naive.replace(tzinfo=tz)


def _instant_of(aware: datetime) -> Instant | None:
    try:
        return round(aware.timestamp()) * 1000
    except (OverflowError, ValueError, OSError):
        return None
