"""Pure: which columns of a table fit into a width, and how wide each one is."""

from collections.abc import Sequence
from typing import NamedTuple

from widgets.cells import cells
from widgets.values import Column, Row

WIDE_GAP = 2
LEGIBLE = 16
_STUMP = 4


class Fitted(NamedTuple):
    """A column that is shown: `at` is its index in the table, `width` its cells."""

    at: int
    width: int


def fit(columns: Sequence[Column], rows: Sequence[Row], width: int) -> tuple[list[Fitted], int]:
    """Return the columns that fit into `width` cells with their widths, and the gap between two of them."""
    return fit_widest(columns, widest_cells(columns, rows), width)


def widest_cells(columns: Sequence[Column], rows: Sequence[Row]) -> list[int]:
    """Return the width of the widest cell of each column."""
    return [max((cells(row.cells[at].text) for row in rows), default=0) for at in range(len(columns))]


def fit_widest(columns: Sequence[Column], widest: Sequence[int], width: int) -> tuple[list[Fitted], int]:
    """Do the same where the widths of the widest cells are known."""
    shown = [at for at, column in enumerate(columns) if widest[at] or column.width or column.grow]
    least = [_least(column, wide) for column, wide in zip(columns, widest, strict=True)]
    while _taken(shown, least, 1) > width:
        leaving = max(shown, key=lambda at: (columns[at].drop, at), default=None)
        if leaving is None or not columns[leaving].drop:
            break
        shown.remove(leaving)
    gap = WIDE_GAP if _taken(shown, widest, WIDE_GAP) <= width else 1
    sizes = _grown(shown, columns, least, widest, width - gap * (len(shown) - 1))
    return [Fitted(at, size) for at, size in zip(shown, sizes, strict=True) if size > 0], gap


def _least(column: Column, widest: int) -> int:
    if column.grow:
        return min(widest, column.width or LEGIBLE)
    return column.width or widest


def _taken(shown: Sequence[int], sizes: Sequence[int], gap: int) -> int:
    return sum(sizes[at] for at in shown) + gap * (len(shown) - 1)


def _grown(
    shown: Sequence[int], columns: Sequence[Column], least: Sequence[int], widest: Sequence[int], width: int
) -> list[int]:
    """Return the widths: what a column cannot do without, then what its cells want, the rest to those that grow."""
    sizes = [least[at] for at in shown]
    spare = width - sum(sizes)
    growing = [place for place, at in enumerate(shown) if columns[at].grow]
    for place, stump in (
        *((place, _STUMP) for place in growing),
        *((place, 0) for place in reversed(range(len(sizes)))),
    ):
        lost = max(0, min(-spare, sizes[place] - stump))
        sizes[place] -= lost
        spare += lost
    for place, at in enumerate(shown):
        wanted = min(max(0, widest[at] - sizes[place]), max(0, spare))
        sizes[place] += wanted
        spare -= wanted
    for number, place in enumerate(growing):
        share = max(0, spare) // (len(growing) - number)
        sizes[place] += share
        spare -= share
    return sizes
