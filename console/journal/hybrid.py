"""Pure: the hybrid logical clock that orders the events of all writers. Is given the time."""

_SHIFT = 16
_AHEAD = 366 * 86_400_000  # a clock that is further ahead than this is a fault, and must not pull ours along


class HybridClock:
    """Gives ever larger times: `now << 16`, or one more than the largest seen, here or at another writer."""

    def __init__(self, last: int = 0) -> None:
        self.last = last

    def observe(self, hlc: int, now: int) -> None:
        """Take note of another writer's time, so that what is recorded next comes after it."""
        if self.last < hlc <= (now + _AHEAD) << _SHIFT:
            self.last = hlc

    def next(self, now: int) -> int:
        """Return the time of the next event."""
        self.last = max(self.last + 1, now << _SHIFT)
        return self.last
