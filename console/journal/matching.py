"""Pure: which events a timeline shows, as one question for SQL and for single events alike."""

from typing import Any, NamedTuple

from console.incident.codec import encode
from console.incident.events import Event

QUIET: frozenset[str] = frozenset({"pinned", "corrected", "log.heads"})
"""Kinds that stand in the log and not in the timeline: they show on the event that they are about."""


_NOT_OF_KINDS = "seq NOT IN (SELECT seq FROM events WHERE kind IN ({}) AND kind <> 'note')"


class Match(NamedTuple):
    """All that is set must hold. `text` is part of the text or of the actor, capitals of A to Z alike; no wildcards."""

    text: str = ""
    kinds: frozenset[str] = frozenset()
    actor: str = ""
    incident: str = ""
    hidden: frozenset[str] = QUIET
    pinned: frozenset[str] | None = None

    def accepts(self, event: Event) -> bool:
        """Tell whether an event that was just recorded belongs to it."""
        kind, text, _ = encode(event.fact)
        if kind in self.hidden or (self.kinds and kind not in self.kinds):
            return False
        if (self.actor and event.actor != self.actor) or (self.incident and event.incident != self.incident):
            return False
        if self.pinned is not None and event.key not in self.pinned:
            return False
        wanted = _fold(self.text)
        return not wanted or wanted in _fold(text) or wanted in _fold(event.actor)

    def where(self, writer: str) -> tuple[str, list[Any]]:
        """Return the condition for this writer's events, and its values."""
        parts, values = [], []
        for column, wanted in (("incident", self.incident), ("actor", self.actor)):
            if wanted:
                parts.append(f"{column} = ?")
                values.append(wanted)
        if self.kinds:
            parts.append(f"kind IN ({_marks(len(self.kinds))})")
            values += sorted(self.kinds)
        if self.hidden:
            parts.append(_NOT_OF_KINDS.format(_marks(len(self.hidden))))
            values += sorted(self.hidden)
        if self.text:
            parts.append("(text LIKE ? ESCAPE '\\' OR actor LIKE ? ESCAPE '\\')")
            values += [_like(self.text)] * 2
        if self.pinned is not None:
            numbers = [key.rpartition("/")[2] for key in self.pinned if key.rpartition("/")[0] == writer]
            parts.append(f"seq IN ({','.join(number for number in numbers if number.isdecimal())})")
        return " AND ".join(parts) or "1", values


EVERYTHING = Match()


def _marks(count: int) -> str:
    return ",".join("?" * count)


def _like(text: str) -> str:
    for mark in ("\\", "%", "_"):
        text = text.replace(mark, f"\\{mark}")
    return f"%{text}%"


def _fold(text: str) -> str:
    """Lower A to Z only, as SQLite's LIKE does."""
    return text.lower() if text.isascii() else "".join(mark.lower() if mark.isascii() else mark for mark in text)
