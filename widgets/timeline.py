"""STUB (interface first)."""

from textual.message import Message

from widgets.paint import Strokes, strokes
from widgets.sheet import Sheet
from widgets.style import Palette
from widgets.values import Line, RowSource, Span


class TimelinePane(Sheet, can_focus=True):
    """Shows a RowSource, newest at the bottom; follows the newest unless somebody scrolled up."""

    class Chosen(Message):
        """Enter on the row with this key."""

        def __init__(self, pane: "TimelinePane", key: str) -> None:
            super().__init__()
            self.pane = pane
            self.key = key

    class Highlighted(Message):
        """The cursor came to the row with this key."""

        def __init__(self, pane: "TimelinePane", key: str) -> None:
            super().__init__()
            self.pane = pane
            self.key = key

    def __init__(
        self,
        source: RowSource,
        *,
        title: str = "Timeline",
        empty: Line = (),
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.source, self.title_text, self.empty = source, title, empty

    selected: str | None = None
    following: bool = True

    def show(self, source: RowSource, *, title: str | None = None, badge: Span | None = None) -> None:
        """Show another source (a filter): starts at its newest row. Title and badge (e.g. the filter) as given."""

    def sync(self) -> None:
        """Look whether the source changed (length, version); call it two to four times a second."""

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:
        return [strokes((), width, ink) for _ in range(height)]
