"""Asks a cluster for what preflight and read-back need; says in a sentence what cannot be known. Changes nothing."""

from collections.abc import Callable, Sequence
from typing import Any

from checks.kubernetes.access import Answer, Connection, Trouble
from checks.wording import line
from console.actions.places import Place
from console.actions.shape import Json, parts, text
from console.incident.action import Request

OK = range(200, 300)
FORBIDDEN, MISSING, CONFLICT, TOO_MANY = 403, 404, 409, 429
BROKEN = range(500, 600)
METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"
METADATA_LIST = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
PAGE = 500
MOST_PAGES = 20
PATIENCE = (2.0, 4.0)
"""Seconds to connect and to wait for an answer, while somebody waits for the card."""

Connect = Callable[[str], Connection]
Query = Sequence[tuple[str, str]]


class NotKnown(Exception):  # noqa: N818 - what it tells
    """Something could not be asked or was not answered; the text is a sentence."""


class Forbidden(NotKnown):
    """The server said that we may not ask."""


class Api:
    """One context. Blocking; used from threads."""

    def __init__(self, connection: Connection, timeout: tuple[float, float] = PATIENCE) -> None:
        self.connection = connection
        self._timeout = timeout

    def read(self, path: str, query: Query = (), *, accept: str = "application/json") -> Json | None:
        """Return an object, None where there is none (also where the server has no such resource)."""
        answer = self.ask(Request("GET", path, tuple(query)), accept=accept)
        if answer.status == MISSING:
            return None
        return expected(answer)

    def listed(self, path: str, query: Query = (), *, accept: str = "application/json", most: int = 0) -> list[Json]:
        """Return the objects of a list, page by page, at most about `most` (0: all); [] where there are none."""
        found: list[Json] = []
        more = ""
        for _ in range(MOST_PAGES):
            page = [("limit", str(PAGE)), *query, *([("continue", more)] if more else [])]
            answer = self.read(path, page, accept=accept)
            found += parts(answer, "items")
            more = text(answer, "metadata", "continue")
            if not more or (most and len(found) >= most):
                break
        return found

    def custom(self, place: Place, namespace: str = "") -> list[Json]:
        """Return the objects of a custom resource; [] also where the server has no such resource.

        Who may not list it is told so by a server that has none of it, too: then discovery, which is open, decides.
        """
        try:
            return self.listed(place.path(namespace))
        except Forbidden:
            if self.read(f"/apis/{place.group}/{place.version}") is None:
                return []
            raise

    def ask(self, request: Request, *, accept: str = "application/json") -> Answer:
        """Return any answer; NotKnown where there is none."""
        try:
            return self.connection.request(
                request.method,
                request.path,
                request.query,
                request.body,
                content_type=request.content_type,
                accept=accept,
                timeout=self._timeout,
            )
        except Trouble as trouble:
            raise NotKnown(str(trouble)) from None


def expected(answer: Answer) -> Json:
    """Return the object that was answered; NotKnown for a refusal or an error."""
    if answer.status in OK and isinstance(answer.body, dict):
        return answer.body
    if answer.status == FORBIDDEN:
        raise Forbidden(f"no right to ask: {said(answer)}")
    raise NotKnown(said(answer))


def said(answer: Answer) -> str:
    """Return what the server said, in one line."""
    return message_of(answer.body) or f"the server answered {answer.status}"


def message_of(body: Any) -> str:
    """Return the message of a Status, with its causes, in one line."""
    causes = [text(cause, "message") for cause in parts(body, "details", "causes")]
    told = text(body, "message") if isinstance(body, dict) else str(body)
    return line(" ".join([told, *(cause for cause in causes if cause and cause not in told)]), 400)
