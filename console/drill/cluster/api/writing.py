"""Create, replace and patch: the checks of a real API server, then one write. Nothing is written in a dry run."""

from typing import Any

from console.drill.cluster.api.request import Answer, Request, Target, created
from console.drill.cluster.defaults import with_defaults
from console.drill.cluster.kinds import NAMESPACES
from console.drill.cluster.patches import json_patch, merge_patch, strategic_merge
from console.drill.cluster.refusals import bad_request, conflict, invalid, not_allowed, not_found, unsupported
from console.drill.cluster.strict import drop_unknown, unknown_fields
from console.drill.cluster.validation import validate
from console.drill.cluster.values import Json
from console.drill.cluster.world import World

_KEPT = ("generation", "creationTimestamp", "managedFields", "deletionTimestamp", "deletionGracePeriodSeconds")
_JSON_PATCH = "application/json-patch+json"
_MERGE = "application/merge-patch+json"
_STRATEGIC = "application/strategic-merge-patch+json"
_APPLY = "application/apply-patch+yaml"


def create(world: World, request: Request, target: Target) -> Answer:
    """Create an object."""
    if target.name:
        raise not_allowed()
    document = _sent(request, target)
    kind = target.kind
    _check_fields(world, request, target, document)
    if kind.namespaced and world.get(NAMESPACES, "", target.namespace) is None:
        raise not_found(NAMESPACES, target.namespace)
    if not world.catalogue.is_custom(kind):
        document = drop_unknown(kind, document)
    return created(world.create(kind, document, request.writer(), dry_run=request.dry_run))


def replace(world: World, request: Request, target: Target) -> Answer:
    """Replace an object (PUT), under the resource version that it carries, if it carries one."""
    old = _found(world, target)
    document = _sent(request, target)
    _check_fields(world, request, target, document)
    sent = document["metadata"].get("uid")
    if sent and sent != old["metadata"]["uid"]:
        text = f"Precondition failed: UID in precondition: {sent}, UID in object meta: {old['metadata']['uid']}"
        raise conflict(target.kind, target.name, text)
    document["metadata"] = {"uid": old["metadata"]["uid"], **document["metadata"]}
    return Answer(200, _store(world, request, target, old, document))


def patch(world: World, request: Request, target: Target) -> Answer:
    """Change an object by a patch of any of the usual formats."""
    media = request.headers.get("content-type", "").partition(";")[0]
    if media == _APPLY and world.get(target.kind, target.namespace, target.name) is None:
        return create(world, request, target._replace(name=""))
    old = _found(world, target)
    document = patched(world, request, target, old, media)
    if not isinstance(document.get("metadata"), dict):
        raise bad_request("the object provided has no metadata")
    if document["metadata"].get("name") != target.name:
        text = f"the name of the object ({document['metadata'].get('name')}) does not match the name on the URL"
        raise bad_request(f"{text} ({target.name})")
    _check_fields(world, request, target, document, media)
    return Answer(200, _store(world, request, target, old, document))


def patched(world: World, request: Request, target: Target, old: Json, media: str) -> Json:
    """Return a document with the request's patch applied; ApiError 415 for a format that is not taken."""
    body: Any = request.json()
    if media == _JSON_PATCH:
        return json_patch(old, body)
    if not isinstance(body, dict):
        raise bad_request("the patch is not an object")
    if media in (_MERGE, _APPLY):
        merged: Json = (merge_patch if media == _MERGE else strategic_merge)(old, body)
        return merged
    if media == _STRATEGIC and not world.catalogue.is_custom(target.kind):
        changed: Json = strategic_merge(old, body)
        return changed
    accepted = [_JSON_PATCH, _MERGE, *([] if world.catalogue.is_custom(target.kind) else [_STRATEGIC]), _APPLY]
    raise unsupported(media, ", ".join(accepted))


def _found(world: World, target: Target) -> Json:
    found = world.get(target.kind, target.namespace, target.name)
    if found is None:
        raise not_found(target.kind, target.name)
    return found


def _sent(request: Request, target: Target) -> Json:
    document = request.document()
    kind = target.kind
    for field, wanted in (("kind", kind.kind), ("apiVersion", kind.api_version)):
        if document.get(field, wanted) != wanted:
            text = f"{document.get('apiVersion')}, Kind={document.get('kind')}"
            raise bad_request(f"the object provided is unrecognized (must be of type {kind.kind}): {text}")
    meta = dict(document.get("metadata") or {})
    if target.name and meta.setdefault("name", target.name) != target.name:
        text = f"the name of the object ({meta['name']}) does not match the name on the URL ({target.name})"
        raise bad_request(text)
    if kind.namespaced and meta.setdefault("namespace", target.namespace) != target.namespace:
        raise bad_request("the namespace of the provided object does not match the namespace sent on the request")
    return {**document, "kind": kind.kind, "apiVersion": kind.api_version, "metadata": meta}


def _check_fields(world: World, request: Request, target: Target, document: Json, media: str = "") -> None:
    """Refuse unknown fields when asked to: 400 for whole objects, 422 for patches."""
    if not request.strict or world.catalogue.is_custom(target.kind):
        return
    unknown = unknown_fields(target.kind, document)
    if not unknown:
        return
    said = "strict decoding error: " + ", ".join(f'unknown field "{path}"' for path in unknown)
    if media:
        raise invalid(None, "", [("patch", f"Invalid value: {said}")])
    gvk = f"{target.kind.kind} in version {target.kind.version!r}"
    raise bad_request(f"{gvk} cannot be handled as a {target.kind.kind}: {said}")


def _store(world: World, request: Request, target: Target, old: Json, document: Json) -> Json:
    kind, meta = target.kind, dict(document["metadata"])
    asked = meta.get("resourceVersion") or old["metadata"]["resourceVersion"]
    if asked != old["metadata"]["resourceVersion"]:
        raise conflict(kind, target.name)
    meta["resourceVersion"] = asked
    for field in _KEPT:
        meta.pop(field, None)
        if field in old["metadata"]:
            meta[field] = old["metadata"][field]
    for field in ("labels", "annotations"):
        if not meta.get(field):
            meta.pop(field, None)
    new = {**document, "metadata": meta}
    if not world.catalogue.is_custom(kind):
        new = drop_unknown(kind, new)
    if target.subresource == "status":
        kept = {name: value for name, value in old.items() if name != "status"}
        new = {**kept, "metadata": {**meta, "labels": old["metadata"].get("labels")}, "status": new.get("status", {})}
        if new["metadata"]["labels"] is None:
            del new["metadata"]["labels"]
    elif kind.status:
        new = {**{name: value for name, value in new.items() if name != "status"}, "status": old.get("status", {})}
    new = with_defaults(new)
    validate(kind, new, old)
    return world.write(kind, new, request.writer(target.subresource), dry_run=request.dry_run)


def refuse_dry_run(request: Request, *, refused: bool) -> None:
    """Raise ApiError 400 for a dry run when a webhook with side effects is in place."""
    if refused and request.dry_run:
        raise bad_request('admission webhook "guard.sim.example" does not support dry run')
