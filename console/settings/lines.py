"""Pure: on which line of a TOML text a key stands, which tomllib does not tell.

Limits: a key inside an inline table or a list is told by the line on which that table or list begins; a key written
with escapes inside quotes is not found and told by its table's line.
"""

import re
from collections.abc import Iterator, Mapping

KeyPath = tuple[str | int, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"^\s*(\[\[?)\s*({_DOTTED})\s*\]")
_KEY = re.compile(rf"^\s*({_DOTTED})\s*=")


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return key path -> line, counted from 1; members of `[[lists]]` are numbered from 0 in the path."""
    found: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, line in _outside_strings(text):
        if header := _HEADER.match(line):
            table = _resolve(_parts(header[2]), counts, new=header[1] == "[[")
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_parts(key[1])), number)
    return found


def line_of(path: KeyPath, lines: Mapping[KeyPath, int]) -> int:
    """Return the line of the key (of a list of tables: of its first), else of the nearest table around it, else 0."""
    places = (place for size in range(len(path), 0, -1) for place in (path[:size], (*path[:size], 0)))
    return next((lines[place] for place in places if place in lines), 0)


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))


def _resolve(parts: tuple[str, ...], counts: dict[KeyPath, int], *, new: bool) -> KeyPath:
    path: KeyPath = ()
    for index, part in enumerate(parts):
        path = (*path, part)
        if new and index == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _outside_strings(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that do not begin inside a multi-line string."""
    quote = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not quote:
            yield number, line
        for mark in re.findall(r'"""|\'\'\'', line):
            quote = "" if quote == mark else quote or mark
