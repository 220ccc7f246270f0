"""Keeps a connection to one context: opens it, asks who we are, and feels its pulse. Watches no objects."""

import random
import threading
from collections.abc import Callable

from checks.kubernetes.access import Connection, open_connection
from checks.kubernetes.patience import Pace
from checks.kubernetes.trouble import NotSent, Trouble

_LONGEST_WAIT = 30.0

Clock = Callable[[], int]


class Keeper:
    """Runs on a thread of its own. `answered` is when the server last answered (ms), `silent` why it does not now.

    `opened` is called once with the connection; `errands` at each pulse; `revived` when the server is back.
    """

    def __init__(
        self,
        context: str,
        kubeconfig: str,
        clock: Clock,
        *,
        over: threading.Event,
        pace: Pace,
    ) -> None:
        self._context, self._kubeconfig, self._clock = context, kubeconfig, clock
        self._over, self._first_wait, self._pulse = over, pace.first_wait, pace.pulse
        self._timeout = min(2.0, pace.silence), pace.silence
        self._awake = threading.Event()
        self._opening: Connection | None = None
        self.connection: Connection | None = None
        self.error, self.silent = "not connected yet", ""
        self.next_try: int | None = None
        self.answered: int | None = None

    def run(
        self, opened: Callable[[Connection], None], errands: Callable[[Connection], None], revived: Callable[[], None]
    ) -> None:
        """Connect, then feel the pulse until it is over."""
        connection = self._connect()
        if connection is None:
            return
        opened(connection)
        while not self._over.is_set():
            self._awake.wait(self._pulse)
            self._awake.clear()
            if self._over.is_set():
                return
            if self._feel(connection):
                revived()
            if not self.silent:
                errands(connection)

    def wake(self) -> None:
        """Do the next thing now: an errand is waiting."""
        self._awake.set()

    def stop(self) -> None:
        """Cut the connection."""
        self._awake.set()
        for each in (self._opening, self.connection):
            if each is not None:
                each.close()

    def _connect(self) -> Connection | None:
        fails = 0
        while not self._over.is_set():
            try:
                if self._opening is None:
                    self._opening = open_connection(self._context, self._kubeconfig, clock=self._clock)
                if not self._over.is_set():  # who stops us has closed what there was before this one
                    self._opening.whoami()
            except Trouble as error:
                if isinstance(error, NotSent) and self._opening is not None:
                    self._opening.close()
                    self._opening = None  # the files are read anew: somebody may have mended them
                fails += 1
                wait = min(self._first_wait * 2 ** min(fails - 1, 10), _LONGEST_WAIT) * random.uniform(0.7, 1.3)  # noqa: S311 - so that not all come at once
                self.next_try = self._clock() + round(wait * 1000)
                self.error = str(error)
                self._awake.wait(wait)
                self._awake.clear()
                continue
            if self._over.is_set():
                break
            self.connection, self.error, self.next_try = self._opening, "", None
            self.answered = self._clock()
            return self.connection
        if self._opening is not None:
            self._opening.close()
        return None

    def _feel(self, connection: Connection) -> bool:
        """Ask for something small; any answer is a sign of life. Tells whether one came after a silence."""
        try:
            connection.fetch("GET", "/version", timeout=self._timeout)
        except Trouble as error:
            self.silent, self.next_try = str(error), self._clock() + round(self._pulse * 1000)
            return False
        was, self.silent, self.next_try = self.silent, "", None
        self.answered = self._clock()
        return bool(was)
