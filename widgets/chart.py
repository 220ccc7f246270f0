"""A chart in a frame. Knows only the ChartValue that it shows."""

from textual.binding import Binding

from widgets.paint import Strokes, strokes
from widgets.sheet import Sheet
from widgets.style import Palette
from widgets.values import ChartValue

__all__ = ["Binding", "ChartPane"]


class ChartPane(Sheet, can_focus=True):
    """Shows a ChartValue; it takes the focus only so that it can be maximised."""

    def __init__(self, value: ChartValue, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.value = value

    def show(self, value: ChartValue) -> None:
        """Show another value."""
        if value != self.value:
            self.value = value
            self.redraw()

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:
        return [strokes((), width, ink) for _ in range(height)]
