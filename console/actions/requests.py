"""Pure: the exact requests of all actions, their dry runs, and their renewal after a conflict. Sends nothing."""

import json
from datetime import UTC, datetime
from typing import Any

from console.actions.places import BY_KIND, PODS, Place, path_of
from console.actions.revisions import CAUSE
from console.actions.shape import OURS, Json, name_of, notes, parts, version_of
from console.actions.templates import RESTARTED, masked, plain
from console.incident.action import Request, Target

JSON_PATCH = "application/json-patch+json"
MERGE = "application/merge-patch+json"
INCIDENT = "warroom/incident"
GUARD = "/metadata/resourceVersion"
_NOTES = "/metadata/annotations"
_WRITE = (("fieldManager", OURS), ("fieldValidation", "Strict"))
_DRY = ("dryRun", "All")


def rollback(target: Target, found: Json, template: Json, cause: str, incident: str) -> Request:
    """Replace the template as a whole, under the version that was read; of the annotations only ours are added."""
    ours = {CAUSE: cause, **({INCIDENT: incident} if incident else {})}
    changes = [
        {"op": "replace", "path": GUARD, "value": version_of(found)},
        {"op": "replace", "path": "/spec/template", "value": plain(template)},
        *_noted(found, ours),
    ]
    return Request("PATCH", path_of(target), _WRITE, JSON_PATCH, _json(changes))


def scale(target: Target, found: Json, replicas: int) -> Request:
    """Set the replicas through the scale subresource."""
    return _merge(path_of(target, "scale"), found, {"spec": {"replicas": replicas}})


def restart(target: Target, found: Json, now: int) -> Request:
    """Have every pod made anew, as `kubectl rollout restart` does."""
    stamp = datetime.fromtimestamp(now // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _merge(path_of(target), found, {"spec": {"template": {"metadata": {"annotations": {RESTARTED: stamp}}}}})


def pause(target: Target, found: Json, *, on: bool) -> Request:
    """Stop the rollouts of a Deployment, or let them go on."""
    return _merge(path_of(target), found, {"spec": {"paused": on}})


def cordon(target: Target, found: Json, *, on: bool) -> Request:
    """Keep new pods off a node, or let them on it again."""
    return _merge(path_of(target), found, {"spec": {"unschedulable": on}})


def delete(target: Target) -> Request:
    """Delete this pod and no other of its name."""
    options = {"apiVersion": "v1", "kind": "DeleteOptions", "preconditions": {"uid": target.uid}}
    return Request("DELETE", path_of(target), (), "application/json", _json(options))


def evict(target: Target) -> Request:
    """Ask for this pod to be evicted, as far as its disruption budget allows."""
    body = {
        "apiVersion": "policy/v1",
        "kind": "Eviction",
        "metadata": {"name": target.name, "namespace": target.namespace},
        "deleteOptions": {"preconditions": {"uid": target.uid}},
    }
    return Request("POST", path_of(target, "eviction"), (), "application/json", _json(body))


def trial(request: Request) -> Request:
    """Return the dry run of a request: all but its guard, since any write of the status would fail it."""
    body = json.loads(request.body)
    if isinstance(body, list):
        body = [change for change in body if change["path"] != GUARD]
    elif request.content_type == MERGE:
        body = {name: value for name, value in body.items() if name != "metadata"}
    elif request.method == "DELETE":
        # The server reads no query where there is a body: without this the dry run would delete the pod.
        body = {**body, "dryRun": [_DRY[1]]}
    else:
        body = {**body, "deleteOptions": {**body["deleteOptions"], "dryRun": [_DRY[1]]}}
    return request._replace(query=(_DRY, *request.query), body=_json(body))


def pod_trial(target: Target, workload: Json, template: Json) -> Request:
    """Return the dry run of making one pod of a template: it meets quota, limits and pod security."""
    spec = dict(template.get("spec") or {})
    claims = [name_of(claim) for claim in parts(workload, "spec", "volumeClaimTemplates")]
    if claims:
        made = [{"name": one, "persistentVolumeClaim": {"claimName": f"{one}-{target.name}-0"}} for one in claims]
        spec["volumes"] = [*(one for one in parts(spec, "volumes") if one.get("name") not in claims), *made]
    about = plain(template)["metadata"]
    meta = {**about, "generateName": f"{target.name}-", "namespace": target.namespace}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": spec}
    return Request("POST", PODS.path(target.namespace), (_DRY, *_WRITE), "application/json", _json(pod))


def renewed(request: Request, found: Json) -> Request:
    """Return the same request under the version that the object has now."""
    body = json.loads(request.body)
    if isinstance(body, list):
        ours = {_key(change["path"]): change["value"] for change in body if change["path"].startswith(f"{_NOTES}/")}
        kept = [change for change in body if not change["path"].startswith(_NOTES) and change["path"] != GUARD]
        guard = {"op": "replace", "path": GUARD, "value": version_of(found)}
        return request._replace(body=_json([guard, *kept, *_noted(found, ours)]))
    body["metadata"] = {**body["metadata"], "resourceVersion": version_of(found)}
    return request._replace(body=_json(body))


def is_guarded(request: Request) -> bool:
    """Whether the request carries the version that it was made for."""
    return request.content_type in {JSON_PATCH, MERGE}


def disclosed(request: Request) -> Request:
    """Return the request as the log and the screen may have it: without values of the environment."""
    body = json.loads(request.body) if request.body else None
    if isinstance(body, list):
        for change in body:
            if change["path"] == "/spec/template":
                change["value"] = masked(change["value"])
        return request._replace(body=_json(body))
    return request


def written(shown: str) -> Request | None:
    """Return the request that the log shows; None where it is not one of ours."""
    method, _, rest = shown.partition(" ")
    url, _, body = rest.partition(" ")
    path, _, query = url.partition("?")
    pairs = tuple((name, value) for name, _, value in (part.partition("=") for part in query.split("&") if part))
    try:
        found = json.loads(body) if body else {}
    except ValueError:
        return None
    if method not in {"PATCH", "DELETE", "POST"} or place_of(path) is None:
        return None
    kind = JSON_PATCH if isinstance(found, list) else MERGE if method == "PATCH" else "application/json"
    return Request(method, path, pairs, kind, body)


def place_of(path: str) -> tuple[str, Place] | None:
    """Return the kind that a path is about."""
    words = path.strip("/").split("/")
    plural = words[words.index("namespaces") + 2 :][:1] if "namespaces" in words else words[2:3]
    return next(((kind, place) for kind, place in BY_KIND.items() if [place.plural] == plural), None)


def _merge(path: str, found: Json, fields: Json) -> Request:
    body = {"metadata": {"resourceVersion": version_of(found)}, **fields}
    return Request("PATCH", path, _WRITE, MERGE, _json(body))


def _noted(found: Json, ours: dict[str, str]) -> list[Json]:
    """Return the additions of our annotations; the map itself is made only where there is none."""
    first: list[Json] = [] if notes(found) else [{"op": "add", "path": _NOTES, "value": {}}]
    return [*first, *({"op": "add", "path": f"{_NOTES}/{_escaped(name)}", "value": ours[name]} for name in ours)]


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _key(path: str) -> str:
    return path.removeprefix(f"{_NOTES}/").replace("~1", "/").replace("~0", "~")


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
