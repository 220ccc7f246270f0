"""Pure: a place among the words of a query, and the small things that are read from there."""

from console.drill.promql.durations import milliseconds
from console.drill.promql.errors import QueryError, misread
from console.drill.promql.lexing import END, Word, words

_PARENTHESES = frozenset(["aggregation", "function call", "grouping opts", "paren expression"])


class Cursor:
    """Goes over the words of one query, from the first to the END."""

    def __init__(self, text: str) -> None:
        self.text, self._words, self._index = text, words(text), 0

    @property
    def word(self) -> Word:
        """The word that is next."""
        return self._words[self._index]

    @property
    def lower(self) -> str:
        """What is next in small letters: keywords may be written in either; "" for a string."""
        return self.word.text.lower() if self.word.kind != "string" else ""

    def next(self) -> Word:
        """Go on by a word, and return the one that was next."""
        word = self.word
        self._index += word.kind != END
        return word

    def ate(self, text: str) -> bool:
        """Go on where that is next."""
        found = self.lower == text
        self._index += found
        return found

    def unexpected(self, where: str = "", wanted: str = "") -> QueryError:
        """Return the error that the next word is."""
        if self.word.kind == END and (where in _PARENTHESES or ")" in wanted):
            return misread(self.text, self.word.at, "unclosed left parenthesis")
        told = (
            f"unexpected {self.word}" + (f" in {where}" if where else "") + (f", expected {wanted}" if wanted else "")
        )
        return misread(self.text, self.word.at, told)

    def need(self, sign: str, where: str) -> None:
        """Go on where that is next; else it is an error."""
        if not self.ate(sign):
            raise self.unexpected(where, f'"{sign}"')

    def label(self, where: str) -> str:
        """Read the name of a label."""
        if self.word.kind != "name" or ":" in self.word.text:
            raise self.unexpected(where, "label")
        return self.next().text

    def labels(self) -> tuple[str, ...]:
        """Read the labels between parentheses; there may be a comma at the end."""
        self.need("(", "grouping opts")
        labels: list[str] = []
        while not self.ate(")"):
            if labels and not self.ate(","):
                raise self.unexpected("grouping opts", '"," or ")"')
            if labels and self.ate(")"):
                break
            labels.append(self.label("grouping opts"))
        return tuple(labels)

    def duration(self) -> int:
        """Read a duration, in ms."""
        word = self.word
        if word.kind != "duration":
            raise self.unexpected(wanted="duration")
        try:
            return milliseconds(self.next().text)
        except ValueError as error:
            raise misread(self.text, word.at, str(error)) from None
