"""Pure: the line above a chart that says what happened when. Knows no widget."""

from collections.abc import Iterable, Sequence

from widgets.cells import cells, clip
from widgets.values import Mark, Span

_LEAST_LABEL = 4
_LEGIBLE = 8
_GAP = 3
"""Cells between two marks that a label between them needs beside itself."""


def place_of(mark: Mark, width: int) -> int:
    """Return the column of a mark on an axis of `width` cells."""
    return min(width - 1, max(0, round(mark.at * (width - 1))))


def marks_line(marks: Iterable[Mark], width: int) -> list[Span]:
    """Return every glyph in its column, and of marks that are too close for labels between them the weightiest's.

    In one column the weightiest is shown; of those the newest.
    """
    placed = {place_of(mark, width): mark for mark in sorted(marks, key=lambda each: (each.weight, each.at))}
    runs = _runs(sorted(placed))
    parts: list[Span] = []
    end = 0  # the first free column
    for number, run in enumerate(runs):
        told = max((placed[place] for place in run), key=lambda each: (each.weight, each.at))
        after = (runs[number + 1][0] if runs[number + 1 :] else width) - run[-1] - _GAP
        label, left = _label(told.label, run[0] - end - 2, after)
        if label and left:
            parts += [Span(" " * (run[0] - cells(label) - 1 - end)), Span(label, told.tone)]
            end = run[0] - 1
        for place in run:
            parts += [Span(" " * (place - end)), Span(placed[place].glyph, placed[place].tone)]
            end = place + 1
        if label and not left:
            parts.append(Span(f" {label}", told.tone))
            end += 1 + cells(label)
    return parts


def _runs(places: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for place in places:
        if runs and place - runs[-1][-1] - _GAP < _LEAST_LABEL:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _label(label: str, before: int, after: int) -> tuple[str, bool]:
    """Return what of a label is shown, and whether that is on the left."""
    wanted = cells(label)
    if min(wanted, _LEGIBLE) <= after:
        return clip(label, after), False
    if max(before, after) < min(wanted, _LEAST_LABEL):
        return "", False
    return clip(label, max(before, after)), before > after
