"""The only way to an API server: one context, blocking calls from threads, raw JSON, never repeated, never printed."""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import urlencode

from checks.kubernetes.door import Door
from checks.kubernetes.trouble import InDoubt, NotSent, Trouble, translated
from checks.wording import shown_url

__all__ = ["Answer", "Connection", "InDoubt", "NotSent", "Stream", "Trouble", "open_connection"]

MOST = 64 << 20
"""Bytes of an answer, unpacked, past which it is given up."""
_BLOCK = 1 << 18
_SLOWEST = 4
"""An answer may take so many times the read timeout as a whole: a drop a second is no answer."""
_SELF = "/apis/authentication.k8s.io/v1/selfsubjectreviews"
_UNAUTHORIZED, _CREATED = 401, 201
_ANONYMOUS = "system:anonymous"

Query = Sequence[tuple[str, str]]
Timeout = tuple[float, float]


class Answer(NamedTuple):
    """What the server said; any status is an answer. `body` is the parsed JSON, or the text where it is none."""

    status: int
    body: Any


class Stream:
    """An answer that goes on: iterate over its lines (bytes, without their ends). `close` from any thread ends it."""

    def __init__(self, response: Any, server: str) -> None:
        self._response, self._server = response, server
        self._closed = threading.Event()
        self.status: int = response.status

    def batches(self) -> Iterator[list[bytes]]:
        """Yield the whole lines of each piece that arrives; InDoubt where the connection breaks."""
        rest = b""
        for part in self.pieces():
            lines = (rest + part).split(b"\n")
            rest = lines.pop()
            if len(rest) > MOST:
                raise InDoubt(f"{self._server} sent a line of more than {MOST >> 20} MiB")
            if lines:
                yield lines
        if rest and not self._closed.is_set():
            yield [rest]

    def pieces(self) -> Iterator[bytes]:
        """Yield what arrives as it arrives; InDoubt where the connection breaks."""
        while part := self._read():
            yield part

    def __iter__(self) -> Iterator[bytes]:
        for lines in self.batches():
            yield from lines

    def close(self) -> None:
        """End it; a thread that waits for the next line returns at once."""
        self._closed.set()
        try:
            self._response.shutdown()
        except (OSError, ValueError, RuntimeError):
            return  # already over

    def _read(self) -> bytes:
        if self._closed.is_set():
            return b""
        try:
            return bytes(self._response.read1(_BLOCK) or b"")
        except (OSError, ValueError, AttributeError, import_module("urllib3.exceptions").HTTPError) as error:
            if self._closed.is_set():
                return b""
            raise translated(error, self._server) from None


