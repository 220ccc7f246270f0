"""Pure: what people wrote (Markdown) as HTML: no HTML of theirs, no pictures, links to the web and mail only."""

from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from console.review.escaping import linkable
from console.review.hypertext import Html
from widgets.text import safe_lines

_BELOW = 3
"""Headings of people stand below the headings of the document."""
_LONGEST_LINE, _MOST_LINES = 20_000, 20_000


class _People(MarkdownIt):
    """A reader of Markdown that trusts nobody."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        """Whether an address may be a link."""
        return bool(linkable(url))


def handwriting(text: str) -> Html:
    """Return Markdown as HTML."""
    shown = "\n".join(safe_lines(text.strip("\n"), _LONGEST_LINE, _MOST_LINES))
    tokens = _reader().parse(shown)
    _fit(tokens)
    return Html(_reader().renderer.render(tokens, _reader().options, {}))


@cache
def _reader() -> MarkdownIt:
    return _People("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


def _fit(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            token.tag = f"h{min(6, int(token.tag[1]) + _BELOW)}"
        elif token.type == "link_open":
            token.attrSet("rel", "noopener noreferrer nofollow")
        if token.children:
            _fit(token.children)
