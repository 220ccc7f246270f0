"""Pure: text from outside, made safe for Markdown: it is shown as it is and changes no structure."""

import re

from widgets.text import safe_lines, safe_text

LONGEST_LINE = 10_000
MOST_LINES = 1_000

_MARKUP = re.compile(r"[\\`*\[\]<|~$&_]")  # one set of characters: looked for many times as fast as what stands below
_ALWAYS = re.compile(r"[\\`*\[\]<|~$]|&(?=#?[A-Za-z0-9]{1,32};)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_ENTITIES = {"<": "&lt;", "&": "&amp;"}
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_LINKED = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x20\x7f-\x9f]{1,2000}\Z", re.IGNORECASE)
_IN_LINK = re.compile(r"[^A-Za-z0-9:/?#@!$&'*+,;=._~%-]")


def plain(text: str) -> str:
    """Return one line of Markdown that shows the text; line breaks become `<br>`."""
    if text.isascii() and text.isprintable() and len(text) <= LONGEST_LINE:
        return begin(_marks(text.strip()))
    # A `<br>` at the beginning of a line would open a block of HTML.
    return "<br>".join(begin(_marks(line.strip())) for line in safe_lines(text.strip(), LONGEST_LINE, MOST_LINES))


def within(text: str) -> str:
    """Return a part of a line: blanks at its ends stay, and it need not be fit to begin a line (see `begin`)."""
    if text.isascii() and text.isprintable() and len(text) <= LONGEST_LINE:
        return _marks(text)
    before, after = " " * text[:1].isspace(), " " * text[-1:].isspace()
    lines = "<br>".join(_marks(line.strip()) for line in safe_lines(text.strip(), LONGEST_LINE, MOST_LINES))
    return f"{before}{lines}{after}"


def begin(line: str) -> str:
    """Return a line that opens no block: no heading, quote, list or rule."""
    if not line:
        return ""
    if line[0] in "#>+=-:!":
        return f"\\{line}"
    if line[0].isdigit():
        return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line
    return line


def code(text: str) -> str:
    """Return the text as a code span; what would end the span or a table's cell is shown as another sign."""
    shown = safe_text(text, LONGEST_LINE).replace("`", "'").replace("|", "¦")
    return f"`{shown}`" if shown.strip() else "` `"


def fenced(text: str, language: str) -> str:
    """Return the text as a block in which every blank counts; nothing in it ends it, or looks like a kept part."""
    shown = "\n".join(safe_lines(text.strip("\n"), LONGEST_LINE, MOST_LINES)).replace("<!--", "<!- -")
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{shown}\n{fence}"


def linkable(url: str) -> str:
    """Return an address that a link may lead to, with everything else in it encoded; "" where it may not be one."""
    if not _LINKED.match(url):
        return ""
    return _IN_LINK.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), url)


def _marks(text: str) -> str:
    return _ALWAYS.sub(_escape, text) if _MARKUP.search(text) else text


def _escape(found: re.Match[str]) -> str:
    sign = found.group()
    return _ENTITIES.get(sign, f"\\{sign}")
