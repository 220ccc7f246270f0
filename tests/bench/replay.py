"""The replay of a long outage: how soon it stands on the screen, and how soon it is at another moment."""

import gc
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from checks.sample import Sample
from console.incident.clock import system_clock
from console.journal.samples import SampleStore
from console.replay.cassette import Cassette
from console.replay.player import Player
from console.screens.sweeping import Sweeper
from tests.bench.figure import Figure, at_most, interleaved, p95
from tests.bench.programs import room_painted
from tests.bench.samples import beats_drawn
from tests.bench.world import EVENTS, HOURS, large_log
from tests.fakes import FakeClock

_BEAT, _SEEKS = 5, 60
_SPANS = (15, 480)
"""Minutes that the charts show: the span of every day, and the longest."""


def run(*, quick: bool) -> list[Figure]:
    """Open and seek in a log of eight hours with the samples of 1,000 checks. Quick writes samples of an hour."""
    log, hours = large_log(), 1 if quick else HOURS
    _measure(log, hours)
    opened, ended, room = interleaved(
        [
            lambda: room_painted(log, "paused,", arguments=("replay",)),
            lambda: room_painted(log, "paused,", f"({EVENTS - 1})", arguments=("replay", "--at", "end")),
            lambda: room_painted(log, "console opened"),
        ],
        3 if quick else 7,
    )
    what = f"replay of {EVENTS:,} events and {hours} h of 1,000 checks"
    how = f"the room on the same log: {room:.2f} s"
    with _swept():
        seeks = {span: _seeks(log, span) for span in _SPANS}
    return [
        at_most(f"{what}: process start until its beginning is shown", opened, "s", 1, detail=how),
        at_most(f"{what}: the same, opened at its end", ended, "s", 1, detail=how),
        *(
            at_most(f"{what}: a seek, charts over {span} min, p95", p95(taken), "ms", 100, detail=_median(taken))
            for span, taken in seeks.items()
        ),
    ]


@contextmanager
def _swept() -> Iterator[None]:
    """Let garbage be looked for as it is beside a screen: in a moment without keys, and never while one waits."""
    before = gc.get_threshold()
    Sweeper(time.monotonic).take_over()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def _median(taken: list[float]) -> str:
    return f"{len(taken)} moments; median {median(taken):.0f} ms, slowest {max(taken):.0f} ms"


def _measure(log: Path, hours: int) -> None:
    """Write what a console measured in the last hours of the log."""
    clock = FakeClock(int(time.time() * 1000) - hours * 3_600_000)
    store, drawn = SampleStore.open(log, "bench@bench", clock), beats_drawn()
    for beat in range(hours * 3600 // _BEAT):
        samples: list[Sample] = drawn[beat % len(drawn)]
        store.write(clock(), samples)
        clock.advance(_BEAT)
        while store.condition.pending > 200:
            time.sleep(0.01)
    assert store.close(60)


def _seeks(log: Path, minutes: int) -> list[float]:
    """Return the ms that the picture of a moment takes, at moments here and there."""
    chance, taken = random.Random(8), []
    player = Player(Cassette(log, system_clock))
    player.open()
    player.follow()
    player.show(span=minutes * 60_000, points=120)
    extent = player.transport.extent
    for _ in range(_SEEKS):
        player.transport.go(chance.randrange(extent.begin, extent.end))
        begun = time.perf_counter()
        player.picture()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken
