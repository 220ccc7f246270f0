"""A question that is answered with one key."""

from collections.abc import Callable, Sequence

from rich.segment import Segment

from widgets.cells import pad
from widgets.dialog.answering import Answering
from widgets.dialog.sheet import DialogSheet, kept
from widgets.paint import Strokes, filled, strokes, wrapped
from widgets.style import Ground, Palette
from widgets.values import Choice, KeyHint, Line, Tone

_MOST_ABOUT = 3


class KeysDialog(Answering[str | None]):
    """Asks for one of a few choices; the first letter of a label is its key. Answers the choice's key, or None."""

    def __init__(self, title: str, choices: Sequence[Choice], *, context: Line = (), about: Line = ()) -> None:
        """`about` says what the choice is about; it never scrolls."""
        super().__init__()
        self.sheet = _KeysSheet(title, choices, about, self.answer)
        self.sheet.context = context


class _KeysSheet(DialogSheet):
    def __init__(
        self, title: str, choices: Sequence[Choice], about: Line, answer: Callable[[str | None], object]
    ) -> None:
        super().__init__(title)
        self._about = about
        self._choices = tuple(choices)
        self._answer = answer
        self._cursor = 0

    def head(self, width: int, ink: Palette) -> list[Strokes]:
        if not self._about:
            return []
        return [strokes(line, width, ink) for line in kept(wrapped(self._about, width), _MOST_ABOUT)]

    def body(self, width: int, ink: Palette) -> list[Strokes]:
        lines = []
        for at, choice in enumerate(self._choices):
            here = at == self._cursor
            ground = Ground.SELECTED if here else Ground.PLAIN
            mark = Segment("▸ " if here else "  ", ink.style(Tone.ACCENT, ground))
            label = Segment(pad(choice.label, max(1, width - 2)), ink.style(choice.tone, ground))
            lines.append(filled([mark, label], width, ink.style(Tone.PLAIN, ground)))
        return lines

    def buttons(self) -> tuple[KeyHint, ...]:
        keys = "".join(choice.label[:1] for choice in self._choices)
        return KeyHint(keys, "answer"), KeyHint("enter", "choose"), KeyHint("esc", "close")

    def sought(self) -> tuple[int, int]:
        return self._cursor, self._cursor

    def pressed(self, key: str, character: str | None) -> bool:
        found = [choice.key for choice in self._choices if character and choice.label[:1] == character.lower()]
        if key in {"escape", "esc"}:
            self._answer(None)
        elif found:
            self._answer(found[0])
        elif key == "enter":
            self._answer(self._choices[self._cursor].key)
        elif key in {"up", "down"}:
            self._cursor = max(0, min(self._cursor + (1 if key == "down" else -1), len(self._choices) - 1))
        else:
            return False
        return True

    def clicked(self, line: int, cell: int) -> None:  # noqa: ARG002 - the whole line is the answer
        if 0 <= line < len(self._choices):
            self._answer(self._choices[line].key)
