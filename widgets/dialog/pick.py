"""A choice among several: severities, states, roles, themes, actions."""

from collections.abc import Callable, Mapping, Sequence

from rich.segment import Segment

from widgets.cells import cells, pad
from widgets.dialog.answering import Answering
from widgets.dialog.sheet import CLOSES, DialogSheet, scroll_by_key
from widgets.editor import Editor, edit
from widgets.editor_line import SIGN, draw_editor
from widgets.paint import Strokes, filled, strokes, wrapped
from widgets.style import Ground, Palette
from widgets.values import Choice, KeyHint, Line, Span, Tone

_LABEL_SHARE = 3


class PickDialog(Answering[str | None]):
    """Asks for one of several choices; typing filters them. Answers the choice's key, or None.

    `current` is the key of the choice that holds now: it is marked, and the cursor starts on it. `told` is what ?
    shows of the choice under the cursor.
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        current: str = "",
        context: Line = (),
        hint: str = "",
        told: Mapping[str, Sequence[Line]] = {},
    ) -> None:
        super().__init__()
        self.sheet = _PickSheet(title, choices, current, hint or "type to filter", self.answer)
        self.sheet.context, self.sheet.told = context, told


class _PickSheet(DialogSheet):
    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        current: str,
        hint: str,
        answer: Callable[[str | None], object],
    ) -> None:
        super().__init__(title)
        self._choices = tuple(choices)
        self._current = current
        self._hint = hint
        self._answer = answer
        self._editor = Editor(cap=100)
        self.told: Mapping[str, Sequence[Line]] = {}
        self._reading: Sequence[Line] = ()
        self._cursor = next((at for at, choice in enumerate(choices) if choice.key == current), 0)

    def _found(self) -> list[Choice]:
        words = self._editor.text.casefold().split()
        return [
            choice
            for choice in self._choices
            if all(word in f"{choice.label} {choice.detail}".casefold() for word in words)
        ]

    def head(self, width: int, ink: Palette) -> list[Strokes]:
        if self._reading:
            return []
        sign = Segment(SIGN, ink.style(Tone.ACCENT))
        return [[sign, *draw_editor(self._editor, max(1, width - 2), ink, focused=True, hint=self._hint)]]

    def body(self, width: int, ink: Palette) -> list[Strokes]:
        if self._reading:
            return [strokes(line, width, ink) for whole in self._reading for line in wrapped(whole, width)]
        found = self._found()
        if not found:
            return [strokes((Span("nothing matches", Tone.MUTED),), width, ink)]
        label = max(cells(choice.label) for choice in found)
        if any(choice.detail for choice in found):
            label = min(label, max(width // _LABEL_SHARE, width - 4 - max(cells(choice.detail) for choice in found)))
        return [self._line(choice, label, width, ink, here=at == self._cursor) for at, choice in enumerate(found)]

    def _line(self, choice: Choice, label: int, width: int, ink: Palette, *, here: bool) -> Strokes:
        ground = Ground.SELECTED if here else Ground.PLAIN
        plain = ink.style(Tone.PLAIN, ground)
        room = max(1, min(label, width - 4))
        out = [
            Segment("▸" if here else " ", ink.style(Tone.ACCENT, ground)),
            Segment("● " if choice.key == self._current else "  ", ink.style(Tone.ACCENT, ground)),
            Segment(pad(choice.label, room, ends=True), ink.style(choice.tone, ground)),
        ]
        left = width - 3 - room
        if left > 0:
            out.append(Segment(pad(f"  {choice.detail}", left), ink.style(Tone.MUTED, ground)))
        return filled(out, width, plain)

    def buttons(self) -> tuple[KeyHint, ...]:
        if self._reading:
            return KeyHint("↑↓", "scroll"), KeyHint("esc", "back")
        asks = (KeyHint("?", "what it means"),) if self.told else ()
        return KeyHint("enter", "choose"), KeyHint("↑↓", "move"), *asks, KeyHint("esc", "cancel")

    def sought(self) -> tuple[int, int] | None:
        return None if self._reading else (self._cursor, self._cursor)

    def scroll_body(self, by: int) -> None:
        if self._reading:
            super().scroll_body(by)
            return
        self._cursor = max(0, min(self._cursor + by, len(self._found()) - 1))

    def pressed(self, key: str, character: str | None) -> bool:
        if self._reading or (self.told and "?" in {key, character}):
            return self._read(key)
        moves = {"up": -1, "down": 1, "pageup": -self.page(), "pagedown": self.page()}
        if key in {"escape", "esc"}:
            self._answer(None)
        elif key == "enter":
            self._choose(self._cursor)
        elif key in moves:
            self.scroll_body(moves[key])
        elif edit(self._editor, key, character):
            self._cursor = 0
        else:
            return False
        return True

    def _read(self, key: str) -> bool:
        """Show what the choice under the cursor means, scroll in that, or go back to the choices."""
        if self._reading:
            if key not in CLOSES:
                return scroll_by_key(self, key)
            self._reading = ()
            return True
        found = self._found()
        self._reading = self.told.get(found[self._cursor].key, ()) if found else ()
        self.top = 0
        return True

    def _choose(self, at: int) -> None:
        found = self._found()
        if at < len(found):
            self._answer(found[at].key)

    def pasted(self, text: str) -> None:
        if self._reading:
            return
        self._editor.insert(text)
        self._cursor = 0

    def clicked(self, line: int, cell: int) -> None:  # noqa: ARG002 - the whole line is the choice
        if not self._reading:
            self._choose(line)
