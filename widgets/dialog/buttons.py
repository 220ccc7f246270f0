"""Pure: the line of keys at the foot of a dialog, each one a button for the mouse."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment

from widgets.cells import cells, clip
from widgets.paint import Strokes, filled
from widgets.style import Palette
from widgets.values import KeyHint, Tone

_SPACINGS = ((3, " "), (2, ""), (1, ""))
"""Cells between the keys and around each, the roomiest first."""
_FEWEST = 2


class Spot(NamedTuple):
    """Where a button was drawn: its cells first..last of the line."""

    key: str
    first: int
    last: int


def draw_buttons(hints: Sequence[KeyHint], width: int, ink: Palette) -> tuple[Strokes, list[Spot]]:
    """Return the line in `width` cells and its buttons; where they do not fit, those between first and last leave."""
    hints = list(hints)
    fitting = (spacing for spacing in _SPACINGS if _taken(hints, *spacing) <= width)
    gap, margin = next(fitting, _SPACINGS[-1])
    while len(hints) > _FEWEST and _taken(hints, gap, margin) > width:
        hints.pop(-2)
    plain, key_style = ink.style(Tone.PLAIN), ink.band(Tone.INFO, strong=True)
    out: Strokes = []
    spots: list[Spot] = []
    used = 0
    for hint in hints:
        start = used + (gap if used else 0)
        key = clip(f"{margin}{hint.key}{margin}", width - start)
        label = clip(f" {hint.label}", width - start - cells(key))
        parts = ((" " * (start - used), plain), (key, key_style), (label, plain))
        out += [Segment(text, style) for text, style in parts if text]
        used = start + cells(key) + cells(label)
        spots.append(Spot(hint.key, start, used))
    return filled(out, width, plain), spots


def _taken(hints: Sequence[KeyHint], gap: int, margin: str) -> int:
    return sum(cells(hint.key) + 2 * len(margin) + 1 + cells(hint.label) for hint in hints) + gap * (len(hints) - 1)
