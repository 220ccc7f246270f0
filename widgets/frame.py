"""Pure: the frame around a pane, with the title left and the badge right in its upper edge."""

from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from widgets.cells import cells, clip
from widgets.paint import Strokes, strokes
from widgets.style import Palette
from widgets.values import Span, Tone

FRAME_WIDTH = 4
FRAME_HEIGHT = 2
_LEAST_TITLE = 4


class Frame(NamedTuple):
    """What stands in the edges. `tone` colours a frame that tells something; `foot` is a word in the lower edge.

    `thumb` is the part of the right edge, in lines of the body from..to, that shows where a scrolled pane stands.
    An `open` frame has only its upper edge: for small terminals.
    """

    title: str
    badge: Span = Span("")
    foot: Span = Span("")
    tone: Tone = Tone.PLAIN
    focused: bool = False
    thumb: tuple[int, int] | None = None
    open: bool = False


def inner_size(width: int, height: int, *, is_open: bool) -> tuple[int, int]:
    """Return the room inside a frame, in cells and lines; the two cells beside the text are inside."""
    if is_open:
        return max(0, width), max(0, height - 1)
    return max(0, width - 2), max(0, height - FRAME_HEIGHT)


def framed(frame: Frame, body: list[Strokes], width: int, height: int, ink: Palette) -> list[Strokes]:
    """Return `height` lines of `width` cells: the body, drawn for `inner_size`, with the frame around it."""
    if width < FRAME_WIDTH or height < 1:
        return [strokes((), width, ink) for _ in range(height)]
    if frame.open:
        return [_edge(frame, width, ink), *body][:height]
    box = ink.focus_box if frame.focused else ink.box
    style = _style(frame, ink)
    left, right = Segment(box[3], style), Segment(box[3], style)
    lines = [_edge(frame, width, ink)]
    for number, inside in enumerate(body):
        side = right
        if frame.thumb and frame.thumb[0] <= number < frame.thumb[1]:
            side = Segment("█" if frame.focused else "┃", ink.frame("thumb"))
        lines.append([left, *inside, side])
    lines.append(_edge(frame, width, ink, low=True))
    return lines[:height]


def _style(frame: Frame, ink: Palette) -> Style:
    if frame.focused:
        return ink.frame("focus")
    return ink.frame("quiet") if frame.tone == Tone.PLAIN else ink.style(frame.tone)


def _edge(frame: Frame, width: int, ink: Palette, *, low: bool = False) -> Strokes:
    """Return the upper edge with title and badge, or the lower one with the foot."""
    box = ink.focus_box if frame.focused else ink.box
    style = _style(frame, ink)
    left, right = (box[4], box[5]) if low else (box[0], box[2])
    if frame.open:
        left = right = box[1]
    title = "" if low else frame.title
    badge = frame.foot if low else frame.badge
    room = width - 6
    note = clip(badge.text, room - (_LEAST_TITLE + 2 if title else 0)) if badge.text and room > _LEAST_TITLE else ""
    name = clip(f"{'▸ ' if frame.focused else ''}{title}", room - (cells(note) + 2 if note else 0)) if title else ""
    out: Strokes = []
    rule = left + box[1]
    used = 4
    if name:
        tone = Tone.ACCENT if frame.focused else Tone.STRONG
        out += [Segment(rule, style), Segment(f" {name} ", ink.frame("focus") if frame.focused else ink.style(tone))]
        used += cells(name) + 2
        rule = ""
    if note:
        used += cells(note) + 2
    rule += box[1] * (width - used)
    if note:
        out += [Segment(rule, style), Segment(f" {note} ", ink.style(badge.tone))]
        rule = ""
    return [*out, Segment(rule + box[1] + right, style)]
