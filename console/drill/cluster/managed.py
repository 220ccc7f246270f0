"""Pure: who last set which field, in the shape of managedFields; simple: a list is one field. Stores nothing."""

from typing import Any, NamedTuple

from console.drill.cluster.values import Json, stamp

_SYSTEM = frozenset({
    "managedFields", "resourceVersion", "uid", "generation", "creationTimestamp", "name", "namespace", "selfLink",
    "deletionTimestamp", "deletionGracePeriodSeconds",
})  # fmt: skip
_ROOT = frozenset({"apiVersion", "kind"})

Path = tuple[str, ...]


class Writer(NamedTuple):
    """Who writes: the manager's name, Update or Apply, and the subresource ("" for the object itself)."""

    manager: str
    operation: str = "Update"
    subresource: str = ""


def with_manager(old: Json | None, new: Json, writer: Writer, api_version: str, now: int) -> list[Json]:
    """Return managedFields after `writer` turned `old` (None: created) into `new`; unchanged when nothing changed."""
    entries: list[Json] = list((old or new)["metadata"].get("managedFields") or []) if old else []
    changed = _changes(_plain(old), _plain(new))
    if not changed:
        return entries
    taken = _tree(changed)
    same = (writer.manager, writer.operation, writer.subresource)
    mine: Json = {}
    kept: list[Json] = []
    for entry in entries:
        if (entry["manager"], entry["operation"], entry.get("subresource", "")) == same:
            mine = entry["fieldsV1"]
        else:
            left = _without(entry["fieldsV1"], taken)
            kept += [{**entry, "fieldsV1": left}] if left else []
    entry = {
        "manager": writer.manager,
        "operation": writer.operation,
        "apiVersion": api_version,
        "time": stamp(now),
        "fieldsType": "FieldsV1",
        "fieldsV1": _joined(mine, _tree(path for path in changed if _has(new, path))),
    }
    return [*kept, {**entry, **({"subresource": writer.subresource} if writer.subresource else {})}]


def _plain(document: Json | None) -> Json:
    if document is None:
        return {}
    plain = {name: value for name, value in document.items() if name not in _ROOT}
    plain["metadata"] = {name: value for name, value in document["metadata"].items() if name not in _SYSTEM}
    return plain


def _changes(old: Any, new: Any, path: Path = ()) -> list[Path]:
    if old == new:
        return []
    if isinstance(new, dict) and new and (isinstance(old, dict) or old is None):
        past: Json = old or {}
        return [found for name in {**past, **new} for found in _changes(past.get(name), new.get(name), (*path, name))]
    if isinstance(old, dict) and old and new is None:
        return [found for name in old for found in _changes(old[name], None, (*path, name))]
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
            branch = branch.setdefault(f"f:{name}", {})
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
