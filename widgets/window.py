"""Pure: where the cursor and the upper edge of a scrolled list stand."""

from typing import NamedTuple


class Window(NamedTuple):
    """The row under the cursor and the first row on the screen, both from 0."""

    cursor: int = 0
    top: int = 0

    def fitted(self, count: int, height: int) -> "Window":
        """Return the window with both inside a list of `count` rows, the cursor on the screen of `height` rows."""
        cursor = max(0, min(self.cursor, count - 1))
        top = max(min(self.top, cursor), cursor - height + 1)
        return Window(cursor, max(0, min(top, count - height)))

    def moved(self, by: int, count: int, height: int) -> "Window":
        """Return the window after the cursor moved."""
        return Window(self.cursor + by, self.top).fitted(count, height)

    def paged(self, by: int, count: int, height: int) -> "Window":
        """Return the window after `by` pages; one row of the old page stays on the screen."""
        step = by * max(1, height - 1)
        return Window(self.cursor + step, self.top + step).fitted(count, height)

    def scrolled(self, by: int, count: int, height: int) -> "Window":
        """Return the window after the wheel moved the list; the cursor is taken along at its edge."""
        top = max(0, min(self.top + by, count - height))
        return Window(max(top, min(self.cursor, top + height - 1)), top).fitted(count, height)

    def thumb(self, count: int, height: int) -> tuple[int, int] | None:
        """Return the lines from..to of a scroll bar's thumb, or None where everything is on the screen."""
        if count <= height or height < 1:
            return None
        size = max(1, height * height // count)
        room = count - height
        first = (height - size) * self.top // room if self.top < room else height - size
        return first, first + size
