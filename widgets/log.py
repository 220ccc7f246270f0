"""A log as it grows: followed, stopped, wrapped, searched. Knows its lines only through a TextSource."""

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType

from widgets.cells import cells, clip
from widgets.frame import Frame, framed, inner_size
from widgets.paint import Strokes, filled, line_text, strokes, wrapped
from widgets.sheet import Sheet
from widgets.style import Palette
from widgets.values import Line, Span, TextSource, Tone

WHEEL = 3
_SIDE = 16


class NoText:
    """A log of nothing. Implements `widgets.values.TextSource`."""

    version, first, last = 0, 0, -1

    def line(self, number: int) -> Span:  # noqa: ARG002 - the protocol's
        """Return nothing."""
        return Span("")

    def find(self, words: str, start: int, step: int) -> int | None:  # noqa: ARG002 - the protocol's
        """Return that it is not there."""
        return None


class LogPane(Sheet, can_focus=True):
    """Shows the newest lines until somebody goes up; then it stays where it is and counts what came."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_lines(-1)", "Up", show=False, id="log.up"),
        Binding("down,j", "scroll_lines(1)", "Down", show=False, id="log.down"),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False, id="log.page_up"),
        Binding("pagedown,ctrl+f", "page(1)", "Page down", show=False, id="log.page_down"),
        Binding("home", "oldest", "Oldest", show=False, id="log.oldest"),
        Binding("end,G", "follow", "Newest", show=False, id="log.newest"),
        Binding("left", "side(-1)", "Left", show=False, id="log.left"),
        Binding("right", "side(1)", "Right", show=False, id="log.right"),
    ]

    def __init__(self, *, id: str | None = None, empty: Line = ()) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.source: TextSource = NoText()
        self.title, self.empty, self.words = "Log", empty, ""
        self.status = Span("")
        self.following, self.wrap = True, True
        self._top = self._left = 0
        self._shown = (0, -1)
        self._version = -1

    def show(self, source: TextSource, title: str, status: Span, empty: Line = ()) -> None:
        """Show this log under a title, with what is to say of it; another source is shown from its end on."""
        new = (title, status, empty)
        if source is not self.source:
            self.source, self.following, self._left = source, True, 0
        elif new == (self.title, self.status, self.empty) and source.version == self._version:
            return
        self.title, self.status, self.empty = new
        self._version = source.version
        self.redraw()

    def follow(self, *, on: bool) -> None:
        """Show the newest line as it comes, or stay."""
        self._top = self._shown[0]
        self.following = on
        self.redraw()

    def toggle_wrap(self) -> None:
        """Fold long lines, or cut them."""
        self.wrap, self._left = not self.wrap, 0
        self.redraw()

    def search(self, words: str) -> bool:
        """Mark lines with these words and go to the newest one; False where there is none."""
        self.words = words
        found = bool(words) and self._go_to(self.source.find(words, self.source.last, -1))
        self.redraw()
        return found

    def step(self, by: int) -> bool:
        """Go to the next line upwards (-1) or downwards with the words that are searched for."""
        here = self._top if not self.following else self.source.last + 1
        return bool(self.words) and self._go_to(self.source.find(self.words, here + by, by))

    def _go_to(self, number: int | None) -> bool:
        if number is not None:
            self.following, self._top = False, number
            self.redraw()
        return number is not None

    def _move(self, to: int) -> None:
        first, last = self.source.first, self.source.last
        down = to > self._shown[0]
        self.following = down and self._shown[1] >= last
        self._top = max(first, min(to, last))
        self.redraw()

    def action_scroll_lines(self, by: int) -> None:
        """Go by lines."""
        self._move(self._shown[0] + by)

    def action_page(self, by: int) -> None:
        """Go by pages; one line stays on the screen."""
        self._move(self._shown[0] + by * max(1, self._shown[1] - self._shown[0]))

    def action_oldest(self) -> None:
        """Go to the oldest line that is there."""
        self._move(self.source.first)

    def action_follow(self) -> None:
        """Go to the newest line and follow."""
        self.follow(on=True)

    def action_side(self, by: int) -> None:
        """Go to the side, where lines are cut."""
        self._left = 0 if self.wrap else max(0, self._left + by * _SIDE)
        self.redraw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go down."""
        event.stop()
        self.action_scroll_lines(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go up."""
        event.stop()
        self.action_scroll_lines(-WHEEL)

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:
        """Return the frame with the lines in it."""
        inside, room = inner_size(width, height, is_open=self.is_small)
        body = self._body(inside, max(1, room), ink)[:room]
        below = self.source.last - self._shown[1]
        foot = Span("" if self.following else f"{below:,} below ↓" if below > 0 else "stopped", Tone.ACCENT)
        badge = foot if self.is_small and foot.text else self.status
        frame = Frame(self.title, badge, foot=foot, focused=self.has_focus, open=self.is_small)
        return framed(frame, body, width, height, ink)

    def _body(self, width: int, room: int, ink: Palette) -> list[Strokes]:
        first, last = self.source.first, self.source.last
        blank = strokes((), width, ink)
        if last < first:
            self._shown = (0, -1)
            said = wrapped(self.empty, max(1, width - 4))[:room] if self.empty else []
            above = (room - len(said)) // 2
            lines = [strokes(line, width, ink, align="center") for line in said]
            return [*[blank] * above, *lines, *[blank] * (room - above - len(lines))]
        out: list[Strokes] = []
        if self.following:
            number = last
            while number >= first and len(out) < room:
                out = [*self._folded(number, width, ink), *out]
                number -= 1
            self._shown = (number + 1, last)
            out = out[-room:]
        else:
            number = self._top = max(first, min(self._top, last))
            while number <= last and len(out) < room:
                out += self._folded(number, width, ink)
                number += 1
            self._shown = (self._top, number - 1)
        return [*out[:room], *[blank] * (room - len(out))]

    def _folded(self, number: int, width: int, ink: Palette) -> list[Strokes]:
        """Return one line of the log, folded or cut, with the words that are searched for marked."""
        text, tone = self.source.line(number)
        inside = max(1, width - 2)
        if self.wrap:
            pieces = [line_text(each) for each in wrapped((Span(text, tone),), inside)]
        else:
            pieces = [clip(text[self._left :], inside)]
        lead = Segment(" ", ink.style(tone))
        return [
            filled([lead, *_marked(piece, tone, self.words, ink)], width, ink.style(Tone.PLAIN)) for piece in pieces
        ]


def _marked(text: str, tone: Tone, words: str, ink: Palette) -> Strokes:
    """Return a piece of a line with the words in it that are searched for marked."""
    style, wanted = ink.style(tone), words.casefold()
    at = text.casefold().find(wanted) if wanted else -1
    if at < 0 or cells(text) != len(text):
        return [Segment(text, style)]
    end = at + len(wanted)
    parts = ((text[:at], style), (text[at:end], ink.band(Tone.WARN)), (text[end:], style))
    return [Segment(part, how) for part, how in parts if part]
