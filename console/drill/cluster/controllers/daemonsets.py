"""Keeps one pod of a DaemonSet on each node and replaces them one by one. Knows no surge."""

from console.drill.cluster.controllers.recorder import record
from console.drill.cluster.controllers.replicasets import make_pod
from console.drill.cluster.controllers.revisions import HASH, clean_revisions, current_revision
from console.drill.cluster.controllers.sizes import count
from console.drill.cluster.kinds import DAEMONSETS, NODES, PODS
from console.drill.cluster.refusals import ApiError
from console.drill.cluster.values import Json, counters, is_going, is_ready, key_of, labels_of
from console.drill.cluster.world import Job, World

_RETRY = 10.0
_COMPONENT = "daemonset-controller"


def sync_daemonset(world: World, daemon: Json) -> None:
    """Create what is missing, delete what is too much or outdated, then write the status."""
    revision = labels_of(current_revision(world, daemon))[HASH]
    if not is_going(daemon):
        _manage(world, daemon, revision)
        if daemon["spec"]["updateStrategy"]["type"] == "RollingUpdate":
            _replace(world, daemon, revision)
    fresh = world.get(DAEMONSETS, *key_of(daemon))
    if fresh is not None:
        _report(world, fresh, revision)


def _nodes(world: World, daemon: Json) -> list[str]:
    """Return the names of the nodes that are to run it; a cordoned node keeps its pod, as daemons tolerate that."""
    wanted: dict[str, str] = daemon["spec"]["template"]["spec"].get("nodeSelector") or {}
    nodes = world.store.all(NODES)
    fit = [node for node in nodes if all(labels_of(node).get(key) == value for key, value in wanted.items())]
    return [node["metadata"]["name"] for node in fit]


def _by_node(world: World, daemon: Json) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for pod in world.store.children(daemon["metadata"]["uid"], PODS):
        found.setdefault(pod["spec"].get("nodeName", ""), []).append(pod)
    return found


def _manage(world: World, daemon: Json, revision: str) -> None:
    pods, nodes = _by_node(world, daemon), _nodes(world, daemon)
    for node, found in pods.items():
        if node not in nodes:
            for pod in found:
                world.mark_going(PODS, pod, 30)
    generation = str(daemon["metadata"]["generation"])
    labels = {HASH: revision, "pod-template-generation": generation}
    for node in nodes:
        if node in pods:
            continue
        template = daemon["spec"]["template"]
        placed = {**template, "spec": {**template["spec"], "nodeName": node}}
        owner = {**daemon, "spec": {**daemon["spec"], "template": placed}}
        try:
            make_pod(world, owner, {"generateName": f"{daemon['metadata']['name']}-"}, labels)
        except ApiError as refused:
            record(world, daemon, "FailedCreate", f"Error creating: {refused.message}", component=_COMPONENT)
            world.later(_RETRY, Job(DAEMONSETS, *key_of(daemon)))
            return


def _replace(world: World, daemon: Json, revision: str) -> None:
    pods = [pod for found in _by_node(world, daemon).values() for pod in found]
    rolling = daemon["spec"]["updateStrategy"].get("rollingUpdate") or {}
    allowed = max(count(rolling.get("maxUnavailable", 1), len(pods), up=True), 1)
    old = [pod for pod in pods if labels_of(pod).get(HASH) != revision and not is_going(pod)]
    for pod in [pod for pod in old if not is_ready(pod)]:
        world.mark_going(PODS, pod, 30)
    missing = sum(1 for pod in pods if is_going(pod) or not is_ready(pod))
    for pod in [pod for pod in old if is_ready(pod)][: max(allowed - missing, 0)]:
        world.mark_going(PODS, pod, 30)


def _report(world: World, daemon: Json, revision: str) -> None:
    nodes = _nodes(world, daemon)
    pods = [found[0] for node, found in _by_node(world, daemon).items() if node in nodes]
    ready = sum(1 for pod in pods if is_ready(pod))
    updated = sum(1 for pod in pods if labels_of(pod).get(HASH) == revision)
    status: Json = {
        "currentNumberScheduled": len(pods),
        "numberMisscheduled": 0,
        "desiredNumberScheduled": len(nodes),
        "numberReady": ready,
        "observedGeneration": daemon["metadata"]["generation"],
        **counters(updatedNumberScheduled=updated, numberAvailable=ready, numberUnavailable=len(nodes) - ready),
    }
    written = world.set_status(DAEMONSETS, daemon, status)
    clean_revisions(world, written, {f"{daemon['metadata']['name']}-{revision}"})
