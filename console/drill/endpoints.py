"""The HTTP edge of the simulated world: its numbers, its alerts and the health of its services, on loopback.

Prometheus and Alertmanager share a port, as their paths differ. It decides nothing: what is answered, the world says.
"""

import json
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import parse_qs, unquote, urlsplit

from console.drill.alerting import Alert, chosen, for_alertmanager, for_prometheus, status
from console.drill.loopback import LoopbackHandler, LoopbackListener
from console.drill.metrics import Metrics
from console.drill.prometheus_api import Form, PrometheusApi, Told, succeeded
from console.incident.facts import Instant

__all__ = ["Alert", "Health", "WorldServer", "serve_world"]

_LARGEST = 64 * 1024
_MOST_FIELDS = 100
_LONGEST_WAIT = 5.0
_IDLE = 30.0
_POLL = 0.01
_MOST_ERRORS = 20
_PLAIN = "text/plain; charset=utf-8"
_NOT_FOUND = Told(404, b"404 page not found\n", _PLAIN)
_NOT_ALLOWED = Told(405, b"Method Not Allowed\n", _PLAIN)
_TOO_LARGE = Told(413, b"request body too large\n", _PLAIN)


class Health(NamedTuple):
    """How a service answers: the HTTP status, after how many seconds (5 at most are waited), and the text."""

    status: int
    latency: float
    text: str


class World(NamedTuple):
    """What the endpoints show: numbers, alerts, the health of a service (None: no such service), and the time."""

    numbers: Metrics
    alerts: Callable[[], Sequence[Alert]]
    health: Callable[[str], Health | None]
    clock: Callable[[], Instant]


class _Handler(LoopbackHandler):
    """One connection."""

    timeout = _IDLE
    server: "_Listener"

    def _serve(self) -> None:
        try:
            told = self._told()
            self.send_response(told.status)
            self.send_header("Content-Type", told.kind)
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            self.wfile.write(told.body if self.command != "HEAD" else b"")
        except OSError:
            self.close_connection = True

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve  # noqa: N815 - the names that http.server calls

    def _told(self) -> Told:
        body = self._body()
        if body is None:
            self.close_connection = True
            return _TOO_LARGE
        parts = urlsplit(self.path)
        try:
            form = parse_qs(parts.query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
            if self.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
                said = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
                form = {**form, **said}
        except ValueError:
            return Told(400, b"too many parameters\n", _PLAIN)
        return self.server.answers.answer(self.command, unquote(parts.path), form)

    def _body(self) -> bytes | None:
        """Read what was sent; None where it does not say how much that is, or is too much."""
        said = self.headers.get("Content-Length") or "0"
        if "Transfer-Encoding" in self.headers or not said.isdecimal() or len(said) > len(str(_LARGEST)):
            return None
        return self.rfile.read(int(said)) if int(said) <= _LARGEST else None


class _Answers:
    """What each path answers."""

    def __init__(self, world: World, stopping: threading.Event) -> None:
        self._world, self._stopping = world, stopping
        self._prometheus, self._since = PrometheusApi(world.numbers, world.clock), world.clock()
        self._ways: dict[str, Callable[[Form], Told]] = {
            "/-/healthy": lambda _: Told(200, b"Prometheus Server is Healthy.\n", _PLAIN),
            "/-/ready": lambda _: Told(200, b"Prometheus Server is Ready.\n", _PLAIN),
            "/api/v1/alerts": lambda _: succeeded(for_prometheus(world.alerts())),
            "/api/v2/alerts": self._alerts,
            "/api/v2/status": lambda _: _json(status(self._since)),
            "/api/v2/silences": lambda _: _json([]),
        }

    def answer(self, method: str, path: str, form: Form) -> Told:
        """Return what is answered."""
        if path.startswith("/health/"):
            return self._health(path.removeprefix("/health/"))
        found: Told | None = None
        if path in self._ways:
            if method not in {"GET", "HEAD"}:
                return _NOT_ALLOWED
            found = self._ways[path](form)
        elif path.startswith("/api/v1/"):
            if method not in {"GET", "HEAD", "POST"}:
                return _NOT_ALLOWED
            found = self._prometheus.answer(path.removeprefix("/api/v1/"), form)
        return found or _NOT_FOUND

    def _alerts(self, form: Form) -> Told:
        if form.get("active") == ["false"]:
            return _json([])
        try:
            alerts = chosen(self._world.alerts(), form.get("filter", ()))
        except ValueError as error:
            return _json(str(error), 400)
        return _json(for_alertmanager(alerts, self._world.clock()))

    def _health(self, service: str) -> Told:
        found = self._world.health(service)
        if found is None:
            return _NOT_FOUND
        self._stopping.wait(min(max(found.latency, 0.0), _LONGEST_WAIT))
        return Told(found.status, found.text.encode(), _PLAIN)


def _json(data: object, code: int = 200) -> Told:
    return Told(code, json.dumps(data, separators=(",", ":")).encode())


class _Listener(LoopbackListener):
    """The listener of a world."""

    def __init__(self, world: World) -> None:
        super().__init__(0, _Handler)
        self.answers = _Answers(world, self.stopping)
        self.errors: deque[str] = deque(maxlen=_MOST_ERRORS)

    def handle_error(self, *_args: object) -> None:
        """Keep what went wrong, rather than write it over the screen; a client that went away is not worth a word."""
        error = sys.exception()
        if not isinstance(error, OSError):
            self.errors.append(repr(error))


class WorldServer:
    """The endpoints on loopback, in threads of their own, for as long as a `with` lasts; `url` is the root of all."""

    def __init__(self, world: World) -> None:
        self._listener = _Listener(world)
        self.port: int = self._listener.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(_POLL,), daemon=True)

    @property
    def errors(self) -> tuple[str, ...]:
        """What went wrong in answering, the newest last: faults of the world, not of who asked."""
        return tuple(self._listener.errors)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.stopping.set()
        self._listener.shutdown()
        self._listener.server_close()
        self._listener.drop_connections()
        self._thread.join(2)


def serve_world(
    numbers: Metrics,
    alerts: Callable[[], Sequence[Alert]],
    health: Callable[[str], Health | None],
    clock: Callable[[], Instant],
) -> WorldServer:
    """Return the endpoints of a world, to be used in a `with`. What they call is called from their own threads."""
    return WorldServer(World(numbers, alerts, health, clock))
