"""Key to paint while it storms: a large log, 1,000 checks that all hang, 200 events a second from another console."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from console.incident.clock import system_clock
from console.incident.events import Entry, Noted
from console.journal.opening import Journal
from tests.bench.figure import Figure, at_most, at_most_times, p95
from tests.bench.programs import PANES, bare, key_to_paint, room
from tests.bench.world import config, fresh, large_log
from tests.fakes import Misbehaving

_CHECKS, _RATE, _BATCHES = 1000, 200, 20
_SETTLE = 8.0
NOTE_KEY = "n"


def run(*, quick: bool) -> list[Figure]:
    """Type into the input line of the stormed room, and into the bare program that has nothing to do."""
    keys = 60 if quick else 300
    log_dir = large_log()
    with Misbehaving() as server:
        settings = config(fresh("keys") / "warroom.toml", [server.url(f"hang/{n}") for n in range(_CHECKS)])
        with bare() as terminal:
            terminal.wait_for("Pane 0")
            yardstick = p95(key_to_paint(terminal, keys))
        with room(log_dir, "--config", str(settings)) as terminal, _storm(log_dir):
            terminal.wait_for(*PANES[:1], "Timeline")
            time.sleep(_SETTLE / 4 if quick else _SETTLE)
            terminal.send(NOTE_KEY)
            terminal.quiet(0.2, timeout=1.0)
            taken = key_to_paint(terminal, keys)
        hanging = server.asked.get("hang", 0)
    how = f"{keys} keys, {hanging} requests hung; worst {max(taken) * 1000:.0f} ms"
    return [
        at_most_times(
            "key to paint, p95", p95(taken) * 1000, "ms", 2, ("the bare program", yardstick * 1000), detail=how
        ),
        at_most("key to paint, the worst", max(taken) * 1000, "ms", 100),
    ]


@contextmanager
def _storm(log_dir: Path) -> Iterator[None]:
    """Append 200 events a second as another console on the same log directory."""
    over = threading.Event()

    def blow() -> None:
        journal = Journal.open(log_dir, user="storm", host="bench", clock=system_clock, redact=str)
        entry = Entry(Noted("one of two hundred a second"), "storm")
        while not over.wait(1 / _BATCHES):
            journal.append_all([entry] * (_RATE // _BATCHES))
        journal.close()

    thread = threading.Thread(target=blow, name="storm")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
