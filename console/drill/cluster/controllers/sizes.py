"""Pure: the arithmetic of a rollout: surge, unavailability and shares. Knows no objects but their numbers."""

from fractions import Fraction
from typing import NamedTuple

from console.drill.cluster.values import Json, annotations_of

DESIRED = "deployment.kubernetes.io/desired-replicas"
MOST = "deployment.kubernetes.io/max-replicas"


class Room(NamedTuple):
    """How many pods a rollout may have above, and miss below, the number asked for."""

    surge: int
    unavailable: int


def count(value: object, total: int, *, up: bool) -> int:
    """Return the number meant by 3 or "25%" of a total, rounded up or down."""
    text = str(value)
    if not text.endswith("%"):
        return int(text)
    part = int(text[:-1]) * total
    return -(-part // 100) if up else part // 100


def room(spec: Json) -> Room:
    """Return the room that a Deployment's strategy leaves; both zero means one may be unavailable."""
    strategy = spec.get("strategy") or {}
    replicas = spec.get("replicas", 1)
    if strategy.get("type") == "Recreate":
        return Room(0, 0)
    rolling = strategy.get("rollingUpdate") or {}
    surge = count(rolling.get("maxSurge", "25%"), replicas, up=True)
    unavailable = count(rolling.get("maxUnavailable", "25%"), replicas, up=False)
    return Room(surge, 1 if surge == 0 == unavailable else min(unavailable, replicas))


def size(replicaset: Json) -> int:
    """Return how many pods a ReplicaSet is to have."""
    return int(replicaset["spec"].get("replicas", 0))


def shares(active: list[Json], replicas: int, surge: int, status_replicas: int) -> list[tuple[Json, int]]:
    """Return each ReplicaSet with its new size when a rollout that is not done is scaled: in proportion.

    `active` are the ReplicaSets with pods, new and old, oldest first.
    """
    allowed = replicas + surge if replicas > 0 else 0
    adding = allowed - sum(size(found) for found in active)
    newest_first = active[::-1] if adding > 0 else active
    ordered = sorted(newest_first, key=size, reverse=True)
    added = 0
    sized: list[tuple[Json, int]] = []
    for found in ordered:
        part = _share(found, replicas, surge, status_replicas) if adding and size(found) else 0
        part = min(part, adding - added) if adding > 0 else max(part, adding - added)
        part = part if adding else 0
        added += part
        sized.append((found, size(found) + part))
    if sized and adding:
        first, number = sized[0]
        sized[0] = (first, max(number + adding - added, 0))
    return sized


def _share(replicaset: Json, replicas: int, surge: int, status_replicas: int) -> int:
    if replicas == 0:
        return -size(replicaset)
    before = int(annotations_of(replicaset).get(MOST, 0)) or status_replicas or 1
    exact = Fraction(size(replicaset) * (replicas + surge), before)
    return int(exact + Fraction(1, 2)) - size(replicaset)
