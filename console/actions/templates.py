"""Pure: pod templates: whether two are the same, what differs, and a fingerprint. Shows no value of an environment."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from console.actions.shape import Json, dig, labels, notes, parts, text
from console.incident.action import Changed

HASH = "pod-template-hash"
RESTARTED = "kubectl.kubernetes.io/restartedAt"
_LISTS = ("initContainers", "containers")
_SHOWN_APART = frozenset({"name", "image", "env", "resources"})


def plain(template: Any) -> Json:
    """Return a template as its workload carries it: without the hash label and the marks of a ControllerRevision."""
    meta = {name: value for name, value in (dig(template, "metadata") or {}).items() if name != "creationTimestamp"}
    kept = {name: value for name, value in labels(template).items() if name != HASH}
    meta.pop("labels", None)
    if not notes(template):
        meta.pop("annotations", None)
    rest = {name: value for name, value in (template or {}).items() if name not in {"$patch", "metadata"}}
    return {**rest, "metadata": {**meta, **({"labels": kept} if kept else {})}}


def unrestarted(template: Any) -> Json:
    """Return a template without the time of its last restart, which makes revisions with the same image."""
    found = plain(template)
    kept = {name: value for name, value in notes(found).items() if name != RESTARTED}
    meta = {name: value for name, value in found["metadata"].items() if name != "annotations"}
    return {**found, "metadata": {**meta, **({"annotations": kept} if kept else {})}}


def fingerprint(template: Any) -> str:
    """Return a hash that is the same for the same template."""
    return hashlib.sha256(json.dumps(plain(template), sort_keys=True).encode()).hexdigest()[:16]


def images(template: Any) -> tuple[str, ...]:
    """Return the images of the containers, in their order."""
    return tuple(text(one, "image") for one in parts(template, "spec", "containers"))


def masked(template: Any) -> Json:
    """Return a template without the values of its environment, as the log and the screen may have it."""
    found: Json = json.loads(json.dumps(plain(template)))
    for container in _containers(found).values():
        for variable in parts(container, "env"):
            if "value" in variable:
                variable["value"] = "[value]"
    return found


def differences(before: Any, after: Any) -> tuple[Changed, ...]:
    """Return what another template changes; of the environment only the names."""
    return tuple(_differences(plain(before), plain(after)))


def _differences(before: Json, after: Json) -> Iterator[Changed]:
    old, new = _containers(before), _containers(after)
    several = len(old | new) > 1
    for name in old | new:
        tail = f" of {name}" if several else ""
        if name not in old or name not in new:
            yield Changed(f"container {name}", *(("", "added") if name not in old else ("there", "removed")))
        else:
            yield from _container(old[name], new[name], tail)
    for kind, found in (("labels", labels), ("annotations", notes)):
        yield from _named(kind, found(before), found(after))
    spec = [{name: one for name, one in dig(each, "spec").items() if name not in _LISTS} for each in (before, after)]
    yield from _named("pod", *spec)


def _container(old: Json, new: Json, tail: str) -> Iterator[Changed]:
    if old.get("image") != new.get("image"):
        yield Changed(f"image{tail}", text(old, "image"), text(new, "image"))
    yield from _environment(parts(old, "env"), parts(new, "env"), tail)
    if old.get("resources") != new.get("resources"):
        yield Changed(f"resources{tail}", _resources(old), _resources(new))
    other = sorted(name for name in old | new if name not in _SHOWN_APART and old.get(name) != new.get(name))
    for name in other:
        yield Changed(f"{name}{tail}", _brief(old.get(name)), _brief(new.get(name)))


def _environment(old: list[Json], new: list[Json], tail: str) -> Iterator[Changed]:
    was, will = ({text(one, "name"): one for one in each} for each in (old, new))
    for word, names in (
        ("comes back", will.keys() - was.keys()),
        ("goes away", was.keys() - will.keys()),
        ("differs", {name for name in was.keys() & will.keys() if was[name] != will[name]}),
    ):
        for name in sorted(names):
            yield Changed(f"env {name}{tail}", "" if word == "comes back" else "set", word)


def _named(kind: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Changed]:
    for name in sorted(name for name in old | new if old.get(name) != new.get(name)):
        yield Changed(f"{kind} {name}", _brief(old.get(name)), _brief(new.get(name)))


def _containers(template: Json) -> dict[str, Json]:
    return {text(one, "name"): one for kind in _LISTS for one in parts(template, "spec", kind)}


def _resources(container: Json) -> str:
    words = []
    for side in ("requests", "limits"):
        found = dig(container, "resources", side) or {}
        words += [f"{side} {' '.join(f'{name} {amount}' for name, amount in sorted(found.items()))}"] if found else []
    return ", ".join(words) or "none"


def _brief(value: Any, most: int = 60) -> str:
    if value is None:
        return "not set"
    shown = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    return shown if len(shown) <= most else shown[: most - 1] + "…"
