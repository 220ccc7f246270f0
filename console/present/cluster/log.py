"""Pure: a container's log as safe lines with their numbers, kept while it grows and its oldest lines are dropped."""

import re
from typing import Protocol

from widgets.text import safe_text
from widgets.values import Span, Tone

LONGEST = 4_000
"""Characters of one line that are shown."""
_LOOK_IN = 200
_BAD = re.compile(r"\b(?:fatal|panic|critical|crit|traceback|err|severe|emerg)\b|(?:error|exception)\b", re.IGNORECASE)
_WARN = re.compile(r"\b(?:warn|warning)\b", re.IGNORECASE)


class Tail(Protocol):
    """What is known of a log: its newest lines, how many older ones were dropped, and why it ended or fails."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The newest lines, the oldest first."""

    @property
    def dropped(self) -> int:
        """How many lines came before them."""

    @property
    def ended(self) -> str:
        """Why no more comes, "" while it is followed."""

    @property
    def error(self) -> str:
        """What went wrong, "" where nothing did."""


class LogText:
    """Implements `widgets.values.TextSource`. Each line goes through the safe-text boundary once."""

    def __init__(self) -> None:
        self.first, self.last, self.version = 0, -1, 0
        self._lines: list[str] = []

    def take(self, tail: Tail) -> None:
        """Take the lines that are new."""
        count, first = len(tail.lines), tail.dropped
        last = first + count - 1
        if (first, last) == (self.first, self.last):
            return
        fresh = min(count, max(0, last - self.last))
        kept = self._lines[max(0, first - self.first) :] if first <= self.last + 1 and last >= self.last else []
        if len(kept) + fresh != count:  # another log than before
            kept, fresh = [], count
        self._lines = [*kept, *(safe_text(line, LONGEST) for line in tail.lines[count - fresh :])]
        self.first, self.last = first, last
        self.version += 1

    def line(self, number: int) -> Span:
        """Return a line; what looks like an error stands out."""
        text = self._lines[number - self.first]
        head = text[:_LOOK_IN]
        return Span(text, Tone.BAD if _BAD.search(head) else Tone.WARN if _WARN.search(head) else Tone.PLAIN)

    def find(self, words: str, start: int, step: int) -> int | None:
        """Return the number of the next line with these words."""
        wanted, number = words.casefold(), start
        while self.first <= number <= self.last:
            if wanted in self._lines[number - self.first].casefold():
                return number
            number += step
        return None

    def count(self, words: str) -> int:
        """Return how many lines have these words."""
        wanted = words.casefold()
        return sum(wanted in line.casefold() for line in self._lines)


def log_status(tail: Tail | None, *, opening: bool, following: bool, wrap: bool) -> Span:
    """Return what is to say of a log: followed, stopped, ended, broken."""
    if tail is None:
        return Span("opening ..." if opening else "", Tone.INFO)
    if tail.error:
        return Span(safe_text(tail.error, 160), Tone.UNKNOWN)
    dropped = f" · {tail.dropped:,} older dropped" if tail.dropped else ""
    cut = "" if wrap else " · cut"
    if tail.ended:
        return Span(f"ended: {safe_text(tail.ended, 120)}{dropped}{cut}", Tone.MUTED)
    return Span(f"{'following' if following else 'stopped'}{dropped}{cut}", Tone.OK if following else Tone.ACCENT)
