"""A dialog that answers once: the second of two quick keys must not close what lies behind it. Knows no contents."""

from typing import TypeVar

from textual.app import ComposeResult
from textual.screen import ModalScreen

from widgets.dialog.sheet import DialogSheet

Answer = TypeVar("Answer")


class Answering(ModalScreen[Answer]):
    """A screen with one box in it. Textual's `dismiss` pops whatever is on top, as often as it is called."""

    sheet: DialogSheet

    def __init__(self) -> None:
        super().__init__()
        self._has_answered = False

    def compose(self) -> ComposeResult:
        """Yield the box."""
        yield self.sheet

    def answer(self, value: Answer) -> None:
        """Close the dialog with this answer; a second one is not heard."""
        if not self._has_answered and self.app.screen is self:
            self._has_answered = True
            self.dismiss(value)
