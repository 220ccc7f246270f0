"""Pure: text in columns of a fixed width: how wide it is, broken at blanks, filled up. Knows nothing of its meaning."""

from collections.abc import Iterable
from itertools import chain
from unicodedata import category, east_asian_width

from widgets.text import safe_text

LONGEST = 2_000


def cells(text: str) -> int:
    """Return how many columns a safe text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if category(char) in {"Mn", "Me"} else 1 + (east_asian_width(char) in {"W", "F"}) for char in text)


def broken(text: str, width: int) -> list[str]:
    """Return a text as safe lines of at most `width` columns (at least 1), broken at blanks where that is possible."""
    lines, room = [""], max(1, width)
    for word in chain.from_iterable(_pieces(each, room) for each in safe_text(" ".join(text.split()), LONGEST).split()):
        gap = " " if lines[-1] else ""
        if cells(lines[-1]) + len(gap) + cells(word) > room and lines[-1]:
            lines.append(word)
        else:
            lines[-1] += gap + word
    return lines


def _pieces(word: str, width: int) -> Iterable[str]:
    piece = ""
    for char in word:
        if piece and cells(piece) + cells(char) > width:
            yield piece
            piece = ""
        piece += char
    yield piece


def filled(text: str, width: int) -> str:
    """Return a safe text filled with blanks to `width` columns."""
    return text + " " * max(0, width - cells(text))
