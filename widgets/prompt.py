"""The line to type in. Knows no commands: what completes a text comes from a callable."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Offset

from widgets.cells import cells
from widgets.editor import Editor, edit
from widgets.editor_line import SIGN, draw_editor, first_shown, index_at
from widgets.messages import TextMessage
from widgets.paint import Strokes, strokes
from widgets.sheet import Sheet
from widgets.style import Ground, Palette
from widgets.values import Tone

_SIGN = f" {SIGN}"
_HISTORY = 500
_GIVEN_BACK = "   stays: typing replaces it, → keeps it, esc esc clears it"
_REFUSED = "   not done: n corrects it, esc clears it"
"""What stands behind a line that was given back, while it is typed in and while keys mean something else."""


_UNTOLD = frozenset({"space", "slash", "minus", "plus", "at", "backslash", "underscore"})
"""Printable keys of which Textual does not tell the character when it asks."""


class Prompt(Sheet, can_focus=True):
    """One line to type in: history (up, down), completion (tab or right takes the ghost), paste, undo (ctrl+z)."""

    DEFAULT_CSS: ClassVar[str] = "Prompt { height: 1; }"

    class Submitted(TextMessage):
        """Enter; the prompt is empty again and the text is in its history."""

    class Changed(TextMessage):
        """The text changed, by a key or by paste: keep it as the draft."""

    class Escaped(TextMessage):
        """Esc: somebody wants to leave the prompt; the text stays."""

    def __init__(
        self,
        *,
        placeholder: str = "",
        complete: Callable[[str], Sequence[str]] | None = None,
        history: Sequence[str] = (),
        cap: int = 2_000,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.placeholder = placeholder
        self.complete = complete
        self.history = list(history)[-_HISTORY:]
        self._at = len(self.history)
        self._kept = ""
        self._editor = Editor(cap=cap)
        self._ghost = ""

    @property
    def text(self) -> str:
        """What is typed."""
        return self._editor.text

    def set_text(self, text: str) -> None:
        """Replace the text (a draft, "/decide "); the cursor goes to its end. No Changed is posted."""
        self._editor.set(text)
        self._suggest()
        self.redraw()

    def give_back(self, text: str) -> None:
        """Put a line back that was refused, as if selected: typing replaces it, the cursor keys keep it."""
        self.set_text(text)
        self._editor.pick(at_start=True)
        self.redraw()

    def drop(self) -> bool:
        """Clear a line that was given back and is untouched; False where there is none."""
        if not self._editor.picked:
            return False
        before = self.text
        self._editor.set("")
        self._after(before)
        return True

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:
        """Return the line, and blanks where the prompt was given more lines."""
        tone = Tone.ACCENT if self.has_focus else Tone.MUTED
        line = draw_editor(
            self._editor,
            max(1, width - cells(_SIGN) - 1),
            ink,
            focused=self.has_focus,
            ghost=self._after_text(),
            hint=self.placeholder,
        )
        first = [Segment(_SIGN, ink.style(tone, Ground.PANEL)), *line, Segment(" ", ink.style(tone, Ground.PANEL))]
        return [first, *[strokes((), width, ink, Ground.PANEL)] * (height - 1)]

    def _after_text(self) -> str:
        """Return what stands behind the text: the rest of what it may become, or what a line given back waits for."""
        if self._editor.picked:
            return _GIVEN_BACK if self.has_focus else _REFUSED
        return self._ghost if self.has_focus else ""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Tell Textual that printable keys are typed here, whatever else they are bound to."""
        return key in _UNTOLD or (character is not None and character.isprintable())

    def on_key(self, event: events.Key) -> None:
        """Edit; a key that means nothing here goes on to the screen's bindings."""
        before = self.text
        if not self._special(event.key) and not edit(self._editor, event.key, event.character):
            return
        event.stop()
        event.prevent_default()
        self._after(before)

    def on_paste(self, event: events.Paste) -> None:
        """Take in what was pasted; many lines become one, with their breaks shown."""
        event.stop()
        before = self.text
        if not self._editor.insert(event.text):
            self.app.bell()
        self._after(before)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor under the mouse."""
        width = self.size.width - cells(_SIGN) - 1
        self._editor.move(index_at(self._editor, width, event.x - cells(_SIGN)))
        self._after(self.text)

    def _special(self, key: str) -> bool:
        """Do what a key means to the prompt, beyond editing."""
        if key == "enter":
            self._submit()
        elif key == "escape":
            self.post_message(self.Escaped(self, self.text))
        elif key in {"up", "down"}:
            self._recall(-1 if key == "up" else 1)
        elif key in {"tab", "right", "end", "ctrl+e"} and self._ghost and self._editor.cursor == len(self.text):
            self._editor.insert(self._ghost)
        else:
            return False
        return True

    def _submit(self) -> None:
        text = self.text.strip()
        if text:
            self.history = [*[old for old in self.history if old != text], text][-_HISTORY:]
            self._at = len(self.history)
            self._kept = ""
            self._editor.set("")
            self.post_message(self.Submitted(self, text))

    def _recall(self, by: int) -> None:
        """Go through the history; what was typed is kept at its end."""
        if self._at == len(self.history):
            self._kept = self.text
        to = max(0, min(self._at + by, len(self.history)))
        if to != self._at:
            self._at = to
            self._editor.set(self._kept if to == len(self.history) else self.history[to])

    def _after(self, before: str) -> None:
        self._suggest()
        if self.text != before:
            self.post_message(self.Changed(self, self.text))
        self.redraw()
        x, y, width, _ = self.content_region
        shown = self.text[first_shown(self._editor, width) : self._editor.cursor]
        self.app.cursor_position = Offset(x + cells(_SIGN) + cells(shown), y)  # where input methods show their menus

    def _suggest(self) -> None:
        text = self.text
        found = self.complete(text) if self.complete is not None and text else ()
        self._ghost = next((one[len(text) :] for one in found if one.startswith(text) and one != text), "")
