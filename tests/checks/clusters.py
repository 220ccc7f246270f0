"""What the tests of checks/kubernetes share: a simulated cluster that is watched, and servers that answer by script."""

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from checks.kubernetes.access import Connection, open_connection
from checks.kubernetes.objects import ResourceSeen
from checks.kubernetes.patience import Pace
from checks.kubernetes.watching import ClusterWatch
from console.drill.cluster import SimulatedCluster, serve
from tests.fakes import FakeClock

FAST = Pace(first_wait=0.05, slow_wait=0.3, pulse=0.3, silence=0.5, beat=0.03, settle=0.05)
Answers = Mapping[str, Any]
"""By path: a body (bytes, or what becomes JSON), or a pair of a status and a body."""


def until(holds: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait until something holds; a failed test where it never does."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.01)


def simulated(**known: Any) -> SimulatedCluster:
    """Return a cluster whose clock stands still until somebody turns it."""
    return SimulatedCluster(FakeClock(), **known)


@contextmanager
def connected(cluster: SimulatedCluster, folder: Path, token: str = "") -> Iterator[Connection]:
    """Yield a connection to a served cluster."""
    with serve(cluster, token, live=False) as server:
        path = server.write_kubeconfig(folder / "config")
        with open_connection("sim", str(path), clock=cluster.now) as connection:
            yield connection


@contextmanager
def watched(
    cluster: SimulatedCluster, folder: Path, namespace: str = "", *, ready: bool = True
) -> Iterator[ClusterWatch]:
    """Yield a watch of a served cluster, complete unless told not to wait."""
    with serve(cluster, live=False) as server:
        path = server.write_kubeconfig(folder / "config")
        watch = ClusterWatch("sim", str(path), clock=cluster.now, namespace=namespace, pace=FAST)
        watch.start()
        try:
            if ready:
                until(lambda: watch.seen().complete)
            yield watch
        finally:
            cluster.faults.clear()
            watch.stop()


def resource(watch: ClusterWatch, name: str) -> ResourceSeen:
    """Return how watching one resource goes."""
    return next(each for each in watch.seen().resources if each.name == name)


class Scripted:
    """An HTTP(S) server that answers by script; `asked` keeps method, path with query, and headers."""

    def __init__(self, answers: Answers, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        scripted = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                scripted.asked.append((self.command, self.path, headers))
                found = answers.get(self.path.partition("?")[0], (404, {"message": "not here"}))
                status, body = found if isinstance(found, tuple) else (200, found)
                raw = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            do_GET = do_POST = do_PATCH = do_DELETE = _answer  # noqa: N815 - the names that http.server calls

            def log_message(self, *_args: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_args: None  # type: ignore[method-assign]
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_args: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def user_is(name: str) -> dict[str, Any]:
    """Return the answer to a SelfSubjectReview."""
    return {"kind": "SelfSubjectReview", "status": {"userInfo": {"username": name}}}


WHOAMI = "/apis/authentication.k8s.io/v1/selfsubjectreviews"


def kubeconfig(folder: Path, url: str, user: Any = None, **cluster: Any) -> str:
    """Write a kubeconfig with one context, "here", and return its path."""
    document = {
        "current-context": "here",
        "clusters": [{"name": "c", "cluster": {"server": url, **cluster}}],
        "users": [{"name": "u", "user": user or {}}],
        "contexts": [{"name": "here", "context": {"cluster": "c", "user": "u"}}],
    }
    path = folder / "kubeconfig"
    path.write_text(json.dumps(document))
    return str(path)