class Connection:
    """A context, pinned. Every method blocks and may be called from several threads at once."""

    def __init__(self, door: Door, clock: Callable[[], int]) -> None:
        self.context, self.namespace, self.insecure = door.context, door.namespace, door.insecure
        self.server = shown_url(door.server)
        self.who = ""
        self.clock = clock
        self._door = door
        self._base = door.server.rstrip("/")
        self._turn = threading.Lock()
        self._pool: Any = None
        self._pair = ("", "")
        self._closed = False
        self._agent = _agent()

    def request(
        self,
        method: str,
        path: str,
        query: Query = (),
        body: str = "",
        *,
        content_type: str = "application/json",
        accept: str = "application/json",
        timeout: Timeout = (3.0, 10.0),
    ) -> Answer:
        """Ask once. `timeout` is (connect, read) in seconds; raises NotSent or InDoubt where there is no answer."""
        status, raw = self.fetch(method, path, query, body, content_type=content_type, accept=accept, timeout=timeout)
        return Answer(status, _parsed(raw, status, accept, self.server))

    def fetch(
        self,
        method: str,
        path: str,
        query: Query = (),
        body: str = "",
        *,
        content_type: str = "application/json",
        accept: str = "application/json",
        timeout: Timeout = (3.0, 10.0),
    ) -> tuple[int, bytes]:
        """Ask once, as `request` does, and return the status and the bytes."""
        headers = [("Accept", accept), ("Accept-Encoding", "gzip")]
        headers += [("Content-Type", content_type)] if body else []
        response = self._send(method, path, query, body, headers, timeout)
        try:
            return response.status, self._whole(response, time.monotonic() + timeout[1] * _SLOWEST)
        finally:
            response.release_conn()

    @contextmanager
    def stream(
        self,
        path: str,
        query: Query = (),
        *,
        read_timeout: float,
        accept: str = "application/json",
        connect_timeout: float = 3.0,
    ) -> Iterator[Stream]:
        """GET an answer that goes on; each silence may last `read_timeout` seconds. Look at its `status` first."""
        response = self._send("GET", path, query, "", [("Accept", accept)], (connect_timeout, read_timeout))
        stream = Stream(response, self.server)
        try:
            yield stream
        finally:
            response.close()

    def whoami(self) -> str:
        """Ask the server for whom it takes us, and remember it; Trouble where it says nobody though we said who."""
        body = '{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}'
        answer = self.request("POST", _SELF, body=body)
        if answer.status == _UNAUTHORIZED:
            raise NotSent(f"{self.server} does not know the credentials of the context {self.context} (401)")
        self.who = _user(answer, self.server)
        if self.who == _ANONYMOUS and (self._door.credentials.configured or self._door.certified):
            raise NotSent(f"{self.server} takes us for anonymous although the kubeconfig has credentials")
        return self.who

    def close(self) -> None:
        """Let go of the connections and end a credential plugin that runs; later requests are NotSent."""
        self._closed = True
        self._door.credentials.stop()
        with self._turn:
            if self._pool is not None:
                self._pool.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _send(
        self, method: str, path: str, query: Query, body: str, headers: list[tuple[str, str]], timeout: Timeout
    ) -> Any:
        urllib3 = import_module("urllib3")
        pool, ours = self._ready()
        said = urllib3.HTTPHeaderDict([("User-Agent", self._agent), *headers, *ours])
        url = f"{self._base}{path}" + (f"?{urlencode(query)}" if query else "")
        try:
            response = pool.request(
                method,
                url,
                body=body.encode() or None,
                headers=said,
                timeout=urllib3.Timeout(connect=timeout[0], read=timeout[1]),
                retries=False,
                redirect=False,
                preload_content=False,
            )
        except (OSError, ValueError, urllib3.exceptions.HTTPError) as error:
            raise translated(error, self.server, _secrets(ours)) from None
        if response.status == _UNAUTHORIZED:
            self._door.credentials.rejected()
        return response

    def _ready(self) -> tuple[Any, tuple[tuple[str, str], ...]]:
        """Return the pool and the credentials' headers; the pool is new where a plugin gave a new certificate."""
        if self._closed:
            raise NotSent(f"the connection to {self.server} is closed")
        ours, given = self._door.credentials.current()
        pair = (given.certificate, given.key) if given else ("", "")
        with self._turn:
            if self._closed:
                raise NotSent(f"the connection to {self.server} is closed")
            if self._pool is None or pair != self._pair:
                self._pool, self._pair = self._door.pool(given), pair
            return self._pool, ours

    def _whole(self, response: Any, deadline: float) -> bytes:
        parts, size = [], 0
        try:
            while part := response.read1(_BLOCK):
                parts.append(part)
                size += len(part)
                if size > MOST:
                    response.close()
                    raise InDoubt(f"{self.server} answered with more than {MOST >> 20} MiB")
                if time.monotonic() > deadline:
                    response.close()
                    raise InDoubt(f"{self.server} did not finish its answer in time")
        except (OSError, ValueError, import_module("urllib3.exceptions").HTTPError) as error:
            raise translated(error, self.server) from None
        return b"".join(parts)


def open_connection(
    context: str = "",
    kubeconfig: str = "",
    *,
    clock: Callable[[], int],
    env: Mapping[str, str] | None = None,
) -> Connection:
    """Return a connection to a context ("": the current one of the kubeconfig); asks the server nothing yet.

    `kubeconfig` is one path or several with the path separator; "" is what kubectl would read. Raises NotSent.
    """
    from checks.kubernetes.kubeconfig import find_door  # with ssl and subprocess: only where there is a cluster

    return Connection(find_door(context, kubeconfig, os.environ if env is None else env, clock), clock)


def _secrets(ours: Sequence[tuple[str, str]]) -> list[str]:
    """Return what is secret in the headers: the credential, whole and without its scheme; names are none."""
    said = [value for name, value in ours if name == "Authorization"]
    return [*said, *(value.partition(" ")[2] for value in said)]


def _parsed(raw: bytes, status: int, accept: str, server: str) -> Any:
    if not accept.startswith("application/json"):
        return raw.decode("utf-8", "replace")
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        if status >= 400:  # noqa: PLR2004 - errors, also those of a proxy, may be plain text; the status says enough
            return raw[:500].decode("utf-8", "replace")
        raise InDoubt(f"{server} answered with something that is not JSON: is this an API server?") from None


def _user(answer: Answer, server: str) -> str:
    """Return the name in the answer to a SelfSubjectReview."""
    if answer.status not in {200, _CREATED}:
        return "not told"  # a server before 1.28 has no such review; rights show themselves elsewhere
    try:
        return str(answer.body["status"]["userInfo"]["username"])
    except (TypeError, KeyError):
        raise InDoubt(f"{server} does not answer as an API server does") from None


def _agent() -> str:
    from importlib.metadata import PackageNotFoundError, version  # slow to import, and the room imports this module

    try:
        return f"warroom/{version('warroom')}"
    except PackageNotFoundError:
        return "warroom"
