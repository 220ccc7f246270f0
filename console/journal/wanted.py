"""Pure: what somebody looks for in the logs: words, and marks such as kind:note, by:alice, incident:002, since:7d."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from console.incident.clock import parse_duration, parse_when
from console.incident.codec import known_kind
from console.incident.errors import Refused
from console.incident.facts import Instant

USAGE = "words, kind:decision, by:alice, incident:002, since:7d"
_PART = re.compile(r'"[^"]*"?|[^\s"]+')
_MARKS = ("kind", "by", "incident", "since")
_AGO = re.compile(r"[0-9a-zA-Z]+")


class Wanted(NamedTuple):
    """What is looked for; all that is set must hold. `query` is in the language of FTS5, "" for every event.

    `incident` is an id or the end of one; `newest` gives the newest first instead of the best.
    """

    query: str = ""
    kinds: tuple[str, ...] = ()
    actor: str = ""
    incident: str = ""
    since: Instant | None = None
    newest: bool = False
    limit: int = 50

    def where(self) -> tuple[str, list[Any]]:
        """Return the condition on the table of events, and its values."""
        parts, values = ["1"], list[Any]()
        if self.kinds:
            parts.append(f"events.kind IN ({','.join('?' * len(self.kinds))})")
            values += self.kinds
        if self.actor:
            parts.append("events.actor = ?")
            values.append(self.actor)
        if self.incident:
            parts.append("(upper(events.incident) = ? OR substr(upper(events.incident), ?) = ?)")
            ending = f"-{self.incident}"
            values += [self.incident, -len(ending), ending]
        if self.since is not None:
            parts.append("events.at >= ?")
            values.append(self.since)
        return " AND ".join(parts), values


def parse_wanted(text: str, now: Instant, *, newest: bool = False, limit: int = 50) -> Wanted:
    """Return what a line looks for; Refused where a mark makes no sense, or nothing is looked for.

    `"two words"` in quotation marks stand together, and no mark is read in them; a last word may be begun only. No
    other character has a meaning of its own.
    """
    text = text.encode("utf-8", "replace").decode()  # what no database could be asked for
    marks: dict[str, list[str]] = {name: [] for name in _MARKS}
    words: list[str] = []
    for part in _PART.findall(text):
        name, colon, value = part.partition(":")
        if colon and value and name.lower() in marks:
            marks[name.lower()].append(value)
        else:
            words.append(part)
    query = _query(words)
    if not query and not any(marks.values()):
        message = f"Say what to search for: {USAGE}."
        raise Refused(message)
    since = _since(marks["since"][-1], now) if marks["since"] else None
    kinds = tuple(dict.fromkeys(map(known_kind, marks["kind"])))
    actor, incident = (marks[name][-1] if marks[name] else "" for name in ("by", "incident"))
    return Wanted(query, kinds, actor, incident.upper(), since, newest or not query, max(1, limit))


def plain_words(text: str) -> list[str]:
    """Return the words and phrases of a line in small letters, without its marks."""
    parts = (part for part in _PART.findall(text) if part.partition(":")[0].lower() not in _MARKS)
    return [plain for part in parts if (plain := part.strip('"').strip().lower())]


def _since(text: str, now: Instant) -> Instant:
    """Read "7d" as so long ago, anything else as a time."""
    if _AGO.fullmatch(text) and text[-1].isalpha():
        return now - parse_duration(text)
    return parse_when(text, now)


def _query(parts: list[str]) -> str:
    """Return words and phrases as an FTS5 query in which nothing has a special meaning but quotation marks."""
    listed = list(_phrases(parts))
    if not listed:
        return ""
    quoted = [f'"{phrase}"' for phrase in listed]
    begun = not parts[-1].startswith('"')
    return " ".join([*quoted[:-1], f"{quoted[-1]}*"] if begun else quoted)


def _phrases(parts: list[str]) -> Iterator[str]:
    for part in parts:
        phrase = part.replace('"', "").strip()
        if any(mark.isalnum() for mark in phrase):
            yield phrase
