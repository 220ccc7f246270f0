"""Pure: a document as one HTML page that loads nothing and runs nothing. The same document gives the same bytes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

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
    Section,
    Strong,
    Struck,
    Table,
    Timeline,
    Written,
)
from console.review.escaping import linkable
from console.review.handwriting import handwriting
from console.review.hypertext import NOTHING, Html, esc, join, tag, words
from console.review.keep import PLACEHOLDER
from console.review.timeline_html import TimelineRows, anchor

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""Even if something got in, the browser would run nothing and ask nobody."""
_UNWRITTEN = tag("p", PLACEHOLDER.strip("*"), class_="unwritten")


class Look(NamedTuple):
    """What a page has besides its document: what people wrote is Markdown by part, pictures are SVG by name.

    `foot` is its last sentence, which says where people write.
    """

    style: str
    parts: Mapping[str, str] = {}
    pictures: Mapping[str, Html] = {}
    foot: str = ""


def page(document: Document, look: Look, redact: Callable[[str], str] = str) -> str:
    """Return the page."""
    text = _Page(document, look, redact)
    title = redact(document.called)
    head = (
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<link rel="icon" href="data:,">\n'
        f"{tag('title', esc(title))}\n<style>\n{look.style.replace('</', '')}</style>"
    )
    return f'<html lang="en">\n<head>\n{head}\n</head>\n<body>\n{text.body()}\n</body>\n</html>\n'


class _Page:
    """Text from the log on its way into the page: secrets out, then escaped."""

    def __init__(self, document: Document, look: Look, redact: Callable[[str], str]) -> None:
        self._document, self._look, self._redact = document, look, redact
        rows = (block.rows for section in document.sections for block in section.blocks if isinstance(block, Timeline))
        self._timeline = TimelineRows(self._line, redact)
        self._rows = {row.event for part in rows for row in part}

    def body(self) -> str:
        sections = [(f"section-{number}", each) for number, each in enumerate(self._document.sections, 1)]
        links = (tag("li", tag("a", self._line(each.title), href=f"#{name}")) for name, each in sections)
        contents = tag("nav", tag("h2", "Contents"), tag("ol", *links), class_="contents", aria_label="Contents")
        parts = "\n".join(self._section(name, each) for name, each in sections)
        foot = tag("footer", tag("p", self._redact(self._look.foot))) if self._look.foot else ""
        main = f'<main id="content">\n{parts}\n</main>'
        return f'{self._cover()}\n<div class="body">\n{contents}\n{main}\n</div>\n{foot}'

    def _cover(self) -> Html:
        document = self._document
        tiles = (
            tag(
                "div",
                tag("dt", self._line(each.name)),
                tag("dd", tag("b", self._line(each.value)), *([" ", tag("small", each.note)] if each.note else [])),
                class_=f"tile {each.tone}".strip(),
            )
            for each in document.tiles
        )
        figures = tag("dl", *tiles, class_="tiles") if document.tiles else NOTHING
        facts = tag("div", *self._blocks(document.head), class_="facts")
        kind = tag("p", document.kind, class_="kind") if document.kind else NOTHING
        return tag("header", kind, tag("h1", self._line(document.title)), figures, facts, class_="cover")

    def _section(self, name: str, section: Section) -> Html:
        inside = join(self._blocks(tuple(each for each in section.blocks if not self._is_left(each, section))), "\n")
        return tag("section", tag("h2", self._line(section.title), id=name), Html("\n"), inside, aria_labelledby=name)

    def _is_left(self, block: Block, section: Section) -> bool:
        """Whether a block is an empty part for people at the end of a section that has said something already."""
        if not isinstance(block, Written) or self._look.parts.get(block.name, "").strip():
            return False
        return section.blocks[0] is not block and section.blocks[-1] is block and block.name != "summary"

    def _blocks(self, blocks: tuple[Block, ...]) -> Iterator[Html]:
        return map(self._block, blocks)

    def _line(self, line: Line) -> Html:
        return words(self._redact(line)) if isinstance(line, str) else join(map(self._inline, line))

    def _inline(self, part: Inline) -> Html:
        match part:
            case str():
                return words(self._redact(part))
            case Code(text):
                shown = tag("code", words(self._redact(text)))
                return tag("a", shown, class_="event", href=f"#{anchor(text)}") if text in self._rows else shown
            case Strong(text):
                return tag("strong", words(self._redact(text)))
            case Struck(text):
                return tag("s", words(self._redact(text)))
            case Link(text, url):
                address, shown = linkable(self._redact(url)), words(self._redact(text))
                return tag("a", shown, href=address, rel="noopener noreferrer nofollow") if address else shown

    def _block(self, block: Block) -> Html:
        found = NOTHING
        match block:
            case Paragraph(first, more):
                found = tag("p", join(map(self._line, (first, *more)), "\n"))
            case Points():
                found = self._points(block)
            case Table(head, rows):
                found = self._table(head, rows)
            case Timeline(rows):
                found = join(self._timeline.pieces(rows), "\n")
            case Heading(text):
                found = tag("h3", self._line(text))
            case Written(name):
                found = tag("div", self._written(name), class_="written")
            case Listing():
                found = self._listing(block)
            case Chart(name, caption):
                picture = self._look.pictures.get(name, NOTHING)
                found = tag("figure", picture, tag("figcaption", self._line(caption))) if picture else NOTHING
        return found

    def _written(self, name: str) -> Html:
        text = self._look.parts.get(name, "")
        return handwriting(self._redact(text)) if text.strip() else _UNWRITTEN

    def _listing(self, block: Listing) -> Html:
        text = tag("pre", tag("code", Html(esc(block.shown(self._redact).strip("\n")))))
        if not block.title:
            return text
        return tag("details", tag("summary", self._line(block.title)), text)

    def _points(self, block: Points) -> Html:
        ticked = any(point.done is not None for point in block.points)
        lines = []
        for point in block.points:
            below = tag("ul", *(tag("li", self._line(line)) for line in point.below)) if point.below else NOTHING
            mark = {} if point.done is None else {"class_": "done" if point.done else "open"}
            lines.append(tag("li", self._line(point.line), below, **mark))
        return tag("ul", *lines, **({"class_": "ticked"} if ticked else {}))

    def _table(self, head: tuple[str, ...], rows: Iterable[tuple[Line, ...]]) -> Html:
        names = tag("thead", tag("tr", *(tag("th", self._line(name), scope="col") for name in head)))
        cells = (tag("tr", *(tag("td", self._line(cell)) for cell in row)) for row in rows)
        return tag("div", tag("table", names, tag("tbody", *cells)), class_="scroll")
