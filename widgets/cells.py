"""Pure: how wide a text is on the screen. Knows nothing of colours."""

from rich.cells import cell_len, set_cell_size

_LEAST_ENDS = 8


def cells(text: str) -> int:
    """Return the width of a safe text in cells."""
    return len(text) if text.isascii() else cell_len(text)


def clip(text: str, width: int) -> str:
    """Return the text in at most `width` cells, ending in "…" where something was cut off."""
    if cells(text) <= width:
        return text
    if width <= 1:
        return "…"[:width]
    return f"{set_cell_size(text, width - 1).rstrip()}…"


def clip_middle(text: str, width: int) -> str:
    """Return the text in at most `width` cells with both of its ends: what tells one name from the next is its end."""
    if cells(text) <= width or width < _LEAST_ENDS:
        return clip(text, width)
    end = (width - 1) // 2
    tail = text[-end:]
    while cells(tail) > end:
        tail = tail[1:]
    return f"{set_cell_size(text, width - 1 - cells(tail)).rstrip()}…{tail}"


def pad(text: str, width: int, align: str = "left", *, ends: bool = False) -> str:
    """Return the text clipped and filled to exactly `width` cells; `align` is left, right or center.

    With `ends` it keeps its end where it is clipped, and loses its middle.
    """
    text = clip_middle(text, width) if ends else clip(text, width)
    gap = width - cells(text)
    if align == "right":
        return " " * gap + text
    if align == "center":
        return " " * (gap // 2) + text + " " * (gap - gap // 2)
    return text + " " * gap


def chop(text: str, width: int) -> list[str]:
    """Return the text cut into pieces of at most `width` cells, at least one; a wider character stands alone."""
    if cells(text) <= width:
        return [text]
    pieces: list[str] = []
    start = taken = 0
    for at, char in enumerate(text):
        size = cells(char)
        if taken + size > width and at > start:
            pieces.append(text[start:at])
            start, taken = at, 0
        taken += size
    return [*pieces, text[start:]]
