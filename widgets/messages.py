"""What widgets say to their screen about one of their rows."""

from textual.message import Message
from textual.widget import Widget


class RowMessage(Message):
    """Something happened to the row with this key; `control` makes `@on(..., "#id")` work."""

    def __init__(self, pane: Widget, key: str) -> None:
        super().__init__()
        self.pane = pane
        self.key = key

    @property
    def control(self) -> Widget:
        """The pane that the row is in."""
        return self.pane


class TextMessage(Message):
    """Something happened to a typed text; `control` makes `@on(..., "#id")` work."""

    def __init__(self, prompt: Widget, text: str) -> None:
        super().__init__()
        self.prompt = prompt
        self.text = text

    @property
    def control(self) -> Widget:
        """The prompt that the text stands in."""
        return self.prompt
