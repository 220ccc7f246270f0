"""Pure: how one row of the timeline is drawn."""

from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from widgets.cells import cells, pad
from widgets.paint import Strokes, filled
from widgets.style import Ground, Palette
from widgets.values import TimelineRow, Tone

WIDE = 60
WHO_AT_MOST = 14
_TELLING = {Tone.BAD, Tone.WARN, Tone.STRONG, Tone.MUTED, Tone.HUMAN}
_STATES = {"saving": ("saving", Tone.WARN), "refused": ("refused", Tone.BAD)}
_STRUCK = Style(strike=True)


class Layout(NamedTuple):
    """The widths of the columns; `who` 0 tells who did it in the text."""

    width: int
    time: int
    who: int


def draw_row(row: TimelineRow, layout: Layout, ink: Palette, *, here: bool) -> Strokes:
    """Return the row in exactly `layout.width` cells; `here` is the row under the cursor."""
    ground = Ground.SELECTED if here else Ground.PLAIN
    waiting = row.state == "saving"

    def stroke(text: str, tone: Tone) -> Segment:
        return Segment(text, ink.style(Tone.MUTED if waiting else tone, ground))

    lead = "⚑" if row.pinned else "▸" if here else " "
    out = [
        Segment(lead, ink.style(Tone.ACCENT, ground)),
        stroke(f"{pad(row.time, layout.time)} ", Tone.MUTED),
        stroke(f"{row.glyph or ' '} ", row.tone),
    ]
    if layout.who:
        out.append(stroke(f"{pad(row.who, layout.who)} ", Tone.MUTED))
    elif row.who:
        out.append(stroke(f"{row.who}: ", Tone.MUTED))
    if row.corrected:
        out.append(stroke("✎ ", Tone.INFO))
    return _with_text(out, row, layout.width, ink, ground)


def _with_text(out: Strokes, row: TimelineRow, width: int, ink: Palette, ground: str) -> Strokes:
    """Return the row with its text in the room that is left, and its state at the right end."""
    word, word_tone = _STATES.get(row.state, ("", Tone.MUTED))
    used = sum(cells(segment.text) for segment in out)
    room = width - used - (cells(word) + 2 if word else 1)
    tone = row.tone if row.tone in _TELLING else Tone.PLAIN
    style = ink.style(Tone.MUTED if row.state == "saving" else tone, ground)
    if room > 0:
        text = pad(row.text, room)
        if row.state == "refused":
            bare = text.rstrip()
            out.append(Segment(bare, style + _STRUCK))
            text = text[len(bare) :]
        out.append(Segment(text, style))
        if word:
            out.append(Segment(f" {word}", ink.style(word_tone, ground)))
        return filled(out, width, ink.style(Tone.PLAIN, ground))
    return _cropped(out, width, ink.style(Tone.PLAIN, ground))


def _cropped(segments: Strokes, width: int, style: Style) -> Strokes:
    """Return as much of the segments as fits: for a pane narrower than its fixed columns."""
    out: Strokes = []
    for text, stroke, _ in segments:
        size = min(cells(text), width)
        if size:
            out.append(Segment(pad(text, size), stroke))
            width -= size
    return filled(out, sum(cells(text) for text, _, _ in out) + width, style)
