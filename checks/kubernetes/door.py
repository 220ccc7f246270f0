"""Pure: a way into a cluster, as kubeconfig.py finds it and access.py uses it. Knows no files and no sockets."""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

Pairs = tuple[tuple[str, str], ...]
"""Headers."""


class Credential(NamedTuple):
    """What a plugin gave: a token, or a client certificate with its key (PEM). `expires` is ms since 1970 or None."""

    token: str = ""
    certificate: str = ""
    key: str = ""
    expires: int | None = None


class Identity(Protocol):
    """Who we are to a server."""

    @property
    def configured(self) -> bool:
        """Whether the kubeconfig says who we are."""

    def current(self) -> tuple[Pairs, Credential | None]:
        """Return the headers to send, and what a plugin gave; NotSent where they cannot be had."""

    def rejected(self) -> None:
        """The server answered 401."""

    def stop(self) -> None:
        """End a plugin that runs."""


class Door(NamedTuple):
    """A way into a cluster. `pool` gives a pool of connections, with a client certificate of a plugin where needed.

    `certified` where the kubeconfig has a client certificate; `insecure` where the server's is not looked at.
    """

    context: str
    server: str
    namespace: str
    insecure: bool
    credentials: Identity
    certified: bool
    pool: Callable[[Credential | None], Any]
