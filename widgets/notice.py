"""The line with the keys, which says for a while what just happened. Knows only the texts that it is given."""

from collections.abc import Sequence
from typing import ClassVar

from textual.timer import Timer

from widgets.footer import KeyBar
from widgets.paint import Strokes, strokes
from widgets.style import Palette
from widgets.values import KeyHint, Span, Tone

_GLYPHS = {Tone.OK: "✔", Tone.WARN: "▲", Tone.BAD: "✖"}


class NoticeBar(KeyBar):
    """A key bar whose place a notice takes for a few seconds, so that nothing on the screen moves."""

    DEFAULT_CSS: ClassVar[str] = ""

    def __init__(
        self,
        hints: Sequence[KeyHint] = (),
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(hints, id=id, classes=classes)
        self.said: Span | None = None
        self._timer: Timer | None = None

    def say(self, text: str, tone: Tone = Tone.INFO, seconds: float = 6.0) -> None:
        """Show a safe text; `seconds` 0 keeps it until the next one."""
        self._stop()
        self.said = Span(text, tone)
        if seconds:
            self._timer = self.set_timer(seconds, self.clear)
        self.redraw()

    def clear(self) -> None:
        """Show the keys again."""
        self._stop()
        self.said = None
        self.redraw()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:
        """Return the notice, or the keys."""
        if self.said is None:
            return super().draw(width, height, ink)
        text, tone = self.said
        band = ink.band(tone if tone in _GLYPHS else Tone.INFO)
        return [[segment._replace(style=band) for segment in _line(text, tone, width, ink)]]


def _line(text: str, tone: Tone, width: int, ink: Palette) -> Strokes:
    return strokes((Span(f" {_GLYPHS.get(tone, '●')} {text} "),), width, ink)
