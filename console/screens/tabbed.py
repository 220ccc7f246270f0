"""What the screens with tabs are: a table under a line of tabs, and a line to type words in that narrow it."""

from typing import Protocol

from textual import on

from console.screens.redrawn import RedrawnScreen
from widgets.filter import FilterLine
from widgets.pane import TablePane
from widgets.tabs import TabBar


class Narrowed(Protocol):
    """What is looked at: its words narrow the table."""

    words: str


class TabOrders(Protocol):
    """The commands of a screen with tabs."""

    def run(self, name: str) -> None:
        """Do a command."""

    def close_find(self) -> None:
        """Put the line away in which words are typed."""


class TabbedScreen(RedrawnScreen, inherit_bindings=False):
    """Hands what is typed, chosen and pressed to the orders; the screen says which these are."""

    _chosen: Narrowed
    _orders: TabOrders

    def press_tab(self, key: str) -> None:
        """Show the tab that was pressed."""
        raise NotImplementedError

    def run_order(self, name: str) -> None:
        """Do a command."""
        self._orders.run(name)

    @on(FilterLine.Changed)
    def _typed(self, message: FilterLine.Changed) -> None:
        self._chosen.words = message.text.strip()
        self.redraw()

    @on(FilterLine.Submitted)
    def _found(self) -> None:
        self._orders.close_find()
        self.redraw()

    @on(FilterLine.Escaped)
    def _left_find(self) -> None:
        self._chosen.words = ""
        self._orders.close_find()
        self.redraw()

    @on(TablePane.Chosen)
    def _row_chosen(self) -> None:
        self.action_order("opened")

    @on(TablePane.Highlighted)
    def _row_highlighted(self) -> None:
        self.redraw()

    @on(TabBar.Pressed)
    def _tab_pressed(self, message: TabBar.Pressed) -> None:
        self.press_tab(message.key)
        self.redraw()
