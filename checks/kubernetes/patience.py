"""How following a resource goes: its state in words, and how long to wait before the next try. Asks nothing."""

import random
import threading
from collections.abc import Callable
from typing import NamedTuple

from checks.kubernetes.objects import ResourceSeen

_LONGEST_WAIT = 30.0
_UNAUTHORIZED = 401
_SLOW = {403: "forbidden", 404: "absent"}
"""By status: what only somebody's doing can mend, so that it is asked for rarely."""


class Refused(Exception):  # noqa: N818 - turned into a state
    """The server answered, but not with the objects."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class Manners(NamedTuple):
    """What all followers of a cluster share; waits are in seconds."""

    clock: Callable[[], int]
    over: threading.Event
    namespace: str = ""
    first_wait: float = 0.5
    slow_wait: float = 120.0


class Pace(NamedTuple):
    """Seconds: before the first new try, between tries where rights are missing, between two beats of the pulse.

    After `silence` without an answer to its pulse a server is held for dead. A new picture is made once a `beat`, at
    the most. `settle` is how long an act is given to show itself whole before the change feed tells of it.
    """

    first_wait: float = 0.5
    slow_wait: float = 120.0
    pulse: float = 8.0
    silence: float = 4.0
    beat: float = 0.25
    settle: float = 1.2


class Patience:
    """The state of one resource, and its waits: longer and longer, never quite the same. `fails` counts in a row."""

    def __init__(self, name: str, manners: Manners) -> None:
        self._manners = manners
        self._awake = threading.Event()
        self.fails = 0
        self.seen = ResourceSeen(name)

    @property
    def nudged(self) -> bool:
        """Whether somebody wants it to try at once."""
        return self._awake.is_set()

    def fresh(self) -> None:
        """Begin something that a nudge ends."""
        self._awake = threading.Event()

    def nudge(self) -> None:
        """End a wait."""
        self._awake.set()

    def good(self) -> None:
        """The server answered as it should."""
        self.seen = ResourceSeen(self.seen.name, "ok", good_at=self._manners.clock())

    def heard(self) -> None:
        """Something came by the watch."""
        self.fails = 0
        self.seen = self.seen._replace(good_at=self._manners.clock())

    def wait(self, error: Exception) -> None:
        """Say what is wrong, and wait."""
        status = error.status if isinstance(error, Refused) else 0
        wait = min(self._manners.first_wait * 2 ** min(max(self.fails - 1, 0), 10), _LONGEST_WAIT)
        wait = self._manners.slow_wait if status in _SLOW else wait
        wait *= random.uniform(0.7, 1.3)  # noqa: S311 - so that not all come at once
        text = str(error) or "no reason given"
        if status == _UNAUTHORIZED:
            text = (
                "the server does not take our credentials any more (401): log in again, and where the token stands in "
                "the kubeconfig itself, restart warroom"
            )
        until = self._manners.clock() + round(wait * 1000)
        self.seen = self.seen._replace(state=_SLOW.get(status, "failing"), error=text, next_try=until)
        self.fresh()
        if not self._manners.over.is_set():
            self._awake.wait(wait)
