"""Pure: which rows of a growing source are on the screen, and whether the newest is followed."""

from widgets.pages import Pages
from widgets.values import RowSource, TimelineRow
from widgets.window import Window

NEWEST = Window(1_000_000_000, 1_000_000_000)


class Feed:
    """Follows the newest row until the cursor is put on another one; then that row stays where it is."""

    def __init__(self, source: RowSource) -> None:
        self.source = source
        self.count = len(source)
        self.pages = Pages(source)
        self._version = source.version
        self._seen = self.count
        self._window = NEWEST
        self._key: str | None = None

    @property
    def following(self) -> bool:
        """Whether the newest row is shown as it comes."""
        return self._key is None

    @property
    def unseen(self) -> int:
        """How many rows came since the newest was left."""
        return 0 if self.following else max(0, self.count - self._seen)

    @property
    def selected(self) -> str | None:
        """The key of the row under the cursor, or None where there are no rows."""
        row = self.pages.row(self.count - 1) if self.following else None
        return row.key if row else self._key

    def sync(self) -> bool:
        """Look at the source again; False where it is as it was."""
        if self.source.version == self._version:
            return False
        self._version, self.count = self.source.version, len(self.source)
        self.pages.forget()
        if self._key is not None:
            at = self.source.find(self._key)
            if at is not None:  # rows may have come above: the row stays where it is on the screen
                self._window = Window(at, self._window.top + at - self._window.cursor)
            self._seen = min(self._seen, self.count)
        return True

    def window(self, room: int) -> Window:
        """Return the window on the rows that there are, for a screen of `room` rows."""
        self._window = (NEWEST if self.following else self._window).fitted(self.count, room)
        return self._window

    def go(self, window: Window) -> str | None:
        """Put the cursor on a row, on the last one to follow; return its key if the cursor moved to another row."""
        before, followed = self.selected, self.following
        row = self.pages.row(window.cursor)
        self._window = window
        self._key = None if row is None or window.cursor >= self.count - 1 else row.key
        if followed and not self.following:
            self._seen = self.count
        return row.key if row is not None and row.key != before else None

    def rows(self, window: Window, room: int) -> list[TimelineRow]:
        """Return the rows of the window."""
        return self.pages.rows(window.top, room)
