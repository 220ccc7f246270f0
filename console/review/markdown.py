"""Pure: a document as Markdown. The same report gives the same bytes; every row cites its event."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache

from console.review.blocks import (
    Block,
    Chart,
    Code,
    Document,
    Heading,
    Inline,
    Line,
    Link,
    Listing,
    Paragraph,
    Points,
    Redact,
    Section,
    Strong,
    Struck,
    Table,
    Timeline,
    Written,
    row_line,
    row_words,
)
from console.review.escaping import begin, code, fenced, linkable, plain, within
from console.review.keep import block as kept
from console.review.keep import seal
from console.review.moments import moment
from console.review.report import Report
from console.review.rows import Row
from console.review.sections import postmortem_of
from console.review.terms import kind_name

NO_PICTURES: Mapping[str, str] = {}
_MOST_ROWS = 60
"""Of longer listings of numbers some lines are enough; a page has them all."""


def render(
    report: Report, redact: Redact = str, written: Collection[str] = (), pictures: Mapping[str, str] = NO_PICTURES
) -> str:
    """Return the postmortem. `written` names the parts that people have filled: their questions are answered.

    `pictures` are the addresses of the charts by name, from where the document lies; one that is not there is left out.
    """
    return seal(report.incident.id, markdown(postmortem_of(report, written), redact, pictures))


def markdown(document: Document, redact: Redact = str, pictures: Mapping[str, str] = NO_PICTURES) -> str:
    """Return a document as Markdown, its blocks with an empty line between them."""
    text = _Writer(redact, pictures)
    title = f"# {text.line(document.called)}"
    return "\n\n".join([title, *text.blocks(document.head), *text.sections(document.sections)])


class _Writer:
    """Text from the log on its way into the document: secrets out, structure escaped."""

    def __init__(self, redact: Redact, pictures: Mapping[str, str]) -> None:
        self._redact, self._pictures = redact, pictures

    def sections(self, sections: tuple[Section, ...]) -> Iterator[str]:
        for section in sections:
            yield f"## {self.line(section.title)}"
            yield from self.blocks(section.blocks)

    def blocks(self, blocks: tuple[Block, ...]) -> Iterator[str]:
        return filter(None, ("\n".join(self._lines(block)) for block in blocks))

    def line(self, line: Line) -> str:
        if isinstance(line, str):
            return plain(self._redact(line))
        return begin("".join(map(self._inline, line)))

    def _inline(self, part: Inline) -> str:
        match part:
            case str():
                return within(self._redact(part))
            case Code(text):
                return code(self._redact(text))
            case Strong(text):
                return self._between("**", text)
            case Struck(text):
                return self._between("~~", text)
            case Link(text, url):
                address, words = linkable(self._redact(url)), within(self._redact(text)).strip()
                return f"[{words}](<{address}>)" if address else words

    def _between(self, mark: str, text: str) -> str:
        shown = within(self._redact(text)).strip()
        return f"{mark}{shown}{mark}" if shown else ""

    def _lines(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph(first, more):
                yield from map(self.line, (first, *more))
            case Points():
                yield from self._points(block)
            case Table(head, rows):
                yield from self._head(head)
                yield from (f"| {' | '.join(map(self.line, row))} |" for row in rows)
            case Timeline(rows):
                yield from self._head(("time (UTC)", "event", "actor", "kind", "what"))
                yield from self._rows(rows)
            case Heading(text):
                yield f"### {self.line(text)}"
            case Written(name, text):
                yield kept(name, text)
            case Listing(language=language, title=title):
                text = block.shown(self._redact)
                shown, left = _thinned(text) if language == "csv" else (text, "")
                yield from ([self.line(f"{title}{left}:"), ""] if title else [])
                yield fenced(shown, language)
            case Chart(name, caption):
                if name in self._pictures:
                    yield f"![{self.line(caption)}](<{self._pictures[name]}>)"

    def _points(self, block: Points) -> Iterator[str]:
        for point in block.points:
            box = "" if point.done is None else "[x] " if point.done else "[ ] "
            yield f"- {box}{self.line(point.line)}"
            yield from (f"  - {self.line(line)}" for line in point.below)

    def _head(self, names: tuple[str, ...]) -> tuple[str, str]:
        return f"| {' | '.join(map(self.line, names))} |", f"|{'---|' * len(names)}"

    def _rows(self, rows: tuple[Row, ...]) -> Iterator[str]:
        # The same few actors, kinds and writers stand in every row: each is made safe once.
        shown, cite = cache(self.line), cache(lambda writer: code(self._redact(writer))[:-1])
        redact, line = self._redact, self.line
        for row in rows:
            at, event, actor, kind, text, remarks, pinned, refused = row
            writer, _, number = event.rpartition("/")
            what = line(row_line(row)) if pinned or refused else plain(redact(row_words(row) if remarks else text))
            yield f"| {moment(at)} | {cite(writer)}/{number}` | {shown(actor)} | {shown(kind_name(kind))} | {what} |"


def _thinned(csv: str) -> tuple[str, str]:
    """Return the head and every so manieth line of many, and words that say so."""
    head, *rows = csv.splitlines()
    step = -(-len(rows) // _MOST_ROWS)
    return ("\n".join([head, *rows[::step]]), f" (one line in {step})") if step > 1 else (csv, "")
