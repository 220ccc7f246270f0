"""Pure: the text of a query into its nodes; what is not understood is named, with its place."""

import math

from console.drill.promql.checking import COMPARISONS, check
from console.drill.promql.cursor import Cursor
from console.drill.promql.errors import QueryError, misread
from console.drill.promql.functions import AGGREGATIONS, SIGNATURES, WITH_NUMBER
from console.drill.promql.lexing import END, Word
from console.drill.promql.selecting import ranged, selector
from console.drill.promql.syntax import Aggregation, Binary, Call, Grouping, Negative, Node, Number

LONGEST = 8_000
_DEEPEST = 40
_LONGEST_CHAIN = 100
_POWER = 6
_BINDS = {
    "or": 1,
    "and": 2,
    "unless": 2,
    "+": 4,
    "-": 4,
    "*": 5,
    "/": 5,
    "%": 5,
    "^": _POWER,
    **dict.fromkeys(COMPARISONS, 3),
}
_NUMBERS = {"inf": math.inf, "nan": math.nan}


def parse(text: str) -> Node:
    """Return what a query says; QueryError says what in it is not understood, and where."""
    if len(text) > LONGEST:
        raise QueryError(f"1:{LONGEST + 1}: parse error: the query is longer than {LONGEST} characters")
    parser = _Parser(text)
    node = parser.whole()
    check(node, text)
    return node


class _Parser:
    """Reads one query, a word at a time."""

    def __init__(self, text: str) -> None:
        self._cursor, self._depth, self._chain = Cursor(text), 0, 0

    def whole(self) -> Node:
        """Read it all."""
        if self._cursor.word.kind == END:
            raise self._error("no expression found in input")
        node = self._expression()
        if self._cursor.word.kind != END:
            raise self._cursor.unexpected()
        return node

    def _error(self, what: str, at: int | None = None) -> QueryError:
        return misread(self._cursor.text, self._cursor.word.at if at is None else at, what)

    def _expression(self, least: int = 1) -> Node:
        """Read an expression of operators that bind at least so much."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._error(f"the query is nested deeper than {_DEEPEST}")
        node = self._signed()
        while (binds := _BINDS.get(self._cursor.lower, 0)) >= least:
            node = self._binary(node, binds)
        self._depth -= 1
        return node

    def _binary(self, left: Node, binds: int) -> Node:
        word = self._cursor.next()
        self._chain += 1
        if self._chain > _LONGEST_CHAIN:
            raise self._error(f"the query has more than {_LONGEST_CHAIN} operators", word.at)
        yes_or_no, match = self._cursor.ate("bool"), self._match()
        right = self._expression(binds if binds == _POWER else binds + 1)
        return Binary(word.text.lower(), left, right, word.at, yes_or_no, match)

    def _match(self) -> Grouping | None:
        match = None
        if self._cursor.lower in {"on", "ignoring"}:
            without = self._cursor.next().text.lower() == "ignoring"
            match = Grouping(self._cursor.labels(), without)
        if self._cursor.lower in {"group_left", "group_right"}:
            raise self._error(f"{self._cursor.word.text} is not understood here: match one to one")
        return match

    def _signed(self) -> Node:
        word = self._cursor.word
        if word.kind != "sign" or word.text not in "+-":
            return ranged(self._cursor, self._plain())
        self._cursor.next()
        # A minus binds less than a power: -2^2 is -4.
        inside = self._expression(_POWER)
        if word.text == "+":
            return inside
        return Number(-inside.value, word.at) if isinstance(inside, Number) else Negative(inside, word.at)

    def _plain(self) -> Node:
        word = self._cursor.word
        if word.kind == "number":
            self._cursor.next()
            return Number(_number(word.text), word.at)
        if word.kind == "name":
            return self._named(self._cursor.next())
        if word.kind == "sign" and word.text == "{":
            return selector(self._cursor, "", word.at)
        if not self._cursor.ate("("):
            raise self._cursor.unexpected()
        node = self._expression()
        self._cursor.need(")", "paren expression")
        return node

    def _named(self, word: Word) -> Node:
        follows, lower = self._cursor.lower, word.text.lower()
        if lower in AGGREGATIONS and follows in {"(", "by", "without"}:
            return self._aggregation(word)
        if follows == "(":
            if word.text not in SIGNATURES:
                raise self._error(f'unknown function with name "{word.text}"', word.at)
            return Call(word.text, self._given("function call"), word.at)
        if lower in _NUMBERS and follows != "{":
            return Number(_NUMBERS[lower], word.at)
        return selector(self._cursor, word.text, word.at)

    def _given(self, where: str) -> tuple[Node, ...]:
        self._cursor.need("(", where)
        given: list[Node] = []
        while not self._cursor.ate(")"):
            if (given and not self._cursor.ate(",")) or self._cursor.word.kind == END:
                raise self._cursor.unexpected(where)
            given.append(self._expression())
        return tuple(given)

    def _aggregation(self, word: Word) -> Aggregation:
        grouping, name = self._grouping(), word.text.lower()
        given = self._given("aggregation")
        grouping = grouping or self._grouping() or Grouping()
        wanted = 2 if name in WITH_NUMBER else 1
        if len(given) != wanted:
            what = f"wrong number of arguments for aggregate expression provided, expected {wanted}, got {len(given)}"
            raise self._error(what, word.at)
        return Aggregation(name, given[-1], given[0] if given[1:] else None, grouping, word.at)

    def _grouping(self) -> Grouping | None:
        if self._cursor.lower not in {"by", "without"}:
            return None
        without = self._cursor.next().text.lower() == "without"
        return Grouping(self._cursor.labels(), without)


def _number(text: str) -> float:
    if text[:2] not in {"0x", "0X"}:
        return float(text)
    try:
        return float(int(text, 16))
    except OverflowError:
        return math.inf
