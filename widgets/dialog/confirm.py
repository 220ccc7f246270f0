"""The question before something is done. Default is no."""

from collections.abc import Callable, Sequence

from rich.segment import Segment

from widgets.dialog.answering import Answering
from widgets.dialog.sheet import DialogSheet, scroll_by_key
from widgets.editor import Editor, edit
from widgets.editor_line import SIGN, draw_editor
from widgets.paint import Strokes, strokes, wrapped
from widgets.style import Palette
from widgets.values import KeyHint, Line, Span, Tone


class ConfirmDialog(Answering[bool]):
    """Asks before something is done: `y` confirms, everything else cancels.

    `context` stays visible (the production banner), `lines` say what will happen, `typed` is a name that has to be
    typed before `enter` confirms.
    """

    def __init__(
        self,
        title: str,
        lines: Sequence[Line],
        *,
        confirm: str = "confirm",
        typed: str = "",
        context: Line = (),
        tone: Tone = Tone.WARN,
    ) -> None:
        super().__init__()
        self.sheet = _ConfirmSheet(title, lines, confirm, typed, self.answer)
        self.sheet.context, self.sheet.tone = context, tone


class _ConfirmSheet(DialogSheet):
    def __init__(
        self, title: str, lines: Sequence[Line], confirm: str, typed: str, answer: Callable[[bool], object]
    ) -> None:
        super().__init__(title)
        self._lines = tuple(lines)
        self._confirm = confirm
        self._typed = typed
        self._answer = answer
        self._editor = Editor(cap=200)
        self._wrong = False

    def body(self, width: int, ink: Palette) -> list[Strokes]:
        return [strokes(line, width, ink) for whole in self._lines for line in wrapped(whole, width)]

    def tail(self, width: int, ink: Palette) -> list[Strokes]:
        if not self._typed:
            return []
        asked = (Span("does not match; type " if self._wrong else "type ", Tone.BAD if self._wrong else Tone.MUTED),)
        line = (*asked, Span(self._typed, Tone.STRONG), Span(" to confirm", Tone.MUTED))
        sign = Segment(SIGN, ink.style(Tone.ACCENT))
        return [strokes(line, width, ink), [sign, *draw_editor(self._editor, max(1, width - 2), ink, focused=True)]]

    def buttons(self) -> tuple[KeyHint, ...]:
        return KeyHint("enter" if self._typed else "y", self._confirm), KeyHint("esc", "cancel")

    def pressed(self, key: str, character: str | None) -> bool:
        if key in {"escape", "esc"}:
            self._answer(False)  # noqa: FBT003 - the answer is the value
            return True
        return self._pressed_typing(key, character) if self._typed else self._pressed_plain(key)

    def _pressed_plain(self, key: str) -> bool:
        if key == "y":
            self._answer(True)  # noqa: FBT003 - the answer is the value
        elif key in {"n", "enter", "q"}:
            self._answer(False)  # noqa: FBT003 - the answer is the value
        else:
            return scroll_by_key(self, key)
        return True

    def _pressed_typing(self, key: str, character: str | None) -> bool:
        if key == "enter":
            self._wrong = self._editor.text.strip() != self._typed
            if not self._wrong:
                self._answer(True)  # noqa: FBT003 - the answer is the value
            return True
        if key in {"up", "down", "pageup", "pagedown"}:
            return scroll_by_key(self, key)
        return edit(self._editor, key, character)

    def pasted(self, text: str) -> None:
        self._editor.insert(text)
