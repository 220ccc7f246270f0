"""Rolls a Deployment from its old ReplicaSets to the new one, as its strategy says. Knows no pods, only numbers."""

from console.drill.cluster.controllers.histories import clean_up, current, split
from console.drill.cluster.controllers.progress import is_complete, pause_conditions, report
from console.drill.cluster.controllers.recorder import record
from console.drill.cluster.controllers.sizes import DESIRED, MOST, room, shares, size
from console.drill.cluster.kinds import DEPLOYMENTS, PODS, REPLICASETS
from console.drill.cluster.values import Json, annotations_of, is_going, key_of
from console.drill.cluster.world import Job, World

_WAIT = 1.0


def sync_deployment(world: World, deployment: Json) -> None:
    """Bring a Deployment one step on and write its status."""
    if is_going(deployment):
        return
    deployment = pause_conditions(world, deployment)
    if deployment["spec"].get("paused") or _is_scaling(world, deployment):
        new = current(world, deployment, create=False)
        _scale(world, deployment, new)
    elif (deployment["spec"].get("strategy") or {}).get("type") == "Recreate":
        _recreate(world, deployment)
    else:
        current(world, deployment, create=True)
        _roll(world, deployment)
    fresh = world.get(DEPLOYMENTS, *key_of(deployment))
    if fresh is None:
        return
    report(world, fresh)
    fresh = world.get(DEPLOYMENTS, *key_of(deployment))
    if fresh is not None and is_complete(fresh, fresh["status"]):
        clean_up(world, fresh, split(world, fresh)[1])


def resize(world: World, deployment: Json, replicaset: Json, wanted: int) -> bool:
    """Give a ReplicaSet a size, with the annotations that scaling in proportion needs. Tells whether it changed."""
    before = size(replicaset)
    replicas = deployment["spec"].get("replicas", 0)
    notes = {
        **annotations_of(replicaset),
        DESIRED: str(replicas),
        MOST: str(replicas + room(deployment["spec"]).surge),
    }
    meta = {**replicaset["metadata"], "annotations": notes}
    world.write(REPLICASETS, {**replicaset, "metadata": meta, "spec": {**replicaset["spec"], "replicas": wanted}})
    if wanted == before:
        return False
    way = "up" if wanted > before else "down"
    text = f"Scaled {way} replica set {replicaset['metadata']['name']} from {before} to {wanted}"
    record(world, deployment, "ScalingReplicaSet", text, component="deployment-controller", normal=True)
    return True


def _is_scaling(world: World, deployment: Json) -> bool:
    new, old = split(world, deployment)
    active = [one for one in [*old, *([new] if new else [])] if size(one) > 0]
    desired = str(deployment["spec"].get("replicas", 0))
    return any(annotations_of(one).get(DESIRED, desired) != desired for one in active)


def _scale(world: World, deployment: Json, new: Json | None) -> None:
    """Scale without rolling: the only active ReplicaSet, or all of them in proportion."""
    old = split(world, deployment)[1]
    replicas = deployment["spec"].get("replicas", 0)
    active = [one for one in [*old, *([new] if new else [])] if size(one) > 0]
    if len(active) <= 1:
        only = active[0] if active else new or (old[-1] if old else None)
        if only is not None and (size(only) != replicas or annotations_of(only).get(DESIRED) != str(replicas)):
            resize(world, deployment, only, replicas)
        return
    if new is not None and size(new) == replicas == new["status"].get("availableReplicas", 0):
        for one in old:
            if size(one):
                resize(world, deployment, one, 0)
        return
    if (deployment["spec"].get("strategy") or {}).get("type") != "Recreate":
        surge = room(deployment["spec"]).surge
        for one, wanted in shares(active, replicas, surge, deployment["status"].get("replicas", 0)):
            resize(world, deployment, one, wanted)


def _recreate(world: World, deployment: Json) -> None:
    """Take every old pod away, wait until they are gone, and only then make the new ones."""
    current(world, deployment, create=False)
    old = split(world, deployment)[1]
    for one in old:
        if size(one):
            resize(world, deployment, one, 0)
    if any(world.store.children(one["metadata"]["uid"], PODS) for one in old):
        world.later(_WAIT, Job(DEPLOYMENTS, *key_of(deployment)))
        return
    new = current(world, deployment, create=True)
    wanted = deployment["spec"].get("replicas", 0)
    if new is not None and size(new) != wanted:
        resize(world, deployment, new, wanted)


def _roll(world: World, deployment: Json) -> None:
    new, old = split(world, deployment)
    if new is None:
        return
    replicas = deployment["spec"].get("replicas", 0)
    space = room(deployment["spec"])
    total = size(new) + sum(size(one) for one in old)
    if size(new) > replicas:
        resize(world, deployment, new, replicas)
        return
    more = min(replicas - size(new), max(replicas + space.surge - total, 0))
    if more and resize(world, deployment, new, size(new) + more):
        return
    _shrink(world, deployment, new, [one for one in old if size(one)])


def _shrink(world: World, deployment: Json, new: Json, old: list[Json]) -> None:
    """Scale old ReplicaSets down: their unhealthy pods first, then as far as the available ones allow."""
    least = deployment["spec"].get("replicas", 0) - room(deployment["spec"]).unavailable
    total = size(new) + sum(size(one) for one in old)
    spare = total - least - (size(new) - new["status"].get("availableReplicas", 0))
    wanted = {one["metadata"]["name"]: size(one) for one in old}
    if spare <= 0:
        return
    for one in old:
        gone = min(spare, max(size(one) - one["status"].get("availableReplicas", 0), 0))
        wanted[one["metadata"]["name"]] -= gone
        spare -= gone
    fit = sum(one["status"].get("availableReplicas", 0) for one in [*old, new])
    surplus = max(fit - least, 0)
    for one in old:
        gone = min(surplus, wanted[one["metadata"]["name"]])
        wanted[one["metadata"]["name"]] -= gone
        surplus -= gone
    for one in old:
        if wanted[one["metadata"]["name"]] != size(one):
            resize(world, deployment, one, wanted[one["metadata"]["name"]])
