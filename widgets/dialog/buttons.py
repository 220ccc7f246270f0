"""Pure: the line of keys at the foot of a dialog, each one a button for the mouse."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment

from widgets.cells import cells, clip
from widgets.paint import Strokes, filled
from widgets.style import Palette
from widgets.values import KeyHint, Tone

WIDEST = 84
"""How wide the inside of a dialog gets, with its frame."""

_GAP = 3
_NARROW_GAP = 1


class Spot(NamedTuple):
    """Where a button was drawn: its cells first..last of the line."""

    key: str
    first: int
    last: int


def draw_buttons(hints: Sequence[KeyHint], width: int, ink: Palette) -> tuple[Strokes, list[Spot]]:
    """Return the line in `width` cells and its buttons; what does not fit is clipped, never wrapped."""
    plain = ink.style(Tone.PLAIN)
    wide = _GAP if width >= WIDEST // 2 else _NARROW_GAP
    out: Strokes = []
    spots: list[Spot] = []
    used = 0
    for hint in hints:
        gap = wide if used else 0
        start = used + gap
        key = f" {hint.key} "
        if start + cells(key) > width:
            break
        label = clip(f" {hint.label}", width - start - cells(key))
        parts = ((" " * gap, plain), (key, ink.band(Tone.INFO, strong=True)), (label, plain))
        out += [Segment(text, style) for text, style in parts if text]
        used = start + cells(key) + cells(label)
        spots.append(Spot(hint.key, start, used))
    return filled(out, width, plain), spots
