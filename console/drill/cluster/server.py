"""The HTTP edge of a simulated cluster: sockets, threads, and the faults that a client meets there. Decides nothing."""

import json
import socket
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from console.drill.cluster.api.encoding import compact
from console.drill.cluster.api.request import Answer, Request
from console.drill.cluster.cluster import SimulatedCluster
from console.drill.cluster.kubeconfig import kubeconfig
from console.drill.cluster.refusals import ApiError
from console.drill.loopback import LoopbackHandler, LoopbackListener

_RUBBISH = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
_BEAT = 0.1
_LARGEST = 3 << 20
"""Bytes of a request, as on the real server."""
_MOST_REQUESTS = 20_000
_SAID = {429: ("TooManyRequests", "too many requests, please try again later"), 403: ("Forbidden", "forbidden")}
_READS = frozenset({"GET", "HEAD"})


class _Gone(Exception):  # noqa: N818 - no error: the connection is to end
    """The connection is to be closed without a word."""


class _Handler(LoopbackHandler):
    """One connection."""

    server: "_Listener"

    def _serve(self) -> None:
        try:
            self._answer_one()
        except (_Gone, OSError):
            self.close_connection = True

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve  # noqa: N815 - the names that http.server calls

    def _answer_one(self) -> None:
        cluster = self.server.cluster
        request = self._read()
        if request is None:
            self.close_connection = True
            text = f"Request entity too large: limit is {_LARGEST}"
            self._send(Answer(413, ApiError(413, "RequestEntityTooLarge", text).body()))
            return
        cluster.requests.append((request.method, request.path, request.query, request.body))
        del cluster.requests[:-_MOST_REQUESTS]
        self._wait()
        faults = cluster.faults
        code = faults.code_for(request.method, request.path)
        if code:
            reason, text = _SAID.get(code, ("InternalError", "an error on the server has prevented the request"))
            self._send(Answer(code, ApiError(code, reason, text).body()))
            return
        if faults.rubbish:
            self._send(Answer(200, _RUBBISH, "text/html"))
            return
        with cluster.lock:
            version = cluster.world.store.version
            cluster.tick()
            answer = cluster.answering.answer(request)
            cluster.tick()
            if cluster.world.store.version != version:
                cluster.answering.changed.notify_all()
        self._finish_with(request, answer)

    def _finish_with(self, request: Request, answer: Answer) -> None:
        changing = request.method not in _READS and "reviews" not in request.path and not request.query.get("dryRun")
        if self.server.cluster.faults.drop_after_effect and changing:
            raise _Gone
        if answer.stream is not None:
            self._stream(answer)
        else:
            self._send(answer)

    def _read(self) -> Request | None:
        """Return what is asked; None where it does not say how large it is, or is too large to be read."""
        said = self.headers.get("Content-Length") or "0"
        if not said.isdecimal() or len(said) > len(str(_LARGEST)) or int(said) > _LARGEST:
            return None
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        body = self.rfile.read(int(said))
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, unquote(parts.path), query, headers, body)

    def _wait(self) -> None:
        cluster = self.server.cluster
        if cluster.faults.delay:
            time.sleep(cluster.faults.delay)
        while cluster.faults.frozen:
            if self.server.stopping.wait(_BEAT / 2):
                raise _Gone

    def _send(self, answer: Answer) -> None:
        raw = answer.body if isinstance(answer.body, bytes) else compact(answer.body)
        self.send_response(answer.code)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(raw)))
        if answer.code in (429, 503):
            self.send_header("Retry-After", "1")
        self.end_headers()
        if self.server.cluster.faults.truncated:
            self.wfile.write(raw[: len(raw) // 2])
            self.wfile.flush()
            raise _Gone
        self.wfile.write(raw if self.command != "HEAD" else b"")

    def _stream(self, answer: Answer) -> None:
        cluster = self.server.cluster
        epoch = cluster.answering.epoch
        self.send_response(answer.code)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.flush()
        assert answer.stream is not None
        while True:
            with cluster.lock:
                chunk = next(answer.stream, None)
            if self.server.stopping.is_set() or cluster.answering.epoch != epoch:
                raise _Gone
            if chunk is None:
                self.wfile.write(b"0\r\n\r\n")
                return
            if chunk:
                self._send_chunk(chunk)
            elif self._hung_up():
                raise _Gone

    def _send_chunk(self, chunk: bytes) -> None:
        frame = f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n"
        torn = self.server.cluster.faults.truncated
        self.wfile.write(frame[: len(frame) // 2] if torn else frame)
        self.wfile.flush()
        if torn:
            raise _Gone

    def _hung_up(self) -> bool:
        """Tell whether the client has closed the connection: it sends nothing while it watches."""
        try:
            return not self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False


class _Listener(LoopbackListener):
    """The listener of a cluster."""

    def __init__(self, cluster: SimulatedCluster, port: int) -> None:
        super().__init__(port, _Handler)
        self.cluster = cluster


class Server:
    """A cluster served on loopback. With `live` its own thread moves its time on; without, only requests do."""

    def __init__(self, cluster: SimulatedCluster, *, port: int = 0, live: bool = True) -> None:
        self.cluster = cluster
        self._listener = _Listener(cluster, port)
        self.port: int = self._listener.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._live = live
        self._threads = [threading.Thread(target=self._listener.serve_forever, args=(0.01,), daemon=True)]
        if live:
            self._threads.append(threading.Thread(target=self._tick, daemon=True))

    def __enter__(self) -> Self:
        self.cluster.start_over.append(self._listener.drop_connections)
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop listening and close every connection."""
        self._listener.stopping.set()
        self._listener.shutdown()
        self._listener.server_close()
        self._listener.drop_connections()
        with self.cluster.lock:
            self.cluster.answering.epoch += 1
            self.cluster.answering.changed.notify_all()
        if self._listener.drop_connections in self.cluster.start_over:
            self.cluster.start_over.remove(self._listener.drop_connections)
        for thread in self._threads:
            thread.join(2)

    def write_kubeconfig(self, path: Path, *contexts: str, namespace: str = "default", context: str = "sim") -> Path:
        """Write a kubeconfig whose contexts (the first is the current one) lead here, and return its path."""
        names = contexts or (context,)
        path.write_text(json.dumps(kubeconfig(self.url, names, self.cluster.access.token, namespace)))
        path.chmod(0o600)
        return path

    def _tick(self) -> None:
        while not self._listener.stopping.wait(_BEAT):
            self.cluster.tick()


def serve(cluster: SimulatedCluster, token: str = "", *, port: int = 0, live: bool = True) -> Server:
    """Return a server for a cluster, to be used in a `with`; with a token, requests without it are answered 401."""
    if token:
        cluster.access.token = token
    return Server(cluster, port=port, live=live)
