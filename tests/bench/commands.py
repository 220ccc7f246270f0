"""Whole commands as processes: a note against `python -c pass`, and the export of a large log."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from tests.bench.figure import Figure, at_most, at_most_times, interleaved
from tests.bench.samples import fill
from tests.bench.world import EVENTS, HOURS, SERVICES, WARROOM, env, fresh, large_log
from tests.fakes import FakeClock


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
    """Export the incident that most of the events belong to, in every format, with 8 h of samples of 1,000 checks."""
    log_dir = large_log()
    clock = FakeClock(int(time.time() * 1000) - HOURS * 3_600_000)
    share = 12 if quick else 1
    fill(log_dir, clock, [f"{service} http" for service in SERVICES], share=share)
    runs = 1 if quick else 3
    found = []
    for form, most in (("md", 2), ("html", 4), ("json", 2)):
        seconds = median(_taken(log_dir, WARROOM, "export", "--format", form, "-o", "-") for _ in range(runs))
        what = f"exporting a log of {EVENTS:,} events and {HOURS / share:.2g} h of 1,000 checks as {form}"
        found.append(
            at_most(what, seconds, "s", most, detail="with charts of the worst four" if form == "html" else "")
        )
    return found


def _taken(log_dir: Path, *command: str) -> float:
    started = time.perf_counter()
    subprocess.run(command, env=env(log_dir), stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=60)
    return time.perf_counter() - started
