"""The question before something is done. Default is no."""

from collections.abc import Callable, Sequence

from rich.segment import Segment

from widgets.dialog.answering import Answering
from widgets.dialog.sheet import DialogSheet, kept, scroll_by_key
from widgets.editor import Editor, edit
from widgets.editor_line import SIGN, draw_editor
from widgets.paint import Strokes, strokes, wrapped
from widgets.style import Palette
from widgets.text import safe_text
from widgets.values import KeyHint, Line, Span, Tone

_MOST_ABOUT, _MOST_ASKED = 2, 3
"""Lines of what is acted on, and of what is to be typed, that never scroll."""


class ConfirmDialog(Answering[bool]):
    """Asks before something is done: `y` confirms, everything else cancels.

    `context` (the production banner) and `about` (what it is done to) stay visible, `lines` say what will happen,
    `typed` is a name that has to be typed before `enter` confirms; it is shown as a safe text.
    """

    def __init__(
        self,
        title: str,
        lines: Sequence[Line],
        *,
        confirm: str = "confirm",
        typed: str = "",
        context: Line = (),
        about: Line = (),
        tone: Tone = Tone.WARN,
    ) -> None:
        super().__init__()
        self.sheet = _ConfirmSheet(title, lines, confirm, typed, self.answer)
        self.sheet.about = about
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
        self._editor = Editor(cap=300)
        self._wrong = False
        self.about: Line = ()

    def head(self, width: int, ink: Palette) -> list[Strokes]:
        if not self.about:
            return []
        return [strokes(line, width, ink) for line in kept(wrapped(self.about, width), _MOST_ABOUT)]

    def body(self, width: int, ink: Palette) -> list[Strokes]:
        return [strokes(line, width, ink) for whole in self._lines for line in wrapped(whole, width)]

    def tail(self, width: int, ink: Palette) -> list[Strokes]:
        if not self._typed:
            return []
        asked = (Span("does not match; type " if self._wrong else "type ", Tone.BAD if self._wrong else Tone.MUTED),)
        line = (*asked, Span(safe_text(self._typed, 300), Tone.STRONG), Span(" to confirm", Tone.MUTED))
        # Wrapped, not cut: of a name that does not fit the end is what tells one pod from the next.
        told = [strokes(each, width, ink) for each in kept(wrapped(line, width), _MOST_ASKED)]
        sign = Segment(SIGN, ink.style(Tone.ACCENT))
        return [*told, [sign, *draw_editor(self._editor, max(1, width - 2), ink, focused=True)]]

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
