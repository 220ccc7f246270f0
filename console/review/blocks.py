"""Pure: what a document is made of, before it is Markdown or HTML; it knows neither of the two.

Texts are as the log has them: whoever renders them takes secrets out and makes them harmless.
"""

from collections.abc import Iterable
from typing import NamedTuple

from console.review.keep import PLACEHOLDER


class Code(NamedTuple):
    """A name that is shown as it is: the key of an event, a hash, a command."""

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
"""A line of text: plain words, or words of several kinds."""


class Paragraph(NamedTuple):
    """Words on a line of their own."""

    line: Line


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


class Heading(NamedTuple):
    """A title within a section."""

    text: str


class Written(NamedTuple):
    """The part `name`, which people write: it survives every further export."""

    name: str
    text: str = PLACEHOLDER


class Listing(NamedTuple):
    """Text in which every blank counts: a diagram, numbers; `language` is "mermaid", "csv", "text"."""

    text: str
    language: str = "text"


class Chart(NamedTuple):
    """The place of a chart of the report, by its name: only a document that can show pictures has it."""

    name: str


Block = Paragraph | Points | Table | Heading | Written | Listing | Chart


class Section(NamedTuple):
    """A titled part of a document."""

    title: str
    blocks: tuple[Block, ...]


def points(*lines: Line) -> Points:
    """Return a list of lines with nothing below them."""
    return Points(tuple(Point(line) for line in lines))
