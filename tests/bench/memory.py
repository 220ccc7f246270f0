"""Memory of the room with a large log."""

import time

from tests.bench.figure import Figure, at_most
from tests.bench.programs import room
from tests.bench.world import EVENTS, large_log

_SETTLE = 10.0


def run(*, quick: bool) -> list[Figure]:
    """Open the log, let the verification end behind it, scroll through it, and look."""
    with room(large_log()) as terminal:
        terminal.wait_for("Services", "Timeline")
        time.sleep(_SETTLE / 2 if quick else _SETTLE)
        used = terminal.memory()
    return [at_most(f"memory with {EVENTS:,} events", used.rss / 1e6, "MB", 150, detail=f"{used.pss / 1e6:.0f} MB PSS")]
