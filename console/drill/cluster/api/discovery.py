"""Which resources the server has, as clients ask for it, its version, and that it lives. Knows no objects."""

from console.drill.cluster.api.request import Answer, Request
from console.drill.cluster.kinds import Catalogue, Kind
from console.drill.cluster.values import Json

_VERBS = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
_GROUP_VERSION = 2
_VERSION: Json = {
    "major": "1",
    "minor": "36",
    "gitVersion": "v1.36.3+sim",
    "gitCommit": "simulated",
    "gitTreeState": "clean",
    "buildDate": "2026-01-01T00:00:00Z",
    "goVersion": "none",
    "compiler": "none",
    "platform": "linux/amd64",
}


def discover(catalogue: Catalogue, request: Request) -> Answer | None:
    """Answer what is asked about the server itself, or return None when the request is about objects."""
    parts = [part for part in request.path.split("/") if part]
    if request.method != "GET" or len(parts) > _GROUP_VERSION + 1:
        return None
    if parts and parts[-1] in ("healthz", "livez", "readyz"):
        return Answer(200, b"ok", "text/plain")
    plain: dict[str, Json] = {
        "version": _VERSION,
        "api": {"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": []},
        "apis": _groups(catalogue),
    }
    if request.path.strip("/") in plain:
        return Answer(200, plain[request.path.strip("/")])
    if parts[:1] == ["api"] and len(parts) == _GROUP_VERSION:
        return _resources(catalogue, "", parts[1])
    if parts[:1] == ["apis"] and len(parts) == _GROUP_VERSION + 1:
        return _resources(catalogue, parts[1], parts[2])
    return None


def _groups(catalogue: Catalogue) -> Json:
    versions = dict.fromkeys((kind.group, kind.version) for kind in catalogue.all() if kind.group)
    groups: list[Json] = []
    for group, version in versions:
        named = {"groupVersion": f"{group}/{version}", "version": version}
        groups.append({"name": group, "versions": [named], "preferredVersion": named})
    return {"kind": "APIGroupList", "apiVersion": "v1", "groups": groups}


def _resources(catalogue: Catalogue, group: str, version: str) -> Answer | None:
    kinds = [kind for kind in catalogue.all() if (kind.group, kind.version) == (group, version)]
    if not kinds:
        return None
    listed = [entry for kind in kinds for entry in _entries(kind)]
    body: Json = {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": kinds[0].api_version}
    return Answer(200, {**body, "resources": listed})


def _entries(kind: Kind) -> list[Json]:
    plain: Json = {"name": kind.plural, "singularName": kind.kind.lower(), "namespaced": kind.namespaced}
    plain |= {"kind": kind.kind, "verbs": _VERBS}
    below = [name for name, has in (("status", kind.status), ("scale", kind.scale)) if has]
    below += ["log", "eviction"] if kind.kind == "Pod" else []
    return [plain, *({**plain, "name": f"{kind.plural}/{name}", "verbs": ["get", "patch", "update"]} for name in below)]
