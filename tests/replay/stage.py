"""An outage in a log with its samples, and a player that plays it, on seconds turned by hand."""

from collections.abc import Callable
from pathlib import Path

from checks.sample import Reading, Sample, Status
from console.incident.events import Instant
from console.journal.samples import SampleStore
from console.present.snapshot import Snapshot
from console.replay.cassette import Cassette
from console.replay.player import Player
from console.replay.transport import Extent
from console.signals.health import Watched
from tests.fakes import FakeClock
from tests.room import MINUTE, NOW, write_story
from tests.screens.turning import Seconds

INCIDENT = "INC-20261121-001"
BEGUN = NOW - 11 * MINUTE
"""When the first event of the outage was recorded: "api ok -> down"."""
END = NOW - 250_000
"""When its last event was recorded: there the replay ends."""
LATER = NOW + 30 * 24 * 60 * MINUTE
"""When it is looked at again: a month later."""
WATCHED = (
    Watched("api prometheus", "api", 5.0),
    Watched("web http", "web", 5.0),
    Watched("host", "this machine", 5.0),
)


def write_samples(log_dir: Path, begin: Instant = NOW - 20 * MINUTE, end: Instant = NOW) -> None:
    """Write what a console measured: the api fails from the beginning of the outage on."""
    clock = FakeClock(begin)
    store = SampleStore.open(log_dir, "alice@host", clock)
    while clock.now < end:
        store.write(clock.now, _beat(clock.now))
        clock.advance(5)
    assert store.close(20)


def _beat(at: Instant) -> list[Sample]:
    bad = at >= BEGUN
    numbers = (
        Reading("error_rate", 0.061 if bad else 0.002, "ratio"),
        Reading("p95", 1.24 if bad else 0.2, "s"),
        Reading("traffic", 310.0, "/s"),
    )
    host = (Reading("cpu", 0.4, "ratio"), Reading("memory_available_ratio", 0.7, "ratio"))
    status = Status.DOWN if bad else Status.OK
    return [
        Sample("api prometheus", at, status, readings=numbers),
        Sample("web http", at, Status.OK, readings=(Reading("latency", 0.08, "s"),)),
        Sample("host", at, Status.OK, readings=host),
    ]


def outage(log_dir: Path) -> Path:
    """Write the outage; returns its log."""
    write_story(log_dir)
    write_samples(log_dir)
    return log_dir


def opened(
    log_dir: Path,
    seconds: Seconds | None = None,
    *,
    incident: str = "",
    start: Callable[[Extent], Instant] = lambda extent: extent.begin,
    now: Instant = LATER,
) -> Player:
    """A player that has read the log, and does not follow anything by itself."""
    player = Player(Cassette(log_dir, FakeClock(now), incident, start), WATCHED, {}, seconds or Seconds())
    player.open()
    player.follow()
    return player


def at(player: Player, moment: Instant) -> Snapshot:
    """Go to a moment, and take the picture."""
    player.transport.go(moment)
    return player.picture()
