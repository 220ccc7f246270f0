"""Pure: the values that widgets draw. Every text in them has been through `widgets.text.safe_text`."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol


class Tone(StrEnum):
    """What a text means; a theme gives it its colour. Never the only carrier of a meaning."""

    PLAIN = "plain"
    MUTED = "muted"
    STRONG = "strong"
    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    UNKNOWN = "unknown"
    INFO = "info"
    ACCENT = "accent"
    HUMAN = "human"
    ACTION = "action"
    CHANGE = "change"


class Span(NamedTuple):
    """A run of text in one tone."""

    text: str
    tone: Tone = Tone.PLAIN


Line = tuple[Span, ...]


class Column(NamedTuple):
    """How a table's column behaves: the columns with the highest `drop` leave first when room is short.

    `width` is the least width in cells (0: as wide as its widest cell); `grow` columns share what is left over;
    `drop` 0 never leaves. `ends`: its texts keep their end where they are cut, as names of pods have to.
    """

    name: str
    width: int = 0
    align: str = "left"
    grow: bool = False
    drop: int = 0
    ends: bool = False


class Row(NamedTuple):
    """A keyed row: one span per column."""

    key: str
    cells: tuple[Span, ...]


class TableValue(NamedTuple):
    """A pane of rows. `title` left and `badge` right in the frame; `empty` is shown where there are no rows.

    `tone` colours the frame; `headings` shows the names of the columns above the rows; `notes` stand below the rows
    where there is room. The rows of a long table may be `widgets.rows.LongRows`: made when they are looked at.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Row] = ()
    badge: Span = Span("")
    empty: Line = ()
    tone: Tone = Tone.PLAIN
    headings: bool = False
    notes: tuple[Line, ...] = ()


class Series(NamedTuple):
    """Equally spaced points from the start to the end of the chart; None is a gap (no data), never zero."""

    name: str
    points: tuple[float | None, ...]
    tone: Tone = Tone.ACCENT


class Mark(NamedTuple):
    """An event on the time axis: `at` is 0.0 (start) to 1.0 (end). Where there is no room for all, `weight` decides."""

    at: float
    glyph: str
    label: str
    tone: Tone = Tone.INFO
    weight: int = 0


class ChartValue(NamedTuple):
    """A chart with axes: `low`..`high` is the y range in the unit that `ticks` are written in (bottom to top).

    `title` left, `badge` (the value now) right in the frame; `span` are the labels under the left and right end of
    the time axis; `threshold` draws a dotted line, `band` shades the range that is usual; `empty` says why there is
    nothing to draw.
    """

    title: str
    badge: Span
    series: tuple[Series, ...] = ()
    marks: tuple[Mark, ...] = ()
    low: float = 0.0
    high: float = 1.0
    ticks: tuple[str, ...] = ()
    span: tuple[str, str] = ("", "")
    threshold: float | None = None
    band: tuple[float, float] | None = None
    empty: Line = ()


class HeaderValue(NamedTuple):
    """The two header lines, each with parts in order of importance: the last parts leave first when room is short.

    The first part that does not fit is clipped where that leaves it legible. `alarm` colours the whole first line (the
    severity); `banner` is a third line, shown only when it is not empty (disk full, read-only, drill). The asides stand
    at the right end of their lines while every part fits (the clock, the commander). A terminal of less than 60 cells
    shows the `narrow` parts on the second line instead, where there are any; `merged`: they tell the banner, too.
    """

    first: tuple[Line, ...]
    second: tuple[Line, ...]
    alarm: Tone = Tone.PLAIN
    banner: Line = ()
    first_aside: Line = ()
    second_aside: Line = ()
    banner_tone: Tone = Tone.WARN
    narrow: tuple[Line, ...] = ()
    merged: bool = False


class TimelineRow(NamedTuple):
    """One event of the timeline. `key` names it ("writer/seq"); `state` is "saved", "saving" or "refused"."""

    key: str
    time: str
    glyph: str
    tone: Tone
    who: str
    text: str
    state: str = "saved"
    pinned: bool = False
    corrected: bool = False


class RowSource(Protocol):
    """What a timeline draws from: rows in their order, oldest first, read a page at a time."""

    @property
    def version(self) -> int:
        """A number that changes whenever a row came, moved, changed or left."""

    def __len__(self) -> int:
        """How many rows there are now."""

    def rows(self, first: int, count: int) -> Sequence[TimelineRow]:
        """Return up to `count` rows from index `first`."""

    def find(self, key: str) -> int | None:
        """Return the index of the row with this key, or None where it is not shown."""


class TableTab(NamedTuple):
    """One of several tables that share a place: `short` is its name where room is short, `badge` what it counts."""

    key: str
    name: str
    short: str
    badge: Span = Span("")


class ReadValue(NamedTuple):
    """Lines to read. `about` names what they are about: another one is read from its beginning."""

    title: str
    lines: Sequence[Line] = ()
    about: str = ""
    badge: Span = Span("")
    empty: Line = ()


class TextSource(Protocol):
    """What a log pane draws from: lines in their order, numbered from `first` on; old ones may be gone."""

    @property
    def version(self) -> int:
        """A number that changes whenever a line came or went."""

    @property
    def first(self) -> int:
        """The number of the oldest line that is still there."""

    @property
    def last(self) -> int:
        """The number of the newest line, one less than `first` where there is none."""

    def line(self, number: int) -> Span:
        """Return a line that is there."""

    def find(self, words: str, start: int, step: int) -> int | None:
        """Return the next line with these words from `start` on, upwards (-1) or downwards (1)."""


class KeyHint(NamedTuple):
    """A key and what it does, for the footer and the help."""

    key: str
    label: str
    detail: str = ""
    group: str = ""


class Choice(NamedTuple):
    """One thing to choose in a picker or the palette."""

    key: str
    label: str
    detail: str = ""
    tone: Tone = Tone.PLAIN


class Field(NamedTuple):
    """One field of a form. `options` makes it a choice; `required` fields must be filled before it is accepted.

    A `value` that is proposed is replaced by what is typed, one that was `typed` before is gone on with.
    """

    name: str
    label: str
    value: str = ""
    hint: str = ""
    options: tuple[str, ...] = ()
    required: bool = False
    typed: bool = False
