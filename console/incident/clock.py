"""Pure: instants (milliseconds since 1970, UTC), how people write them and how they are shown. Holds no clock."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo

from console.incident.errors import Refused
from console.incident.facts import Instant

Clock = Callable[[], Instant]
"""Tells the time; passed in wherever time is needed."""

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
LEEWAY = 60 * SECOND
"""How far ahead of our clock a time may lie before it counts as the future."""

_UNITS = {"ms": 1, "s": SECOND, "m": MINUTE, "min": MINUTE, "h": HOUR, "d": DAY}
_LONGEST = 10_000 * DAY
_RECENT = 12 * HOUR
"""A time of day without a date that lies ahead means yesterday's, but only this far back: 14:35 at 14:30 is a slip."""


def system_clock() -> Instant:
    """Return the time of this machine; the one place where it is read."""
    return time.time_ns() // 1_000_000


def parse_duration(text: str) -> int:
    """Return milliseconds for "5m", "1h30m", "90s", "2d" or "PT5M"; Refused for zero, less, or anything else."""
    plain = text.strip().lower().replace(" ", "")
    parts = _duration_parts(_without_iso_marks(plain))
    if not parts:
        message = f"'{text}' is not a duration: write it like 5m, 1h30m, 90s or PT5M."
        raise Refused(message)
    total = sum(count * _UNITS[unit] for count, unit in parts)
    if not 0 < total <= _LONGEST:
        message = f"'{text}' is no use as a duration: it has to be longer than zero and shorter than 10,000 days."
        raise Refused(message)
    return total


def _without_iso_marks(plain: str) -> str:
    """Turn PT5M and P1DT2H into 5m and 1d2h; months and years have no fixed length and stay unread."""
    if not plain.startswith("p"):
        return plain
    days, mark, rest = plain[1:].partition("t")
    return "?" if "m" in days or (mark and not rest) else days + rest


def _duration_parts(plain: str) -> list[tuple[int, str]]:
    parts: list[tuple[int, str]] = []
    while plain:
        digits = len(plain) - len(plain.lstrip("0123456789"))
        unit = _letters(plain[digits:])
        if not 0 < digits <= 15 or unit not in _UNITS or not plain[:digits].isascii():  # noqa: PLR2004 - int() stays cheap
            return []
        parts.append((int(plain[:digits]), unit))
        plain = plain[digits + len(unit) :]
    return parts


def _letters(text: str) -> str:
    end = next((index for index, char in enumerate(text) if not char.isalpha()), len(text))
    return text[:end]


def parse_when(text: str, now: Instant, tz: tzinfo | None = None) -> Instant:
    """Return the instant meant by "now", "-5m", "5m ago", "14:32", "14:32:10" or an ISO date and time.

    What names no zone is in `tz` (None: the zone of this machine). A time of day means the last one that was.
    Refused where it cannot be read or lies more than a minute in the future.
    """
    plain = text.strip()
    if plain.lower() == "now":
        return now
    if plain.startswith("-"):
        return now - parse_duration(plain[1:])
    if plain.lower().endswith("ago"):
        return now - parse_duration(plain[:-3])
    if ":" in plain and len(plain) <= len("14:32:10.123Z") and "-" not in plain:
        return _time_of_day(plain, now, tz)
    return not_in_future(_iso(plain, tz), now)


def not_in_future(at: Instant, now: Instant) -> Instant:
    """Return `at`, or refuse it when it lies more than a minute ahead of `now`."""
    if at > now + LEEWAY:
        message = f"{utc_iso(at)} lies in the future: it is {utc_iso(now)} now. Nothing was written."
        raise Refused(message)
    return at


def _unreadable(text: str) -> Refused:
    return Refused(f"'{text}' is not a time: write it like -5m, 14:32, 14:32:10 or 2026-11-21T14:32Z.")


def _iso(text: str, tz: tzinfo | None) -> Instant:
    try:
        found = datetime.fromisoformat(text)
        aware = found if found.tzinfo is not None else _in_zone(found, tz)
        return _instant(aware)
    except (ValueError, OverflowError, OSError) as error:
        raise _unreadable(text) from error


def _time_of_day(text: str, now: Instant, tz: tzinfo | None) -> Instant:
    zone = UTC if text[-1] in "zZ" else tz
    try:
        clock = datetime.strptime(text.rstrip("zZ"), "%H:%M:%S" if text.count(":") == 2 else "%H:%M").time()  # noqa: DTZ007, PLR2004 - a time of day; the zone is added below
        today = datetime.fromtimestamp(now / SECOND, UTC).astimezone(zone).date()
    except (ValueError, OverflowError, OSError) as error:
        raise _unreadable(text) from error
    # An hour that the clocks repeat is met twice (fold): the later one that is not ahead of us is meant.
    found = [
        [_instant(_in_zone(datetime.combine(day, clock).replace(fold=fold), zone)) for fold in (0, 1)]
        for day in (today, today - timedelta(days=1))
    ]
    past = [at for at in found[0] if at <= now + LEEWAY] or [at for at in found[1] if at >= now - _RECENT]
    return max(past) if past else not_in_future(min(found[0]), now)


def _in_zone(naive: datetime, tz: tzinfo | None) -> datetime:
    return naive.astimezone() if tz is None else naive.replace(tzinfo=tz)


def _instant(aware: datetime) -> Instant:
    return (aware - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def utc_iso(at: Instant) -> str:
    """Return RFC 3339 in UTC with milliseconds: "2026-11-21T17:42:13.000Z"."""
    seconds, ms = divmod(at, SECOND)
    try:
        tm = time.gmtime(seconds)
    except (OverflowError, ValueError, OSError):
        return f"@{at}"
    return (
        f"{tm.tm_year:04d}-{tm.tm_mon:02d}-{tm.tm_mday:02d}T{tm.tm_hour:02d}:{tm.tm_min:02d}:{tm.tm_sec:02d}.{ms:03d}Z"
    )


def clock_time(at: Instant, tz: tzinfo | None = UTC) -> str:
    """Return the time of day "17:42:13" in `tz` (None: the zone of this machine)."""
    if tz is UTC:
        seconds = at // SECOND % 86_400
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return datetime.fromtimestamp(at // SECOND, UTC).astimezone(tz).strftime("%H:%M:%S")


def elapsed(span: int) -> str:
    """Return a running time: "00:42:13", from a day on "3d 02:10:00"; never negative (a clock was set back)."""
    seconds = max(0, span) // SECOND
    days, rest = divmod(seconds, 86_400)
    return f"{f'{days}d ' if days else ''}{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}"


def short_span(span: int) -> str:
    """Return a length of time in at most two units: "12s", "42m", "3h 5m", "2d 3h"; never negative."""
    seconds = max(0, span) // SECOND
    if seconds < 60:  # noqa: PLR2004 - seconds of a minute
        return f"{seconds}s"
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86_400
    if not hours:
        return f"{minutes}m"
    big, small, names = (days, hours % 24, "dh") if days else (hours, minutes % 60, "hm")
    return f"{big}{names[0]} {small}{names[1]}" if small else f"{big}{names[0]}"


def lasted(span: int) -> str:
    """Return a length of time for a reader: "16m", "8m 10s", "1h 5m", "3d 2h"; seconds only below an hour."""
    if span >= HOUR or span < MINUTE or span // SECOND % 60 == 0:
        return short_span(span)
    return f"{span // MINUTE}m {span // SECOND % 60}s"


def from_now(at: Instant, now: Instant) -> str:
    """Return "in 42m", and from that instant on "0s late": what is due."""
    return f"in {short_span(at - now)}" if at > now else f"{short_span(now - at)} late"
