"""The lines across the top: what is wrong, how bad, since when, who leads. Knows only the HeaderValue."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style

from widgets.cells import cells
from widgets.paint import Strokes, clip_line, filled, line_width
from widgets.sheet import Sheet
from widgets.style import Ground, Palette
from widgets.values import HeaderValue, Line, Span, Tone

LINES = 2
_GAP = 3
_NARROW = 60
_NARROW_GAP = 2
_LEAST_PART = 10
_LEAST_NAME = 7
"""Cells of a part of the first line that is clipped, at least, where it is narrow: "IC ali…" says who leads."""


class HeaderBar(Sheet):
    """Two lines across the screen, and a third while there is a banner."""

    DEFAULT_CSS: ClassVar[str] = f"HeaderBar {{ height: {LINES}; }}"

    def __init__(
        self,
        value: HeaderValue,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.value = value
        self._make_room()

    def show(self, value: HeaderValue) -> None:
        """Show another value; only the cells that differ are repainted (the clock)."""
        if value != self.value:
            self.value = value
            self._make_room()
            self.redraw()

    def _make_room(self) -> None:
        lines = LINES + self._has_banner(self.size.width or _NARROW)
        height = self.styles.height
        if height is None or height.value != lines:
            self.styles.height = lines

    def on_resize(self) -> None:
        """Give the banner its line, or take it."""
        self._make_room()

    def _has_banner(self, width: int) -> bool:
        return bool(self.value.banner) and not (self.value.merged and width < _NARROW)

    def draw(self, width: int, height: int, ink: Palette) -> list[Strokes]:
        """Return the lines that there is room for."""
        value = self.value
        panel = {tone: ink.style(tone, Ground.PANEL) for tone in Tone}
        lines = [
            _line(value.first, value.first_aside, width, _band(ink, value.alarm), least=_LEAST_NAME),
            _line(_second(value, width), value.second_aside, width, panel, spare=width >= _NARROW),
        ]
        if self._has_banner(width):
            lines.append(_line((value.banner,), (), width, _band(ink, value.banner_tone)))
        return lines[:height]


def _second(value: HeaderValue, width: int) -> tuple[Line, ...]:
    return value.narrow if value.narrow and width < _NARROW else value.second


def fit_parts(parts: tuple[Line, ...], width: int, least: int = _LEAST_PART) -> Line:
    """Return the parts that fit into `width` cells, in order; the first that does not is clipped or left out."""
    out: list[Span] = []
    left = width
    between = _GAP if width >= _NARROW else _NARROW_GAP
    for part in parts:
        if not part:
            continue
        gap = between if out else 0
        size = line_width(part)
        if size + gap > left:
            if left - gap >= min(size, least):
                out += [Span(" " * gap), *clip_line(part, left - gap)]
            break
        out += [Span(" " * gap), *part]
        left -= size + gap
    return tuple(out)


def _line(
    parts: tuple[Line, ...],
    aside: Line,
    width: int,
    styles: dict[Tone, Style],
    spare: int = 0,
    least: int = _LEAST_PART,
) -> Strokes:
    """Return a line with one cell free at both ends, and the aside at its right end where all but `spare` parts fit."""
    room = max(0, width - 2)
    held = [part for part in parts if part]
    wanted = sum(line_width(part) + _GAP for part in held[: len(held) - spare])
    if aside and wanted + line_width(aside) > room:
        aside = ()
    least = least if width < _NARROW else _LEAST_PART
    line = fit_parts(parts, room - line_width(aside) - (_GAP if aside else 0), least)
    out = [Segment(text, styles[tone]) for text, tone in (Span(" "), *line) if text]
    end = [Segment(text, styles[tone]) for text, tone in (*aside, Span(" ")) if text]
    plain = styles[Tone.PLAIN]
    filled(out, max(1, width - sum(cells(segment.text) for segment in end)), plain)
    return [*out, *end] if width > 1 else [Segment(" " * width, plain)]


def _band(ink: Palette, alarm: Tone) -> dict[Tone, Style]:
    """Return the styles on a band: its colour tells, so that its texts differ by weight only."""
    plain, strong = ink.band(alarm), ink.band(alarm, strong=True)
    return {tone: strong if tone == Tone.STRONG else plain for tone in Tone}
