"""Pure: what a request asks for: its target, its verb and its options, read from path, query and headers."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from console.drill.cluster.kinds import Catalogue, Kind
from console.drill.cluster.managed import Writer
from console.drill.cluster.refusals import ApiError, bad_request, invalid, no_resource
from console.drill.cluster.values import Json

_CREATED = 201
_NAMESPACED = 3
_VERBS = {"POST": "create", "PUT": "update", "PATCH": "patch"}


class Request(NamedTuple):
    """A request as it came in: headers in lower case, the query decoded, the body raw."""

    method: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]
    body: bytes = b""

    def document(self) -> Json:
        """Return the body as an object; ApiError 400 when it is none."""
        found = self.json()
        if not isinstance(found, dict):
            raise bad_request("the body of the request is not an object")
        return found

    def json(self) -> Any:
        """Return the body as JSON; ApiError 400 when it is none."""
        try:
            return json.loads(self.body or b"{}")
        except ValueError as problem:
            raise bad_request(f"error decoding the body: {problem}") from problem

    @property
    def dry_run(self) -> bool:
        """Whether only to check; ApiError 422 for anything but All."""
        asked = self.query.get("dryRun", "")
        if asked not in ("", "All"):
            problem = f'Unsupported value: "{asked}": supported values: "All"'
            raise invalid(None, "", [("dryRun", problem)])
        return asked == "All"

    @property
    def strict(self) -> bool:
        """Whether unknown fields are an error."""
        return self.query.get("fieldValidation") == "Strict"

    def writer(self, subresource: str = "") -> Writer:
        """Return who writes: the field manager asked for, or the first part of the user agent."""
        agent = self.headers.get("user-agent", "").partition("/")[0] or "unknown"
        manager = self.query.get("fieldManager") or agent
        applied = "apply-patch" in self.headers.get("content-type", "")
        return Writer(manager, "Apply" if applied else "Update", subresource)


class Target(NamedTuple):
    """What a path names: a resource, and maybe a namespace, an object and a subresource of it."""

    kind: Kind
    namespace: str
    name: str
    subresource: str


class Answer(NamedTuple):
    """What goes back: a code and an object, or text, or a stream that yields b"" while it has nothing to say."""

    code: int
    body: Json | bytes = b""
    content_type: str = "application/json"
    stream: Iterator[bytes] | None = None


def created(body: Json) -> Answer:
    """Return the answer to a create."""
    return Answer(_CREATED, body)


def target_of(path: str, catalogue: Catalogue) -> Target:
    """Return what a path names; ApiError 404 for what the server does not have."""
    parts = [part for part in path.split("/") if part]
    if parts[:1] == ["api"]:
        group, version, rest = "", "".join(parts[1:2]), parts[2:]
    elif parts[:1] == ["apis"]:
        group, version, rest = "".join(parts[1:2]), "".join(parts[2:3]), parts[3:]
    else:
        raise no_resource()
    namespace = ""
    if rest[:1] == ["namespaces"] and len(rest) >= _NAMESPACED and rest[2] not in ("status", "finalize"):
        namespace, rest = rest[1], rest[2:]
    kind = catalogue.find(group, version, rest[0]) if rest else None
    if kind is None or (namespace and not kind.namespaced):
        raise no_resource()
    return Target(kind, namespace, "".join(rest[1:2]), "/".join(rest[2:]))


def verb_of(request: Request, target: Target) -> str:
    """Return the verb as the rules of access name it."""
    if request.method in ("GET", "HEAD"):
        if request.query.get("watch") in ("1", "true"):
            return "watch"
        return "get" if target.name else "list"
    if request.method == "DELETE":
        return "delete" if target.name else "deletecollection"
    return _VERBS.get(request.method, request.method.lower())


def wants_metadata(request: Request) -> bool:
    """Tell by the Accept header whether only metadata is wanted; ApiError 406 when nothing asked for can be had."""
    accept = request.headers.get("accept", "") or "*/*"
    for part in accept.split(","):
        media, _, options = part.strip().partition(";")
        if "as=PartialObjectMetadata" in options and media == "application/json":
            return True
        if "as=" not in options and media in ("application/json", "*/*", "application/*", "application/yaml"):
            return False
    text = "only the following media types are accepted: application/json"
    raise ApiError(406, "NotAcceptable", text)
