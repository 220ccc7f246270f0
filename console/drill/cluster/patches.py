"""Pure: JSON Patch (RFC 6902), merge patch (RFC 7386) and strategic merge, as functions of two documents."""

import copy
from typing import Any

from console.drill.cluster.refusals import ApiError, bad_request, patch_failed
from console.drill.cluster.values import Json

_MERGE_KEYS = {
    "containers": "name",
    "initContainers": "name",
    "ephemeralContainers": "name",
    "env": "name",
    "volumes": "name",
    "volumeMounts": "mountPath",
    "ports": "containerPort",
    "imagePullSecrets": "name",
    "hostAliases": "ip",
    "topologySpreadConstraints": "topologyKey",
    "conditions": "type",
    "ownerReferences": "uid",
}
"""Lists that a strategic merge joins item by item; every other list is replaced."""


def merge_patch(document: Any, patch: Any) -> Any:
    """Return the document with a merge patch applied; null removes, a list replaces."""
    if not isinstance(patch, dict):
        return copy.deepcopy(patch)
    merged: Json = dict(document) if isinstance(document, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge_patch(merged.get(name), value)
    return merged


def strategic_merge(document: Any, patch: Any) -> Any:
    """Return the document with a strategic merge patch applied; knows the lists of pods and workloads."""
    if not isinstance(patch, dict):
        return copy.deepcopy(patch)
    if patch.get("$patch") == "replace":
        return {name: copy.deepcopy(value) for name, value in patch.items() if name != "$patch"}
    merged: Json = dict(document) if isinstance(document, dict) else {}
    for name, value in patch.items():
        if name.startswith("$"):
            continue
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, list) and name in _MERGE_KEYS:
            merged[name] = _merge_list(merged.get(name) or [], value, _MERGE_KEYS[name])
        else:
            merged[name] = strategic_merge(merged.get(name), value)
    return merged


def _merge_list(items: list[Json], patch: list[Json], key: str) -> list[Json]:
    if any(item.get("$patch") == "replace" for item in patch):
        return [copy.deepcopy(item) for item in patch if "$patch" not in item]
    merged = list(items)
    for change in patch:
        if key not in change:
            raise bad_request(f"map: {change} does not contain declared merge key: {key}")
        at = next((index for index, item in enumerate(merged) if item.get(key) == change[key]), None)
        if change.get("$patch") == "delete":
            merged = [item for item in merged if item.get(key) != change[key]]
        elif at is None:
            merged.append(strategic_merge({}, change))
        else:
            merged[at] = strategic_merge(merged[at], change)
    return merged


def json_patch(document: Json, operations: Any) -> Json:
    """Return the document with the operations applied; ApiError 422 when one does not apply, 400 when it is none."""
    if not isinstance(operations, list) or not all(isinstance(step, dict) for step in operations):
        raise bad_request("error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch")
    patched: Any = copy.deepcopy(document)
    for step in operations:
        patched = _step(patched, step)
    if not isinstance(patched, dict):
        raise patch_failed()
    return patched


def _step(document: Any, step: Json) -> Any:
    operator, path = step.get("op"), _pointer(step.get("path"))
    if operator in ("move", "copy"):
        origin = _pointer(step.get("from"))
        value = copy.deepcopy(_read(document, origin))
        document = _remove(document, origin) if operator == "move" else document
        return _add(document, path, value)
    if operator == "remove":
        return _remove(document, path)
    if operator not in ("add", "replace", "test") or (operator != "test" and "value" not in step):
        raise patch_failed()
    value = copy.deepcopy(step.get("value"))
    if operator == "add":
        return _add(document, path, value)
    if operator == "replace":
        return _replace(document, path, value)
    if _found(document, path) != value:
        raise patch_failed()
    return document


def _replace(document: Any, path: list[str], value: Any) -> Any:
    """Put a value in the place of another; a name that is not there is added, as by the API server's library."""
    if not path:
        return value
    holder = _read(document, path[:-1])
    if isinstance(holder, list):
        holder[_index(holder, path[-1])] = value
        return document
    return _add(document, path, value)


def _found(document: Any, path: list[str]) -> Any:
    """Read for a test: what is missing equals null, as in the library that the API server uses."""
    try:
        return _read(document, path)
    except ApiError:
        if path and isinstance(_read(document, path[:-1]), dict):
            return None
        raise


def _pointer(path: Any) -> list[str]:
    if not isinstance(path, str) or (path and not path.startswith("/")):
        raise patch_failed()
    return [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]


def _index(items: list[Any], part: str, *, adding: bool = False) -> int:
    if adding and part == "-":
        return len(items)
    if not part.isdecimal() or int(part) >= len(items) + adding:
        raise patch_failed()
    return int(part)


def _read(document: Any, path: list[str]) -> Any:
    for part in path:
        if isinstance(document, list):
            document = document[_index(document, part)]
        elif isinstance(document, dict) and part in document:
            document = document[part]
        else:
            raise patch_failed()
    return document


def _remove(document: Any, path: list[str]) -> Any:
    if not path:
        return None
    holder = _read(document, path[:-1])
    if isinstance(holder, list):
        del holder[_index(holder, path[-1])]
    elif isinstance(holder, dict) and path[-1] in holder:
        del holder[path[-1]]
    else:
        raise patch_failed()
    return document


def _add(document: Any, path: list[str], value: Any) -> Any:
    if not path:
        return value
    holder = _read(document, path[:-1])
    if isinstance(holder, list):
        holder.insert(_index(holder, path[-1], adding=True), value)
    elif isinstance(holder, dict):
        holder[path[-1]] = value
    else:
        raise patch_failed()
    return document
