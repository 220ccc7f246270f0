"""Pure: the hybrid logical clock that orders the events of all writers. Is given the time."""

_SHIFT = 16
_AHEAD = 366 * 86_400_000  # a clock that is further ahead than this is a fault, and must not pull ours along


class HybridClock:
    """Gives ever larger times: `now << 16`, or one more than the largest seen, here or at another writer."""

    def __init__(self, last: int = 0) -> None:
        self.last = last
        self._seen = 0

    def observe(self, hlc: int, now: int) -> None:
        """Take note of another writer's time, so that what is recorded next comes after it; from any thread.

        It never touches `last`: set between two of the writer thread's own steps it would turn the order round.
        """
        if self._seen < hlc <= (now + _AHEAD) << _SHIFT:
            self._seen = hlc

    def next(self, now: int, count: int = 1) -> int:
        """Return the time of the next event; it and the `count` - 1 after it are taken. On the writer thread only."""
        first = max(self.last + 1, self._seen + 1, now << _SHIFT)
        self.last = first + count - 1
        return first
