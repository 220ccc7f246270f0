"""Pure: how a line being edited is drawn, with its cursor and the rest of the suggestion."""

from rich.segment import Segment
from rich.style import Style

from widgets.cells import cells, clip, pad
from widgets.editor import Editor
from widgets.paint import Strokes
from widgets.style import Ground, Palette
from widgets.values import Tone

SIGN = "❯ "  # noqa: RUF001 - the sign of every line that can be typed in
_CURSOR = Style(reverse=True)


def draw_editor(
    editor: Editor,
    width: int,
    ink: Palette,
    *,
    focused: bool,
    ghost: str = "",
    hint: str = "",
    ground: str = Ground.PANEL,
) -> Strokes:
    """Return the line in `width` cells, scrolled so that the cursor is in it; `hint` stands in an empty line.

    `ghost` follows the text: what it may become, or what is to be said of it.
    """
    ground = Ground.SELECTED if focused and editor.picked else ground
    plain, faint = ink.style(Tone.PLAIN, ground), ink.style(Tone.MUTED, ground)
    if not editor.text and hint:
        text = pad(hint, width)
        if not focused:
            return [Segment(text, faint)]
        return [Segment(text[:1], faint + _CURSOR), Segment(text[1:], faint)]
    start = first_shown(editor, width)
    before, rest = editor.text[start : editor.cursor], editor.text[editor.cursor :]
    if not focused:
        text = clip(editor.text[start:], width)
        return [Segment(text, plain), Segment(pad(ghost, width - cells(text)), faint)]
    under, after = rest[:1] or ghost[:1] or " ", rest[1:]
    out = [Segment(before, plain)] if before else []
    out.append(Segment(under, (plain if rest else faint) + _CURSOR))
    room = width - cells(before) - cells(under)
    shown = clip(after, room)
    faded = clip(ghost if rest else ghost[1:], room - cells(shown))
    out += [Segment(text, style) for text, style in ((shown, plain), (faded, faint)) if text]
    gap = room - cells(shown) - cells(faded)
    return [*out, Segment(" " * gap, plain)] if gap > 0 else out


def first_shown(editor: Editor, width: int) -> int:
    """Return the index of the first character that is drawn: the cursor stays in the last third of a long line."""
    if cells(editor.text) < width:
        return 0
    tail_fits = cells(editor.text[editor.cursor :]) < width // 3
    room = width - 1 - (cells(editor.text[editor.cursor :]) if tail_fits else width // 3)
    start = editor.cursor
    taken = 0
    while start > 0:
        taken += cells(editor.text[start - 1])
        if taken > room:
            break
        start -= 1
    return start


def index_at(editor: Editor, width: int, cell: int) -> int:
    """Return the index of the character drawn at a cell: where the mouse clicked."""
    at = first_shown(editor, width)
    while at < len(editor.text):
        cell -= cells(editor.text[at])
        if cell < 0:
            break
        at += 1
    return at
