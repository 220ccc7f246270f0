"""Lines to read: the help, an event's detail."""

from collections.abc import Callable, Sequence

from widgets.dialog.answering import Answering
from widgets.dialog.sheet import CLOSES, DialogSheet, scroll_by_key
from widgets.paint import Strokes, strokes, wrapped
from widgets.style import Palette
from widgets.values import KeyHint, Line, Tone

Drawing = Callable[[int], Sequence[Line]]
"""Lines that are drawn for so many cells: a tree, a diagram."""


class TextDialog(Answering[bool]):
    """Shows lines, wrapped and scrolled, until esc, q, enter or ?; where something `follows`, enter answers True."""

    def __init__(
        self,
        title: str,
        lines: Sequence[Line] | Drawing,
        *,
        tone: Tone = Tone.ACCENT,
        context: Line = (),
        follows: str = "",
    ) -> None:
        super().__init__()
        self.sheet = _TextSheet(title, lines, self.answer, follows)
        self.sheet.tone, self.sheet.context = tone, context


class _TextSheet(DialogSheet):
    def __init__(
        self, title: str, lines: Sequence[Line] | Drawing, answer: Callable[[bool], object], follows: str
    ) -> None:
        super().__init__(title)
        self._lines = lines if callable(lines) else tuple(lines)
        self._answer = answer
        self._follows = follows

    def body(self, width: int, ink: Palette) -> list[Strokes]:
        lines = self._lines(width) if callable(self._lines) else self._lines
        return [strokes(line, width, ink) for whole in lines for line in wrapped(whole, width)]

    def buttons(self) -> tuple[KeyHint, ...]:
        more = (KeyHint("enter", self._follows),) if self._follows else ()
        return *more, KeyHint("esc", "close"), KeyHint("↑↓", "scroll")

    def pressed(self, key: str, character: str | None) -> bool:  # noqa: ARG002 - nothing is typed here
        if key in CLOSES:
            self._answer(key == "enter" and bool(self._follows))
            return True
        return scroll_by_key(self, key)
