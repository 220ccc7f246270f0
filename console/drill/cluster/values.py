"""Pure: the small values that Kubernetes objects are made of: times, hashes, owners, conditions. Keeps no state."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]
"""A Kubernetes object as it goes over the wire. Objects in the store are never changed in place."""

Key = tuple[str, str]
"""Namespace ("" for what has none) and name."""

_SAFE = "bcdfghjklmnpqrstvwxz2456789"


def stamp(now: int) -> str:
    """Return milliseconds since 1970 as the API writes times: whole seconds, UTC."""
    return datetime.fromtimestamp(now // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> int:
    """Return the milliseconds since 1970 of a time stamp of the API; 0 for none."""
    return int(datetime.fromisoformat(text).timestamp() * 1000) if text else 0


def digest(value: object, length: int = 10) -> str:
    """Return a short name made from the content, in the alphabet of pod-template-hash."""
    raw = hashlib.sha256(json.dumps(value, sort_keys=True).encode()).digest()
    return "".join(_SAFE[byte % len(_SAFE)] for byte in raw[:length])


def key_of(document: Json) -> Key:
    """Return the namespace and name of an object."""
    meta = document["metadata"]
    return (meta.get("namespace", ""), meta["name"])


def labels_of(document: Json) -> dict[str, str]:
    """Return an object's labels, empty when it has none."""
    labels: dict[str, str] = document.get("metadata", {}).get("labels") or {}
    return labels


def annotations_of(document: Json) -> dict[str, str]:
    """Return an object's annotations, empty when it has none."""
    annotations: dict[str, str] = document.get("metadata", {}).get("annotations") or {}
    return annotations


def controller_of(document: Json) -> Json | None:
    """Return the owner reference of the controller, if the object has one."""
    owners: list[Json] = document["metadata"].get("ownerReferences") or []
    return next((owner for owner in owners if owner.get("controller")), None)


def owned_by(owner: Json) -> Json:
    """Return the reference that a controlled object carries to its owner."""
    return {
        "apiVersion": owner["apiVersion"],
        "kind": owner["kind"],
        "name": owner["metadata"]["name"],
        "uid": owner["metadata"]["uid"],
        "controller": True,
        "blockOwnerDeletion": True,
    }


def condition(document: Json, name: str) -> Json | None:
    """Return the condition of that type from the status, or None."""
    conditions: list[Json] = document.get("status", {}).get("conditions") or []
    return next((found for found in conditions if found["type"] == name), None)


def with_condition(conditions: Iterable[Json], new: Json, now: int, *, touch: bool = False) -> list[Json]:
    """Return the conditions with `new` put in; the transition time stays when its status does.

    An equal condition (status and reason) stays as it is, unless `touch` renews its update time.
    """
    kept = list(conditions)
    old = next((found for found in kept if found["type"] == new["type"]), None)
    if old and not touch and (old["status"], old.get("reason")) == (new["status"], new.get("reason")):
        return kept
    moved = stamp(now) if old is None or old["status"] != new["status"] else old["lastTransitionTime"]
    put = {**new, "lastTransitionTime": moved, "lastUpdateTime": stamp(now)}
    return [put if found is old else found for found in kept] + ([put] if old is None else [])


def is_ready(pod: Json) -> bool:
    """Tell whether a pod is ready and not on its way out."""
    found = condition(pod, "Ready")
    return bool(found and found["status"] == "True")


def is_going(document: Json) -> bool:
    """Tell whether an object has been asked to go."""
    return "deletionTimestamp" in document["metadata"]


def counters(**numbers: int) -> Json:
    """Return the counters of a status; those that are zero are omitted, as the API does."""
    return {name: number for name, number in numbers.items() if number}
