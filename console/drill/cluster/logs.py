"""Pure: what the containers of pods have written, the life before kept as long as the present one. Knows no HTTP."""

from collections import deque
from typing import NamedTuple

_KEPT = 10_000


class Line(NamedTuple):
    """One line: when it was written (ms) and its text."""

    at: int
    text: str


class Logs:
    """The lines of each pod by uid, present and previous."""

    def __init__(self) -> None:
        self._now: dict[str, deque[Line]] = {}
        self._before: dict[str, deque[Line]] = {}
        self._written: dict[str, int] = {}

    def write(self, uid: str, at: int, text: str) -> None:
        """Add a line to a pod's log."""
        self._now.setdefault(uid, deque(maxlen=_KEPT)).append(Line(at, text))
        self._written[uid] = self._written.get(uid, 0) + 1

    def turn(self, uid: str) -> None:
        """The container died: what it wrote is now the previous log."""
        self._before[uid] = self._now.pop(uid, deque(maxlen=_KEPT))

    def forget(self, uid: str) -> None:
        """The pod is gone, and its log with it."""
        for each in (self._now, self._before, self._written):
            each.pop(uid, None)

    def written(self, uid: str) -> int:
        """Return how many lines were ever written, so that a follower knows what is new."""
        return self._written.get(uid, 0)

    def lines(self, uid: str, *, previous: bool = False) -> list[Line] | None:
        """Return the lines kept; None when there was no previous life."""
        if previous:
            return list(self._before[uid]) if uid in self._before else None
        return list(self._now.get(uid, ()))
