"""Who we are to the server, which context and which server that is."""

from collections.abc import Iterator

from checks.kubernetes.access import Trouble
from console.actions.api import NotKnown
from console.actions.preflight.look import Look
from console.incident.action import INFORMS, WARNS, Finding

NAME = "who"


def who(look: Look) -> Iterator[Finding]:
    """Ask the server for whom it takes us."""
    connection = look.api.connection
    try:
        name = connection.who or connection.whoami()
    except Trouble as trouble:
        raise NotKnown(str(trouble)) from None
    if name == "system:anonymous":
        yield Finding(WARNS, NAME, "the server takes us for anonymous: no credentials reached it")
    else:
        yield Finding(INFORMS, NAME, f"{name} on {connection.server}")
    if connection.insecure:
        yield Finding(WARNS, NAME, "the certificate of the server is not checked in this context")
