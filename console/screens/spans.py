"""Over how long a time the charts of a room are drawn."""

from textual.screen import Screen

from console.incident.clock import MINUTE, short_span
from console.screens.desk import ReadingDesk
from widgets.chart import ChartPane

SPANS = (5 * MINUTE, 15 * MINUTE, 60 * MINUTE, 180 * MINUTE, 480 * MINUTE)
"""What the charts can show."""


class ChartSpan:
    """The span that is shown, and what the room is told of it."""

    def __init__(self, screen: Screen[None], desk: ReadingDesk) -> None:
        self._screen, self._desk, self._index = screen, desk, 1

    def follow(self) -> None:
        """Tell the room how many points there is room for."""
        width = self._screen.query_one("#chart1", ChartPane).size.width
        self._desk.room.show(span=SPANS[self._index], points=max(20, width * 2))

    def step(self, by: int) -> None:
        """Take a longer span (1), or a shorter one (-1)."""
        self._index = max(0, min(self._index + by, len(SPANS) - 1))
        self._desk.room.show(span=SPANS[self._index])
        self._desk.say(f"charts over {short_span(SPANS[self._index])}")
