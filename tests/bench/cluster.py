"""A large cluster: what it costs until it is complete, what it adds to memory, and whether a storm is borne."""

import json
import subprocess
import sys
from typing import Any

from tests.bench.figure import Figure, at_most
from tests.bench.world import fresh

_PODS, _DEPLOYMENTS, _NODES = 10_000, 500, 200
_RATE, _SECONDS = 5000, 10


def run(*, quick: bool) -> list[Figure]:
    """Watch a simulated cluster, it and the watching each in a process of its own; `quick` takes a tenth of it."""
    share, seconds = (10, 2) if quick else (1, _SECONDS)
    kubeconfig = fresh("cluster") / "config"
    sizes = ("--pods", _PODS // share, "--deployments", _DEPLOYMENTS // share, "--nodes", _NODES // share)
    cluster = _start("console.drill.cluster", *sizes, "--kubeconfig", kubeconfig)
    try:
        _line(cluster)
        watcher = _start("tests.bench.watcher", kubeconfig)
        try:
            first = _line(watcher)
            _order(watcher, "storm")
            _order(cluster, json.dumps({"storm": _RATE, "seconds": seconds}))
            written = int(_line(cluster)["done"])
            _order(watcher, str(written))
            storm, stop = _line(watcher), _line(watcher)
        finally:
            watcher.kill()
            watcher.communicate()
    finally:
        cluster.kill()
        cluster.communicate()
    assert first["pods"] == _PODS // share, f"the cluster was not seen whole: {first['pods']} pods"
    missed = abs(written - storm["restarts"])
    what, how = f"{_PODS // share:,} pods", f"complete after {first['wall']:.1f} s"
    load = f"{storm['cpu'] / storm['wall'] * 100:.0f} % of a core"
    return [
        at_most(f"cluster of {what}: CPU until complete", first["cpu"], "s", 1.5, detail=how),
        at_most(f"cluster of {what}: longest stall until complete", first["stall"] * 1000, "ms", 50),
        at_most(f"cluster of {what}: memory added", first["memory"] / 1e6, "MB", 60),
        at_most(
            f"storm of {written / seconds:,.0f} pod events/s: longest stall",
            storm["stall"] * 1000,
            "ms",
            50,
            detail=load,
        ),
        at_most(f"storm of {written / seconds:,.0f} pod events/s: missed at the end", missed, "events", 0),
        at_most("leaving a cluster", stop["stop"] * 1000, "ms", 300),
    ]


def _start(module: str, *arguments: object) -> "subprocess.Popen[str]":
    argv = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _line(process: "subprocess.Popen[str]") -> dict[str, Any]:
    assert process.stdout is not None
    text = process.stdout.readline()
    assert text, "a process of the bench ended before its time"
    found: dict[str, Any] = json.loads(text)
    return found


def _order(process: "subprocess.Popen[str]", text: str) -> None:
    assert process.stdin is not None
    process.stdin.write(text + "\n")
    process.stdin.flush()
