"""Pure: the rows of a timeline as CSV, which a spreadsheet shows and never runs."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo

from console.incident.clock import utc_iso
from console.incident.events import Instant
from console.review.rows import Row
from widgets.text import safe_text

COLUMNS = ("utc", "local", "event", "by", "kind", "text", "remarks", "pinned")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST = 32_000
"""A cell of the usual spreadsheets takes 32,767 characters."""


def timeline_csv(rows: Iterable[Row], tz: tzinfo | None) -> str:
    """Return RFC 4180 text with a head; `local` is the time in `tz` (None: the zone of this machine) with its offset.

    A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV Injection").
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        words = (row.event, row.actor, row.kind, row.text, "; ".join(row.remarks))
        writer.writerow((utc_iso(row.at), in_zone(row.at, tz), *map(inert, words), "pinned" if row.pinned else ""))
    return out.getvalue()


def in_zone(at: Instant, tz: tzinfo | None) -> str:
    """Return "2026-11-21 18:42:13+01:00": the time in `tz` (None: the zone of this machine)."""
    return datetime.fromtimestamp(at // 1000, UTC).astimezone(tz).isoformat(sep=" ")


def inert(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula."""
    shown = safe_text(text, _LONGEST)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
