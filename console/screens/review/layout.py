"""Lays a document out as lines of a width: tables side by side, the timeline with its words hanging. Reads nothing."""

from collections.abc import Callable, Iterator, Sequence

from console.incident.clock import DAY, clock_time, utc_iso
from console.review.blocks import (
    Block,
    Chart,
    Code,
    Document,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Points,
    Section,
    Strong,
    Struck,
    Table,
    Timeline,
    Written,
    row_line,
)
from console.review.blocks import Line as Words
from console.review.rows import Row as EventLine
from console.review.terms import kind_name
from widgets.cells import cells
from widgets.paint import line_width, wrapped
from widgets.text import safe_text
from widgets.values import Line, Span, Tone

_LONGEST = 10_000
_GAP = 2
_WIDEST = 140
"""Cells beyond which nobody finds the next line."""
_NARROW = 56
"""Below this width a table's cells stand below each other."""
_MANY = 4
"""Columns that have no room side by side on a narrow screen."""
_UNWRITTEN: Line = (Span("Nobody has written this yet: e writes the file, in which people do.", Tone.MUTED),)

Redact = Callable[[str], str]


def laid_out(document: Document, width: int, redact: Redact = str) -> list[Line]:
    """Return the whole document as lines of at most `width` cells, but for diagrams, which are cut where they are."""
    layout = _Layout(max(20, min(width, _WIDEST)), redact)
    title: Line = (Span(safe_text(redact(f"{document.kind}: {document.title}"), _LONGEST), Tone.STRONG),)
    return [
        *wrapped(title, layout.width),
        *layout.blocks(document.head),
        *(line for section in document.sections for line in layout.section(section)),
    ]


class _Layout:
    """Texts on their way to the screen: secrets out, made harmless, folded."""

    def __init__(self, width: int, redact: Redact) -> None:
        self.width, self._redact = width, redact

    def section(self, section: Section) -> Iterator[Line]:
        title = safe_text(section.title, 200)
        yield ()
        yield (Span(title.upper(), Tone.ACCENT), Span(" " + "─" * max(0, self.width - cells(title) - 1), Tone.MUTED))
        yield from self.blocks(section.blocks)

    def blocks(self, blocks: tuple[Block, ...]) -> Iterator[Line]:
        for block in blocks:
            found = list(self._lines(block))
            if found:
                yield from ((), *found)

    def _lines(self, block: Block) -> Iterator[Line]:
        match block:
            case Paragraph(first, more):
                yield from self._folded((first, *more))
            case Points():
                yield from self._points(block)
            case Table(head, rows):
                yield from self._table(head, [[self.words(cell) for cell in row] for row in rows])
            case Timeline(rows):
                yield from self._timeline(rows)
            case Heading(text):
                yield (Span(safe_text(text, 200), Tone.STRONG),)
            case Written():
                yield _UNWRITTEN
            case Listing(language=language):
                if language != "mermaid":  # the same stands beside it as text
                    yield from ((Span(safe_text(line, _LONGEST)),) for line in block.shown(self._redact).splitlines())
            case Chart():
                return

    def words(self, line: Words) -> Line:
        """Return a line of the document in tones."""
        parts = (line,) if isinstance(line, str) else line
        return tuple(map(self._inline, parts))

    def _inline(self, part: Inline) -> Span:
        text = part if isinstance(part, str) else part.text
        shown = safe_text(self._redact(text), _LONGEST)
        match part:
            case Code():
                return Span(shown, Tone.MUTED)
            case Strong():
                return Span(shown, Tone.STRONG)
            case Struck():
                return Span(f"[refused] {shown}", Tone.MUTED)
            case Link():
                return Span(f"{shown} <{safe_text(self._redact(part.url), 400)}>", Tone.INFO)
            case _:
                return Span(shown)

    def _folded(self, lines: Sequence[Words]) -> Iterator[Line]:
        for line in lines:
            yield from wrapped(self.words(line), self.width)

    def _points(self, block: Points) -> Iterator[Line]:
        for point in block.points:
            mark = "• " if point.done is None else "[x] " if point.done else "[ ] "
            yield from hanging((Span(mark, Tone.MUTED),), self.words(point.line), self.width)
            for line in point.below:
                yield from hanging((Span("    - ", Tone.MUTED),), self.words(line), self.width)

    def _timeline(self, rows: Sequence[EventLine]) -> Iterator[Line]:
        day = -1
        for row in rows:
            if row.at // DAY != day:
                day = row.at // DAY
                yield (Span(f"{utc_iso(row.at)[:10]} (UTC)", Tone.MUTED),)
            tone = Tone.STRONG if row.pinned else Tone.PLAIN
            lead = (Span(f"{clock_time(row.at)} ", Tone.MUTED), Span(f"{safe_text(row.actor, 40)}: ", Tone.HUMAN))
            cite = Span(f"  {safe_text(row.event, 80)}", Tone.MUTED)
            kind = kind_name(row.kind)
            told = () if row.text.startswith(kind) else (Span(f"{safe_text(kind, 40)} ", Tone.INFO),)
            said = (*told, *self._toned(row_line(row), tone), cite)
            yield from hanging(lead, said, self.width, indent=9)

    def _toned(self, line: tuple[Inline, ...], tone: Tone) -> Line:
        return tuple(span._replace(tone=tone) if span.tone == Tone.PLAIN else span for span in self.words(line))

    def _table(self, head: tuple[str, ...], rows: list[list[Line]]) -> Iterator[Line]:
        names: list[Line] = [(Span(safe_text(name, 80), Tone.MUTED),) for name in head]
        if self.width < _NARROW and len(head) >= _MANY:
            for row in rows:
                for name, cell in zip(names, row, strict=True):
                    if any(span.text.strip() for span in cell):
                        yield from hanging((*name, Span(": ", Tone.MUTED)), cell, self.width, indent=2)
                yield ()
            return
        natural = [max(line_width(row[at]) for row in (names, *rows)) for at in range(len(head))]
        widths = shared(natural, self.width - _GAP * (len(head) - 1))
        for row in (names, *rows):
            yield from beside(row, widths)


