"""Keeps a ReplicaSet's number of pods, and tells in its status how many there are. Knows nothing of Deployments."""

from console.drill.cluster.controllers.lives import ready_since
from console.drill.cluster.controllers.recorder import record
from console.drill.cluster.kinds import PODS, REPLICASETS
from console.drill.cluster.managed import Writer
from console.drill.cluster.refusals import ApiError
from console.drill.cluster.values import (
    Json,
    counters,
    is_going,
    is_ready,
    key_of,
    moment,
    owned_by,
    with_condition,
)
from console.drill.cluster.world import SECOND, Job, World

_RETRY = 10.0
COMPONENT = "replicaset-controller"


def pods_of(world: World, owner: Json) -> list[Json]:
    """Return the pods of an owner that are to stay, oldest first."""
    return [pod for pod in world.store.children(owner["metadata"]["uid"], PODS) if not is_going(pod)]


def make_pod(world: World, owner: Json, name: Json, labels: dict[str, str] | None = None) -> Json:
    """Create a pod of an owner's template; `name` is its name or generateName. ApiError when it is not let in."""
    template = owner["spec"]["template"]
    meta = {
        **name,
        "namespace": owner["metadata"]["namespace"],
        "labels": {**(template["metadata"].get("labels") or {}), **(labels or {})},
        "ownerReferences": [owned_by(owner)],
    }
    if template["metadata"].get("annotations"):
        meta["annotations"] = template["metadata"]["annotations"]
    return world.create(PODS, {"metadata": meta, "spec": template["spec"]}, Writer("kube-controller-manager"))


def available(world: World, pod: Json, seconds: int) -> bool:
    """Tell whether a pod has been ready for so many seconds; if not yet, have its owner looked at again."""
    since = ready_since(pod)
    return bool(since) and moment(since) + seconds * SECOND <= world.now


def sync_replicaset(world: World, replicaset: Json) -> None:
    """Create or delete pods until there are as many as asked, then write the status."""
    failure = ""
    if not is_going(replicaset):
        failure = _manage(world, replicaset)
    current = world.get(REPLICASETS, *key_of(replicaset))
    if current is not None:
        _report(world, current, failure)


def _manage(world: World, replicaset: Json) -> str:
    pods = pods_of(world, replicaset)
    wanted = replicaset["spec"].get("replicas", 0)
    if len(pods) > wanted:
        for pod in sorted(pods, key=_worth)[: len(pods) - wanted]:
            world.mark_going(PODS, pod, 30)
        return ""
    for _ in range(wanted - len(pods)):
        try:
            pod = make_pod(world, replicaset, {"generateName": f"{replicaset['metadata']['name']}-"})
        except ApiError as refused:
            record(world, replicaset, "FailedCreate", f"Error creating: {refused.message}", component=COMPONENT)
            world.later(_RETRY, Job(REPLICASETS, *key_of(replicaset)))
            return refused.message
        text = f"Created pod: {pod['metadata']['name']}"
        record(world, replicaset, "SuccessfulCreate", text, component=COMPONENT, normal=True)
    return ""


def _worth(pod: Json) -> tuple[bool, bool, bool, int]:
    """Which pods go first: unscheduled, pending, not ready, then the youngest."""
    phase = pod.get("status", {}).get("phase")
    born = moment(pod["metadata"]["creationTimestamp"])
    return (bool(pod["spec"].get("nodeName")), phase == "Running", is_ready(pod), -born)


def _report(world: World, replicaset: Json, failure: str) -> None:
    pods = pods_of(world, replicaset)
    least = replicaset["spec"].get("minReadySeconds", 0)
    ready = [pod for pod in pods if is_ready(pod)]
    fit = [pod for pod in ready if available(world, pod, least)]
    if len(fit) < len(ready):
        world.later(least, Job(REPLICASETS, *key_of(replicaset)))
    conditions = [found for found in replicaset["status"].get("conditions") or [] if found["type"] != "ReplicaFailure"]
    if failure:
        new = {"type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": failure}
        conditions = with_condition(replicaset["status"].get("conditions") or [], new, world.now)
    status: Json = {
        "replicas": len(pods),
        **counters(fullyLabeledReplicas=len(pods), readyReplicas=len(ready), availableReplicas=len(fit)),
        "observedGeneration": replicaset["metadata"]["generation"],
    }
    world.set_status(REPLICASETS, replicaset, {**status, **({"conditions": conditions} if conditions else {})})
