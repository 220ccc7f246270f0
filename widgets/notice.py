"""STUB (interface first)."""

from widgets.paint import Strokes, strokes
from widgets.sheet import Sheet
from widgets.style import Palette
from widgets.values import Tone


class NoticeBar(Sheet):
    """One line that says what just happened, for a while; it has no height while there is nothing to say."""

    def say(self, text: str, tone: Tone = Tone.INFO, seconds: float = 6.0) -> None:
        """Show a safe text; `seconds` 0 keeps it until the next one."""

    def clear(self) -> None:
        """Say nothing."""

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:
        return [strokes((), width, ink) for _ in range(height)]
