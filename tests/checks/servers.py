"""Servers on loopback that answer, badly or well, as a test says; and certificates made for them."""

import asyncio
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import NamedTuple

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(handler: Handler, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """Serve on a free port of 127.0.0.1 and yield it; whatever is still being answered is dropped at the end."""
    tasks: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await handler(reader, writer)
        finally:
            tasks.discard(task)
            writer.transport.abort()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def refusing_port() -> int:
    """Return a port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Asked(NamedTuple):
    """One request as the server read it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


async def read_request(reader: asyncio.StreamReader) -> Asked:
    """Read one HTTP request whole."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (text.partition(":") for text in head[1:] if text)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    method, path, _ = head[0].split(" ")
    return Asked(method, path, headers, body)


def answer(body: bytes = b"ok\n", status: str = "200 OK", *headers: str) -> bytes:
    """Write an HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@asynccontextmanager
async def answering(
    said: bytes | Callable[[Asked], bytes], tls: ssl.SSLContext | None = None
) -> AsyncIterator[tuple[int, list[Asked]]]:
    """Serve these bytes to every request; yields the port and the list of what was asked."""
    asked: list[Asked] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await read_request(reader))
        writer.write(said if isinstance(said, bytes) else said(asked[-1]))
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async with serving(handle, tls) as port:
        yield port, asked


class Certificates:
    """An authority of our own and certificates by it, made with openssl in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authority = folder / "authority.pem"
        self._key("authority")
        self._openssl("req", "-x509", "-key", "authority.key", "-out", "authority.pem", "-days", "30", "-subj", "/CN=a")

    def context(self, name: str, *, days: int = 30, names: str = "DNS:localhost,IP:127.0.0.1") -> ssl.SSLContext:
        """Return a server's context with a certificate by the authority; `days` -1 is one that has expired."""
        if not (self.folder / f"{name}.pem").exists():
            self._key(name)
            (self.folder / f"{name}.ext").write_text(f"subjectAltName={names}\nauthorityKeyIdentifier=keyid:always\n")
            self._openssl("req", "-new", "-key", f"{name}.key", "-subj", "/CN=x", "-out", f"{name}.csr")
            signing = ("-CA", "authority.pem", "-CAkey", "authority.key", "-extfile", f"{name}.ext")
            self._openssl("x509", "-req", "-in", f"{name}.csr", *signing, "-days", str(days), "-out", f"{name}.pem")
        return self._context(name)

    def self_signed(self) -> ssl.SSLContext:
        """Return a server's context with a certificate signed by itself."""
        self._key("self")
        names = ("-addext", "subjectAltName=IP:127.0.0.1")
        self._openssl("req", "-x509", "-key", "self.key", "-out", "self.pem", "-days", "9", "-subj", "/CN=s", *names)
        return self._context("self")

    def _context(self, name: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        return context

    def _key(self, name: str) -> None:
        curve = ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:prime256v1")
        self._openssl("genpkey", *curve, "-out", f"{name}.key")

    def _openssl(self, *argv: str) -> None:
        subprocess.run(["openssl", *argv], cwd=self.folder, check=True, capture_output=True, timeout=20)
