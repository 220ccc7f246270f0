"""Whole commands as processes: a note against `python -c pass`, and the export of a large log."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from tests.bench.figure import Figure, at_most, at_most_times, interleaved
from tests.bench.world import EVENTS, WARROOM, env, fresh, large_log


def run_note(*, quick: bool) -> list[Figure]:
    """Write a note into a small log and into a large one, each with one live incident."""
    small, large = fresh("note"), large_log()
    _taken(small, WARROOM, "declare", "Checkout fails")
    runs = 5 if quick else 15
    bare, ours, among = interleaved(
        [
            lambda: _taken(small, sys.executable, "-c", "pass"),
            lambda: _taken(small, WARROOM, "note", "rolled back"),
            lambda: _taken(large, WARROOM, "note", "rolled back"),
        ],
        runs,
    )
    yardstick = ("python -c pass", bare * 1000)
    return [
        at_most_times("warroom note, the whole process", ours * 1000, "ms", 10, yardstick),
        at_most_times(f"the same in a log of {EVENTS:,} events", among * 1000, "ms", 10, yardstick),
    ]


def run_export(*, quick: bool) -> list[Figure]:
    """Export the incident that most of the events belong to, in both formats, and read the rows as a yardstick."""
    log_dir = large_log()
    runs = 1 if quick else 3
    found = []
    for form in ("md", "json"):
        seconds = median(_taken(log_dir, WARROOM, "export", "--format", form) for _ in range(runs))
        found.append(at_most(f"exporting a log of {EVENTS:,} events as {form}", seconds, "s", 2))
    return found


def _taken(log_dir: Path, *command: str) -> float:
    started = time.perf_counter()
    subprocess.run(command, env=env(log_dir), stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=60)
    return time.perf_counter() - started
