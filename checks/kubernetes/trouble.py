"""What may go wrong between us and an API server, as sentences; knows urllib3's errors and no cluster."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from checks.wording import line, scrub

_UNTRUSTED = ("CERTIFICATE_VERIFY_FAILED", "WRONG_VERSION_NUMBER", "UNSUPPORTED_PROTOCOL", "NO_PROTOCOLS_AVAILABLE")
"""Reasons of TLS that stand before any request can have been sent."""


class Trouble(Exception):  # noqa: N818 - the word that its readers use
    """There is no answer; the text is a sentence for the commander, without secrets."""

    def __init__(self, text: object) -> None:
        super().__init__(line(text, 300))


class NotSent(Trouble):
    """Nothing reached the server: what was to be done was not done."""


class InDoubt(Trouble):
    """The request went out and no whole answer came back: it may have been done."""


def translated(error: Exception, server: str, secrets: Iterable[str] = ()) -> Trouble:
    """Return what an error of urllib3 (or of the socket below it) means for the request, without these secrets."""
    known = import_module("urllib3.exceptions")  # imported only once a connection is opened
    if isinstance(error, known.SSLError):
        return _tls(error, server)
    why = scrub(_cause(error), secrets)  # before it is cut: half a token would not be found
    meanings: tuple[tuple[Any, type[Trouble], str], ...] = (
        (known.ProxyError, NotSent, f"the proxy before {server} does not let us through: {why}"),
        (known.NameResolutionError, NotSent, f"the name of {server} is not known: {why}"),
        (known.NewConnectionError, NotSent, f"{server} takes no connection: {why}"),
        (known.ConnectTimeoutError, NotSent, f"{server} takes no connection: no answer in time"),
        (known.LocationValueError, NotSent, f"{server} is no address of an API server"),
        (known.ReadTimeoutError | TimeoutError, InDoubt, f"{server} did not answer in time"),
        (Exception, InDoubt, f"{server} closed the connection without a whole answer: {why}"),
    )
    return next(trouble(text) for kind, trouble, text in meanings if isinstance(error, kind))


def _tls(error: Exception, server: str) -> Trouble:
    inner = error.args[0] if error.args else error
    reason = str(getattr(inner, "reason", ""))
    why = str(getattr(inner, "verify_message", ""))
    text = f"no secure connection to {server}: {why or _cause(error)}"
    return NotSent(text) if why or reason in _UNTRUSTED else InDoubt(text)


def _cause(error: BaseException) -> str:
    """Return the words of the innermost error, without the library's own about pools and objects."""
    inner: BaseException = error
    for _ in range(4):
        deeper = inner.__cause__ or inner.__context__ or next((a for a in inner.args if isinstance(a, Exception)), None)
        if deeper is None:
            break
        inner = deeper
    said = getattr(inner, "strerror", None) or str(inner)
    return str(said).rpartition(">: ")[2] or type(inner).__name__
