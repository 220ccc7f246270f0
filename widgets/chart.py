"""A chart in a frame. Knows only the ChartValue that it shows."""

from widgets.frame import Frame, framed, inner_size
from widgets.paint import Strokes
from widgets.plot import draw_chart
from widgets.sheet import Sheet
from widgets.style import Palette
from widgets.values import ChartValue


class ChartPane(Sheet, can_focus=True):
    """Shows a ChartValue; it takes the focus only so that it can be maximised."""

    def __init__(
        self,
        value: ChartValue,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.value = value

    def show(self, value: ChartValue) -> None:
        """Show another value; only the cells that differ are repainted."""
        if value != self.value:
            self.value = value
            self.redraw()

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:
        """Return the frame with the chart in it."""
        inside, lines = inner_size(width, height, is_open=self.is_small)
        body = draw_chart(self.value, inside, lines, ink)
        frame = Frame(self.value.title, self.value.badge, focused=self.has_focus, open=self.is_small)
        return framed(frame, body, width, height, ink)
