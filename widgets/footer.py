"""The line with the keys. Knows only the hints that it shows."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import events
from textual.message import Message

from widgets.cells import cells
from widgets.paint import Strokes, strokes
from widgets.sheet import Sheet
from widgets.style import Ground, Palette
from widgets.values import KeyHint, Line, Span, Tone

_GAP = 2


class KeyBar(Sheet):
    """One line with the keys that fit; the last one (the help) is always among them."""

    DEFAULT_CSS: ClassVar[str] = "KeyBar { height: 1; }"

    class Pressed(Message):
        """Somebody clicked on the hint of this key."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(
        self,
        hints: Sequence[KeyHint] = (),
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.hints = tuple(hints)

    def show(self, hints: Sequence[KeyHint]) -> None:
        """Show other keys."""
        if tuple(hints) != self.hints:
            self.hints = tuple(hints)
            self.redraw()

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:  # noqa: ARG002 - one line, always
        """Return the line of keys."""
        return [strokes(self.line(width), width, ink, Ground.PANEL)]

    def line(self, width: int) -> Line:
        """Return what the bar says in `width` cells."""
        line: list[Span] = []
        for hint, _ in placed(self.hints, width):
            gap = " " * (_GAP if line else 1)
            line += [Span(gap), Span(hint.key, Tone.ACCENT), Span(f" {hint.label}", Tone.MUTED)]
        return tuple(line)

    def on_click(self, event: events.Click) -> None:
        """Act as if the key under the mouse had been pressed."""
        for hint, start in placed(self.hints, self.size.width):
            if start <= event.x < start + _size(hint):
                self.post_message(self.Pressed(hint.key))


def placed(hints: Sequence[KeyHint], width: int) -> Iterator[tuple[KeyHint, int]]:
    """Yield the hints that fit into `width` cells with their first cell; those before the last leave first."""
    *others, last = hints or [KeyHint("", "")]
    at = 1
    for hint in others:
        if at + _size(hint) + _GAP + _size(last) > width:
            break
        yield hint, at
        at += _size(hint) + _GAP
    if hints and at + _size(last) <= width:
        yield last, at


def _size(hint: KeyHint) -> int:
    return cells(hint.key) + 1 + cells(hint.label)
