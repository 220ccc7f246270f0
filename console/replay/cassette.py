"""What is to be replayed, and from where on; light enough to be made before the first paint."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from console.incident.clock import Clock
from console.incident.events import Instant
from console.replay.transport import Extent


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
