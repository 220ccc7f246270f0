"""Pure: the rows of the timeline as tables of a page, quick enough for 100,000 of them."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import groupby, islice

from console.incident.clock import DAY, HOUR, MINUTE, SECOND, utc_iso
from console.review.blocks import Line, row_line, row_words
from console.review.hypertext import Html, esc, join, tag, words
from console.review.rows import Row
from console.review.terms import kind_name

_AT_ONCE = 200
"""Rows in one table: what nobody looks at need not be laid out, and the head is never far."""
_HEAD = ("time (UTC)", "event", "actor", "kind", "what")
_ROW_HEIGHT = 2


def anchor(event: str) -> str:
    """Return the id of the row of an event."""
    return re.sub(r"\s", "_", event)


class TimelineRows:
    """Makes rows; the same few actors, kinds and writers stand in every row, and each is made safe once."""

    def __init__(self, line: Callable[[Line], Html], redact: Callable[[str], str]) -> None:
        self._line, self._redact = line, redact
        self._shown = cache(line)
        self._writer = cache(lambda writer: (esc(anchor(writer)), esc(redact(writer))))
        self._kind = cache(lambda kind: re.sub(r"[^a-z0-9]+", "-", kind_name(kind).lower()).strip("-"))

    def pieces(self, rows: Sequence[Row]) -> Iterator[Html]:
        """Yield tables, each of one day and not too long."""
        for _, day in groupby(rows, key=lambda row: row.at // DAY):
            while piece := list(islice(day, _AT_ONCE)):
                yield self._piece(piece)

    def _piece(self, rows: Sequence[Row]) -> Html:
        first, last = (utc_iso(row.at) for row in (rows[0], rows[-1]))
        caption = tag("caption", f"{first[:10]}, {first[11:16]} to {last[11:16]} UTC")
        names = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in _HEAD)))
        body = tag("tbody", Html("\n"), join(map(self._row, rows), "\n"))
        size = f"contain-intrinsic-size: auto {3 + _ROW_HEIGHT * len(rows)}em"
        return tag("div", tag("table", caption, names, body, class_="timeline"), class_="piece", style=size)

    def _row(self, row: Row) -> Html:
        writer, _, number = row.event.rpartition("/")
        at, (name, shown) = row.at % DAY, self._writer(writer)
        plain = not (row.pinned or row.refused)
        what = words(self._redact(row_words(row))) if plain else self._line(row_line(row))
        marks = f"{' pinned' if row.pinned else ''}{' refused' if row.refused else ''}"
        number = number if number.isdecimal() else esc(number)
        return Html(
            f'<tr id="{name}/{number}" class="k-{self._kind(row.kind)}{marks}">'
            f"<td><time>{at // HOUR:02}:{at % HOUR // MINUTE:02}:{at % MINUTE // SECOND:02}</time></td>"
            f'<td><a href="#{name}/{number}">{shown}/{number}</a></td>'
            f"<td>{self._shown(row.actor)}</td><td>{self._shown(kind_name(row.kind))}</td><td>{what}</td></tr>"
        )
