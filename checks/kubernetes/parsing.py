"""One thread parses at a time, in the whole program, and without the garbage collector. Knows nothing of clusters."""

import gc
import threading
from types import TracebackType


class Parsing:
    """Enter it around a page or some events, never around a request.

    Several threads that parse would hold up the loop of the screen in turns. And thousands of short-lived objects set
    off the collector: a full collection looks at all objects of the program at once, and takes 20 ms and more.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._was_on = False

    def __enter__(self) -> None:
        self._lock.acquire()
        self._was_on = gc.isenabled()
        gc.disable()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._was_on:
            gc.enable()
        self._lock.release()


PARSING = Parsing()
"""The one of this program."""
