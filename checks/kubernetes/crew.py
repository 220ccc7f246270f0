"""The threads that watch a cluster: begun, waited for, and missed where one ends before its time. Knows no cluster."""

import threading
import time
from collections.abc import Callable


class Crew:
    """Threads that work until `over`. What stands still must not look well: `crashed` says in a sentence who is gone.

    The error itself goes the way of all errors of threads, `threading.excepthook`.
    """

    def __init__(self, over: threading.Event) -> None:
        self._over = over
        self._threads: list[threading.Thread] = []
        self.crashed: dict[str, str] = {}

    def begin(self, name: str, work: Callable[[], None]) -> None:
        """Have somebody do the work."""
        thread = threading.Thread(target=self._do, args=(name, work), name=f"warroom-cluster-{name}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def join(self, timeout: float) -> None:
        """Wait for all of them, `timeout` seconds at the most in all."""
        until = time.monotonic() + timeout
        for thread in list(self._threads):
            thread.join(max(until - time.monotonic(), 0))

    def _do(self, name: str, work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            if not self._over.is_set():
                self.crashed[name] = f"the watch of {name} has crashed and stands still: restart warroom"
