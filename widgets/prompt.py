"""STUB (interface first)."""

from collections.abc import Callable, Sequence

from textual.message import Message

from widgets.paint import Strokes, strokes
from widgets.sheet import Sheet
from widgets.style import Palette


class Prompt(Sheet, can_focus=True):
    """One line to type in: history (up, down), completion (tab or right takes the ghost), paste, undo (ctrl+z)."""

    class Submitted(Message):
        """Enter; the prompt is empty again and the text is in its history."""

        def __init__(self, prompt: "Prompt", text: str) -> None:
            super().__init__()
            self.prompt = prompt
            self.text = text

    class Changed(Message):
        """The text changed, by typing or by paste: keep it as the draft."""

        def __init__(self, prompt: "Prompt", text: str) -> None:
            super().__init__()
            self.prompt = prompt
            self.text = text

    class Escaped(Message):
        """Esc: leave the prompt; the text stays."""

    def __init__(
        self,
        *,
        placeholder: str = "",
        complete: Callable[[str], Sequence[str]] | None = None,
        history: Sequence[str] = (),
        cap: int = 2_000,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)

    @property
    def text(self) -> str:
        """What is typed."""
        return ""

    def set_text(self, text: str) -> None:
        """Replace the text (a draft, "/decide "); the cursor goes to its end. No Changed is posted."""

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:
        return [strokes((), width, ink) for _ in range(height)]
