"""A widget that is drawn as a whole and repainted only where it changed. Knows neither values nor keys."""

from typing import ClassVar, NamedTuple

from textual.app import RenderResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from widgets.cells import cells
from widgets.paint import Strokes
from widgets.style import Palette, palette

SMALL_WIDTH = 60
SMALL_HEIGHT = 16
PRODUCTION = "-production"
"""The class of an app whose frames are painted: what is done there is done to production."""


class _Shape(NamedTuple):
    """What a sheet is drawn for."""

    width: int = 0
    height: int = 0
    theme: str = ""
    production: bool = False

    @property
    def ink(self) -> Palette:
        """The styles to draw with."""
        return palette(self.theme, production=self.production)


class Sheet(Widget):
    """Draws lines by `draw` and sends the terminal only the cells that differ from the last time."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS: ClassVar[str] = "Sheet { height: 1fr; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._drawn: list[Strokes] = []
        self._drawn_for = _Shape()

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:
        """Return `height` lines of exactly `width` cells."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw again and repaint what changed; cheap when nothing did."""
        if not self.is_attached or not self.size:
            self._drawn_for = _Shape()  # hidden: what it was drawn as holds no longer when it is shown again
            return
        shape = self._shape
        if shape != self._drawn_for:
            self.refresh()  # the size or the theme changed: render_line draws all of it
            return
        width = shape.width
        before, self._drawn = self._drawn, self.draw(width, shape.height, shape.ink)
        if len(before) != len(self._drawn):
            self.refresh()  # more lines or fewer are about to be laid out
            return
        regions = [
            Region(first, y, last - first, 1)
            for y, (old, new) in enumerate(zip(before, self._drawn, strict=True))
            if old != new
            for first, last in [changed_cells(old, new, width)]
        ]
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        """Return one drawn line for Textual."""
        shape = self._shape
        if shape != self._drawn_for:
            self._drawn = self.draw(shape.width, shape.height, shape.ink)
            self._drawn_for = shape
        return Strip(self._drawn[y], shape.width) if y < len(self._drawn) else Strip.blank(shape.width)

    def render(self) -> RenderResult:
        """Return nothing: every line comes from render_line."""
        return ""

    @property
    def _shape(self) -> "_Shape":
        width, height = self.size
        return _Shape(width, height, self.app.theme, self.app.has_class(PRODUCTION))

    @property
    def is_small(self) -> bool:
        """Whether the terminal is too small for whole frames."""
        width, height = self.app.size
        return width < SMALL_WIDTH or height < SMALL_HEIGHT

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - Textual's signature
        """Show that the focus came or went."""
        super().watch_has_focus(has_focus)
        self.redraw()


def changed_cells(old: Strokes, new: Strokes, width: int) -> tuple[int, int]:
    """Return the first cell in which two lines of `width` cells differ and the one after the last."""
    first = 0
    start = 0
    for before, after in zip(old, new, strict=False):
        if before != after:
            break
        first += cells(after.text)
        start += 1
    last = width
    for before, after in zip(reversed(old[start:]), reversed(new[start:]), strict=False):
        if before != after:
            break
        last -= cells(after.text)
    return first, max(last, first + 1)
