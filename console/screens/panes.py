"""Which panes of a screen over the room are shown at which size, which has the focus, which is alone; draws none."""

from collections.abc import Sequence
from typing import Any

from textual.screen import Screen
from textual.widget import Widget

from console.screens.board import WIDE_WIDTH, narrow


class Panes:
    """Arranges panes by classes that the screen's theme file knows. Each pane lies in a container of the screen."""

    def __init__(self, screen: Screen[Any], order: Sequence[str], first: str) -> None:
        self._screen, self._order, self._first = screen, tuple(order), first
        self._last = self._leading = first
        self.alone = ""

    @property
    def focus(self) -> str:
        """The pane in focus, else the one that had it last."""
        focused = self._screen.focused
        if focused is not None and focused.id in self._order:
            self._last = str(focused.id)
        return self._last

    @property
    def tiny(self) -> bool:
        """Whether there is room for one pane only."""
        return self._screen.has_class("-tiny")

    @property
    def leading(self) -> str:
        """The pane whose row the ones beside it are about: the last of the first two that had the focus."""
        focus = self.focus
        if focus in self._order[:2]:
            self._leading = focus
        return self._leading

    def fit(self, width: int, height: int) -> None:
        """Choose the layout for a size of the terminal."""
        tiny, small = narrow(width, height)
        wide = width >= WIDE_WIDTH and not small and not tiny
        for name, on in (("-tiny", tiny), ("-small", small), ("-wide", wide)):
            self._screen.set_class(on, name)
        if tiny:
            self._isolate(self.focus)
        elif self.alone:
            self.whole()

    def visible(self, pane: str) -> bool:
        """Whether a pane is on the screen now."""
        widget = self._widget(pane)
        return widget.display and all(parent.display for parent in widget.ancestors if isinstance(parent, Widget))

    def show(self, pane: str) -> None:
        """Go to a pane; one that has no place at this size is shown alone."""
        if not self.tiny:
            self.whole()
        if self.tiny or not self.visible(pane):
            self._isolate(pane)
        # At once, not by widget.focus(): the next key may be in the queue already.
        self._screen.set_focus(self._widget(pane))
        self._last = pane

    def step(self, by: int) -> None:
        """Go to the next pane, or the one before."""
        self.show(self._order[(self._order.index(self.focus) + by) % len(self._order)])

    def toggle(self) -> None:
        """Show the pane in focus alone, or all of them again."""
        pane = self.focus
        if self.alone and not self.tiny:
            self.whole()
            self.show(pane)
        else:
            self._isolate(pane)
            self._screen.set_focus(self._widget(pane))

    def whole(self) -> None:
        """Show every pane that has a place."""
        if self.alone:
            self._mark(self.alone, on=False)
            self._screen.remove_class("-alone")
            self.alone = ""

    def _isolate(self, pane: str) -> None:
        if self.alone != pane:
            self.whole()
            self.alone = pane
            self._screen.add_class("-alone")
            self._mark(pane, on=True)

    def _mark(self, pane: str, *, on: bool) -> None:
        """Mark a pane, and what it lies in."""
        widget = self._widget(pane)
        for each in (widget, *(parent for parent in widget.ancestors if isinstance(parent, Widget))):
            if each is not self._screen:
                each.set_class(on, "-shown")

    def _widget(self, pane: str) -> Widget:
        return self._screen.query_one(f"#{pane}", Widget)
