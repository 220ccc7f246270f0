"""A list with keys of its own: each key does something with the row under the cursor."""

from collections.abc import Callable, Mapping, Sequence

from rich.segment import Segment

from widgets.cells import cells, pad
from widgets.dialog.answering import Answering
from widgets.dialog.sheet import DialogSheet
from widgets.paint import Strokes, filled, strokes, wrapped
from widgets.style import Ground, Palette
from widgets.values import Choice, KeyHint, Line, Span, Tone

Rows = tuple[Sequence[Choice], Mapping[str, Sequence[str]]]
"""The rows, and by their keys which keys mean something for each."""
EVERY = 1.0
"""Seconds between two looks at the rows."""


class LedgerDialog(Answering[tuple[str, str] | None]):
    """Shows rows, each over two lines; answers (key that was pressed, key of the row), or None.

    `look` tells the rows, again and again; keys that mean nothing for a row are not shown while it is under the cursor.
    """

    def __init__(
        self,
        title: str,
        look: Callable[[], Rows],
        keys: Sequence[KeyHint],
        *,
        empty: Line = (),
        context: Line = (),
        current: str = "",
    ) -> None:
        """`current` is the row that the cursor begins on."""
        super().__init__()
        self.sheet = _LedgerSheet(title, look, keys, empty, self.answer, current)
        self.sheet.context = context


class _LedgerSheet(DialogSheet):
    def __init__(
        self,
        title: str,
        look: Callable[[], Rows],
        keys: Sequence[KeyHint],
        empty: Line,
        answer: Callable[[tuple[str, str] | None], object],
        current: str = "",
    ) -> None:
        super().__init__(title)
        self._look, self._keys, self._empty, self._answer = look, tuple(keys), empty, answer
        self._rows, self._allowed = look()
        self._cursor = next((at for at, row in enumerate(self._rows) if row.key == current), 0)
        self._lines: list[int] = []

    def on_mount(self) -> None:
        """Keep up with what happens meanwhile."""
        self.set_interval(EVERY, self._again)

    def _again(self) -> None:
        """Take the newest rows; the cursor stays on its row."""
        here = self._rows[self._cursor].key if self._rows else ""
        self._rows, self._allowed = self._look()
        places = {row.key: at for at, row in enumerate(self._rows)}
        self._cursor = places.get(here, max(0, min(self._cursor, len(self._rows) - 1)))
        self.redraw()

    def body(self, width: int, ink: Palette) -> list[Strokes]:
        if not self._rows:
            return [strokes(line, width, ink) for line in wrapped(self._empty, width)]
        out: list[Strokes] = []
        self._lines = []
        for at, row in enumerate(self._rows):
            self._lines.append(len(out))
            out += self._row(row, width, ink, here=at == self._cursor)
        self._lines.append(len(out))
        return out

    def _row(self, row: Choice, width: int, ink: Palette, *, here: bool) -> list[Strokes]:
        ground = Ground.SELECTED if here else Ground.PLAIN
        plain = ink.style(Tone.PLAIN, ground)
        mark = Segment("▸ " if here else "  ", ink.style(Tone.ACCENT, ground))
        label = Segment(pad(row.label, min(cells(row.label), width - 2)), ink.style(row.tone, ground))
        lines = [filled([mark, label], width, plain)]
        for line in wrapped((Span(row.detail, Tone.MUTED),), max(1, width - 4)):
            text = "".join(span.text for span in line)
            lines.append(filled([Segment(f"    {text}", ink.style(Tone.MUTED, ground))], width, plain))
        return lines

    def buttons(self) -> tuple[KeyHint, ...]:
        here = self._rows[self._cursor].key if self._rows else ""
        may = self._allowed.get(here, ())
        return (*(each for each in self._keys if each.key in may), KeyHint("↑↓", "move"), KeyHint("esc", "close"))

    def sought(self) -> tuple[int, int] | None:
        if not self._rows or len(self._lines) <= self._cursor + 1:
            return None
        return self._lines[self._cursor], self._lines[self._cursor + 1] - 1

    def scroll_body(self, by: int) -> None:
        self._cursor = max(0, min(self._cursor + by, len(self._rows) - 1))

    def pressed(self, key: str, character: str | None) -> bool:
        moves = {"up": -1, "down": 1, "home": -(10**6), "end": 10**6}
        if key in {"escape", "esc", "q"}:
            self._answer(None)
        elif key in moves:
            self.scroll_body(moves[key])
        elif self._rows:
            return self._do(character if character and character.isprintable() else key)
        else:
            return False
        return True

    def _do(self, key: str) -> bool:
        here = self._rows[self._cursor].key
        if key not in self._allowed.get(here, ()):
            return False
        self._answer((key, here))
        return True

    def clicked(self, line: int, cell: int) -> None:  # noqa: ARG002 - the whole row is one thing
        found = [at for at, first in enumerate(self._lines[:-1]) if first <= line]
        if found:
            self._cursor = found[-1]
