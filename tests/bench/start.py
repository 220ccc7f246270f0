"""Process start to the first paint of all panes: against the bare program, and a large log against an empty one."""

from tests.bench.figure import Figure, at_most_times, interleaved
from tests.bench.programs import PANES, bare_painted, room_painted
from tests.bench.world import EVENTS, fresh, large_log

_NEWEST = "console opened"  # the event that this very start wrote: the log is read and the timeline follows it


def run(*, quick: bool) -> list[Figure]:
    """Take turns between them all, so that they meet the same machine."""
    large = large_log()
    bare, empty, full, empty_read, full_read = interleaved(
        [
            bare_painted,
            lambda: room_painted(fresh("empty"), *PANES),
            lambda: room_painted(large, *PANES),
            lambda: room_painted(fresh("empty"), _NEWEST),
            lambda: room_painted(large, _NEWEST),
        ],
        3 if quick else 9,
    )
    log, yardstick = f"a log of {EVENTS:,} events", ("an empty log", empty)
    return [
        at_most_times("process start to the first paint of all panes", empty, "s", 1.4, ("a bare program", bare)),
        at_most_times(f"opening {log}, to first paint", full, "s", 1.5, yardstick),
        at_most_times(f"opening {log}, until its newest event is shown", full_read, "s", 1.5, ("empty", empty_read)),
    ]
