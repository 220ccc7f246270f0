"""Pure: the rows of the timeline as tables of a page, quick enough for 100,000 of them."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby, islice

from console.incident.clock import DAY, MINUTE, SECOND, utc_iso
from console.review.blocks import Line, row_line, row_words
from console.review.hypertext import Html, esc, tag, words
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
        self._minute = lru_cache(lambda minute: f"{minute // 60 % 24:02}:{minute % 60:02}:")
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
        body = tag("tbody", Html("\n" + "\n".join(map(self._row, rows))))
        size = f"contain-intrinsic-size: auto {3 + _ROW_HEIGHT * len(rows)}em"
        return tag("div", tag("table", caption, names, body, class_="timeline"), class_="piece", style=size)

    def _row(self, row: Row) -> str:
        at, event, actor, kind, text, remarks, pinned, refused = row
        writer, _, number = event.rpartition("/")
        name, shown = self._writer(writer)
        if pinned or refused:
            what = self._line(row_line(row))
        else:
            what = words(self._redact(row_words(row) if remarks else text))
        marks = f"{' pinned' if pinned else ''}{' refused' if refused else ''}"
        number = number if number.isdecimal() else esc(number)
        return (
            f'<tr id="{name}/{number}" class="k-{self._kind(kind)}{marks}">'
            f"<td><time>{self._minute(at // MINUTE)}{at // SECOND % 60:02}</time></td>"
            f'<td><a href="#{name}/{number}">{shown}/{number}</a></td>'
            f"<td>{self._shown(actor)}</td><td>{self._shown(kind_name(kind))}</td><td>{what}</td></tr>"
        )
