"""One line of parts across the screen, which has no place while it is empty. Knows only the parts that it is given."""

from typing import ClassVar

from widgets.header import fit_parts
from widgets.paint import Strokes, strokes
from widgets.sheet import Sheet
from widgets.style import Ground, Palette
from widgets.values import Line, Span


class OneLine(Sheet):
    """Parts in order of importance: those that there is no room for are clipped or left out."""

    DEFAULT_CSS: ClassVar[str] = "OneLine { height: 0; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.parts: tuple[Line, ...] = ()

    def show(self, parts: tuple[Line, ...]) -> None:
        """Show other parts; without any the line gives its place to the widgets beside it."""
        if parts != self.parts:
            self.parts = parts
            self.styles.height = 1 if parts else 0
            self.redraw()

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:
        """Return the line, one cell free at both ends."""
        line = (Span(" "), *fit_parts(self.parts, max(0, width - 2)))
        return [strokes(line, width, ink, Ground.PANEL)][:height]
