"""The sample store: 1,000 checks at 5 s over 8 hours, what they weigh and how soon a chart of them is read."""

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from checks.sample import Reading, Sample, Status
from console.journal.charting import SampleReader
from console.journal.samples import SampleStore
from console.journal.shelf import Shelf, Stretch
from console.signals.health import Watched
from tests.bench.figure import Figure, at_most
from tests.bench.world import fresh
from tests.fakes import FakeClock

_CHECKS, _BEAT, _HOURS = 1000, 5, 8
_VARIANTS = 61  # beats that are drawn; then they repeat, which no compression sees: a beat is packed by itself
_CHARTS = 9


def run(*, quick: bool) -> list[Figure]:
    """Write the samples and read charts. Quick writes a twelfth and says what the whole would weigh."""
    share = 12 if quick else 1
    folder, clock = fresh("samples"), FakeClock()
    start = clock.now
    beats, taken = fill(folder, clock, share=share)
    size = sum(file.stat().st_size for file in folder.iterdir()) * share / 1e6
    chart = median(_chart(folder, start, clock.now) for _ in range(_CHARTS)) * 1000
    computed = median(_computed(folder, start, clock.now) for _ in range(_CHARTS)) * 1000
    how = f"{beats} beats of {_CHECKS} checks, {taken / beats * 1000:.2f} ms a beat" + (", scaled up" if quick else "")
    return [
        at_most("samples, 1,000 checks at 5 s over 8 h, on disk", size, "MB", 35, detail=how),
        at_most("samples, an 8 h chart", chart, "ms", 50, detail=f"median of {_CHARTS}, a fresh reader each"),
        at_most("samples, 8 h charts of errors and p50, p95, p99 from probes", computed, "ms", 50, detail="the same"),
    ]


def fill(folder: Path, clock: FakeClock, names: Sequence[str] = (), *, share: int = 1) -> tuple[int, float]:
    """Write the samples, the first checks under these names; return how many beats, and the seconds they took."""
    beats = _HOURS * 3600 // _BEAT // share
    store = SampleStore.open(folder, "bench@bench", clock)
    started = time.perf_counter()
    drawn = beats_drawn(names)
    for beat in range(beats):
        store.write(clock(), drawn[beat % _VARIANTS])
        clock.advance(_BEAT)
        while store.condition.pending > 200:
            time.sleep(0.01)
    assert store.close(60)
    return beats, time.perf_counter() - started


def _chart(folder: Path, start: int, end: int) -> float:
    started = time.perf_counter()
    series = SampleReader(folder).series("check-0500", "latency", start, end, 240)
    taken = time.perf_counter() - started
    assert len(series) == 240
    assert any(point is not None for point in series)
    return taken


def _computed(folder: Path, start: int, end: int) -> float:
    """Compute four numbers of a service from its probes, as the charts of the room do after a restart."""
    shelf, width = Shelf(folder, [Watched("check-0500", "web", _BEAT)], {}), (end - start) // 240
    wanted = [Stretch("web", metric, width, start, 240) for metric in ("error_rate", "p50", "p95", "p99")]
    started = time.perf_counter()
    found = shelf(wanted)
    taken = time.perf_counter() - started
    assert all(any(value is not None for value in values) for values in found)
    return taken


def beats_drawn(names: Sequence[str] = ()) -> list[list[Sample]]:
    """Return beats of 1,000 checks, to be written again and again."""
    return list(_drawn(names))


def _drawn(names: Sequence[str]) -> Iterator[list[Sample]]:
    """Yield beats in which every latency walks by itself and one check in fifty fails."""
    chance = random.Random(5)
    latency = [chance.uniform(0.005, 0.5) for _ in range(_CHECKS)]
    called = [*names, *(f"check-{number:04}" for number in range(len(names), _CHECKS))]
    for _ in range(_VARIANTS):
        latency = [max(0.001, value * chance.uniform(0.9, 1.1)) for value in latency]
        yield [_sample(name, value, chance.random()) for name, value in zip(called, latency, strict=True)]


def _sample(name: str, latency: float, luck: float) -> Sample:
    if luck < 0.02:
        return Sample(name, 0, Status.DOWN, "connection refused", f"http GET http://{name}.example/", took=latency)
    readings = (Reading("latency", latency, "s"),)
    return Sample(name, 0, Status.OK, "", f"http GET http://{name}.example/", readings, latency)
