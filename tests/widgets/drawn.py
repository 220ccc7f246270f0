"""Draws widgets alone and gives them back as lines of text: the only place that touches Textual's compositor."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from textual.app import App, ComposeResult
from textual.filter import LineFilter
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from widgets.guard import OutputGuard
from widgets.theme import load_theme


class Stage(App[object]):
    """Shows the given widgets, one above the other, or a screen on top of nothing."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *shown: Widget, theme: str = "dark", guarded: bool = False) -> None:
        super().__init__()
        self.shown = shown
        self.guard = OutputGuard() if guarded else None
        self.heard: list[object] = []
        self.register_theme(load_theme(theme))
        self.theme = theme
        self.animation_level = "none"

    def compose(self) -> ComposeResult:
        yield from self.shown

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters = super().get_line_filters()
        return filters if self.guard is None else [*filters, self.guard]

    def lines(self) -> list[str]:
        """The screen as text, one line each."""
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    def text(self) -> str:
        """The screen as one text, without blanks at line ends."""
        return "\n".join(line.rstrip() for line in self.lines())


@asynccontextmanager
async def stage(
    *shown: Widget, size: tuple[int, int] = (80, 24), theme: str = "dark", guarded: bool = False
) -> AsyncIterator[tuple[Stage, Pilot[object]]]:
    """Run an app with these widgets; yields it with its pilot."""
    app = Stage(*shown, theme=theme, guarded=guarded)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


@asynccontextmanager
async def on_screen(
    screen: Screen[Any], size: tuple[int, int] = (80, 24), answered: Callable[[Any], None] | None = None
) -> AsyncIterator[tuple[Stage, Pilot[object]]]:
    """Run an app with this screen pushed; yields it with its pilot."""
    async with stage(size=size) as (app, pilot):
        await app.push_screen(screen, answered)
        await pilot.pause()
        yield app, pilot
