"""Pure: curves as braille dots, two dots wide and four high in a cell. Knows neither colours nor axes."""

from collections.abc import Sequence
from typing import NamedTuple

_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_DASH = 4
BLANK = 0x2800

Reach = tuple[int, int] | None
"""The highest and the lowest dot of a curve in one column of dots, from 0 at the top; None is a gap."""


class Canvas(NamedTuple):
    """`bits` and `owner` are rows of cells: the dots that are set and the number of the curve on top (-1 is none)."""

    width: int
    height: int
    bits: list[list[int]]
    owner: list[list[int]]


def canvas(width: int, height: int) -> Canvas:
    """Return an empty canvas of cells."""
    return Canvas(width, height, [[0] * width for _ in range(height)], [[-1] * width for _ in range(height)])


def level(value: float, low: float, high: float, dots: int) -> int:
    """Return the dot row of a value, from 0 at the top; what is out of range stands at the edge, where it is seen."""
    if high <= low:
        return dots // 2
    share = (min(max(value, low), high) - low) / (high - low)
    return round((1.0 - share) * (dots - 1))


def curve(points: Sequence[float | None], columns: int, dots: int, low: float, high: float) -> list[Reach]:
    """Return where a curve runs in each of `columns` columns of dots; `dots` is the height."""
    found = _spread(points, columns) if len(points) < columns else _gathered(points, columns)
    out: list[Reach] = []
    before: Reach = None
    for span in found:
        here: Reach = None
        if span is not None:
            top, bottom = level(span[1], low, high, dots), level(span[0], low, high, dots)
            here = _joined(before, top, bottom)
            out.append(here)
            before = (top, bottom)
        else:
            out.append(None)
            before = None
    return out


def _joined(before: Reach, top: int, bottom: int) -> tuple[int, int]:
    """Return the reach of a column stretched until it touches the one before it."""
    if before is None:
        return top, bottom
    return min(top, before[1] + 1) if before[1] < top else top, max(bottom, before[0] - 1)


def _gathered(points: Sequence[float | None], columns: int) -> list[tuple[float, float] | None]:
    """Return the least and the greatest value of each column's share of more points than columns."""
    count = len(points)
    out: list[tuple[float, float] | None] = []
    for column in range(columns):
        share = [
            point for point in points[column * count // columns : (column + 1) * count // columns] if point is not None
        ]
        out.append((min(share), max(share)) if share else None)
    return out


def _spread(points: Sequence[float | None], columns: int) -> list[tuple[float, float] | None]:
    """Return each column's value of fewer points than columns, on the straight line between two neighbours."""
    out: list[tuple[float, float] | None] = []
    step = (len(points) - 1) / (columns - 1) if columns > 1 else 0.0
    for column in range(columns if points else 0):
        place = column * step
        at = int(place)
        share = place - at
        here = points[at]
        after = points[at + 1] if share and at + 1 < len(points) else here
        if here is None or after is None:
            here = after = here if share < 0.5 else after  # noqa: PLR2004 - the nearer of two
        out.append(None if here is None or after is None else (value := here + (after - here) * share, value))
    return out or [None] * columns


def stroke(on: Canvas, reaches: Sequence[Reach], number: int, *, dashed: bool = False) -> None:
    """Set the dots of a curve; a dashed one leaves out one column of dots in four."""
    for column, reach in enumerate(reaches):
        if reach is None or (dashed and column % _DASH == _DASH - 1):
            continue
        cell, side = divmod(column, 2)
        for dot in range(reach[0], reach[1] + 1):
            row, part = divmod(dot, 4)
            on.bits[row][cell] |= _BITS[part][side]
            on.owner[row][cell] = number


def dot_at(dot: int) -> str:
    """Return a cell with one dot at this dot row: for dotted lines."""
    return chr(BLANK | _BITS[dot % 4][0])


def glyph(bits: int) -> str:
    """Return the braille character of a cell's dots."""
    return chr(BLANK | bits)
