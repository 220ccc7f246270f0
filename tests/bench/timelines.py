"""The merged timeline of five writers against one writer's with as many events: how long each takes to open."""

import time
from pathlib import Path

from console.journal.reading import LogReader
from console.journal.timeline import TimelineIndex
from tests.bench.figure import Figure, at_most_times, interleaved
from tests.bench.programs import room_painted
from tests.bench.world import EVENTS, large_log

_WRITERS, _PAGE = 5, 60
_NEWEST = "console opened"  # the event that the start itself wrote: the timeline is read and follows the log


def run(*, quick: bool) -> list[Figure]:
    """Take turns between the two logs, in the program and by themselves."""
    count = EVENTS // 10 if quick else EVENTS
    one, five = large_log(count), large_log(count, _WRITERS)
    opened, opened5, page, page5, whole, whole5 = interleaved(
        [
            lambda: room_painted(one, _NEWEST),
            lambda: room_painted(five, _NEWEST),
            lambda: _page(one),
            lambda: _page(five),
            lambda: _whole(one),
            lambda: _whole(five),
        ],
        3 if quick else 9,
    )
    how = f"its newest page is read in {page5 * 1000:.1f} ms, one writer's in {page * 1000:.1f} ms"
    what, yardstick = f"the timeline of {_WRITERS} writers, {count:,} events", "one writer's"
    return [
        at_most_times(
            f"opening {what}, until its newest event is shown", opened5, "s", 1.1, (yardstick, opened), detail=how
        ),
        at_most_times(f"{what}: until all of it can be paged through", whole5, "s", 1.1, (yardstick, whole)),
    ]


def _page(folder: Path) -> float:
    """Return the seconds until the newest rows are read."""
    begun = time.perf_counter()
    reader, index = LogReader(folder), TimelineIndex()
    next(reader.fill(index))
    assert len(reader.rows(index.keys(len(index) - _PAGE, _PAGE))) == _PAGE
    reader.close()
    return time.perf_counter() - begun


def _whole(folder: Path) -> float:
    """Return the seconds until every event has its place."""
    begun = time.perf_counter()
    reader, index = LogReader(folder), TimelineIndex()
    for _ in reader.fill(index):
        pass
    assert index.complete
    reader.close()
    return time.perf_counter() - begun
