"""What the screens over the room are: panes that are drawn four times a second, where something of them is new."""

from collections.abc import Sequence

from textual import events, on
from textual.binding import Binding, BindingType
from textual.screen import Screen

from console.screens.keys import Command, by_hint
from console.screens.panes import Panes
from console.screens.typeahead import TypeAhead
from widgets.filter import FilterLine
from widgets.footer import KeyBar
from widgets.notice import NoticeBar
from widgets.values import KeyHint

TICK = 0.25
"""Seconds between two looks at the snapshot."""


def bindings(commands: Sequence[Command]) -> list[BindingType]:
    """Return what keys mean; printable ones are looked at before any widget gets them, unless it is typed into."""
    return [
        *(
            Binding(each.key, f"order('{each.id}')", each.label, show=False, priority=len(each.key) == 1)
            for each in commands
            if each.key != "enter"
        ),
        Binding("ctrl+c,ctrl+q", "order('quit')", "Quit", show=False),
    ]


class RedrawnScreen(Screen[str], inherit_bindings=False):
    """Knows when to draw; what, and what keys do, the screens say."""

    def __init__(self, ahead: TypeAhead | None, panes: Sequence[str], first: str, commands: Sequence[Command]) -> None:
        """`ahead` holds back keys that are typed faster than a screen opens; `first` is the pane to begin with."""
        super().__init__()
        self._ahead, self._first, self._commands = ahead, first, commands
        self._panes = Panes(self, panes, first)
        self._drawn: object = None
        # What is typed right behind the key that opens this screen is meant for it, and waits until it is drawn.
        self._early = 0 if ahead is None else ahead.hold()

    def on_mount(self) -> None:
        """Begin at the first pane."""
        self.query_one(FilterLine).display = False
        self._panes.fit(*self.app.size)
        self._panes.show(self._first)
        self.set_interval(TICK, self.tick)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.begin()
        self._release()

    def on_unmount(self) -> None:
        """Hold nothing back for a screen that is gone."""
        self._release()

    def _release(self) -> None:
        if self._ahead is not None:
            self._ahead.release(self._early)

    def on_resize(self, event: events.Resize) -> None:
        """Choose the layout for the size."""
        self._panes.fit(event.size.width, event.size.height)
        self._drawn = None

    def on_screen_resume(self) -> None:
        """Draw what changed while something else was shown."""
        self._drawn = None

    def on_descendant_focus(self) -> None:
        """The footer shows the keys of what has the focus."""
        self.query_one(NoticeBar).show(self.hints())

    def redraw(self) -> None:
        """Draw at once: a key was pressed."""
        self._drawn = None
        self.tick()

    def action_order(self, name: str) -> None:
        """Do what a key means."""
        self.run_order(name)
        self.redraw()

    @on(KeyBar.Pressed)
    def _hint_clicked(self, message: KeyBar.Pressed) -> None:
        found = by_hint(self._commands, message.key)
        if found:
            self.action_order(found)

    def begin(self) -> None:
        """Draw for the first time."""
        self.redraw()

    def tick(self) -> None:
        """Draw what is new since `_drawn`."""
        raise NotImplementedError

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of what has the focus."""
        raise NotImplementedError

    def run_order(self, name: str) -> None:
        """Do a command."""
        raise NotImplementedError
