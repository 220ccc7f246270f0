"""Pure: what a document is made of, before it is Markdown or HTML; it knows neither of the two.

Texts are as the log has them: whoever renders them takes secrets out and makes them harmless.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from console.review.keep import PLACEHOLDER
from console.review.rows import Row

Redact = Callable[[str], str]
"""Takes secrets out of a text."""


class Code(NamedTuple):
    """A name that is shown as it is: the key of an event (in HTML it leads to its row), a hash, a command."""

    text: str


class Strong(NamedTuple):
    """Words that count."""

    text: str


class Struck(NamedTuple):
    """Words that do not hold any more, or never did."""

    text: str


class Link(NamedTuple):
    """Words that lead to an address; only http, https and mailto become links."""

    text: str
    url: str


Inline = str | Code | Strong | Struck | Link
Line = str | tuple[Inline, ...]
"""A line of text: plain words, or words of several kinds. Blanks between two parts are written in one of them."""


class Paragraph(NamedTuple):
    """Words on a line of their own, and further sentences of the same paragraph."""

    line: Line
    more: tuple[Line, ...] = ()


class Point(NamedTuple):
    """A point of a list, with what stands below it; `done` None is no box to tick."""

    line: Line
    below: tuple[Line, ...] = ()
    done: bool | None = None


class Points(NamedTuple):
    """A list."""

    points: tuple[Point, ...]


class Table(NamedTuple):
    """A table; `rows` may be many, and are made while they are written."""

    head: tuple[str, ...]
    rows: Iterable[tuple[Line, ...]]


class Timeline(NamedTuple):
    """The rows of the timeline, which may be 100,000; everything that cites an event can lead to its row."""

    rows: tuple[Row, ...]


class Heading(NamedTuple):
    """A title within a section."""

    text: str


class Written(NamedTuple):
    """The part `name`, which people write: it survives every further export."""

    name: str
    text: str = PLACEHOLDER


class Listing(NamedTuple):
    """Text in which every blank counts: a diagram, numbers; `language` is "mermaid", "csv", "text".

    A drawing breaks words, cuts them and writes signs as numbers: it takes the secrets out itself, before it does.
    """

    text: str | Callable[[Redact], str]
    language: str = "text"
    title: str = ""
    """What it is, where it is long and need not be seen at first."""

    def shown(self, redact: Redact) -> str:
        """Return the text without secrets."""
        return redact(self.text) if isinstance(self.text, str) else self.text(redact)


class Chart(NamedTuple):
    """The place of a chart of the report, by its name: only a document that can show pictures has it."""

    name: str
    caption: str = ""


Block = Paragraph | Points | Table | Timeline | Heading | Written | Listing | Chart


class Section(NamedTuple):
    """A titled part of a document."""

    title: str
    blocks: tuple[Block, ...]


class Tile(NamedTuple):
    """A number that is seen first, where there is room for it; `tone` is "", "bad" or "good"."""

    name: str
    value: str
    note: str = ""
    tone: str = ""


class Document(NamedTuple):
    """A whole document: its title, what stands below it, and its sections; `tiles` repeat what these say."""

    title: str
    head: tuple[Block, ...]
    sections: tuple[Section, ...]
    kind: str = "Postmortem"
    tiles: tuple[Tile, ...] = ()

    @property
    def called(self) -> str:
        """Its kind and its title."""
        return f"{self.kind}: {self.title}" if self.kind else self.title


def points(*lines: Line) -> Points:
    """Return a list of lines with nothing below them."""
    return Points(tuple(Point(line) for line in lines))


def full_columns(head: tuple[str, ...], rows: tuple[tuple[Line, ...], ...]) -> Table:
    """Return a table without the columns in which no row has anything."""
    full = [index for index in range(len(head)) if any(row[index] for row in rows)]
    return Table(tuple(head[index] for index in full), tuple(tuple(row[i] for i in full) for row in rows))


def named(name: str, *value: Inline) -> Point:
    """Return the point "**name:** value"."""
    return Point((Strong(f"{name}:"), " ", *value))


def row_line(row: Row) -> tuple[Inline, ...]:
    """Return what a row of the timeline says: pinned, struck where it was refused, with its remarks."""
    if not (row.pinned or row.refused):
        return (row_words(row),)
    pinned = (Strong("pinned:"), " ") if row.pinned else ()
    said = Struck(row.text) if row.refused else row.text
    return (*pinned, said, row_words(row).removeprefix(row.text))


def row_words(row: Row) -> str:
    """Return the text of a row with its remarks."""
    return f"{row.text} ({'; '.join(row.remarks)})" if row.remarks else row.text
