"""Pure: spans of values into styled segments of an exact width."""

import re
from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style

from widgets.cells import cells, chop, clip
from widgets.style import Ground, Palette
from widgets.values import Line, Span, Tone

Strokes = list[Segment]
"""One drawn line: segments that together fill its width."""


def line_width(line: Line) -> int:
    """Return the width of a line in cells."""
    return sum(cells(span.text) for span in line)


def line_text(line: Line) -> str:
    """Return the text of a line."""
    return "".join(span.text for span in line)


def clip_line(line: Line, width: int) -> Line:
    """Return the spans in at most `width` cells; the one that is cut ends in "…"."""
    out: list[Span] = []
    for span in line:
        size = cells(span.text)
        if size > width:
            if width > 0:
                out.append(Span(clip(span.text, width), span.tone))
            elif out:
                out[-1] = Span(clip(out[-1].text + "…", cells(out[-1].text)), out[-1].tone)
            break
        out.append(span)
        width -= size
    return tuple(out)


def strokes(line: Line, width: int, ink: Palette, ground: str = Ground.PLAIN, align: str = "left") -> Strokes:
    """Return the line clipped and filled to exactly `width` cells."""
    if line_width(line) > width:
        line = clip_line(line, width)
    out = [Segment(text, ink.style(tone, ground)) for text, tone in line if text]
    return filled(out, width, ink.style(Tone.PLAIN, ground), align)


def filled(segments: Strokes, width: int, style: Style, align: str = "left") -> Strokes:
    """Return the segments, not wider than `width`, with blanks added to fill it."""
    gap = width - sum(cells(segment.text) for segment in segments)
    if gap <= 0:
        return segments
    before = {"right": gap, "center": gap // 2}.get(align, 0)
    if before:
        segments.insert(0, Segment(" " * before, style))
    if gap > before:
        segments.append(Segment(" " * (gap - before), style))
    return segments


_WORD = re.compile(r" *[^ ]+| +\Z")


def wrapped(line: Line, width: int) -> list[Line]:
    """Return the spans broken at spaces into lines of at most `width` cells."""
    if line_width(line) <= width:  # most lines of a long document: to look at every word of them takes seconds
        return [line]
    out: list[Line] = []
    now: list[Span] = []
    room = width
    for text, tone in _words(line):
        size = cells(text)
        if size > room and now:
            out.append(tuple(now))
            now, room, text = [], width, text.lstrip(" ")  # noqa: PLW2901 - a break eats the space before the word
            size = cells(text)
        *full, rest = chop(text, width)
        out += [(Span(piece, tone),) for piece in full]
        now.append(Span(rest, tone))
        room -= cells(rest)
    return [*out, tuple(now)]


def _words(line: Line) -> Iterable[Span]:
    """Yield the words, each with the blanks before it; blanks at the end of a span stand alone."""
    for text, tone in line:
        for word in _WORD.findall(text) or ("",):
            yield Span(word, tone)
