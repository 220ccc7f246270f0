"""A pane of lines to read: folded at its width, scrolled, searched. Knows only the lines that it is given."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from widgets.frame import Frame, framed, inner_size
from widgets.paint import Strokes, line_text, strokes, wrapped
from widgets.sheet import Sheet
from widgets.style import Palette
from widgets.values import Line, ReadValue, Span, Tone

WHEEL = 3


class ReadPane(Sheet, can_focus=True):
    """Shows lines from the first on. A folded line is scrolled by its pieces: no part of it is out of reach."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_lines(-1)", "Up", show=False, id="read.up"),
        Binding("down,j", "scroll_lines(1)", "Down", show=False, id="read.down"),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False, id="read.page_up"),
        Binding("pagedown,ctrl+f,space", "page(1)", "Page down", show=False, id="read.page_down"),
        Binding("home", "first", "First", show=False, id="read.first"),
        Binding("end,G", "last", "Last", show=False, id="read.last"),
    ]

    def __init__(self, value: ReadValue, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.value = value
        self._line = self._piece = 0
        self._inside = self._room = 1

    def show(self, value: ReadValue) -> None:
        """Show other lines; where they are about something else than before, from their beginning on."""
        if value.about != self.value.about:
            self._line = self._piece = 0
        elif value == self.value:
            return
        self.value = value
        self.redraw()

    def find(self, words: str, step: int = 1) -> bool:
        """Go to the next line with these words, down or up (-1); False where there is none."""
        wanted, count = words.casefold(), len(self.value.lines)
        for far in range(1, count + 1):
            at = (self._line + far * step) % count
            if wanted in line_text(self.value.lines[at]).casefold():
                self._line, self._piece = at, 0
                self.redraw()
                return True
        return False

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:
        """Return the frame with the lines in it."""
        self._inside, self._room = (max(1, each) for each in inner_size(width, height, is_open=self.is_small))
        self._line = max(0, min(self._line, len(self.value.lines) - 1))
        pieces = self._pieces(self._line, self._piece, self._room + 1)
        more = len(pieces) > self._room
        body = [strokes((Span(" "), *piece), self._inside, ink) for piece in pieces[: self._room]]
        if not self.value.lines:
            body = [
                strokes(line, self._inside, ink, align="center") for line in wrapped(self.value.empty, self._inside)
            ]
        body += [strokes((), self._inside, ink)] * (self._room - len(body))
        left = len(self.value.lines) - self._line
        foot = Span(f"{left:,} lines ↓" if more else "end" if self._line else "", Tone.MUTED)
        frame = Frame(
            self.value.title,
            self.value.badge,
            foot=foot,
            focused=self.has_focus,
            thumb=self._thumb(more=more),
            open=self.is_small,
        )
        return framed(frame, body[: self._room], width, height, ink)

    def _thumb(self, *, more: bool) -> tuple[int, int] | None:
        """Return where the thumb of the scroll bar stands, by whole lines: to fold all of them would take too long."""
        count = len(self.value.lines)
        if not (more or self._line or self._piece):
            return None
        size = max(1, min(self._room - 1, self._room * self._room // max(1, count)))
        at = (self._room - size) * self._line // max(1, count - 1) if more else self._room - size
        return at, at + size

    def _folded(self, number: int) -> list[Line]:
        return wrapped(self.value.lines[number], max(1, self._inside - 2))

    def _pieces(self, line: int, piece: int, most: int) -> list[Line]:
        """Return up to `most` pieces from a place on."""
        out: list[Line] = []
        while line < len(self.value.lines) and len(out) < most:
            out += self._folded(line)[piece:]
            line, piece = line + 1, 0
        return out[:most]

    def action_scroll_lines(self, by: int) -> None:
        """Go by pieces; never further down than to where the end stands at the lower edge."""
        for _ in range(abs(by)):
            if by < 0:
                self._up()
            elif len(self._pieces(self._line, self._piece, self._room + 1)) > self._room:
                self._down()
        self.redraw()

    def _up(self) -> None:
        if self._piece:
            self._piece -= 1
        elif self._line:
            self._line -= 1
            self._piece = max(0, len(self._folded(self._line)) - 1)

    def _down(self) -> None:
        if self._piece + 1 < len(self._folded(self._line)):
            self._piece += 1
        else:
            self._line, self._piece = self._line + 1, 0

    def action_page(self, by: int) -> None:
        """Go by pages; one line stays on the screen."""
        self.action_scroll_lines(by * max(1, self._room - 1))

    def action_first(self) -> None:
        """Go to the beginning."""
        self._line = self._piece = 0
        self.redraw()

    def action_last(self) -> None:
        """Go to the end."""
        self._line, self._piece = max(0, len(self.value.lines) - 1), 0
        if self.value.lines:
            self._piece = len(self._folded(self._line)) - 1
        for _ in range(self._room - 1):
            self._up()
        self.redraw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go down."""
        event.stop()
        self.action_scroll_lines(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go up."""
        event.stop()
        self.action_scroll_lines(-WHEEL)
