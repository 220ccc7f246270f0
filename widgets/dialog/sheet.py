"""The box that every dialog is drawn in: fixed lines above, a body that scrolls, the keys always in sight below."""

from typing import ClassVar

from rich.segment import Segment
from textual import events

from widgets.dialog.buttons import Spot, draw_buttons
from widgets.frame import Frame, framed
from widgets.paint import Strokes, strokes, wrapped
from widgets.sheet import Sheet
from widgets.style import Palette
from widgets.values import KeyHint, Line, Span, Tone
from widgets.window import Window

_WIDEST = 84
_SHARE = 0.6
"""Of a terminal that is wider than dialogs need: what would be cut off has room there, and lines can still be read."""
_FRAME = 4
_ROOMY = 16
_MOST_CONTEXT = 2
_WHEEL = 2


class DialogSheet(Sheet, can_focus=True):
    """Draws a dialog; each kind says what stands in it and what a key means."""

    DEFAULT_CSS: ClassVar[str] = "DialogSheet { width: 100%; height: 100%; }"

    def __init__(self, title: str, *, context: Line = (), tone: Tone = Tone.ACCENT) -> None:
        super().__init__()
        self.heading = title
        self.context = context
        self.tone = tone
        self.top = self._length = 0
        self._room = 1
        self._body_at = self._buttons_at = (0, 0)
        self._spots: list[Spot] = []

    def head(self, width: int, ink: Palette) -> list[Strokes]:  # noqa: ARG002 - for the kinds that have one
        """Return the lines above the body that never scroll."""
        return []

    def body(self, width: int, ink: Palette) -> list[Strokes]:
        """Return the lines that scroll."""
        raise NotImplementedError

    def tail(self, width: int, ink: Palette) -> list[Strokes]:  # noqa: ARG002 - for the kinds that have one
        """Return the lines below the body that never scroll."""
        return []

    def buttons(self) -> tuple[KeyHint, ...]:
        """Return the keys that are always in sight."""
        raise NotImplementedError

    def sought(self) -> tuple[int, int] | None:
        """Return the lines first..last of the body that must be in sight, or None while somebody scrolls freely."""
        return None

    def pressed(self, key: str, character: str | None) -> bool:
        """Do what a key means; False where it means nothing."""
        raise NotImplementedError

    def pasted(self, text: str) -> None:
        """Take in what was pasted."""

    def clicked(self, line: int, cell: int) -> None:
        """Do what a click on a line of the body means."""

    def scroll_body(self, by: int) -> None:
        """Move the body by lines."""
        self.top = max(0, min(self.top + by, self._length - self._room))

    def page(self) -> int:
        """Return how many lines a page has."""
        return max(1, self._room - 1)

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:
        """Return the box in the middle of the screen."""
        outer = min(width, max(_WIDEST, int(width * _SHARE)))
        inside = max(1, outer - _FRAME)
        spacer = [strokes((), inside, ink)] if height >= _ROOMY else []
        head = [*self._context_line(inside, ink), *self.head(inside, ink)]
        body, tail = self.body(inside, ink), self.tail(inside, ink)
        head, tail = [*head, *spacer[: len(head)]], [*spacer[: len(tail)], *tail]
        fixed = len(head) + len(tail) + 3 + 3 * len(spacer)
        self._length = len(body)
        self._room = max(1, min(len(body), height - fixed))
        self._seek()
        left, above = (width - outer) // 2, max(0, (height - fixed - self._room) // 2)
        shown = body[self.top : self.top + self._room]
        self._body_at = (left + 2, above + 1 + len(spacer) + len(head))
        self._buttons_at = (left + 2, self._body_at[1] + len(shown) + len(tail) + len(spacer))
        keys, self._spots = draw_buttons(self.buttons(), inside, ink)
        lines = [*spacer, *head, *shown, *tail, *spacer, keys, *spacer]
        return self._centred(lines, left, above, (outer, width, height), ink)

    def _context_line(self, width: int, ink: Palette) -> list[Strokes]:
        """Return the band that says where this acts, if it says anything."""
        lines = kept(wrapped(self.context, width), _MOST_CONTEXT) if self.context else []
        band = ink.band(self.context[0].tone if self.context else Tone.PLAIN, strong=True)
        return [[segment._replace(style=band) for segment in strokes(line, width, ink)] for line in lines]

    def _seek(self) -> None:
        """Scroll so that what must be in sight is."""
        sought = self.sought()
        if sought is not None:
            self.top = min(max(self.top, sought[1] - self._room + 1), sought[0])
        self.top = max(0, min(self.top, self._length - self._room))

    def _centred(
        self, lines: list[Strokes], left: int, above: int, size: tuple[int, int, int], ink: Palette
    ) -> list[Strokes]:
        outer, width, height = size
        side = Segment(" ", ink.style(Tone.PLAIN))
        below = self._length - self.top - self._room
        more = Span(f"{below} more ↓" if below > 0 else "↑ more" if self.top else "", Tone.MUTED)
        thumb = Window(self.top, self.top).thumb(self._length, self._room)
        offset = self._body_at[1] - above - 1
        frame = Frame(
            self.heading,
            foot=more,
            tone=self.tone,
            thumb=None if thumb is None else (thumb[0] + offset, thumb[1] + offset),
        )
        box = framed(frame, [[side, *line, side] for line in lines], outer, len(lines) + 2, ink)
        blank = strokes((), width, ink)
        before = [Segment(" " * left, side.style)] if left else []
        after = [Segment(" " * (width - left - outer), side.style)] if width > left + outer else []
        middle = [[*before, *line, *after] for line in box]
        return [*[blank] * above, *middle, *[blank] * height][:height]

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002 - Textual's signature
        """Tell Textual that keys belong to the dialog."""
        return True

    def on_key(self, event: events.Key) -> None:
        """Hand a key to the dialog."""
        if self.pressed(event.key, event.character):
            event.stop()
            event.prevent_default()
            self.redraw()

    def on_paste(self, event: events.Paste) -> None:
        """Hand a paste to the dialog."""
        event.stop()
        self.pasted(event.text)
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Press the button under the mouse, or hand the click to the body."""
        x, y = self._buttons_at
        for spot in self._spots if event.y == y else ():
            if spot.first <= event.x - x < spot.last:
                self.pressed(spot.key, None)
                self.redraw()
                return
        x, y = self._body_at
        if y <= event.y < y + self._room:
            self.clicked(self.top + event.y - y, event.x - x)
            self.redraw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the body."""
        event.stop()
        self.scroll_body(_WHEEL)
        self.redraw()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the body."""
        event.stop()
        self.scroll_body(-_WHEEL)
        self.redraw()


def kept(lines: list[Line], most: int) -> list[Line]:
    """Return at most so many lines; the last one has the rest, and is cut where it is drawn."""
    rest = tuple(span for line in lines[most - 1 :] for span in line)
    return [*lines[: most - 1], rest] if rest else lines


CLOSES = {"escape", "esc", "q", "enter", "question_mark"}
"""Keys that leave what is only read."""
SCROLLS = {"up": -1, "down": 1, "k": -1, "j": 1}
"""Keys that move a body by lines where it is read, not edited."""


def scroll_by_key(sheet: DialogSheet, key: str) -> bool:
    """Scroll the body of a dialog that is read; False where the key does not scroll."""
    ends = {"home": -(10**9), "end": 10**9}
    pages = {"pageup": -1, "pagedown": 1, "space": 1}
    by = SCROLLS.get(key) or ends.get(key) or pages.get(key, 0) * sheet.page()
    if by:
        sheet.scroll_body(by)
    return bool(by)
