"""All incidents of a log, read in one pass: for the scorecard and for what resembles what. Changes nothing."""

from pathlib import Path
from typing import NamedTuple

from console.incident.state import FOLD_KINDS
from console.journal.reading import LogReader
from console.review.fingerprints import History, gather
from console.unswept import unswept

_BESIDE = frozenset({"action", "change", "checklist", "mitigation", "update"})
"""Kinds that change nothing that is compared across incidents, and that there are many of."""
KINDS = FOLD_KINDS - _BESIDE


class Past(NamedTuple):
    """What the log knows, and a sentence for every file that could not be read."""

    history: History
    problems: tuple[str, ...]


def read_past(log_dir: Path) -> Past:
    """Read what changes the state, once."""
    reader = LogReader(log_dir)
    try:
        with unswept():
            return Past(gather(reader.events(kinds=KINDS)), reader.problems)
    finally:
        reader.close()
