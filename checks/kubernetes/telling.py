"""What the change feed has told: each act once, and nothing of objects that a machine changes all the time."""

import threading
from collections import deque

from checks.change import Change
from checks.kubernetes.acts import Act
from checks.wording import line

_MOST_TOLD, _MOST_WAITING = 20_000, 1000
_RESTLESS, _RESTLESS_TIME = 6, 600_000
"""An object that changes more often than this in so many ms is told of no more: it is a machine's."""
_BY_PEOPLE = frozenset({"rollout", "restart", "scale"})


class Telling:
    """`tell` belongs to one thread, `drain` may be called from any. Bounded: the oldest goes first."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._told: dict[str, None] = {}
        self._times: dict[str, deque[int]] = {}
        self._lock = threading.Lock()
        self._waiting: deque[Change] = deque(maxlen=_MOST_WAITING)

    def told(self, key: str) -> bool:
        """Tell whether this was told before."""
        return key in self._told

    def tell(self, act: Act) -> None:
        """Put an act among what is waiting, unless it was told before."""
        if act.key in self._told:
            return
        self._told[act.key] = None
        if len(self._told) > _MOST_TOLD:
            del self._told[next(iter(self._told))]
        if self._restless(act):
            return
        # Annotations and the names of managers are free text, and this goes into the log.
        free = (act.target, act.text, act.key, act.by, act.namespace)
        target, text, key, by, namespace = (line(each, 300) for each in free)
        change = Change(act.at, "kubernetes", act.what, target, text, key, by, self._where, namespace)
        with self._lock:
            self._waiting.append(change)

    def drain(self) -> list[Change]:
        """Return what was told since the last time, oldest first."""
        with self._lock:
            found, self._waiting = list(self._waiting), deque(maxlen=_MOST_WAITING)
        return sorted(found)

    def _restless(self, act: Act) -> bool:
        if act.what in _BY_PEOPLE:
            return False
        times = self._times.setdefault(act.key.partition("/")[0], deque(maxlen=_RESTLESS))
        restless = len(times) == _RESTLESS and act.at - times[0] < _RESTLESS_TIME
        times.append(act.at)
        if len(self._times) > _MOST_TOLD:
            del self._times[next(iter(self._times))]
        return restless
