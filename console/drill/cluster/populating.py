"""Fills a cluster with thousands of pods at once: finished objects, without living through their rollouts."""

import json
from typing import Any

from console.drill.cluster.cluster import SimulatedCluster
from console.drill.cluster.kinds import DEPLOYMENTS, NODES, PODS, REPLICASETS, Kind
from console.drill.cluster.naming import new_uid, suffix
from console.drill.cluster.values import Json

_SAMPLE = "sample-workload"
_IMAGE = "registry.sim.example/sample-workload:1.0"


def populate(cluster: SimulatedCluster, pods: int, deployments: int, nodes: int) -> None:
    """Add nodes, Deployments with their ReplicaSets, and pods spread over both; one pod has about 8 KB."""
    with cluster.lock:
        there = len(cluster.all("node"))
        for number in range(there, max(nodes, there)):
            cluster.add_node(f"node-{number + 1}")
        cluster.add_deployment(_SAMPLE, _IMAGE, replicas=1, template=_rich())
        cluster.settle(10)
        deployment = cluster.get("deployment", _SAMPLE)
        replicaset = cluster.all("replicaset", app=_SAMPLE)[0]
        pod = cluster.pods(_SAMPLE)[0]
        cluster.delete("deployment", _SAMPLE)
        cluster.advance(2)
        for number in range(deployments):
            name = f"service-{number:04d}"
            replicas = pods // deployments + (number < pods % deployments)
            owner = _copy(cluster, DEPLOYMENTS, deployment, name, replicas=replicas)
            middle = _copy(cluster, REPLICASETS, replicaset, name, owner, replicas=replicas)
            _copy_pods(cluster, pod, name, middle, replicas)


def _rich() -> Json:
    """Return what makes a pod as large as they are in life: variables, probes, mounts, resources."""
    probe = {"httpGet": {"path": "/healthz", "port": 8080, "scheme": "HTTP"}, "initialDelaySeconds": 5}
    env = [{"name": f"SETTING_{number:02d}", "value": f"value of setting {number}"} for number in range(16)]
    mounts = [{"name": f"volume-{number}", "mountPath": f"/etc/volume-{number}"} for number in range(4)]
    volumes = [{"name": f"volume-{number}", "configMap": {"name": f"config-{number}"}} for number in range(4)]
    container: Json = {"env": env, "volumeMounts": mounts, "livenessProbe": probe, "readinessProbe": probe}
    container["resources"] = {"requests": {"cpu": "100m", "memory": "128Mi"}, "limits": {"memory": "256Mi"}}
    tolerations = [
        {"key": f"node.kubernetes.io/{name}", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}
        for name in ("not-ready", "unreachable")
    ]
    notes = {f"sim.example/note-{number}": f"a note of some length, number {number}" for number in range(8)}
    return {"container": container, "annotations": notes, "pod": {"volumes": volumes, "tolerations": tolerations}}


def _renamed(document: Json, name: str) -> Json:
    renamed: Json = json.loads(json.dumps(document).replace(_SAMPLE, name))
    return renamed


def _copy(
    cluster: SimulatedCluster, kind: Kind, sample: Json, name: str, owner: Json | None = None, **spec: Any
) -> Json:
    made = _renamed(sample, name)
    made["metadata"]["uid"] = new_uid(cluster.world.random)
    made["spec"] |= spec
    notes = made["metadata"].get("annotations") or {}
    for key in notes:
        if key.endswith("-replicas"):
            notes[key] = str(spec["replicas"])
    for counter in ("replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "fullyLabeledReplicas"):
        if counter in made["status"]:
            made["status"][counter] = spec["replicas"]
    if owner is not None:
        made["metadata"]["ownerReferences"][0]["uid"] = owner["metadata"]["uid"]
    return cluster.world.store.put(kind, made)


def _copy_pods(cluster: SimulatedCluster, sample: Json, name: str, owner: Json, replicas: int) -> None:
    world = cluster.world
    nodes = [node["metadata"]["name"] for node in world.store.all(NODES)]
    base = _renamed(sample, name)
    reference = [{**base["metadata"]["ownerReferences"][0], "uid": owner["metadata"]["uid"]}]
    for _ in range(replicas):
        uid = new_uid(world.random)
        pod_name = f"{owner['metadata']['name']}-{suffix(world.random)}"
        meta = {**base["metadata"], "name": pod_name, "uid": uid, "ownerReferences": reference}
        address = f"10.{int(uid[0:2], 16)}.{int(uid[2:4], 16)}.{int(uid[4:6], 16)}"
        status = {**base["status"], "podIP": address, "podIPs": [{"ip": address}]}
        spec = {**base["spec"], "nodeName": nodes[world.random.randrange(len(nodes))]}
        world.store.put(PODS, {**base, "metadata": meta, "spec": spec, "status": status})
