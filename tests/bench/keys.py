"""Key to paint while it storms: a large log, 1,000 checks that all hang, 200 events a second from another console."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.figure import Figure, at_most, at_most_times, p95
from tests.bench.programs import bare, key_to_paint, room
from tests.bench.world import config, fresh, large_log

_CHECKS = 1000
_SETTLE = 8.0
NOTE_KEY = "n"


def run(*, quick: bool) -> list[Figure]:
    """Type into the input line of the stormed room, and into the bare program that has nothing to do."""
    keys = 60 if quick else 300
    with bare() as terminal:
        terminal.wait_for("Pane 0")
        yardstick = p95(key_to_paint(terminal, keys))
    with _stormed() as (log_dir, settings), room(log_dir, "--config", str(settings)) as terminal:
        terminal.wait_for("two hundred a second")
        time.sleep(_SETTLE)
        terminal.send(NOTE_KEY)
        terminal.quiet(0.2, timeout=1.0)
        taken = key_to_paint(terminal, keys)
    how = f"{keys} keys; median {sorted(taken)[keys // 2] * 1000:.0f} ms, worst {max(taken) * 1000:.0f} ms"
    idle = ("the bare program, idle", yardstick * 1000)
    return [
        at_most_times("key to paint, p95", p95(taken) * 1000, "ms", 2, idle, detail=how),
        at_most("key to paint, the worst", max(taken) * 1000, "ms", 100),
    ]


@contextmanager
def _stormed() -> Iterator[tuple[Path, Path]]:
    """A large log that another console writes to, and a configuration whose checks all hang."""
    log_dir = large_log()
    command = [sys.executable, "-m", "tests.bench.storm", str(log_dir)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as storm:
        assert storm.stdout is not None
        port = int(storm.stdout.readline())
        urls = [f"http://127.0.0.1:{port}/hang/{number}" for number in range(_CHECKS)]
        try:
            yield log_dir, config(fresh("keys") / "warroom.toml", urls)
        finally:
            said, _ = storm.communicate(timeout=30)
    assert int(said) >= _CHECKS, f"only {said} requests hung"
