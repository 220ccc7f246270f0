"""Pure: who last set which field, in the shape of managedFields. Stores nothing."""

import json
from typing import Any, NamedTuple

from console.drill.cluster.values import Json, stamp

_SYSTEM = frozenset({
    "managedFields", "resourceVersion", "uid", "generation", "creationTimestamp", "name", "namespace", "selfLink",
    "deletionTimestamp", "deletionGracePeriodSeconds",
})  # fmt: skip
_ROOT = frozenset({"apiVersion", "kind"})
_MAPS = frozenset({"labels", "annotations"})
_KEYS = {
    "containers": ("name",),
    "initContainers": ("name",),
    "env": ("name",),
    "volumes": ("name",),
    "volumeMounts": ("mountPath",),
    "ports": ("containerPort", "protocol"),
    "imagePullSecrets": ("name",),
    "conditions": ("type",),
    "ownerReferences": ("uid",),
    "podIPs": ("ip",),
    "hostIPs": ("ip",),
}
"""Lists whose items are owned one by one, with what tells them apart; every other list is one field."""
_ABSENT = object()

Path = tuple[str, ...]


class Writer(NamedTuple):
    """Who writes: the manager's name, Update or Apply, and the subresource ("" for the object itself)."""

    manager: str
    operation: str = "Update"
    subresource: str = ""


def with_manager(old: Json | None, new: Json, writer: Writer, api_version: str, now: int) -> list[Json]:
    """Return managedFields after `writer` turned `old` (None: created) into `new`; unchanged when nothing changed.

    Who only takes fields away leaves no entry and no time: their owner just loses them.
    """
    entries: list[Json] = list((old or new)["metadata"].get("managedFields") or []) if old else []
    fields = _plain(new)
    changed = _changes(_plain(old), fields)
    if not changed:
        return entries
    set_here = [path for path in changed if _has(fields, path)]
    mine: Json = {}
    kept: list[Json] = []
    for entry in entries:
        left = _without(entry["fieldsV1"], _tree(changed))
        if set_here and Writer(entry["manager"], entry["operation"], entry.get("subresource", "")) == writer:
            mine = left
        else:
            kept += [{**entry, "fieldsV1": left}] if left else []
    if not set_here:
        return kept
    entry = {
        "manager": writer.manager,
        "operation": writer.operation,
        "apiVersion": api_version,
        "time": stamp(now),
        "fieldsType": "FieldsV1",
        "fieldsV1": _joined(mine, _tree(set_here)),
    }
    return [*kept, {**entry, **({"subresource": writer.subresource} if writer.subresource else {})}]


def _plain(document: Json | None) -> Json:
    """Return an object as nested fields in the spelling of managedFields, without what the system keeps itself."""
    if document is None:
        return {}
    plain = {name: value for name, value in document.items() if name not in _ROOT}
    plain["metadata"] = {name: value for name, value in document["metadata"].items() if name not in _SYSTEM}
    fields: Json = _fields(plain)
    return fields


def _fields(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        tree = {f"f:{key}": _fields(item, key) for key, item in value.items()}
        return {".": None, **tree} if name in _MAPS and tree else tree
    keys = _KEYS.get(name)
    if keys and isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        return {_key(item, keys): {".": None, **_fields(item)} for item in value}
    return value


def _key(item: Json, keys: tuple[str, ...]) -> str:
    return "k:" + json.dumps({key: item[key] for key in keys if key in item}, separators=(",", ":"))


def _changes(old: Any, new: Any, path: Path = ()) -> list[Path]:
    """Return the paths that differ; a field that is nowhere is _ABSENT."""
    if old == new:
        return []
    if isinstance(new, dict) and new and (isinstance(old, dict) or old is _ABSENT):
        past: Json = old if isinstance(old, dict) else {}
        names = {**past, **new}
        return [
            found
            for name in names
            for found in _changes(past.get(name, _ABSENT), new.get(name, _ABSENT), (*path, name))
        ]
    if isinstance(old, dict) and old and new is _ABSENT:
        return [found for name in old for found in _changes(old[name], _ABSENT, (*path, name))]
    return [path]


def _has(document: Json, path: Path) -> bool:
    found: Any = document
    for name in path:
        if not isinstance(found, dict) or name not in found:
            return False
        found = found[name]
    return True


def _tree(paths: Any) -> Json:
    tree: Json = {}
    for path in paths:
        branch = tree
        for name in path:
            branch = branch.setdefault(name, {})
    return tree


def _joined(one: Json, other: Json) -> Json:
    return {name: _joined(one.get(name, {}), other.get(name, {})) for name in {**one, **other}}


def _without(tree: Json, taken: Json) -> Json:
    left: Json = {}
    for name, branch in tree.items():
        if name not in taken:
            left[name] = branch
        elif branch and taken[name]:
            rest = _without(branch, taken[name])
            if rest:
                left[name] = rest
    return left