def shared(natural: Sequence[int], room: int) -> list[int]:
    """Return how wide columns are in so much room: narrow ones as they are, the wide ones share what is left."""
    widths, left = list(natural), room
    open_ones = sorted(range(len(natural)), key=lambda at: natural[at])
    while open_ones:
        at = open_ones.pop(0)
        widths[at] = min(natural[at], max(1, left // (len(open_ones) + 1)))
        left -= widths[at]
    return widths


def beside(row: Sequence[Line], widths: Sequence[int]) -> Iterator[Line]:
    """Yield a row's lines: each cell folded in its column."""
    folded = [wrapped(cell, max(1, width)) for cell, width in zip(row, widths, strict=True)]
    for number in range(max(map(len, folded), default=0)):
        out: list[Span] = []
        for cell, width in zip(folded, widths, strict=True):
            line = cell[number] if number < len(cell) else ()
            out += [*line, Span(" " * (width - line_width(line) + _GAP))]
        yield tuple(out)


def hanging(lead: Line, words: Line, width: int, indent: int | None = None) -> Iterator[Line]:
    """Yield words behind their lead; what is folded stands `indent` cells from the left, else below their beginning."""
    before = line_width(lead)
    inner = before if indent is None else indent
    pieces = (
        wrapped((*lead, *words), width)
        if before < width // 2
        else [*wrapped(lead, width), *wrapped(words, width - inner)]
    )
    first, rest = pieces[0], pieces[1:]
    yield first
    again = tuple(span for piece in rest for span in (*piece, Span(" ")))
    for piece in wrapped(again, max(1, width - inner)) if rest else ():
        if any(span.text.strip() for span in piece):
            yield (Span(" " * inner), *piece)
