"""Keeps the numbered pods of a StatefulSet: one after another, and stuck on a broken one. Knows no claims."""

from console.drill.cluster.controllers.recorder import record
from console.drill.cluster.controllers.replicasets import make_pod
from console.drill.cluster.controllers.revisions import HASH, clean_revisions, current_revision, revisions_of
from console.drill.cluster.kinds import PODS, STATEFULSETS
from console.drill.cluster.refusals import ApiError
from console.drill.cluster.values import Json, counters, is_going, is_ready, key_of, labels_of
from console.drill.cluster.world import Job, World

_RETRY = 10.0
_COMPONENT = "statefulset-controller"


def sync_statefulset(world: World, stateful: Json) -> None:
    """Take one step: create, delete or replace a pod, or wait; then write the status."""
    update = current_revision(world, stateful)["metadata"]["name"]
    current = stateful["status"].get("currentRevision") or update
    if not is_going(stateful):
        _step(world, stateful, current, update)
    fresh = world.get(STATEFULSETS, *key_of(stateful))
    if fresh is not None:
        _report(world, fresh, current, update)


def _pods(world: World, stateful: Json) -> dict[int, Json]:
    found = world.store.children(stateful["metadata"]["uid"], PODS)
    return {int(pod["metadata"]["name"].rpartition("-")[2]): pod for pod in found}


def _step(world: World, stateful: Json, current: str, update: str) -> None:
    pods = _pods(world, stateful)
    wanted = stateful["spec"].get("replicas", 0)
    ordered = stateful["spec"].get("podManagementPolicy") == "OrderedReady"
    for number in range(wanted):
        pod = pods.get(number)
        if pod is None and not _create(world, stateful, number, _revision_for(stateful, pods, number, current, update)):
            return
        if ordered and (pod is None or is_going(pod) or not is_ready(pod)):
            return
    for number in sorted((number for number in pods if number >= wanted), reverse=True):
        world.mark_going(PODS, pods[number], 30)
        if ordered:
            return
    if stateful["spec"]["updateStrategy"]["type"] == "RollingUpdate":
        _replace(world, stateful, pods, update)


def _replace(world: World, stateful: Json, pods: dict[int, Json], update: str) -> None:
    partition = (stateful["spec"]["updateStrategy"].get("rollingUpdate") or {}).get("partition", 0)
    for number in sorted((number for number in pods if number >= partition), reverse=True):
        pod = pods[number]
        if labels_of(pod).get(HASH) != update and not is_going(pod):
            world.mark_going(PODS, pod, 30)
            return
        if is_going(pod) or not is_ready(pod):
            return


def _revision_for(stateful: Json, pods: dict[int, Json], number: int, current: str, update: str) -> str:
    """Return the revision of a pod to be made: below the partition, or not yet reached by the update, the old one."""
    strategy = stateful["spec"]["updateStrategy"]
    partition = (strategy.get("rollingUpdate") or {}).get("partition", 0)
    old = sum(1 for pod in pods.values() if labels_of(pod).get(HASH) == current)
    reached = strategy["type"] != "RollingUpdate" or number >= max(partition, old if not partition else 0)
    return update if reached else current


def _create(world: World, stateful: Json, number: int, revision: str) -> bool:
    name = f"{stateful['metadata']['name']}-{number}"
    labels = {
        HASH: revision,
        "statefulset.kubernetes.io/pod-name": name,
        "apps.kubernetes.io/pod-index": str(number),
    }
    known = {one["metadata"]["name"]: one for one in revisions_of(world, stateful)}
    template = known[revision]["data"]["spec"]["template"] if revision in known else stateful["spec"]["template"]
    template = {name: value for name, value in template.items() if name != "$patch"}
    owner = {**stateful, "spec": {**stateful["spec"], "template": template}}
    try:
        make_pod(world, owner, {"name": name}, labels)
    except ApiError as refused:
        text = f"create Pod {name} in StatefulSet {stateful['metadata']['name']} failed error: {refused.message}"
        record(world, stateful, "FailedCreate", text, component=_COMPONENT)
        world.later(_RETRY, Job(STATEFULSETS, *key_of(stateful)))
        return False
    text = f"create Pod {name} in StatefulSet {stateful['metadata']['name']} successful"
    record(world, stateful, "SuccessfulCreate", text, component=_COMPONENT, normal=True)
    return True


def _report(world: World, stateful: Json, current: str, update: str) -> None:
    pods = list(_pods(world, stateful).values())
    ready = sum(1 for pod in pods if is_ready(pod))
    updated = sum(1 for pod in pods if labels_of(pod).get(HASH) == update)
    wanted = stateful["spec"].get("replicas", 0)
    rolling = stateful["spec"]["updateStrategy"]["type"] == "RollingUpdate"
    if rolling and updated == ready == len(pods) == wanted:
        current = update
    old = sum(1 for pod in pods if labels_of(pod).get(HASH) == current)
    status: Json = {
        "observedGeneration": stateful["metadata"]["generation"],
        "replicas": len(pods),
        **counters(readyReplicas=ready, currentReplicas=old, updatedReplicas=updated),
        "availableReplicas": ready,
        "currentRevision": current,
        "updateRevision": update,
        "collisionCount": 0,
    }
    written = world.set_status(STATEFULSETS, stateful, status)
    clean_revisions(world, written, {current, update})
