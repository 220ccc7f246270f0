"""Pure: the values that the API server fills in where a request leaves them out. Refuses nothing."""

from collections.abc import Callable

from console.drill.cluster.limits import limit_defaults
from console.drill.cluster.values import Json

_CONTAINER: Json = {
    "imagePullPolicy": "IfNotPresent",
    "resources": {},
    "terminationMessagePath": "/dev/termination-log",
    "terminationMessagePolicy": "File",
}
_POD: Json = {
    "dnsPolicy": "ClusterFirst",
    "restartPolicy": "Always",
    "schedulerName": "default-scheduler",
    "securityContext": {},
    "terminationGracePeriodSeconds": 30,
}
_EVENT: Json = {
    "source": {},
    "firstTimestamp": None,
    "lastTimestamp": None,
    "eventTime": None,
    "reportingComponent": "",
    "reportingInstance": "",
}
_PROBE: Json = {"failureThreshold": 3, "periodSeconds": 10, "successThreshold": 1, "timeoutSeconds": 1}
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")


def pod_spec(spec: Json) -> Json:
    """Return a pod's spec with its defaults."""
    filled = {**_POD, **spec}
    for name in ("containers", "initContainers"):
        if isinstance(spec.get(name), list):
            filled[name] = [_container(item) if isinstance(item, dict) else item for item in spec[name]]
    return filled


def _container(container: Json) -> Json:
    filled = {**_CONTAINER, **container, "resources": _resources(container.get("resources") or {})}
    if str(container.get("image", "")).endswith(":latest") and "imagePullPolicy" not in container:
        filled["imagePullPolicy"] = "Always"
    for probe in _PROBES:
        if isinstance(container.get(probe), dict):
            filled[probe] = {**_PROBE, **container[probe]}
    if isinstance(container.get("ports"), list):
        filled["ports"] = [{"protocol": "TCP", **port} for port in container["ports"]]
    return filled


def _resources(resources: Json) -> Json:
    """A limit without a request is a request too."""
    limits = resources.get("limits")
    return {**resources, "requests": {**limits, **(resources.get("requests") or {})}} if limits else resources


def template(spec: Json) -> Json:
    """Return a pod template with its defaults."""
    return {**spec, "metadata": spec.get("metadata") or {}, "spec": pod_spec(spec.get("spec") or {})}


def _rolling(spec: Json, name: str, values: Json) -> Json:
    given = spec.get(name) or {}
    kind = given.get("type", "RollingUpdate")
    if kind != "RollingUpdate":
        return {"type": kind, **given}
    return {"type": kind, "rollingUpdate": {**values, **(given.get("rollingUpdate") or {})}}


def _deployment(spec: Json) -> Json:
    filled = {"replicas": 1, "revisionHistoryLimit": 10, "progressDeadlineSeconds": 600, **spec}
    filled["strategy"] = _rolling(spec, "strategy", {"maxSurge": "25%", "maxUnavailable": "25%"})
    return {**filled, "template": template(spec.get("template") or {})}


def _statefulset(spec: Json) -> Json:
    filled = {
        "replicas": 1,
        "revisionHistoryLimit": 10,
        "podManagementPolicy": "OrderedReady",
        "serviceName": "",
        **spec,
    }
    filled["updateStrategy"] = _rolling(spec, "updateStrategy", {"partition": 0})
    return {**filled, "template": template(spec.get("template") or {})}


def _daemonset(spec: Json) -> Json:
    filled = {"revisionHistoryLimit": 10, **spec}
    filled["updateStrategy"] = _rolling(spec, "updateStrategy", {"maxSurge": 0, "maxUnavailable": 1})
    return {**filled, "template": template(spec.get("template") or {})}


def _replicaset(spec: Json) -> Json:
    return {"replicas": 1, **spec, "template": template(spec.get("template") or {})}


def _limits(spec: Json) -> Json:
    return {**spec, "limits": [limit_defaults(limit) for limit in spec.get("limits") or []]}


_BY_KIND: dict[str, Callable[[Json], Json]] = {
    "Pod": pod_spec,
    "LimitRange": _limits,
    "Deployment": _deployment,
    "ReplicaSet": _replicaset,
    "StatefulSet": _statefulset,
    "DaemonSet": _daemonset,
}


def with_defaults(document: Json) -> Json:
    """Return an object with the defaults of its kind filled in."""
    if document.get("kind") == "Event":
        return {**_EVENT, **document}
    fill = _BY_KIND.get(document.get("kind", ""))
    spec = document.get("spec")
    return {**document, "spec": fill(spec)} if fill and isinstance(spec, dict) else document
