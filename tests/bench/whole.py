"""The whole console on a large cluster: processor time until its screen is complete, keys meanwhile and in a storm."""

import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench.cluster import DEPLOYMENTS, NODES, PODS, ask, line, process
from tests.bench.figure import Figure, at_most, p95
from tests.bench.programs import key_to_paint, room
from tests.bench.world import fresh
from tests.terminal.driver import Terminal

_RATE, _SECONDS = 5000, 10
_BATCH = 8
"""Keys that are typed between two looks at whether it is over."""


def run(*, quick: bool) -> list[Figure]:
    """Open the console on a simulated cluster in a process of its own; `quick` takes a tenth of it."""
    share, seconds = (10, 2) if quick else (1, _SECONDS)
    folder = fresh("whole")
    kubeconfig = folder / "kubeconfig"
    sizes = ("--pods", PODS // share, "--deployments", DEPLOYMENTS // share, "--nodes", NODES // share)
    with process("console.drill.cluster", *sizes, "--kubeconfig", kubeconfig) as cluster:
        line(cluster)
        with room(folder / "log", "--config", str(_config(folder, kubeconfig))) as console:
            begun = time.monotonic()
            _begin_a_note(console)
            first = _type_while(console, lambda: f"{PODS // share} ok" not in console.text())
            used, took = console.cpu().total, time.monotonic() - begun
            storm = _type_in_a_storm(console, cluster, seconds)
    used -= _plain(folder, took)
    what = f"whole console, cluster of {PODS // share:,} pods"
    beyond = f"beyond what a console without a cluster uses in these {took:.1f} s"
    return [
        at_most(f"{what}: CPU until its screen is complete", used, "s", 1.5, detail=beyond),
        at_most(f"{what}: slowest key until then", max(first) * 1000, "ms", 100, detail=_median(first)),
        at_most(f"{what}: slowest key in the storm", max(storm) * 1000, "ms", 100, detail=_median(storm)),
    ]


def _median(taken: Sequence[float]) -> str:
    return f"{len(taken)} keys; median {sorted(taken)[len(taken) // 2] * 1000:.0f} ms, p95 {p95(taken) * 1000:.0f} ms"


def _config(folder: Path, kubeconfig: Path) -> Path:
    path = folder / "warroom.toml"
    path.write_text(f'[[cluster]]\ncontext = "sim"\nkubeconfig = "{kubeconfig}"\n')
    return path


def _plain(folder: Path, seconds: float) -> float:
    """Return the processor time of a console without a cluster that is typed into for so long."""
    with room(folder / "plain") as console:
        until = time.monotonic() + seconds
        _begin_a_note(console)
        _type_while(console, lambda: time.monotonic() < until)
        return console.cpu().total


def _begin_a_note(console: Terminal) -> None:
    """Until the log is read a key waits, with a cluster and without: what is typed then tells nothing of clusters."""
    console.wait_for("Services")
    console.send("n")
    console.wait_for("enter save")


def _type_while(console: Terminal, goes_on: Callable[[], bool]) -> list[float]:
    taken: list[float] = []
    while goes_on() or not taken:
        taken += key_to_paint(console, _BATCH)
        console.send("\x7f" * _BATCH)
        console.quiet(0.05, timeout=0.5)
    return taken


def _type_in_a_storm(console: Terminal, cluster: "subprocess.Popen[str]", seconds: int) -> list[float]:
    storm = threading.Thread(target=ask, args=(cluster, f'{{"storm": {_RATE}, "seconds": {seconds}}}'))
    storm.start()
    taken = _type_while(console, storm.is_alive)
    storm.join()
    return taken
