"""Text that attacks a terminal or a renderer, and the judge of what a program let through."""

import re
from collections.abc import Mapping

HOSTILE: Mapping[str, str] = {
    "clipboard": "clip\x1b]52;c;SE9TVElMRQ==\x07board",
    "title": "\x1b]0;HOSTILE-TITLE\x07title",
    "title by ST": "\x1b]2;HOSTILE-TITLE\x1b\\title",
    "C1 title": "\x9d0;HOSTILE-TITLE\x9ctitle",
    "clear screen": "before\x1b[2J\x1b[Hafter",
    "full reset": "\x1bcreset",
    "leave the alternate screen": "\x1b[?1049lgone",
    "C1 CSI": "\x9b2Jcleared",
    "device control": "\x1bP+q544e\x1b\\asked",
    "application command": "\x1b_Gf=100;AAAA\x1b\\picture",
    "answer back": "\x05\x1b[c\x1b[6n\x1b[21t who",
    "hyperlink": "\x1b]8;;http://hostile.example\x07link\x1b]8;;\x07",
    "colour bomb": "\x1b[8minvisible",
    "carriage return": "rm -rf /\rls      ",
    "backspace": "bad\b\b\bgood",
    "bell and NUL": "ding\x07\x00dong",
    "shift out": "\x0eline drawing\x0f",
    "delete": "del\x7fete",
    "bidi override": "user\u202egnp.exe\u202c",
    "bidi isolate": "\u2066left\u2069 \u2067right\u2069 \u061c",
    "zero width": "pay\u200bpal\u200d\u2060\ufeff",
    "tag characters": "tag\U000e0041\U000e0042\U000e007f",
    "line separators": "one\u2028two\u2029three\x85four",
    "newlines": "one\ntwo\r\nthree\x0bfour\x0cfive",
    "tab": "a\tb",
    "closing tag": "[/x] [/] [/etc/passwd]",
    "style tag": "[red on blue]text[/red on blue] [bold",
    "link that runs": "[@click=app.quit]press me[/]",
    "state tag": "pod[state=X,y=1] web[0]",
    "combining": "z" + "\u0335" * 400,
    "emoji": "👩\u200d🚒 ❤\ufe0f 👍🏽 1\ufe0f\u20e3 🇩🇪",
    "wide": "漢字" * 40,
    "lone surrogate": "lone\udc9bsurrogate\ud800",
    "private use": "\ue000\uf8ff\U0010ffff",
    "long line": "A" * 1_000_000,
}
"""Each name says what the text tries. Lone surrogates come from `surrogateescape` and must be expected."""

_CSI = re.compile(rb"\x1b\[([<=>?]?)([0-9;:]*)([ -/]*)([@-~])")
# What a screen needs: colours, the cursor's place, modes (named below), the keyboard's and the terminal's questions.
_FINALS = b"mHhlup"
_MODES = {"25", "1000", "1003", "1004", "1006", "1015", "1016", "2004", "2026", "2048", "7"}
_HIDDEN = re.compile(
    r"\r(?!\n)|(?<!\r)\n|[\x00-\x09\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
_OWN = re.compile(rb"\x1b\]22;[a-z-]*\x07|\x1b\[\?1049h")  # the pointer's shape; entering the alternate screen


def leaks(output: bytes) -> list[str]:
    """Say what in a terminal's raw output a screen does not need. Take the output before the screen is left."""
    text = _OWN.sub(b"", output)
    found = [f"sequence {match[0]!r}" for match in _CSI.finditer(text) if not _expected(match)]
    rest = _CSI.sub(b"", text)
    found += [f"escape {rest[at.start() : at.start() + 24]!r}" for at in re.finditer(rb"\x1b", rest)]
    found += [f"character {sign!r}" for sign in sorted(set(_HIDDEN.findall(rest.decode("utf-8", "replace"))))]
    return found


def _expected(match: re.Match[bytes]) -> bool:
    prefix, numbers, _, final = match.groups()
    if final not in _FINALS:
        return False
    if final == b"m":
        return b"8" not in numbers.split(b";")[:1]
    if final in b"hl":
        return prefix == b"?" and set(numbers.decode().split(";")) <= _MODES
    return True
