"""The yardstick: a Textual program with so many empty panes (first argument), that shows each key in the last one."""

import sys

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class Pane(Static):
    """An empty frame with a title."""


class Bare(App[None]):
    """As many panes as the room, and a line that echoes keys."""

    CSS = """
    Screen { layout: grid; grid-size: 2; }
    Pane { border: solid white; height: 1fr; }
    """

    def __init__(self, panes: int) -> None:
        super().__init__()
        self._panes = panes
        self._typed = ""

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        for number in range(self._panes):
            pane = Pane()
            pane.border_title = f"Pane {number}"
            yield pane

    def on_key(self, event: events.Key) -> None:
        """Show the key."""
        self._typed = (self._typed + (event.character or ""))[-40:]
        self.query(Pane).last().update(self._typed)


if __name__ == "__main__":
    Bare(int(sys.argv[1])).run()
