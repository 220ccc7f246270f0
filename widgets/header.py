"""STUB (interface first)."""

from widgets.paint import Strokes, strokes
from widgets.sheet import Sheet
from widgets.style import Palette
from widgets.values import HeaderValue


class HeaderBar(Sheet):
    """Two lines across the screen, and a third while there is a banner."""

    def __init__(self, value: HeaderValue, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.value = value

    def show(self, value: HeaderValue) -> None:
        """Show another value."""
        self.value = value
        self.redraw()

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:
        return [strokes((), width, ink) for _ in range(height)]
