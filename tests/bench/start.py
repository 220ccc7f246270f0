"""Process start to the first paint of all panes: against the bare program, and a large log against an empty one."""

from tests.bench.figure import Figure, at_most_times, interleaved
from tests.bench.programs import bare_painted, room_painted
from tests.bench.world import EVENTS, fresh, large_log


def run(*, quick: bool) -> list[Figure]:
    """Take turns between the three, so that all meet the same machine."""
    large = large_log()
    bare, empty, full = interleaved(
        [bare_painted, lambda: room_painted(fresh("empty")), lambda: room_painted(large)], 3 if quick else 9
    )
    return [
        at_most_times(
            "process start to the first paint of all panes", empty, "s", 1.4, ("a bare Textual program", bare)
        ),
        at_most_times(
            f"opening a log of {EVENTS:,} events, to first paint", full, "s", 1.5, ("opening an empty one", empty)
        ),
    ]
