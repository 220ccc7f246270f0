"""One HTTP request in bounded time and bounded memory; imports httpx when first asked."""

import asyncio
import sys
import time
from base64 import b64encode
from collections.abc import Mapping
from contextlib import aclosing
from importlib.util import find_spec
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from checks.network import addresses, explain_network
from checks.sample import Status
from checks.source import NoAnswer
from checks.tls import certificate_of, context
from checks.wording import line, shown_url, span

MIB = 1 << 20
AGENT = "warroom"
_PHASES = {
    "connection.connect_tcp.started": "connecting",
    "connection.start_tls.started": "in the TLS handshake",
    "http11.send_request_headers.started": "sending the request",
    "http11.receive_response_headers.started": "waiting for the answer",
    "http11.receive_response_body.started": "in the middle of the answer",
}


class Request(NamedTuple):
    """What to ask. `headers` may carry credentials: they are sent and never shown. `cap` bytes of body are read."""

    url: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    content: bytes = b""
    cap: int = MIB
    verify: bool = True
    ca_file: str = ""


class Answer(NamedTuple):
    """What came back: `latency` (s) from the lookup of the name to the last byte read; `cut` where there is more."""

    code: int
    phrase: str
    headers: Mapping[str, str]
    body: bytes
    cut: bool
    latency: float
    certificate: bytes | None


class Endpoint(NamedTuple):
    """Where a URL points."""

    host: str
    port: int


def endpoint(url: str) -> Endpoint:
    """Return where an http or https URL points; ValueError says what is wrong with it."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{shown_url(url)} is not an http or https URL")
    return Endpoint(parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))


class Web:
    """Asks over a new connection each time, so that every look sees name, connection, certificate and answer.

    No proxy and nothing else is taken from the environment. Answers are asked for uncompressed: a small compressed
    one can unfold into gigabytes.
    """

    def __init__(self) -> None:
        self._transports: dict[tuple[str, bool], Any] = {}

    async def ask(self, request: Request, patience: float) -> Answer:
        """Ask once within `patience` seconds all told; NoAnswer says why there is none."""
        await _ready()
        progress = _Progress()
        try:
            async with asyncio.timeout(patience):
                return await self._at_any_address(request, patience, progress)
        except TimeoutError:
            # Without its name a host was never asked: that is no news of the host.
            status = Status.UNKNOWN if progress.phase == _Progress.phase else Status.DOWN
            raise NoAnswer(status, f"no answer within {span(patience)}: still {progress.phase}") from None

    async def aclose(self) -> None:
        """Let go of the connections."""
        transports, self._transports = self._transports, {}
        for transport in transports.values():
            await transport.aclose()

    async def _at_any_address(self, request: Request, patience: float, progress: "_Progress") -> Answer:
        import httpx

        host, port = endpoint(request.url)
        known = await addresses(host, port)
        for address in known:
            last = address == known[-1]
            try:
                return await self._at(request, address, progress, None if last else patience / (len(known) + 1))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                reason = explain_network(error, host, port)
                if last or str(reason).find("TLS:") >= 0:
                    raise reason from error
        raise NoAnswer(Status.UNKNOWN, f"DNS: {host} has no address")

    async def _at(self, request: Request, address: str, progress: "_Progress", connect: float | None) -> Answer:
        import httpx

        host, port = endpoint(request.url)
        try:
            asked = _written(request, address, host, connect, progress)
            # The transport alone: a client around it would add cookies and redirects, and a third to the cost.
            response = await self._transport(request).handle_async_request(asked)
            async with aclosing(response):
                return await _read(response, request.cap, progress)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            raise
        except httpx.RemoteProtocolError as error:
            raise _not_http(error) from error
        except httpx.TransportError as error:
            raise explain_network(error, host, port) from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise NoAnswer(Status.UNKNOWN, f"could not ask: {error}") from error
        finally:
            await progress.close()

    def _transport(self, request: Request) -> Any:
        import httpx

        key = (request.ca_file, request.verify)
        if key not in self._transports:
            self._transports[key] = httpx.AsyncHTTPTransport(
                verify=context(request.ca_file, verify=request.verify),
                trust_env=False,
                limits=httpx.Limits(max_keepalive_connections=0),
            )
        return self._transports[key]


def _written(request: Request, address: str, host: str, connect: float | None, progress: "_Progress") -> Any:
    """Write the request to `host` at `address`; what the caller says in a header holds against what we would say."""
    import httpx

    url = httpx.URL(request.url)
    headers = {"user-agent": AGENT, "accept-encoding": "identity", "accept": "*/*", "connection": "close"}
    headers["host"] = url.netloc.decode("ascii")
    if url.userinfo:
        headers["authorization"] = "Basic " + b64encode(f"{url.username}:{url.password}".encode()).decode("ascii")
    headers |= {name.lower(): value for name, value in request.headers}
    return httpx.Request(
        request.method,
        url.copy_with(host=address, fragment=None),
        headers=headers,
        content=request.content or None,
        extensions={
            "sni_hostname": host,
            "trace": progress.trace,
            "timeout": httpx.Timeout(None, connect=connect).as_dict(),
        },
    )


def _not_http(error: Exception) -> NoAnswer:
    text = str(error)
    if "without sending a response" in text:
        return NoAnswer(Status.DOWN, "the connection was closed without an HTTP answer")
    if "peer closed connection" in text or "incomplete" in text:
        return NoAnswer(Status.DOWN, "the connection was closed in the middle of the answer")
    return NoAnswer(Status.DOWN, f"the answer is not HTTP: {text}")


async def _ready() -> None:
    """Import what a request needs, so that the first one's deadline and latency do not pay for it."""
    import httpx  # noqa: F401 - only to have it loaded
    from anyio.lowlevel import checkpoint

    if "sniffio" not in sys.modules and find_spec("sniffio") is None:
        # httpcore tries to import it at every lock it makes; where it is missing, each try searches the file system,
        # which is a third of the cost of a request. None says once that it is not there.
        sys.modules["sniffio"] = None  # type: ignore[assignment]  # what the import system documents for this
    await checkpoint()


class _Progress:
    """How far one request has come, and since when it is under way."""

    phase = "looking up the name"

    def __init__(self) -> None:
        self.begun = time.perf_counter()
        self._connection: Any = None

    async def trace(self, event: str, info: Any) -> None:
        self.phase = _PHASES.get(event, self.phase)
        if event == "connection.connect_tcp.complete":
            self._connection = info["return_value"]

    async def close(self) -> None:
        """Close the connection: httpcore leaves it open, for good, when a TLS handshake is given up."""
        if self._connection is not None:
            await self._connection.aclose()


async def _read(response: Any, cap: int, progress: _Progress) -> Answer:
    certificate = certificate_of(response.extensions["network_stream"].get_extra_info("ssl_object"))
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > cap:
            break
    return Answer(
        code=response.status_code,
        phrase=line(response.reason_phrase, 40),
        headers=response.headers,
        body=bytes(body[:cap]),
        cut=len(body) > cap,
        latency=time.perf_counter() - progress.begun,
        certificate=certificate,
    )
