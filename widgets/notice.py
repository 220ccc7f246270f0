"""The line with the keys, which says for a while what just happened. Knows only the texts that it is given."""

from collections.abc import Sequence
from typing import ClassVar

from textual.timer import Timer

from widgets.footer import KeyBar
from widgets.paint import Strokes, strokes, wrapped
from widgets.style import Palette
from widgets.values import KeyHint, Line, Span, Tone

_NARROW = 60
_MOST, _MOST_NARROW = 3, 5
"""Lines of a notice: what a refusal advises stands at its end."""
_GLYPHS = {Tone.OK: "✔", Tone.WARN: "▲", Tone.BAD: "✖"}


class NoticeBar(KeyBar):
    """A key bar whose place a notice takes for a few seconds; only one that does not fit takes lines above it, too."""

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
        self.styles.height = len(_lines(text, tone, self.size.width or self.app.size.width))
        if seconds:
            self._timer = self.set_timer(seconds, self.clear)
        self.redraw()

    def clear(self) -> None:
        """Show the keys again."""
        self._stop()
        self.said = None
        self.styles.height = 1
        self.redraw()

    def on_resize(self) -> None:
        """Wrap the notice anew."""
        if self.said is not None:
            self.styles.height = len(_lines(*self.said, self.size.width))

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
        told = [*_lines(text, tone, width), *[()] * height][:height]
        return [[segment._replace(style=band) for segment in strokes(line, width, ink)] for line in told]


def _lines(text: str, tone: Tone, width: int) -> list[Line]:
    """Return the lines of a notice; what a narrow terminal has no lines for is cut where it is drawn."""
    first, *rest = wrapped((Span(f"{_GLYPHS.get(tone, '●')} {text}"),), max(1, width - 4))
    whole: list[Line] = [(Span(" "), *first), *((Span("   "), *line) for line in rest)]
    most = _MOST if width >= _NARROW else _MOST_NARROW
    return (
        whole
        if len(whole) <= most
        else [*whole[: most - 1], tuple(span for line in whole[most - 1 :] for span in line)]
    )
