"""Memory: of the room with a large log, and of a room over eight simulated hours."""

import json
import subprocess
import sys
import time

from tests.bench.figure import Figure, at_most
from tests.bench.programs import room
from tests.bench.world import EVENTS, fresh, large_log

_SETTLE = 10.0
_FLAT = 5.0


def run(*, quick: bool) -> list[Figure]:
    """Look at both at once: the hours take most of the time, and memory does not mind company."""
    hours = subprocess.Popen([sys.executable, "-m", "tests.bench.hours", str(fresh("hours"))], stdout=subprocess.PIPE)
    with room(large_log()) as terminal:
        terminal.wait_for("Services", "Timeline")
        terminal.send("\x1b[5~" * 20)  # page up: pages of the log are read
        time.sleep(_SETTLE / 2 if quick else _SETTLE)
        used = terminal.memory()
    sizes = [size / 1e6 for size in json.loads(hours.communicate(timeout=120)[0])]
    grown = ", ".join(f"{size:.1f}" for size in sizes)
    return [
        at_most(f"memory with {EVENTS:,} events", used.rss / 1e6, "MB", 150, detail=f"{used.pss / 1e6:.0f} MB PSS"),
        at_most("memory, growth from hour 1 to hour 8", sizes[-1] - sizes[0], "MB", _FLAT, detail=f"MB: {grown}"),
    ]
