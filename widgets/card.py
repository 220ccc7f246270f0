"""A few lines in a frame that are read, not walked through. Knows only the lines that it is given."""

from typing import ClassVar

from widgets.frame import FRAME_HEIGHT, Frame, framed, inner_size
from widgets.paint import Strokes, strokes, wrapped
from widgets.sheet import Sheet
from widgets.style import Palette
from widgets.values import Line, Span, Tone


class Card(Sheet):
    """Shows lines, the first ones first where room is short; the last one is wrapped into what is left."""

    DEFAULT_CSS: ClassVar[str] = f"Card {{ height: {4 + FRAME_HEIGHT}; }}"

    def __init__(self, title: str, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.title, self.badge, self.tone = title, Span(""), Tone.PLAIN
        self.lines: tuple[Line, ...] = ()

    def show(self, title: str, lines: tuple[Line, ...], badge: Span, tone: Tone = Tone.PLAIN) -> None:
        """Show other lines."""
        if (title, lines, badge, tone) != (self.title, self.lines, self.badge, self.tone):
            self.title, self.lines, self.badge, self.tone = title, lines, badge, tone
            self.redraw()

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:
        """Return the frame with the lines in it."""
        inside, room = inner_size(width, height, is_open=self.is_small)
        body: list[Strokes] = []
        for number, line in enumerate(self.lines[:room], 1):
            last = number == len(self.lines)
            folded = wrapped(line, max(1, inside - 2))[: room - len(body)] if last else [line]
            body += [_inset(each, inside, ink) for each in folded]
        body += [strokes((), inside, ink)] * (room - len(body))
        frame = Frame(self.title, self.badge, tone=self.tone, open=self.is_small)
        return framed(frame, body, width, height, ink)


def _inset(line: Line, width: int, ink: Palette) -> Strokes:
    """Return a line with one cell free on both sides, cut where it is too long."""
    out = strokes((Span(" "), *line), max(1, width - 1), ink)
    return [*out, *strokes((), 1, ink)] if width > 1 else out
