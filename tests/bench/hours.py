"""Eight simulated hours of a room in a process of its own: prints the resident bytes of each hour as JSON.

The room is real (journal, samples, health, charts, snapshots); its clock is turned by hand and its sources are drawn,
so that a beat of five seconds takes as long as its work does.
"""

import asyncio
import gc
import json
import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from checks.sample import Reading, Sample, Status
from console.incident.events import Entry, Noted
from console.journal.opening import Journal
from console.journal.samples import SampleStore
from console.poller import Poller
from console.room import Act, Parts, Room
from console.room.keeping import SampleKeeper
from console.room.watch import Watch
from console.signals.health import Watched
from tests.fakes import FakeClock
from tests.terminal.proc import memory_of

_CHECKS, _BEAT, _HOURS = 50, 5, 8
_BEATS = 3600 // _BEAT
_NOTE_EVERY = 12


def main(log_dir: Path) -> None:
    """Live through the hours and print what each left."""
    clock = FakeClock()
    names = [f"check-{number:02}" for number in range(_CHECKS)]
    parts = Parts(
        log_dir=log_dir,
        actor="bench",
        version="0",
        clock=clock,
        open_journal=lambda: Journal.open(log_dir, user="bench", host="bench", clock=clock, redact=str),
        open_samples=lambda writer: SampleStore.open(log_dir, writer, clock),
        make_checks=tuple,
        watched=[Watched(name, f"service of {name}", _BEAT) for name in names],
    )
    sys.stdout.write(json.dumps(asyncio.run(_live(parts, clock, names))))


async def _live(parts: Parts, clock: FakeClock, names: Sequence[str]) -> list[int]:
    room = Room(parts)
    await room._record.open()
    room._poller = Poller((), clock, lambda _: None)
    room._watch = Watch(parts, room._poller)
    room._keeper = SampleKeeper(parts, room._record.writer)
    chance, sizes = random.Random(3), []
    for hour in range(_HOURS):
        for beat in range(_BEATS):
            clock.advance(_BEAT)
            room._take([_sample(name, clock(), chance.random()) for name in names])
            if beat % _NOTE_EVERY == 0:
                note = Entry(Noted(f"hour {hour}, beat {beat}: nothing new"), "bench")
                await room._record.submit(_writes(note))
            await room._record.follow()
            await asyncio.sleep(0)
        gc.collect()
        sizes.append(memory_of(os.getpid()).rss)
    room._keeper.close()
    room._record.close(5)
    return sizes


def _writes(entry: Entry) -> Act:
    return lambda _state, _now: (entry,)


def _sample(name: str, at: int, luck: float) -> Sample:
    if luck < 0.001:
        return Sample(name, at, Status.DOWN, "connection refused", f"http GET http://{name}.example/", took=0.1)
    readings = (Reading("latency", 0.01 + luck / 10, "s"),)
    return Sample(name, at, Status.OK, "", f"http GET http://{name}.example/", readings, luck / 10)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
