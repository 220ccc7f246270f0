"""Fakes that tests of several folders share: a clock to turn by hand, and servers on loopback that misbehave."""

import asyncio
import random
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Self

from tests.hostile import HOSTILE

_MS = 1000
_HUGE = 100 * 1024 * 1024
_BLOCK = 64 * 1024
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"


class FakeClock:
    """A `Clock`: milliseconds since 1970, moved by hand."""

    def __init__(self, now: int = 1_795_283_533_000) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def advance(self, seconds: float) -> int:
        """Let time pass; a negative number sets the clock back. Returns the new time."""
        self.now += round(seconds * _MS)
        return self.now


# -- servers

Answer = Callable[["Misbehaving", str, asyncio.StreamWriter], Awaitable[None]]


class Misbehaving:
    """An HTTP server on loopback, in a thread of its own; the path of the URL says how it misbehaves.

    /ok, /status/503, /slow/0.5 (seconds), /hang (reads, never answers), /drip (a byte a second, for ever),
    /garbage (bytes that are no HTTP), /huge (100 MB), /reset (closes without a word), /hostile (text that attacks a
    terminal), /metrics (a few Prometheus lines). `refused` is a port on which nobody listens.
    """

    def __init__(self) -> None:
        self.asked: dict[str, int] = {}
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="misbehaving", daemon=True)
        self._tasks: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def url(self, path: str) -> str:
        """The address of a behaviour: `url("hang")`."""
        return f"http://127.0.0.1:{self.port}/{path}"

    @property
    def refused(self) -> int:
        """A port that refuses connections (until the system gives it to somebody else)."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
            return port

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=4096))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in self._tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*self._tasks, return_exceptions=True))
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ")[1].decode("ascii", "replace").strip("/")
            name, _, argument = path.partition("/")
            self.asked[name] = self.asked.get(name, 0) + 1
            await ANSWERS.get(name, _status)(self, argument or "404", writer)
            await writer.drain()
        self._tasks.discard(task)
        writer.close()


async def _ok(_server: Misbehaving, _argument: str, writer: asyncio.StreamWriter) -> None:
    _body(writer, b"ok\n")


async def _status(_server: Misbehaving, argument: str, writer: asyncio.StreamWriter) -> None:
    writer.write(f"HTTP/1.1 {argument} Because\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())


async def _slow(server: Misbehaving, argument: str, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(float(argument))
    await _ok(server, argument, writer)


async def _hang(_server: Misbehaving, _argument: str, _writer: asyncio.StreamWriter) -> None:
    await asyncio.get_running_loop().create_future()


async def _drip(_server: Misbehaving, _argument: str, writer: asyncio.StreamWriter) -> None:
    writer.write(_HEAD + b"Content-Length: 1000000\r\n\r\n")
    while True:
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(1)


async def _garbage(_server: Misbehaving, _argument: str, writer: asyncio.StreamWriter) -> None:
    writer.write(random.Random(7).randbytes(4096))


async def _huge(_server: Misbehaving, _argument: str, writer: asyncio.StreamWriter) -> None:
    writer.write(_HEAD + f"Content-Length: {_HUGE}\r\n\r\n".encode())
    for _ in range(_HUGE // _BLOCK):
        writer.write(b"x" * _BLOCK)
        await writer.drain()


async def _reset(_server: Misbehaving, _argument: str, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def _hostile(_server: Misbehaving, _argument: str, writer: asyncio.StreamWriter) -> None:
    _body(writer, "\n".join(HOSTILE.values()).encode("utf-8", "surrogatepass"))


async def _metrics(_server: Misbehaving, _argument: str, writer: asyncio.StreamWriter) -> None:
    _body(writer, b"# TYPE http_requests_total counter\nhttp_requests_total 1027\n")


def _body(writer: asyncio.StreamWriter, body: bytes) -> None:
    writer.write(_HEAD + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)


ANSWERS: Mapping[str, Answer] = {
    "ok": _ok,
    "status": _status,
    "slow": _slow,
    "hang": _hang,
    "drip": _drip,
    "garbage": _garbage,
    "huge": _huge,
    "reset": _reset,
    "hostile": _hostile,
    "metrics": _metrics,
}


@contextmanager
def silent_port() -> Iterator[int]:
    """A port that accepts connections into its backlog and never reads: a TCP service that hangs."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(4096)
        yield listener.getsockname()[1]
