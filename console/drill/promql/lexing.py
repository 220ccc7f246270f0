"""Pure: the text of a query into words, each with its place."""

import re
from typing import NamedTuple

from console.drill.promql.durations import DURATION
from console.drill.promql.errors import misread

END = "end of input"
_WORDS = re.compile(
    rf"""(?P<space>[ \t\r\n]+|\#[^\n]*)
    |(?P<duration>{DURATION}(?![A-Za-z0-9_.]))
    |(?P<number>0[xX][0-9a-fA-F]+(?![A-Za-z0-9_:.])|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?![A-Za-z0-9_:.]))
    |(?P<name>[A-Za-z_:][A-Za-z0-9_:]*)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)
    |(?P<sign>=~|!~|==|!=|<=|>=|[-+*/%^<>=(){{}}\[\],:@])""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([0-7]{3})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\\": "\\", '"': '"', "'": "'"}


class Word(NamedTuple):
    """A word: its kind (duration, number, name, string, sign or END), its text and where it begins."""

    kind: str
    text: str
    at: int

    def __str__(self) -> str:
        return self._told() if self.kind != END else END

    def _told(self) -> str:
        if self.kind == "name":
            return f'identifier "{self.text}"'
        if self.kind == "sign":
            return f'"{self.text}"'
        return f"{self.kind} {self.text}" if self.kind == "string" else f'{self.kind} "{self.text}"'


def words(text: str) -> list[Word]:
    """Split a query into words, the last of kind END; QueryError for what belongs to none."""
    found, at = [], 0
    while at < len(text):
        match = _WORDS.match(text, at)
        if match is None:
            raise _unknown(text, at)
        if match.lastgroup != "space":
            found.append(Word(str(match.lastgroup), match.group(), at))
        at = match.end()
    return [*found, Word(END, "", len(text))]


def _unknown(text: str, at: int) -> Exception:
    sign = text[at]
    if sign in "\"'`":
        return misread(text, at, "unterminated quoted string" if sign != "`" else "unterminated raw string")
    if sign.isdigit() or sign == ".":
        bad = re.match(r"[A-Za-z0-9_:.]*", text[at : at + 40])
        return misread(text, at, f'bad number or duration syntax: "{bad.group() if bad else sign}"')
    return misread(text, at, f"unexpected character: {sign!a}")


def unquoted(word: Word, text: str) -> str:
    """Return what a string says; QueryError for an escape that there is not."""
    inside = word.text[1:-1]
    if word.text[0] == "`":
        return inside

    def plain(match: re.Match[str]) -> str:
        for digits, base in ((match[1], 16), (match[2], 16), (match[3], 8)):
            if digits:
                return chr(int(digits, base))
        if match[4] not in _PLAIN:
            raise misread(text, word.at, f"unknown escape sequence U+{ord(match[4]):04X} {match[4]!r}")
        return _PLAIN[match[4]]

    return _ESCAPE.sub(plain, inside)
