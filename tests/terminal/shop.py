"""A small shop on loopback: a simulated cluster, and a health endpoint that fails while its bad release runs."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from console.drill.cluster import SimulatedCluster, serve
from console.incident.clock import system_clock

GOOD, BAD = "shop.example/web:2.4.0", "shop.example/web:2.4.1"
_SHARE = 0.5
"""Of the requests that fail while the bad release runs beside the good one."""


class Shop(NamedTuple):
    """What runs, and the configuration that watches it."""

    cluster: SimulatedCluster
    config: Path


def _cluster() -> SimulatedCluster:
    cluster = SimulatedCluster(system_clock)
    cluster.world.start_seconds = 0.5
    cluster.add_deployment("web", GOOD, replicas=6)
    cluster.add_deployment("api", "shop.example/api:1.9.2", replicas=3)
    cluster.add_deployment("worker", "shop.example/worker:7", replicas=2)
    cluster.add_statefulset("database", "shop.example/database:15.4", 2)
    cluster.add_hpa("api", 2, 6)
    cluster.add_budget("web", "web", maxUnavailable=1)
    cluster.behave(BAD, "crash")
    cluster.advance(2)
    return cluster


def runs_bad(cluster: SimulatedCluster) -> bool:
    """Tell whether a pod of the bad release is there and not on its way out."""
    with cluster.lock:
        live = [pod for pod in cluster.pods("web") if "deletionTimestamp" not in pod["metadata"]]
    return any(pod["spec"]["containers"][0]["image"] == BAD for pod in live)


@contextmanager
def open_shop(
    folder: Path, *, production: bool = True, context: str = "prod-eu", window: str = "10s"
) -> Iterator[Shop]:
    """Serve the shop while it is needed; its configuration lies in `folder`."""
    cluster, luck = _cluster(), random.Random(7)

    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            failed = runs_bad(cluster) and luck.random() < _SHARE
            self.send_response(503 if failed else 200)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    health = ThreadingHTTPServer(("127.0.0.1", 0), Health)
    thread = threading.Thread(target=health.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        with serve(cluster) as server:
            kubeconfig = server.write_kubeconfig(folder / "kubeconfig", context)
            config = folder / "warroom.toml"
            config.write_text(_CONFIG.format(context, kubeconfig, str(production).lower(), window, health.server_port))
            yield Shop(cluster, config)
    finally:
        health.shutdown()
        health.server_close()


_CONFIG = """
[[cluster]]
context = "{}"
kubeconfig = "{}"
production = {}

[actions]
window = "{}"

[[service]]
name = "web"
http = "http://127.0.0.1:{}/health"
interval = "1s"
workload = "deploy/web"
"""
