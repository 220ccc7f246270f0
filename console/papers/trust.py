"""How far a log can be trusted: the events before the first bad one of each writer. Changes no byte."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from console.incident.errors import Refused
from console.incident.events import Event
from console.journal.verify import WriterVerdict, verify
from console.review.report import Break

_MOST = 20
"""So many other problems are told in full."""


class Trusted:
    """Checks the chains of a log directory, and lets only those events pass that stand before a break."""

    def __init__(self, log_dir: Path) -> None:
        self._bad = [verdict for verdict in verify(log_dir, chains_only=True) if not verdict.ok]
        self._ends = {verdict.writer: _number(verdict) for verdict in self._bad}
        self._left_out = dict.fromkeys(self._ends, 0)

    def of(self, events: Iterable[Event]) -> Iterable[Event]:
        """Return the events that can be trusted, in their order."""
        return self._passed(events) if self._ends else events

    def breaks(self, problems: Sequence[str]) -> tuple[Break, ...]:
        """Return what is wrong, once all events have passed; `problems` is what the reader could not read."""
        found = [Break(each.first_bad or "", each.problem, self._left_out[each.writer]) for each in self._bad]
        told = " ".join(each.problem for each in self._bad)
        others = [Break("", problem) for problem in problems if problem not in told]
        if len(others) > _MOST:
            others = [*others[:_MOST], Break("", f"And {len(others) - _MOST} more events or files cannot be read.")]
        return (*found, *others)

    def explained(self, refusal: Refused) -> Refused:
        """Return the refusal with what is wrong with the log, which may be its cause."""
        problems = " ".join(each.problem for each in self._bad)
        return Refused(f"{refusal} The log is damaged: {problems}") if problems else refusal

    def _passed(self, events: Iterable[Event]) -> Iterator[Event]:
        for event in events:
            end = self._ends.get(event.writer)
            if end is None or event.seq < end:
                yield event
            else:
                self._left_out[event.writer] += 1


def _number(verdict: WriterVerdict) -> int:
    """Return the number of the first bad event; where none is named everything that can be read counts."""
    number = (verdict.first_bad or "").rpartition("/")[2]
    return int(number) if number.isdecimal() else 1 << 62
