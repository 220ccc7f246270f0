"""Serves a simulated cluster from a process of its own: `python -m console.drill.cluster --port 0 --pods 10000`.

Prints one line of JSON with url and port. Then each line of JSON on stdin is an order: {"call": "set_image", "args":
["web", "web:2"], "with": {}} calls a method of the cluster; {"faults": {"delay": 0.1}} sets faults; {"storm": 5000,
"seconds": 10} makes a storm, waits for its end, and says how many events it wrote and the last resource version;
{"call": "restart_counts"} then tells what a client must have seen. Each is answered by a line with "done" or "error".
"""

import argparse
import json
import sys
import threading
from pathlib import Path
from typing import Any

from console.drill.cluster import SimulatedCluster, populate, serve
from console.drill.cluster.refusals import ApiError
from console.drill.cluster.storm import Storm
from console.incident.clock import system_clock


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="console.drill.cluster", description="Serve a simulated cluster on loopback.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--pods", type=int, default=0)
    parser.add_argument("--deployments", type=int, default=0)
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("--storm", type=int, default=0, help="pod events a second, from the start")
    parser.add_argument("--delay", type=int, default=0, help="milliseconds before each answer")
    parser.add_argument("--token", default="")
    parser.add_argument("--kubeconfig", type=Path, help="write a kubeconfig there")
    return parser.parse_args()


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _obey(cluster: SimulatedCluster, order: dict[str, Any]) -> Any:
    if "storm" in order:
        storm = Storm(cluster, int(order["storm"]), float(order.get("seconds", 10)))
        storm.start()
        storm.wait()
        return {"written": storm.written, "version": str(cluster.world.store.version)}
    for name, value in order.get("faults", {}).items():
        setattr(cluster.faults, name, value)
    if "call" in order:
        return getattr(cluster, order["call"])(*order.get("args", []), **order.get("with", {}))
    return None


def _listen(cluster: SimulatedCluster) -> None:
    for line in sys.stdin:
        try:
            done = _obey(cluster, json.loads(line))
            _say({"done": done if isinstance(done, int | str | dict | list) else True})
        except (ValueError, KeyError, TypeError, AttributeError, ApiError) as problem:
            _say({"error": f"{type(problem).__name__}: {problem}"})


def main() -> None:
    """Serve until killed."""
    asked = _arguments()
    cluster = SimulatedCluster(system_clock, nodes=asked.nodes)
    if asked.pods:
        populate(cluster, asked.pods, max(asked.deployments, 1), asked.nodes)
    cluster.faults.delay = asked.delay / 1000
    with serve(cluster, asked.token, port=asked.port) as server:
        if asked.kubeconfig:
            server.write_kubeconfig(asked.kubeconfig)
        _say({"url": server.url, "port": server.port})
        if asked.storm:
            Storm(cluster, asked.storm).start()
        _listen(cluster)
        threading.Event().wait()


if __name__ == "__main__":
    main()
