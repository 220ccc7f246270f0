"""What screen 5 looks up in the whole log: whether it got better, what resembles what, where words stand. Blocks."""

from collections.abc import Sequence
from pathlib import Path

from console.history import read_past
from console.incident.events import Instant
from console.journal.search import look_in_all
from console.journal.wanted import parse_wanted
from console.present.scorecard import FoundEvent
from console.review.scorecard import Goals, Scorecard, scorecard
from console.review.similar import Similar, similar

_MOST = 200


class Library:
    """Reads a log directory, and the archives beside it; every answer may take a second: not for the screen's loop."""

    def __init__(self, log_dir: Path, goals: Goals | None = None, archives: Sequence[Path] = ()) -> None:
        self._log_dir, self._goals, self._archives = log_dir, goals, archives

    def scorecard(self, now: Instant) -> Scorecard:
        """Return each target over the incidents of the window."""
        return scorecard(read_past(self._log_dir).history, now, self._goals)

    def similar(self, incident: str, now: Instant) -> tuple[Similar, ...]:
        """Return the past incidents that resemble one; Refused where there is none of this id."""
        return similar(read_past(self._log_dir).history, incident, now)

    def search(self, words: str, now: Instant) -> list[FoundEvent]:
        """Return the events with these words and marks, the best first; Refused where a mark makes no sense."""
        found = look_in_all((self._log_dir, *self._archives), parse_wanted(words, now, limit=_MOST))
        return [
            FoundEvent(hit.row.key, hit.row.occurred_at, hit.row.incident, hit.row.actor, hit.snippet, hit.purpose)
            for hit in found.hits
        ]
