"""Pure: a chart with its axes, marks and threshold as styled lines. Knows no widget."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from widgets.band import shades
from widgets.braille import Canvas, Reach, canvas, curve, dot_at, glyph, level, stroke
from widgets.cells import cells, pad
from widgets.marks import marks_line, place_of
from widgets.paint import Strokes, line_width, strokes, wrapped
from widgets.style import Palette
from widgets.values import ChartValue, Line, Span, Tone

_AXES_FROM_WIDTH = 24
_AXES_FROM_HEIGHT = 4
_BLANKS = " ┈"


class Area(NamedTuple):
    """How the room of a chart is shared out: the columns of the y labels, and the lines above and below the curve."""

    width: int
    height: int
    left: int
    top: int
    bottom: int


def draw_chart(value: ChartValue, width: int, height: int, ink: Palette) -> list[Strokes]:
    """Return `height` lines of `width` cells; from three lines up, with axes where there is room for them."""
    if width < 3 or height < 1:  # noqa: PLR2004 - nothing can be told in less
        return [strokes((), width, ink) for _ in range(height)]
    if not any(point is not None for series in value.series for point in series.points):
        return _nothing(value, width, height, ink)
    area = _shared(value, width, height)
    body = _curves(value, area, ink)
    margins = _labels(value, area, ink)
    end = Segment(" ", ink.style(Tone.PLAIN))
    lines = [[margin, *line, end] for margin, line in zip(margins, body, strict=True)]
    if area.top:
        lines.insert(0, strokes((Span(" " * area.left), *marks_line(value.marks, area.width)), width, ink))
    if area.bottom:
        lines.append(_time_line(value, area, width, ink))
    return lines


def _nothing(value: ChartValue, width: int, height: int, ink: Palette) -> list[Strokes]:
    said = wrapped(value.empty or (Span("no data", Tone.MUTED),), max(1, width - 4))[:height]
    lines = [strokes((), width, ink) for _ in range(height)]
    above = (height - len(said)) // 2
    lines[above : above + len(said)] = [strokes(line, width, ink, align="center") for line in said]
    return lines


def _shared(value: ChartValue, width: int, height: int) -> Area:
    axes = height >= _AXES_FROM_HEIGHT and width >= _AXES_FROM_WIDTH
    left = 1
    if value.ticks and width >= _AXES_FROM_WIDTH:
        left = min(2 + max(map(cells, value.ticks)), width // 3)
    bottom = int(axes and any(value.span))
    top = int(bool(value.marks) and height - bottom >= _AXES_FROM_HEIGHT)
    return Area(width - left - 1, height - top - bottom, left, top, bottom)


def _rows_of_ticks(count: int, height: int) -> dict[int, int]:
    """Return the tick at each line that has one; of more ticks than fit, the lowest and the highest stay."""
    if height == 1 or count == 1:
        return {0: count - 1}
    shown = range(count) if height >= 2 * count - 1 else (0, count - 1)
    return {height - 1 - round(tick * (height - 1) / (count - 1)): tick for tick in shown}


def _labels(value: ChartValue, area: Area, ink: Palette) -> list[Segment]:
    ticks = _rows_of_ticks(len(value.ticks), area.height) if value.ticks and area.left > 1 else {}
    style = ink.style(Tone.MUTED)
    return [
        Segment(f"{pad(value.ticks[ticks[row]] if row in ticks else '', area.left - 1, 'right')} ", style)
        for row in range(area.height)
    ]


def _curves(value: ChartValue, area: Area, ink: Palette) -> list[Strokes]:
    """Return the lines of the plot itself, each `area.width` cells."""
    on = canvas(area.width, area.height)
    dots = area.height * 4
    reaches = [curve(series.points, area.width * 2, dots, value.low, value.high) for series in value.series]
    for number in reversed(range(len(reaches))):
        stroke(on, reaches[number], number, dashed=number > 0)
    chars, styles = _ground(value, area, ink)
    _threshold(value, area, chars, styles, ink)
    for mark in value.marks:
        place = place_of(mark, area.width)
        for row in range(area.height):
            chars[row][place], styles[row][place] = "┊", ink.style(mark.tone)
    if len(reaches) == 1 and value.band is None:
        _fill(on, reaches[0], styles, ink.fill(value.series[0].tone))
    tones = [ink.style(series.tone) for series in value.series]
    for row, bits in enumerate(on.bits):
        owners = on.owner[row]
        for column, found in enumerate(bits):
            if found:
                chars[row][column], styles[row][column] = glyph(found), tones[owners[column]]
    _shade(value, area, chars, styles, ink)
    return [_runs(row, style) for row, style in zip(chars, styles, strict=True)]


def _ground(value: ChartValue, area: Area, ink: Palette) -> tuple[list[list[str]], list[list[Style]]]:
    """Return the empty plot: blanks, with a faint line at each tick."""
    ticks = _rows_of_ticks(len(value.ticks), area.height) if value.ticks and area.left > 1 else {}
    plain, grid = ink.style(Tone.PLAIN), ink.frame("grid")
    chars = [["┈" if row in ticks else " "] * area.width for row in range(area.height)]
    styles = [[grid if row in ticks else plain] * area.width for row in range(area.height)]
    return chars, styles


def _fill(on: Canvas, reaches: Sequence[Reach], styles: list[list[Style]], ground: Style | None) -> None:
    """Fill the area under the first curve; a gap stays empty."""
    if ground is None:
        return
    for column in range(on.width):
        under = [reach[1] for reach in reaches[2 * column : 2 * column + 2] if reach is not None]
        if under:
            for row in range(max(under) // 4 + 1, on.height):
                styles[row][column] += ground


def _shade(value: ChartValue, area: Area, chars: list[list[str]], styles: list[list[Style]], ink: Palette) -> None:
    """Shade what is usual, under all that is drawn already."""
    for row, shade in shades(value, area.height, ink).items():
        blank = [char in _BLANKS for char in chars[row]]
        chars[row] = [shade.char if free else char for free, char in zip(blank, chars[row], strict=True)]
        styles[row] = [
            shade.style if free else style + shade.ground for free, style in zip(blank, styles[row], strict=True)
        ]


def _threshold(value: ChartValue, area: Area, chars: list[list[str]], styles: list[list[Style]], ink: Palette) -> None:
    if value.threshold is None or not value.low <= value.threshold <= value.high:
        return
    dot = level(value.threshold, value.low, value.high, area.height * 4)
    char, style = dot_at(dot), ink.style(Tone.WARN)
    chars[dot // 4] = [char] * area.width
    styles[dot // 4] = [style] * area.width


def _runs(chars: Sequence[str], styles: Sequence[Style]) -> Strokes:
    """Return the cells of a line as segments, one for each run of a style."""
    out: Strokes = []
    start = 0
    for at in range(1, len(chars) + 1):
        if at == len(chars) or styles[at] is not styles[start]:
            out.append(Segment("".join(chars[start:at]), styles[start]))
            start = at
    return out


def _time_line(value: ChartValue, area: Area, width: int, ink: Palette) -> Strokes:
    """Return the line under the plot: its start, its end, and between them which curve is which."""
    start, end = value.span
    room = area.width - cells(start) - cells(end)
    legend = next((each for each in _legends(value) if line_width(each) + 2 <= room), ())
    before = max(0, (room - line_width(legend)) // 2)
    gap = max(0, room - line_width(legend) - before)
    parts = (
        Span(" " * area.left),
        Span(start, Tone.MUTED),
        Span(" " * before),
        *legend,
        Span(" " * gap),
        Span(end, Tone.MUTED),
    )
    return strokes(parts, width, ink)


def _legends(value: ChartValue) -> tuple[Line, ...]:
    """Return the names of what is drawn, the longest way first."""
    names: Line = ()
    if len(value.series) > 1:
        names = tuple(
            span
            for number, series in enumerate(value.series)
            for span in (Span("  " if number else ""), Span(f"{'╌╌' if number else '──'} {series.name}", series.tone))
        )
    more: Line = names
    for is_drawn, span in (
        (value.band is not None, Span("░░ usual", Tone.OK)),
        (value.threshold is not None, Span("⠄⠄ limit", Tone.WARN)),
    ):
        if is_drawn:
            more = (*more, Span("  " if more else ""), span)
    return more, names
