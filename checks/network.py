"""What goes wrong on the way to another host, as a status and a sentence; and names to addresses."""

import asyncio
import errno
import ipaddress
import socket
import ssl
from collections.abc import Iterator

from checks.sample import Status
from checks.source import NoAnswer
from checks.tls import explain_tls

_TELLING = (
    (ConnectionRefusedError, Status.DOWN, "connection refused"),
    (ConnectionResetError, Status.DOWN, "connection reset"),
    (BrokenPipeError, Status.DOWN, "connection reset"),
    (ConnectionAbortedError, Status.DOWN, "connection aborted"),
    (TimeoutError, Status.DOWN, "connection timed out"),
)
_ERRNO = {
    errno.EHOSTUNREACH: (Status.DOWN, "host unreachable"),
    errno.ENETUNREACH: (Status.UNKNOWN, "no network route from here"),
    errno.ENETDOWN: (Status.UNKNOWN, "the network is down here"),
    errno.EADDRNOTAVAIL: (Status.UNKNOWN, "no local address to connect from"),
    errno.EMFILE: (Status.UNKNOWN, "too many open files here"),
    errno.ENFILE: (Status.UNKNOWN, "too many open files here"),
    errno.EACCES: (Status.UNKNOWN, "not allowed from here"),
    errno.EPERM: (Status.UNKNOWN, "not allowed from here (a local firewall?)"),
}
_NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


def where(host: str, port: int) -> str:
    """Write an endpoint: "shop.example:443", "[::1]:80"."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def explain_network(error: BaseException, host: str, port: int) -> NoAnswer:
    """Say what an error on a connection means: down where the other side failed, unknown where we did."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return NoAnswer(Status.DOWN, f"{where(host, port)}: {explain_tls(cause, host)}")
        if isinstance(cause, socket.gaierror):
            return _unresolved(cause, host)
    for kind, status, text in _TELLING:
        if any(isinstance(cause, kind) for cause in causes):
            return NoAnswer(status, f"{text}: {where(host, port)}")
    numbers = [cause.errno for cause in causes if isinstance(cause, OSError) and cause.errno in _ERRNO]
    if numbers:
        status, text = _ERRNO[numbers[0] or 0]
        return NoAnswer(status, f"{text}: {where(host, port)}")
    return NoAnswer(Status.UNKNOWN, f"{where(host, port)}: {type(error).__name__}: {causes[-1]}")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Walk an error and all that caused it, groups included; libraries wrap the telling one several times."""
    seen: set[int] = set()
    pending = [error]
    while pending:
        each = pending.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        pending += [each.__context__, each.__cause__]
        if isinstance(each, BaseExceptionGroup):
            pending += list(each.exceptions)


def _unresolved(error: socket.gaierror, host: str) -> NoAnswer:
    if error.errno in _NO_SUCH_NAME:
        return NoAnswer(Status.DOWN, f"DNS: no such name: {host}")
    if error.errno == socket.EAI_AGAIN:
        return NoAnswer(Status.UNKNOWN, f"DNS: no name server answers for {host}")
    return NoAnswer(Status.UNKNOWN, f"DNS: {host} could not be looked up: {error.strerror}")


async def addresses(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses of a name, in the order to try them; NoAnswer where there are none."""
    try:
        return (str(ipaddress.ip_address(host)),)
    except ValueError:
        pass
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise _unresolved(error, host) from None
    except (UnicodeError, OSError) as error:
        raise NoAnswer(Status.UNKNOWN, f"DNS: {host} could not be looked up: {error}") from None
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))
