"""Pure: the moment of a replay that somebody means: 14:32, -5m (before the end), +10m (after the beginning), start."""

from datetime import UTC, datetime, timedelta, tzinfo

from console.incident.clock import parse_duration, parse_when
from console.incident.errors import Refused
from console.incident.events import Instant
from console.replay.transport import Extent

USAGE = "14:32, 14:32:10, 2026-11-21T14:32Z, -5m (before the end), +10m (after the beginning), start, end"
_STARTS, _ENDS = frozenset({"start", "begin", "beginning"}), frozenset({"end", "now"})
_EVER = 1 << 60


def moment(text: str, extent: Extent, tz: tzinfo | None = None) -> Instant:
    """Return the instant meant; a time of day is the one within what can be replayed. Refused where it is none.

    It may lie before the beginning or after the end: going there goes as far as there is something.
    """
    plain = text.strip()
    if plain.lower() in _STARTS:
        return extent.begin
    if plain.lower() in _ENDS:
        return extent.end
    try:
        if plain.startswith("+"):
            return extent.begin + parse_duration(plain[1:])
        if plain.startswith("-") or plain.lower().endswith("ago"):
            return parse_when(plain, extent.end, tz)
        return parse_when(plain, _EVER, tz) if "-" in plain else _time_of_day(plain, extent, tz)
    except Refused as refusal:
        raise Refused(f"'{plain}' is no moment of this replay: write {USAGE}.") from refusal


def _time_of_day(plain: str, extent: Extent, tz: tzinfo | None) -> Instant:
    """Return the last such time of the incident, else the one that is nearest to it."""
    clock = f"0{plain}" if plain[1:2] == ":" else plain
    ends = [datetime.fromtimestamp(at / 1000, UTC).astimezone(tz).date() for at in (extent.begin, extent.end)]
    days = {end + timedelta(days=by) for end in ends for by in (-1, 0, 1)}
    found = [parse_when(f"{day.isoformat()}T{clock}", _EVER, tz) for day in sorted(days)]
    within = [at for at in found if extent.begin <= at <= extent.end]
    return max(within) if within else min(found, key=lambda at: max(extent.begin - at, at - extent.end))
