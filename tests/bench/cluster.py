"""A large cluster: what it costs until it is complete, what it adds to memory, and whether a storm is borne."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.bench.figure import Figure, at_most
from tests.bench.world import fresh

PODS, DEPLOYMENTS, NODES = 10_000, 500, 200
"""The cluster of the benches."""
_RATE, _SECONDS = 5000, 10


def run(*, quick: bool) -> list[Figure]:
    """Watch a simulated cluster, it and the watching each in a process of its own; `quick` takes a tenth of it."""
    share, seconds = (10, 2) if quick else (1, _SECONDS)
    kubeconfig = fresh("cluster") / "config"
    sizes = ("--pods", PODS // share, "--deployments", DEPLOYMENTS // share, "--nodes", NODES // share)
    with process("console.drill.cluster", *sizes, "--kubeconfig", kubeconfig) as cluster:
        line(cluster)
        with process("tests.bench.watcher") as bare, process("tests.bench.watcher", kubeconfig) as watcher:
            first, quiet = line(watcher), ask(bare)
            order(watcher, "storm")
            written = int(ask(cluster, json.dumps({"storm": _RATE, "seconds": seconds}))["done"]["written"])
            order(watcher, str(written))
            storm, stormy, stop = line(watcher), ask(bare), line(watcher)
    assert first["pods"] == PODS // share, f"the cluster was not seen whole: {first['pods']} pods"
    what, wind = f"cluster of {PODS // share:,} pods", f"storm of {written / seconds:,.0f} pod events/s"
    how, load = f"complete after {first['wall']:.1f} s", f"{storm['cpu'] / storm['wall'] * 100:.0f} % of a core"
    missed = abs(written - storm["restarts"])
    return [
        at_most(f"{what}: CPU until complete", first["cpu"], "s", 1.5, detail=how),
        at_most(f"{what}: longest stall until complete", first["stall"] * 1000, "ms", 50, detail=_beside(quiet)),
        at_most(f"{what}: memory added", first["memory"] / 1e6, "MB", 60),
        at_most(f"{wind}: longest stall", storm["stall"] * 1000, "ms", 50, detail=f"{load}; {_beside(stormy)}"),
        at_most(f"{wind}: missed at the end", missed, "events", 0),
        at_most("leaving a cluster", stop["stop"] * 1000, "ms", 300),
    ]


def _beside(bare: dict[str, Any]) -> str:
    """Say what the machine did meanwhile to a loop that does nothing: a stall that it has too is not ours."""
    return f"{bare['stall'] * 1000:.0f} ms in an idle process beside it"


@contextmanager
def process(module: str, *arguments: object) -> "Iterator[subprocess.Popen[str]]":
    """Run a module in a process of its own, its standard input and output at hand."""
    argv = [sys.executable, "-m", module, *map(str, arguments)]
    process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def ask(process: "subprocess.Popen[str]", text: str = "") -> dict[str, Any]:
    """Write a line to a process and read its answer."""
    order(process, text)
    return line(process)


def line(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """Read a line of JSON."""
    assert process.stdout is not None
    text = process.stdout.readline()
    assert text, "a process of the bench ended before its time"
    found: dict[str, Any] = json.loads(text)
    return found


def order(process: "subprocess.Popen[str]", text: str) -> None:
    """Write a line."""
    assert process.stdin is not None
    process.stdin.write(text + "\n")
    process.stdin.flush()
