"""The line that says which of several tables is shown, and what is in the others. Knows only its tabs."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message

from widgets.cells import cells, clip
from widgets.paint import Strokes, filled, line_width
from widgets.sheet import Sheet
from widgets.style import Ground, Palette
from widgets.values import Line, TableTab, Tone


class TabBar(Sheet):
    """One line of tabs; the short names are used where the whole ones have no room, then the badges go."""

    DEFAULT_CSS: ClassVar[str] = "TabBar { height: 1; }"

    class Pressed(Message):
        """Somebody clicked on this tab."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, tabs: Sequence[TableTab], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.tabs, self.active = tuple(tabs), tabs[0].key if tabs else ""
        self.aside: Line = ()

    def show(self, tabs: Sequence[TableTab], active: str, aside: Line = ()) -> None:
        """Show other tabs, or another one as the active one; `aside` stands at the right end where there is room."""
        if (tuple(tabs), active, aside) != (self.tabs, self.active, self.aside):
            self.tabs, self.active, self.aside = tuple(tabs), active, aside
            self.redraw()

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:  # noqa: ARG002 - one line, always
        """Return the line of tabs."""
        plain = ink.style(Tone.PLAIN, Ground.PANEL)
        out: Strokes = [Segment(" ", plain)]
        for tab, name, badge, _ in placed(self.tabs, width, self.active):
            here = tab.key == self.active
            style = ink.style(Tone.STRONG if here else Tone.MUTED, Ground.SELECTED if here else Ground.PANEL)
            out.append(Segment(f"{'▸' if here else ' '}{name}", style))
            if badge:
                ground = Ground.SELECTED if here else Ground.PANEL
                out.append(Segment(f" {badge}", ink.style(tab.badge.tone, ground)))
            out += [Segment(" ", style), Segment(" ", plain)]
        left = width - sum(cells(segment.text) for segment in out) - 2
        if self.aside and line_width(self.aside) <= left:
            out.append(Segment(" " * (left + 1 - line_width(self.aside)), plain))
            out += [Segment(span.text, ink.style(span.tone, Ground.PANEL)) for span in self.aside]
        return [filled(out, width, plain)]

    def on_click(self, event: events.Click) -> None:
        """Go to the tab under the mouse."""
        for tab, name, badge, start in placed(self.tabs, self.size.width, self.active):
            if start <= event.x < start + _size(name, badge):
                self.post_message(self.Pressed(tab.key))


def placed(tabs: Sequence[TableTab], width: int, active: str) -> Iterator[tuple[TableTab, str, str, int]]:
    """Yield each tab with its name and badge as they fit into `width` cells, and its first cell.

    Where even the short names have no room, only the active one and those around it are there.
    """
    forms = (
        [(tab, tab.name, tab.badge.text) for tab in tabs],
        [(tab, tab.short, tab.badge.text) for tab in tabs],
        [(tab, tab.short, "") for tab in tabs],
    )
    fitting = next((form for form in forms if _length(form) < width), None) or _around(forms[2], width, active)
    at = 1
    for tab, name, badge in fitting:
        yield tab, name, badge, at
        at += _size(name, badge) + 1


_Form = list[tuple[TableTab, str, str]]


def _length(form: _Form) -> int:
    return sum(_size(name, badge) + 1 for _, name, badge in form)


def _around(form: _Form, width: int, active: str) -> _Form:
    """Return the active tab with as many of those after it, then before it, as have room."""
    first = next((at for at, (tab, *_) in enumerate(form) if tab.key == active), 0)
    last = first + 1
    while last < len(form) and _length(form[first : last + 1]) < width:
        last += 1
    while first and _length(form[first - 1 : last]) < width:
        first -= 1
    return [(tab, clip(name, max(1, width - 4)), badge) for tab, name, badge in form[first:last]]


def _size(name: str, badge: str) -> int:
    return cells(name) + 2 + (cells(badge) + 1 if badge else 0)
