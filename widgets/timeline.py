"""The timeline: a window on any number of rows, newest at the bottom. Knows its rows only through a RowSource."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from widgets.cells import cells
from widgets.event_row import WHO_AT_MOST, WIDE, Layout, draw_row
from widgets.feed import NEWEST, Feed
from widgets.frame import Frame, framed, inner_size
from widgets.messages import RowMessage
from widgets.paint import Strokes, strokes, wrapped
from widgets.sheet import Sheet
from widgets.style import Palette
from widgets.values import Line, RowSource, Span, Tone
from widgets.window import Window

WHEEL = 3


class TimelinePane(Sheet, can_focus=True):
    """Follows the newest row unless somebody went up; then it stays on its row and says how many are new."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="timeline.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="timeline.down"),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False, id="timeline.page_up"),
        Binding("pagedown,ctrl+f", "page(1)", "Page down", show=False, id="timeline.page_down"),
        Binding("home", "oldest", "Oldest", show=False, id="timeline.oldest"),
        Binding("end,G", "newest", "Newest", show=False, id="timeline.newest"),
        Binding("enter", "choose", "Choose", show=False, id="timeline.choose"),
    ]

    class Chosen(RowMessage):
        """Somebody chose the row with this key: enter, or a second click."""

    class Highlighted(RowMessage):
        """Somebody moved the cursor to the row with this key."""

    def __init__(
        self,
        source: RowSource,
        *,
        title: str = "Timeline",
        empty: Line = (),
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.empty = empty
        self._heading, self._badge = title, Span("")
        self._feed, self._who = Feed(source), 0

    @property
    def following(self) -> bool:
        """Whether the newest row is shown as it comes."""
        return self._feed.following

    @property
    def unseen(self) -> int:
        """How many rows came since somebody went up."""
        return self._feed.unseen

    @property
    def selected(self) -> str | None:
        """The key of the row under the cursor, or None where there are no rows."""
        return self._feed.selected

    def show(self, source: RowSource, *, title: str | None = None, badge: Span | None = None) -> None:
        """Show another source from its newest row on, or the same one under another title or badge."""
        self._heading = self._heading if title is None else title
        self._badge = self._badge if badge is None else badge
        if source is not self._feed.source:
            self._feed, self._who = Feed(source), 0
        self.redraw()

    def sync(self) -> None:
        """Draw what changed in the source; call it two to four times a second."""
        if self._feed.sync():
            self.redraw()

    def go_to(self, key: str) -> bool:
        """Put the cursor on the row with this key; False where it is not shown."""
        at = self._feed.source.find(key)
        if at is not None:
            self._go(Window(at, at - self._room // 2).fitted(self._feed.count, self._room))
        return at is not None

    @property
    def _room(self) -> int:
        return max(1, inner_size(*self.size, is_open=self.is_small)[1])

    def _go(self, window: Window) -> None:
        key = self._feed.go(window)
        self.redraw()
        if key is not None:
            self.post_message(self.Highlighted(self, key))

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self._go(self._feed.window(self._room).moved(by, self._feed.count, self._room))

    def action_page(self, by: int) -> None:
        """Move the cursor by pages."""
        self._go(self._feed.window(self._room).paged(by, self._feed.count, self._room))

    def action_oldest(self) -> None:
        """Go to the first row."""
        self._go(Window().fitted(self._feed.count, self._room))

    def action_newest(self) -> None:
        """Go to the last row and follow."""
        self._go(NEWEST.fitted(self._feed.count, self._room))

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if self.selected is not None:
            self.post_message(self.Chosen(self, self.selected))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row under the mouse; a double click chooses it."""
        window = self._feed.window(self._room)
        at = window.top + event.y - 1
        if window.top <= at < min(self._feed.count, window.top + self._room):
            self._go(Window(at, window.top))
            if event.chain > 1:
                self.action_choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go towards the newest row; at the end of the rows, follow."""
        event.stop()
        window = self._feed.window(self._room).scrolled(WHEEL, self._feed.count, self._room)
        at_end = window.top >= self._feed.count - self._room
        self._go(Window(self._feed.count - 1, window.top) if at_end else window)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go towards the oldest row."""
        event.stop()
        self._go(self._feed.window(self._room).scrolled(-WHEEL, self._feed.count, self._room))

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:
        """Return the frame with the rows of the window in it."""
        inside, lines = inner_size(width, height, is_open=self.is_small)
        window = self._feed.window(max(1, lines))
        body = self._draw_rows(inside, lines, ink, window)
        unseen = f"{self.unseen:,} new ↓ end" if self.unseen else "" if self.following else "end: to the newest"
        foot = Span(unseen, Tone.ACCENT if self.unseen else Tone.MUTED)
        frame = Frame(
            self._heading,
            foot if self.is_small and foot.text else self._badge,
            foot=foot,
            focused=self.has_focus,
            thumb=window.thumb(self._feed.count, lines),
            open=self.is_small,
        )
        return framed(frame, body, width, height, ink)

    def _draw_rows(self, width: int, height: int, ink: Palette, window: Window) -> list[Strokes]:
        blank = strokes((), width, ink)
        rows = self._feed.rows(window, height)
        if not rows:
            said = wrapped(self.empty, max(1, width - 4))[:height] if self.empty else []
            return [*(strokes((Span(" "), *line), width, ink) for line in said), *[blank] * (height - len(said))]
        self._who = min(WHO_AT_MOST, max(self._who, *(cells(row.who) for row in rows), 0))
        layout = Layout(width, max(cells(row.time) for row in rows), self._who if width >= WIDE else 0)
        lines = [
            draw_row(row, layout, ink, here=self.has_focus and number == window.cursor)
            for number, row in enumerate(rows, window.top)
        ]
        return [*lines, *[blank] * (height - len(lines))]
