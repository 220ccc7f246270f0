"""Pure: how wide a text is on the screen. Knows nothing of colours."""

from functools import lru_cache

from rich.cells import cell_len, set_cell_size


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


def pad(text: str, width: int, align: str = "left") -> str:
    """Return the text clipped and filled to exactly `width` cells; `align` is left, right or center."""
    text = clip(text, width)
    gap = width - cells(text)
    if align == "right":
        return " " * gap + text
    if align == "center":
        return " " * (gap // 2) + text + " " * (gap - gap // 2)
    return text + " " * gap


@lru_cache(maxsize=256)
def wrap(text: str, width: int) -> tuple[str, ...]:
    """Return the text broken at spaces into lines of at most `width` cells; a longer word is broken where it must."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if cells(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = chop(word, width)
        lines.extend(full)
    return (*lines, line)


def chop(text: str, width: int) -> list[str]:
    """Return the text cut into pieces of at most `width` cells; at least one piece."""
    pieces: list[str] = []
    while cells(text) > width > 1:
        piece = set_cell_size(text, width).rstrip(" ") or text[:1]
        pieces.append(piece)
        text = text[len(piece) :]
    return [*pieces, clip(text, max(1, width))]
