"""Pure: instants and spans as a document says them."""

from functools import lru_cache

from console.incident.clock import MINUTE, SECOND, utc_iso
from console.incident.events import Instant

UNKNOWN = "not known"


def moment(at: Instant | None) -> str:
    """Return "2026-11-21 17:42:13" in UTC, or that it is not known."""
    return UNKNOWN if at is None else f"{_minute(at // MINUTE)}{at // SECOND % 60:02d}"


@lru_cache(maxsize=256)
def _minute(minute: int) -> str:
    """Return "2026-11-21 17:42:"; neighbouring rows share it."""
    return utc_iso(minute * MINUTE)[:17].replace("T", " ")
