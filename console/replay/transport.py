"""Where a replay stands and how fast it goes: play, pause, go to a moment. Is given the seconds; reads no log."""

from collections.abc import Callable
from typing import NamedTuple

from console.incident.errors import Refused
from console.incident.events import Instant

SPEEDS = (1, 2, 5, 10, 30, 60, 300, 1800)
"""How many times as fast as it was."""
FASTEST = 3600


class Extent(NamedTuple):
    """What can be replayed: from `begin` to `last` (ms). Playing stops at `end`, where the incident was over.

    `live`: it is not over, and `end` and `last` are the present.
    """

    begin: Instant
    end: Instant
    last: Instant
    live: bool = False


class _Run(NamedTuple):
    at: Instant
    since: float
    speed: int
    playing: bool


class Transport:
    """The tape's motor. Keys move it on the screen's thread; any thread may ask where it stands."""

    def __init__(self, steady: Callable[[], float], extent: Extent, at: Instant, speed: int = 1) -> None:
        """`steady` counts seconds."""
        self._steady = steady
        self.extent = extent
        self._run = _Run(self._within(at), steady(), speed, playing=False)

    @property
    def at(self) -> Instant:
        """The moment that is shown."""
        run = self._run
        gone = round((self._steady() - run.since) * 1000 * run.speed) if run.playing else 0
        return min(run.at + gone, self._stop(run)) if run.playing else run.at

    @property
    def playing(self) -> bool:
        """Whether it goes on by itself."""
        run = self._run
        return run.playing and (self.extent.live or self.at < self._stop(run))

    @property
    def speed(self) -> int:
        """How many times as fast as it was it plays."""
        return self._run.speed

    @property
    def caught_up(self) -> bool:
        """Whether it has come to the present, and goes with it."""
        return self.extent.live and self._run.playing and self.at >= self.extent.end

    def play(self, *, on: bool) -> None:
        """Go on from here, or stay."""
        at = self.at
        if on and at >= self.extent.last and not self.extent.live:
            raise Refused("this is the end: home goes to the beginning, @ to a time.")
        self._run = _Run(at, self._steady(), self.speed, playing=on)

    def go(self, at: Instant) -> Instant:
        """Go to a moment, or as near as there is something; returns it."""
        self._run = self._run._replace(at=self._within(at), since=self._steady())
        return self._run.at

    def set_speed(self, speed: int) -> None:
        """Play so many times as fast; Refused where that is none."""
        if not 1 <= speed <= FASTEST:
            raise Refused(f"a speed is a whole number from 1 to {FASTEST}: 10 plays ten minutes in one.")
        self._run = _Run(self.at, self._steady(), speed, self._run.playing)

    def faster(self, by: int) -> int:
        """Take the next speed up (1) or down (-1); returns it."""
        now = self.speed
        found = [speed for speed in SPEEDS if (speed > now if by > 0 else speed < now)]
        self.set_speed((min(found) if by > 0 else max(found)) if found else now)
        return self.speed

    def _stop(self, run: _Run) -> Instant:
        return self.extent.end if run.at < self.extent.end else self.extent.last

    def _within(self, at: Instant) -> Instant:
        return max(self.extent.begin, min(at, self.extent.last))
