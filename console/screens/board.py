"""The panes of the room: which are shown at which size, which has the focus, which stands alone. Draws nothing."""

from collections.abc import Sequence

from textual.screen import Screen
from textual.widget import Widget

CHARTS = ("chart1", "chart2", "chart3")
PANES = (
    "services",
    "chart1",
    "roster",
    "chart2",
    "host",
    "cluster",
    "checklist",
    "chart3",
    "changes",
    "timeline",
    "due",
)
"""In the order in which the layout places them; tab goes along `ORDER`."""
ORDER = (
    "timeline",
    "services",
    "cluster",
    "changes",
    "host",
    "chart1",
    "chart2",
    "chart3",
    "roster",
    "checklist",
    "due",
)
FED = ("cluster", "changes")
"""Panes that only have a place where something feeds them."""

TINY = (60, 18)
SMALL = (112, 30)
WIDE_WIDTH = 170
TALL = 44


def narrow(width: int, height: int) -> tuple[bool, bool]:
    """Return whether a terminal has room for one pane only, and whether it has room for some of them only."""
    tiny = width < TINY[0] or height < TINY[1]
    return tiny, not tiny and (width < SMALL[0] or height < SMALL[1])


class Board:
    """Arranges the panes of a screen by classes that themes/room.tcss knows."""

    def __init__(self, screen: Screen[None], lacking: Sequence[str] = FED) -> None:
        self._screen = screen
        self._shown = ""
        self._order = tuple(pane for pane in ORDER if pane not in lacking)

    def feed(self, pane: str) -> None:
        """Give a pane its place: there is something in it after all."""
        self._order = tuple(each for each in ORDER if each in {*self._order, pane})
        self._screen.add_class(f"-{pane}")

    @property
    def focus(self) -> str:
        """The id of the pane in focus, "" where none has it."""
        focused = self._screen.focused
        return focused.id or "" if focused is not None and focused.id in PANES else ""

    @property
    def alone(self) -> str:
        """The id of the pane that stands alone, "" where the room is whole."""
        return self._shown

    def fit(self, width: int, height: int) -> None:
        """Choose the layout for a size of the terminal."""
        tiny, small = narrow(width, height)
        self._screen.set_class(tiny, "-tiny")
        self._screen.set_class(small, "-small")
        self._screen.set_class(width >= WIDE_WIDTH, "-wide")
        self._screen.set_class(not tiny and not small and height >= TALL, "-tall")

    def show(self, pane: str) -> None:
        """Go to a pane; one that has no place at this size is shown alone."""
        self.whole()
        widget = self._screen.query_one(f"#{pane}", Widget)
        if not widget.display:
            self._alone(pane)
        # At once, not by widget.focus(): the next key may be in the queue already.
        self._screen.set_focus(widget)

    def toggle(self) -> None:
        """Show the pane in focus alone, or the whole room again."""
        pane = self.focus or "timeline"
        if self._shown:
            self.whole()
            self._screen.set_focus(self._screen.query_one(f"#{pane}"))
        else:
            self._alone(pane)

    def whole(self) -> None:
        """Show the whole room."""
        if self._shown:
            self._screen.query_one(f"#{self._shown}").remove_class("-shown")
            self._screen.remove_class("-alone")
            self._shown = ""

    def step(self, by: int) -> None:
        """Go to the next pane, or the one before."""
        order = self._order
        at = order.index(self.focus) if self.focus in order else -by
        self.show(order[(at + by) % len(order)])

    def visible(self, panes: Sequence[str] = PANES) -> list[str]:
        """Return which of these panes are on the screen now."""
        return [pane for pane in panes if self._screen.query_one(f"#{pane}").display]

    def _alone(self, pane: str) -> None:
        self._shown = pane
        self._screen.add_class("-alone")
        self._screen.query_one(f"#{pane}").add_class("-shown")
