"""Pure: which series are meant: their name, what their labels have to be, how long back and how long ago."""

from dataclasses import replace

from console.drill.metrics import NAME, Matcher
from console.drill.patterns import PatternError
from console.drill.promql.cursor import Cursor
from console.drill.promql.errors import misread
from console.drill.promql.lexing import END, Word, unquoted
from console.drill.promql.syntax import Node, Selector

_OPERATORS = frozenset(["=", "!=", "=~", "!~"])
_FOLLOWS = frozenset(["[", "offset", "@"])


def selector(cursor: Cursor, name: str, at: int) -> Selector:
    """Read what follows the name of a series, which may be ""."""
    matchers: list[Matcher] = []
    if cursor.ate("{"):
        while not cursor.ate("}"):
            if matchers and not cursor.ate(","):
                raise cursor.unexpected("label matching", '"," or "}"')
            if matchers and cursor.ate("}"):
                break
            matchers.append(_matcher(cursor))
    if name and any(matcher.label == NAME for matcher in matchers):
        raise misread(cursor.text, at, f'metric name must not be set twice: "{name}"')
    if not name and all(matcher.accepts("") for matcher in matchers):
        raise misread(cursor.text, at, "vector selector must contain at least one non-empty matcher")
    return Selector(name, tuple(matchers), at)


def just_selector(text: str) -> Selector:
    """Read a text that has to be a selector of series and nothing else, as /api/v1/series wants them."""
    cursor = Cursor(text)
    word = cursor.word
    name = cursor.next().text if word.kind == "name" else ""
    if not name and cursor.lower != "{":
        raise cursor.unexpected()
    found = selector(cursor, name, word.at)
    if cursor.word.kind != END:
        raise cursor.unexpected()
    return found


def _matcher(cursor: Cursor) -> Matcher:
    label, where = cursor.label("label matching"), "label matching"
    if cursor.word.kind != "sign" or cursor.word.text not in _OPERATORS:
        raise cursor.unexpected(where, "label matching operator")
    sign = cursor.next()
    if cursor.word.kind != "string":
        raise cursor.unexpected(where, "string")
    word = cursor.next()
    matcher = Matcher(label, sign.text, unquoted(word, cursor.text))
    try:
        matcher.accepts("")
    except PatternError as error:
        raise misread(cursor.text, word.at, str(error)) from None
    return matcher


def ranged(cursor: Cursor, node: Node) -> Node:
    """Read what can follow series: `[5m]` and `offset 5m`."""
    while cursor.lower in _FOLLOWS:
        word = cursor.next()
        if word.text == "@":
            raise misread(cursor.text, word.at, "the @ modifier is not understood here")
        node = _long(cursor, node, word) if word.text == "[" else _ago(cursor, node, word)
    return node


def _long(cursor: Cursor, node: Node, word: Word) -> Selector:
    if not isinstance(node, Selector) or node.span:
        raise misread(cursor.text, word.at, "ranges only allowed for vector selectors (subqueries are not understood)")
    if node.offset:
        raise misread(cursor.text, word.at, "no offset modifiers allowed before range")
    span = cursor.duration()
    if cursor.word.text[:1] == ":":
        raise misread(cursor.text, cursor.word.at, "subqueries are not understood here")
    cursor.need("]", "range")
    if not span:
        raise misread(cursor.text, word.at, "duration must be greater than 0")
    return replace(node, span=span)


def _ago(cursor: Cursor, node: Node, word: Word) -> Selector:
    if not isinstance(node, Selector):
        what = "offset modifier must be preceded by an instant vector selector or range vector selector"
        raise misread(cursor.text, word.at, what)
    if node.offset:
        raise misread(cursor.text, word.at, "offset may not be set multiple times")
    sign = -1 if cursor.ate("-") else 1
    return replace(node, offset=sign * cursor.duration())
