"""Pure: the objects that tests and drills put into a cluster, made from a few words. Stores nothing."""

from typing import Any

from console.drill.cluster.values import Json

_NODE_INFO = {
    "kernelVersion": "6.12.0-sim",
    "osImage": "Debian GNU/Linux 13 (trixie)",
    "containerRuntimeVersion": "containerd://2.1.0",
    "kubeletVersion": "v1.36.3",
    "kubeProxyVersion": "",
    "operatingSystem": "linux",
    "architecture": "amd64",
}


def template(name: str, image: str, env: dict[str, str] | None = None, **more: Any) -> Json:
    """Return a pod template with one container; `more` may hold labels, annotations, container and pod (parts)."""
    variables = [{"name": key, "value": value} for key, value in (env or {}).items()]
    container: Json = {"name": name, "image": image, **({"env": variables} if variables else {})}
    meta: Json = {"labels": {"app": name, **(more.get("labels") or {})}}
    if more.get("annotations"):
        meta["annotations"] = more["annotations"]
    container |= more.get("container") or {}
    return {"metadata": meta, "spec": {"containers": [container], **(more.get("pod") or {})}}


def workload(name: str, namespace: str, base: Json, /, **more: Any) -> Json:
    """Return a workload; `more` may hold labels and annotations of the object itself, and spec (further fields)."""
    meta: Json = {"name": name, "namespace": namespace, "labels": {"app": name, **(more.get("labels") or {})}}
    if more.get("annotations"):
        meta["annotations"] = more["annotations"]
    selector = {"matchLabels": {"app": name}}
    return {"metadata": meta, "spec": {"selector": selector, **base, **(more.get("spec") or {})}}


def node(name: str, pods: int = 110, **more: Any) -> Json:
    """Return a node that is ready; `more` may hold labels and spec."""
    room = {"cpu": "8", "memory": "32Gi", "pods": str(pods), "ephemeral-storage": "100Gi"}
    return {
        "metadata": {"name": name, "labels": {"kubernetes.io/hostname": name, **(more.get("labels") or {})}},
        "spec": dict(more.get("spec") or {}),
        "status": {
            "capacity": room,
            "allocatable": room,
            "addresses": [{"type": "Hostname", "address": name}],
            "nodeInfo": {**_NODE_INFO, "machineID": name, "systemUUID": name, "bootID": name},
            "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}},
        },
    }


def node_conditions(now: str, troubles: frozenset[str] = frozenset(), *, ready: bool = True) -> list[Json]:
    """Return a node's conditions; `troubles` are the pressures that it has, such as MemoryPressure."""
    found: list[Json] = []
    for name in ("MemoryPressure", "DiskPressure", "PIDPressure"):
        state, reason = ("True", "KubeletHas" + name) if name in troubles else ("False", "KubeletHasSufficient")
        found.append({"type": name, "status": state, "reason": reason})
    reason = "KubeletReady" if ready else "NodeStatusUnknown"
    found.append({"type": "Ready", "status": "True" if ready else "Unknown", "reason": reason})
    times = {"lastHeartbeatTime": now, "lastTransitionTime": now}
    return [{**one, **times, "message": ""} for one in found]


def autoscaler(target: str, low: int, high: int, namespace: str, kind: str = "Deployment") -> Json:
    """Return an autoscaler of a workload, under the same name."""
    metric = {
        "type": "Resource",
        "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}},
    }
    return {
        "metadata": {"name": target, "namespace": namespace},
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": kind, "name": target},
            "minReplicas": low,
            "maxReplicas": high,
            "metrics": [metric],
        },
    }
