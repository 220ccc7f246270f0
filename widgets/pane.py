"""A pane of rows in a frame, with a cursor while it has the focus. Knows only the TableValue that it shows."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size

from widgets.cells import cells, pad
from widgets.columns import Fitted, fit_widest, widest_cells
from widgets.frame import FRAME_HEIGHT, Frame, framed, inner_size
from widgets.messages import RowMessage
from widgets.paint import Strokes, filled, strokes, wrapped
from widgets.rows import LongRows
from widgets.sheet import Sheet
from widgets.style import Ground, Palette
from widgets.values import Line, Row, Span, TableValue, Tone
from widgets.window import Window

WHEEL = 2


class TablePane(Sheet, can_focus=True):
    """Shows a TableValue. Keys: up, down, page up and down, home, end, enter; the mouse does the same."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="pane.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="pane.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="pane.page_up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="pane.page_down"),
        Binding("home", "move(-1000000)", "First", show=False, id="pane.first"),
        Binding("end", "move(1000000)", "Last", show=False, id="pane.last"),
        Binding("enter", "choose", "Choose", show=False, id="pane.choose"),
    ]

    class Chosen(RowMessage):
        """Somebody chose the row with this key: enter, or a second click."""

    class Highlighted(RowMessage):
        """The cursor came to the row with this key."""

    def __init__(self, value: TableValue, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.value = value
        self._window = Window()
        self._widest: list[int] = []

    @property
    def selected(self) -> str | None:
        """The key of the row under the cursor, or None where there are no rows."""
        rows, at = self.value.rows, self._window.cursor
        if at >= len(rows):
            return None
        return rows.key(at) if isinstance(rows, LongRows) else rows[at].key

    def go_to(self, key: str) -> bool:
        """Put the cursor on the row with this key; False where there is none."""
        at = _place(self.value.rows, key)
        if at is not None:
            self._go(Window(at, self._window.top).fitted(len(self.value.rows), self._room))
        return at is not None

    def show(self, value: TableValue) -> None:
        """Show another value; the cursor stays on its row while that row is there."""
        if value == self.value:
            return
        key = self.selected
        if value.columns != self.value.columns:
            self._widest = []
        self.value = value
        found = None if key is None else _place(value.rows, key)
        at = self._window.cursor if found is None else found
        self._window = Window(at, self._window.top).fitted(len(value.rows), self._room)
        self.redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        """Return the height that shows every row, for `height: auto`."""
        return max(1, len(self.value.rows) + self.value.headings) + (1 if self.is_small else FRAME_HEIGHT)

    @property
    def _room(self) -> int:
        """How many rows are on the screen at once."""
        return max(1, inner_size(*self.size, is_open=self.is_small)[1] - self.value.headings)

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:
        """Return the frame with the rows in it."""
        inside, lines = inner_size(width, height, is_open=self.is_small)
        value, room = self.value, max(1, lines - self.value.headings)
        self._window = window = self._window.fitted(len(value.rows), room)
        widest = self._widths(value.rows[window.top : window.top + room])
        body = draw_rows(value, inside, lines, ink, window, focused=self.has_focus, widest=widest)
        below = len(value.rows) - window.top - room
        frame = Frame(
            value.title,
            value.badge,
            foot=Span(f"{below} more ↓" if below > 0 else "", Tone.MUTED),
            tone=value.tone,
            focused=self.has_focus,
            thumb=window.thumb(len(value.rows), lines),
            open=self.is_small,
        )
        return framed(frame, body, width, height, ink)

    def _widths(self, shown: Sequence[Row]) -> list[int]:
        """Return how wide the cells of each column are; those of a long table never shrink while one goes through."""
        columns, rows = self.value.columns, self.value.rows
        if not isinstance(rows, LongRows):
            return widest_cells(columns, rows)
        now = widest_cells(columns, shown)
        before = self._widest or [0] * len(now)
        self._widest = [max(pair) for pair in zip(now, before, strict=True)]
        return self._widest

    def _go(self, window: Window) -> None:
        if window != self._window:
            moved = window.cursor != self._window.cursor
            self._window = window
            self.redraw()
            if moved and self.selected is not None:
                self.post_message(self.Highlighted(self, self.selected))

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self._go(self._window.moved(by, len(self.value.rows), self._room))

    def action_page(self, by: int) -> None:
        """Move the cursor by pages."""
        self._go(self._window.paged(by, len(self.value.rows), self._room))

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if self.selected is not None:
            self.post_message(self.Chosen(self, self.selected))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row under the mouse; choose it where it was there already."""
        at = self._window.top + event.y - 1 - self.value.headings
        if not self._window.top <= at < min(len(self.value.rows), self._window.top + self._room):
            return
        if at == self._window.cursor and event.chain > 1:
            self.action_choose()
        self._go(Window(at, self._window.top))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the rows up."""
        event.stop()
        self._go(self._window.scrolled(WHEEL, len(self.value.rows), self._room))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the rows down."""
        event.stop()
        self._go(self._window.scrolled(-WHEEL, len(self.value.rows), self._room))


def _place(rows: Sequence[Row], key: str) -> int | None:
    """Return the index of the row with this key."""
    if isinstance(rows, LongRows):
        return rows.find(key)
    return next((number for number, row in enumerate(rows) if row.key == key), None)


def draw_rows(
    value: TableValue,
    width: int,
    height: int,
    ink: Palette,
    window: Window,
    *,
    focused: bool,
    widest: Sequence[int],
) -> list[Strokes]:
    """Return `height` lines of `width` cells with the rows of the window, or the reason why there are none."""
    if not value.rows:
        return draw_empty(value, width, height, ink)
    if value.headings:  # a name is never cut off, but a column of nothing needs none
        named = zip(value.columns, widest, strict=True)
        widest = [max(size, cells(column.name)) if size else 0 for column, size in named]
    fitted, gap = fit_widest(value.columns, widest, width - 2)
    lines: list[Strokes] = []
    if value.headings:
        names = Row("", tuple(Span(column.name, Tone.MUTED) for column in value.columns))
        lines.append(_row(value, names, fitted, gap, width, ink))
    room = height - len(lines)
    for number, row in enumerate(value.rows[window.top : window.top + room], window.top):
        lines.append(_row(value, row, fitted, gap, width, ink, here=focused and number == window.cursor))
    return [*lines, *_notes(value, width, height - len(lines), ink)]


def _notes(value: TableValue, width: int, height: int, ink: Palette) -> list[Strokes]:
    """Return `height` lines with the notes at their end; a note that has not enough room is left out."""
    said: list[Line] = []
    for note in value.notes:
        folded = wrapped(note, max(1, width - 2))
        said += folded if len(said) + len(folded) <= height else []
    lines = [strokes((), width, ink) for _ in range(height)]
    lines[height - len(said) :] = [strokes((Span(" "), *line), width, ink) for line in said]
    return lines


def draw_empty(value: TableValue, width: int, height: int, ink: Palette) -> list[Strokes]:
    """Return the reason for an empty pane, wrapped and in the middle."""
    said = wrapped(value.empty, max(1, width - 4))[:height] if value.empty else []
    above = (height - len(said)) // 2
    lines = [strokes((), width, ink) for _ in range(height)]
    lines[above : above + len(said)] = [strokes(line, width, ink, align="center") for line in said]
    return lines


def _row(
    value: TableValue,
    row: Row,
    fitted: list[Fitted],
    gap: int,
    width: int,
    ink: Palette,
    *,
    here: bool = False,
) -> Strokes:
    ground = Ground.SELECTED if here else Ground.PLAIN
    plain = ink.style(Tone.PLAIN, ground)
    out = [Segment("▸", ink.style(Tone.ACCENT, ground))] if here else [Segment(" ", plain)]
    for place, (at, size) in enumerate(fitted):
        text, tone = row.cells[at]
        after = gap if place < len(fitted) - 1 else 0
        column = value.columns[at]
        shown = pad(text, size, column.align, ends=column.ends)
        out.append(Segment(shown + " " * after, ink.style(tone, ground)))
    return filled(out, width, plain)
