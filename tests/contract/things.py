"""The objects that the contract puts into a cluster: small, and with images that a real node could run."""

from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

GOOD = "registry.k8s.io/pause:3.9"
BETTER = "registry.k8s.io/pause:3.10"
BROKEN = "registry.k8s.io/pause:no-such-version"


def template(app: str, image: str = GOOD, **spec: Any) -> Json:
    """A pod template with one container; `env` is a dictionary, the rest goes into the pod's spec."""
    container: Json = {"name": "main", "image": image}
    if spec.get("env"):
        container["env"] = [{"name": name, "value": value} for name, value in spec["env"].items()]
    container |= spec.pop("container", {})
    spec.pop("env", None)
    # Nothing catches the signal to stop in these images; without a wait the suite need not wait either.
    spec = {"terminationGracePeriodSeconds": 0, **spec}
    return {"metadata": {"labels": {"app": app}}, "spec": {"containers": [container], **spec}}


def workload(app: str, image: str = GOOD, replicas: int = 1, **spec: Any) -> Json:
    """A Deployment, without its kind; a StatefulSet wants serviceName besides."""
    pod = spec.pop("template", None) or template(app, image, **spec.pop("pod", {}))
    return {
        "metadata": {"name": app},
        "spec": {"replicas": replicas, "selector": {"matchLabels": {"app": app}}, "template": pod, **spec},
    }


def stateful(app: str, image: str = GOOD, replicas: int = 1, **spec: Any) -> Json:
    """A StatefulSet."""
    return workload(app, image, replicas, serviceName=app, **spec)


def daemon(app: str, node: str, image: str = GOOD, **spec: Any) -> Json:
    """A DaemonSet for the nodes with a label of this suite."""
    made = workload(app, image, pod={"nodeSelector": {"contract": node}}, **spec)
    del made["spec"]["replicas"]
    return made


def node(name: str) -> Json:
    """A node that no other pod is put on."""
    taint = {"key": "contract", "value": name, "effect": "NoSchedule"}
    return {"metadata": {"name": name, "labels": {"contract": name}}, "spec": {"taints": [taint]}}


def pod(name: str, app: str = "", image: str = GOOD, **spec: Any) -> Json:
    """A bare pod."""
    made = template(app or name, image, **spec)
    return {"metadata": {"name": name, **made["metadata"]}, "spec": made["spec"]}


def budget(name: str, app: str, **spec: Any) -> Json:
    """A disruption budget."""
    return {"metadata": {"name": name}, "spec": {"selector": {"matchLabels": {"app": app}}, **spec}}


def autoscaler(app: str, low: int, high: int) -> Json:
    """An autoscaler of a Deployment."""
    target = {"type": "Utilization", "averageUtilization": 80}
    metric = {"type": "Resource", "resource": {"name": "cpu", "target": target}}
    reference = {"apiVersion": "apps/v1", "kind": "Deployment", "name": app}
    spec = {"scaleTargetRef": reference, "minReplicas": low, "maxReplicas": high, "metrics": [metric]}
    return {"metadata": {"name": app}, "spec": spec}


def up(found: Json) -> Json:
    """The status of a pod that runs and is ready."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")  # what a kubelet would write
    conditions = [{"type": name, "status": "True", "lastTransitionTime": now} for name in ("Ready", "ContainersReady")]
    container = found["spec"]["containers"][0]
    running = {"name": container["name"], "image": container["image"], "imageID": "", "ready": True, "restartCount": 0}
    status = {**running, "state": {"running": {"startedAt": now}}}
    return {"phase": "Running", "conditions": conditions, "containerStatuses": [status]}
