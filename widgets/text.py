"""Pure: the one way in for text from outside. It shows what it cannot draw and drops nothing that means something."""

import re
import unicodedata
from functools import lru_cache

CAP = 2_000
"""How many characters of one text are shown where nobody says otherwise."""

_DELETE = 0x7F
_MARKS_IN_A_ROW = 3
_REGIONAL_A = 0x1F1E6
# What only asks for a coloured picture of the character before it: terminals disagree on the width it adds.
_PICTURES = "\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u2580-\u27bf\u2934\u2935\u2b00-\u2bff"
_EMOJI_STYLE = re.compile(
    "(?<=[0-9#*])\ufe0f?\u20e3"
    f"|(?<=[{_PICTURES}\u3030\u303d\u3297\u3299\U0001f000-\U0001faff])"
    "(?:\ufe0f[\U0001f3fb-\U0001f3ff]?|\ufe0e|[\U0001f3fb-\U0001f3ff])"
)
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]{1,2}")
_NEW_LINE = re.compile("\r\n|[\n\u2028\u2029]")


def safe_text(raw: object, cap: int = CAP) -> str:
    """Return one line that is safe to draw: what would act on a terminal is shown as a sign instead.

    Controls become control pictures, C1, bidi, zero-width and unassigned characters their code point (`⟪202E⟫`), a
    lone surrogate U+FFFD, a line break `⏎`, a tab spaces. Of more than `cap` characters the rest is counted: "… (+n)".
    Takes linear time; bytes are read as UTF-8. The answer may hold `[` and must never be parsed as markup.
    """
    text = _decoded(raw)
    cut = len(text) - cap
    if cut > 0:
        return f"{_shown(text[:cap])}… (+{cut})"
    return text if text.isascii() and text.isprintable() else _shown(text)


def safe_lines(raw: object, cap: int = CAP, lines: int = 200) -> tuple[str, ...]:
    """Return at most `lines` safe lines of at most `cap` characters each; the last one says how many are missing."""
    text = _decoded(raw)
    limit = (cap + 2) * lines
    found = _NEW_LINE.split(text[:limit])
    shown = tuple(safe_text(line, cap) for line in found[:lines])
    cut = len(found) - lines
    if cut > 0 or len(text) > limit:
        return (*shown, f"… (+{cut} lines)" if cut > 0 else f"… (+{len(text) - limit})")
    return shown


def _decoded(raw: object) -> str:
    if isinstance(raw, bytes):
        return raw.decode("utf-8", "replace")
    return raw if isinstance(raw, str) else str(raw)


def _shown(text: str) -> str:
    """Return the text with every character shown; the table holds only the characters that occur."""
    if not text.isprintable():
        text = _NEW_LINE.sub("⏎", text).expandtabs(4)
    text = _EMOJI_STYLE.sub("", text)
    found = set(text)
    if any(map(unicodedata.combining, found)):
        text = _calmed(text)
    if any("\U0001f1e6" <= char <= "\U0001f1ff" for char in found):
        text = _FLAGS.sub(_flag, text)
    table = {ord(char): _sign(char) for char in found if not char.isprintable() or _is_invisible(char)}
    return text.translate(table) if table else text


@lru_cache(maxsize=1024)
def _sign(char: str) -> str:
    """Return what stands for a character that must not be drawn."""
    code = ord(char)
    if code < ord(" "):
        return chr(0x2400 + code)
    if code == _DELETE:
        return "␡"
    kind = unicodedata.category(char)
    if kind == "Zs":
        return " "
    return "\ufffd" if kind == "Cs" else f"⟪{code:02X}⟫"


def _is_invisible(char: str) -> bool:
    """Tell whether a printable character takes no room or changes the room of its neighbour."""
    return (
        char in "\u034f\u115f\u1160\u17b4\u17b5\u20e3\u3164\uffa0\u2800"
        or "\ufe00" <= char <= "\ufe0f"
        or char >= "\U000e0000"
    )


def _flag(found: re.Match[str]) -> str:
    return f"⟪{''.join(chr(ord(char) - _REGIONAL_A + ord('A')) for char in found.group())}⟫"


def _calmed(text: str) -> str:
    """Return the text with a limit on marks piled on one character: they would be drawn over the lines above."""
    out: list[str] = []
    pile = 0
    for char in text:
        pile = pile + 1 if unicodedata.combining(char) else 0
        if pile and not out:
            out.append("◌")
        out.append(char if pile <= _MARKS_IN_A_ROW else f"⟪{ord(char):02X}⟫")
    return "".join(out)
