"""STUB (interface first)."""

from collections.abc import Sequence

from textual.message import Message

from widgets.paint import Strokes, strokes
from widgets.sheet import Sheet
from widgets.style import Palette
from widgets.values import KeyHint


class KeyBar(Sheet):
    """One line with the keys that fit."""

    class Pressed(Message):
        """Somebody clicked on a key's hint."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, hints: Sequence[KeyHint] = (), *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.hints = tuple(hints)

    def show(self, hints: Sequence[KeyHint]) -> None:
        """Show other keys."""

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:
        return [strokes((), width, ink) for _ in range(height)]
