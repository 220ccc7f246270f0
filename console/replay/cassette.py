"""What is to be replayed, and from where on; light enough to be made before the first paint."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from console.incident.clock import Clock
from console.incident.errors import Refused
from console.incident.events import Instant
from console.replay.moments import moment
from console.replay.transport import FASTEST, Extent

_TRIAL = Extent(0, 1 << 40, 1 << 40)


class Cassette(NamedTuple):
    """What is to be played. `incident` "" is the one that the log is about; `clock` tells the present.

    `start` says where in its extent it begins; `speed` how many times as fast as it was.
    """

    log_dir: Path
    clock: Clock
    incident: str = ""
    start: Callable[[Extent], Instant] = lambda extent: extent.begin
    speed: int = 1
    playing: bool = False


def cassette(log_dir: Path, clock: Clock, incident: str, at: str = "", speed: int = 0) -> Cassette:
    """Return what is to be played; with a speed it plays at once. Refused where time or speed make no sense."""
    if at:
        moment(at, _TRIAL)
    if speed and not 1 <= speed <= FASTEST:
        raise Refused(f"a speed is a whole number from 1 to {FASTEST}: 10 plays ten minutes in one.")

    def start(extent: Extent) -> Instant:
        return moment(at, extent) if at else extent.begin

    return Cassette(log_dir, clock, incident, start, speed or 1, bool(speed))
