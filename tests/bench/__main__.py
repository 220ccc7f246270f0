"""`make bench`: the figures of the README as JSON on standard output, progress on standard error.

`python -m tests.bench [--quick] [NAME ...]` takes only some; `--quick` is for a smoke test, its figures are rough.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Mapping
from importlib import import_module
from subprocess import SubprocessError
from typing import Any

from console.incident.errors import WarroomError
from tests.bench.figure import Figure

BENCHES: Mapping[str, str] = {
    "start": "start:run",
    "key": "keys:run",
    "load": "load:run",
    "memory": "memory:run",
    "appends": "appends:run",
    "samples": "samples:run",
    "export": "commands:run_export",
    "note": "commands:run_note",
    "cluster": "cluster:run",
    "whole": "whole:run",
    "card": "card:run",
    "drill": "drill:run",
    "timers": "timers:run",
    "switch": "switch:run",
    "scorecard": "past:run_scorecard",
    "search": "past:run_search",
    "timeline5": "timelines:run",
    "replay": "replay:run",
}
"""By name: the module and its function."""


def main() -> int:
    """Run the benches that were named, else all; exits 0 though bars were missed, 1 where nothing could be measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHES)}; all without it")
    parser.add_argument("--quick", action="store_true", help="fewer runs, rough figures")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - BENCHES.keys():
        parser.error(f"no such bench: {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    with tempfile.TemporaryDirectory(prefix="warroom-bench-") as folder:
        tempfile.tempdir = folder  # everything that the benches make goes with it
        results = {name: _run(name, quick=chosen.quick) for name in chosen.names or BENCHES}
    report = {"machine": _machine(quick=chosen.quick), "benches": results}
    sys.stdout.write(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    return 1 if any("error" in line for lines in results.values() for line in lines) else 0


def _run(name: str, *, quick: bool) -> list[dict[str, object]]:
    sys.stderr.write(f"{name} ...")
    sys.stderr.flush()
    started = time.perf_counter()
    module, _, function = BENCHES[name].partition(":")
    try:
        figures: list[Figure] = getattr(import_module(f"tests.bench.{module}"), function)(quick=quick)
    except (AssertionError, OSError, SubprocessError, WarroomError) as error:  # the other benches still have a say
        sys.stderr.write(f" failed: {error}\n")
        return [{"error": str(error)}]
    sys.stderr.write(f" {time.perf_counter() - started:.0f} s\n")
    for figure in figures:
        sys.stderr.write(f"  {figure.line()}\n")
    return [figure.as_json() for figure in figures]


def _machine(*, quick: bool) -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "load": os.getloadavg(),
        "quick": quick,
    }


if __name__ == "__main__":
    sys.exit(main())
