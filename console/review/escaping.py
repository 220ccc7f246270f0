"""Pure: text from outside, made safe for Markdown: it is shown as it is and changes no structure."""

import re

from widgets.text import safe_lines, safe_text

LONGEST_LINE = 10_000
MOST_LINES = 1_000

_MARKUP = re.compile(r"[\\`*\[\]<|~$&_]")  # one set of characters: looked for many times as fast as what stands below
_ALWAYS = re.compile(r"[\\`*\[\]<|~$]|&(?=#?[A-Za-z0-9]{1,32};)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_ENTITIES = {"<": "&lt;", "&": "&amp;"}
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def plain(text: str) -> str:
    """Return one line of Markdown that shows the text; line breaks become `<br>`."""
    if text.isascii() and text.isprintable() and len(text) <= LONGEST_LINE:
        return _line(text)
    # A `<br>` at the beginning of a line would open a block of HTML.
    return "<br>".join(_line(line) for line in safe_lines(text.strip(), LONGEST_LINE, MOST_LINES))


def code(text: str) -> str:
    """Return the text as a code span; what would end the span or a table's cell is shown as another sign."""
    shown = safe_text(text, LONGEST_LINE).replace("`", "'").replace("|", "¦")
    return f"`{shown}`" if shown.strip() else "` `"


def _line(text: str) -> str:
    escaped = text.strip()
    if _MARKUP.search(escaped):
        escaped = _ALWAYS.sub(_escape, escaped)
    if not escaped:
        return ""
    if escaped[0] in "#>+=-:!":
        return f"\\{escaped}"
    if escaped[0].isdigit():
        return _NUMBERED.sub(r"\1\\\2", escaped, count=1) if _NUMBERED.match(escaped) else escaped
    return escaped


def _escape(found: re.Match[str]) -> str:
    sign = found.group()
    return _ENTITIES.get(sign, f"\\{sign}")
