"""Pure: the ways in which the API server says no, each as the Status body that a real one sends. Sends nothing."""

from console.drill.cluster.kinds import Kind
from console.drill.cluster.values import Json


class ApiError(Exception):
    """An answer that is not a success: HTTP code, reason and message of the Status body."""

    def __init__(
        self, code: int, reason: str, message: str, details: Json | None = None, meta: Json | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason
        self.message = message
        self.details = details
        self.meta = meta or {}

    def body(self) -> Json:
        """Return the Status object of the answer."""
        status: Json = {"kind": "Status", "apiVersion": "v1", "metadata": self.meta, "status": "Failure"}
        status["message"] = self.message
        if self.reason:
            status["reason"] = self.reason
        if self.details:
            status["details"] = self.details
        return {**status, "code": self.code}


def success(details: Json | None = None, code: int = 200) -> Json:
    """Return the Status object of a success that has nothing else to say."""
    body: Json = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success"}
    return {**body, **({"details": details} if details else {}), **({"code": code} if code != 200 else {})}  # noqa: PLR2004 - OK


def _about(kind: Kind, name: str) -> Json:
    known = {"name": name, "group": kind.group, "kind": kind.plural}
    return {field: value for field, value in known.items() if value}


def not_found(kind: Kind, name: str) -> ApiError:
    """No such object."""
    return ApiError(404, "NotFound", f'{kind.resource} "{name}" not found', _about(kind, name))


def no_resource() -> ApiError:
    """No such resource, path or version."""
    return ApiError(404, "NotFound", "the server could not find the requested resource", {})


def exists(kind: Kind, name: str) -> ApiError:
    """A create of what is there already."""
    return ApiError(409, "AlreadyExists", f'{kind.resource} "{name}" already exists', _about(kind, name))


def conflict(kind: Kind, name: str, why: str = "") -> ApiError:
    """A write that was based on something else than what stands there now."""
    moved = "the object has been modified; please apply your changes to the latest version and try again"
    message = f'Operation cannot be fulfilled on {kind.resource} "{name}": {why or moved}'
    return ApiError(409, "Conflict", message, _about(kind, name))


def precondition_failed(kind: Kind, name: str, field: str, asked: str, there: str) -> ApiError:
    """A delete of something else than what stands there now; the real server says the kind here, not the plural."""
    known = f"{kind.kind}.{kind.group}" if kind.group else kind.kind
    differs = f"the {field} in the precondition ({asked}) does not match the {field} in record ({there})"
    past = "deleted and then recreated" if field == "UID" else "modified"
    message = f'Operation cannot be fulfilled on {known} "{name}": {differs}. The object might have been {past}'
    details = {"name": name, **({"group": kind.group} if kind.group else {}), "kind": kind.kind}
    return ApiError(409, "Conflict", message, details)


def invalid(kind: Kind | None, name: str, problems: list[tuple[str, str]]) -> ApiError:
    """Fields that are wrong: pairs of field and what is wrong with it."""
    said = ", ".join(f"{field}: {text}" for field, text in problems)
    said = f"[{said}]" if len(problems) > 1 else said
    known = "" if kind is None else f"{kind.kind}.{kind.group}" if kind.group else kind.kind
    causes = [{"reason": "FieldValueInvalid", "message": text, "field": field} for field, text in problems]
    about: Json = {"causes": causes}
    if kind is not None:
        about = {"name": name, "group": kind.group, "kind": kind.kind, "causes": causes}
    return ApiError(422, "Invalid", f'{known} "{name}" is invalid: {said}', about)


def patch_failed() -> ApiError:
    """A JSON patch that does not apply; the real server says no more than this either."""
    return ApiError(422, "Invalid", "the server rejected our request due to an error in our request", {})


def bad_request(message: str) -> ApiError:
    """A request that makes no sense."""
    return ApiError(400, "BadRequest", message)


def forbidden(kind: Kind, name: str, why: str) -> ApiError:
    """Not allowed: by the rules of access or by admission."""
    named = f' "{name}"' if name else ""
    return ApiError(403, "Forbidden", f"{kind.resource}{named} is forbidden: {why}", _about(kind, name))


def unauthorized() -> ApiError:
    """No credentials, or wrong ones."""
    return ApiError(401, "Unauthorized", "Unauthorized")


def expired(asked: str, oldest: int) -> ApiError:
    """A resource version or continue token that the server no longer knows."""
    return ApiError(410, "Expired", f"too old resource version: {asked} ({oldest})")


def unsupported(content_type: str, accepted: str) -> ApiError:
    """A patch in a format that this resource does not take."""
    message = f"the body of the request was in an unknown format - accepted media types include: {accepted}"
    return ApiError(415, "UnsupportedMediaType", message + (f" ({content_type})" if content_type else ""))


def not_allowed() -> ApiError:
    """A verb that the resource does not have."""
    message = "the server does not allow this method on the requested resource"
    return ApiError(405, "MethodNotAllowed", message, {})
