"""Pure: the range in which a number usually lies, as shaded cells; to an eighth of a line, where colours allow it."""

from typing import NamedTuple

from rich.style import Style

from widgets.style import Palette
from widgets.values import ChartValue, Tone

_BLOCKS = " ▁▂▃▄▅▆▇█"
_CELL = 8
_HALF = 4
STRENGTH = 2.0
"""Of the shade: the area under a curve is one."""


class Shade(NamedTuple):
    """How a line of the plot is shaded: what stands in its blank cells, and what is put under the others."""

    char: str
    style: Style
    ground: Style


def shades(value: ChartValue, height: int, ink: Palette) -> dict[int, Shade]:
    """Return the shaded lines of a plot that is `height` lines high, from 0 at the top."""
    if value.band is None or value.high <= value.low:
        return {}
    low, high = (round(_share(value, edge) * height * _CELL) for edge in value.band)
    low = min(low, height * _CELL - 1)
    high = max(high, low + 1)
    found = {}
    for row in range(height):
        under = (height - 1 - row) * _CELL
        start, end = max(low - under, 0), min(high - under, _CELL)
        if start < end:
            found[row] = _shade(start, end, ink)
    return found


def _share(value: ChartValue, edge: float) -> float:
    return (min(max(edge, value.low), value.high) - value.low) / (value.high - value.low)


def _shade(start: int, end: int, ink: Palette) -> Shade:
    """Return the shade of a line that is covered from one eighth to another, counted from below."""
    plain, faint = ink.style(Tone.PLAIN), ink.fill(Tone.OK, STRENGTH)
    if faint is None:
        return Shade("░", ink.style(Tone.OK), Style.null())
    ground = faint if end - start >= _HALF else Style.null()
    if start == 0:
        return Shade(_BLOCKS[end], Style(color=faint.bgcolor, bgcolor=plain.bgcolor), ground)
    if end == _CELL:
        return Shade(_BLOCKS[start], Style(color=plain.bgcolor, bgcolor=faint.bgcolor), ground)
    return Shade("━", Style(color=faint.bgcolor, bgcolor=plain.bgcolor), ground)
