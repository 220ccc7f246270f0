"""Question after question, each answered with one key: the way that was gone so far can be gone back."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from widgets.dialog.answering import Answering
from widgets.dialog.sheet import DialogSheet, scroll_by_key
from widgets.paint import Strokes, strokes, wrapped
from widgets.style import Palette
from widgets.values import KeyHint, Line

EVERY = 1.0
"""Seconds between two looks at what stands beside a question."""


class Page(NamedTuple):
    """Where a way leads: what is said there, the keys that lead on, and what enter does, "" for nothing."""

    lines: Sequence[Line]
    goes: Sequence[KeyHint] = ()
    enter: str = ""


class WalkDialog(Answering[tuple[str, bool]]):
    """Shows the page of a way, a text of the keys that were pressed; answers (way, whether enter ended it)."""

    def __init__(self, title: str, look: Callable[[str], Page], *, context: Line = ()) -> None:
        super().__init__()
        self.sheet = _WalkSheet(title, look, self.answer)
        self.sheet.context = context


class _WalkSheet(DialogSheet):
    def __init__(self, title: str, look: Callable[[str], Page], answer: Callable[[tuple[str, bool]], object]) -> None:
        super().__init__(title)
        self._look, self._answer = look, answer
        self._way = ""
        self._page = look("")

    def on_mount(self) -> None:
        """Keep up with what happens meanwhile."""
        self.set_interval(EVERY, self._again)

    def _again(self) -> None:
        self._page = self._look(self._way)
        self.redraw()

    def body(self, width: int, ink: Palette) -> list[Strokes]:
        return [strokes(line, width, ink) for whole in self._page.lines for line in wrapped(whole, width)]

    def buttons(self) -> tuple[KeyHint, ...]:
        enter = (KeyHint("enter", self._page.enter),) if self._page.enter else ()
        back = (KeyHint("⌫", "back"),) if self._way else ()
        return (*enter, *self._page.goes, *back, KeyHint("esc", "leave"))

    def pressed(self, key: str, character: str | None) -> bool:
        if key in {"escape", "esc"}:
            self._answer((self._way, False))
        elif key == "enter":
            if self._page.enter:
                self._answer((self._way, True))
        elif key in {"backspace", "⌫", "left"}:
            self._go(self._way[:-1])
        elif any((character or key) == each.key for each in self._page.goes):
            self._go(f"{self._way}{character or key}")
        else:
            return scroll_by_key(self, key)
        return True

    def _go(self, way: str) -> None:
        self._way, self.top = way, 0
        self._page = self._look(way)
