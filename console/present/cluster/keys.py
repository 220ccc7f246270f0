"""Pure: the keys of rows, and what a row stands for: the exact target of an action, whatever moves on the screen."""

from typing import NamedTuple

from checks.kubernetes.objects import Pod, Workload
from console.incident.action import Target
from console.present.cluster.view import ClusterView

WORKLOAD, POD, NODE, SCALER, NOTICE, RESOURCE = "workload", "pod", "node", "scaler", "notice", "resource"
THING = "thing"


class Subject(NamedTuple):
    """Whose page is shown: the uid of a workload and that of a pod, "" where it has none or none was meant."""

    context: str
    workload: str
    pod: str = ""


def key(kind: str, name: str) -> str:
    """Return the key of a row; the name is a uid, or what else tells its object from others."""
    return f"{kind}:{name}"


def split(row_key: str) -> tuple[str, str]:
    """Return the kind and the name of a key."""
    kind, _, name = row_key.partition(":")
    return kind, name


def workload_in(view: ClusterView, row_key: str) -> Workload | None:
    """Return the workload that a row is about: itself, that of a pod, or what an autoscaler scales."""
    kind, name = split(row_key)
    if kind == WORKLOAD:
        return view.by_uid.get(name)
    if kind == POD:
        pod = pod_in(view, row_key)
        return None if pod is None else view.by_uid.get(view.workload_uid(pod))
    if kind == SCALER:
        found = next((each for each in view.scalers if f"{each.namespace}/{each.name}" == name), None)
        return None if found is None else named(view, found.target_kind, found.namespace, found.target_name)
    return None


def named(view: ClusterView, kind: str, namespace: str, name: str) -> Workload | None:
    """Return a workload by its name."""
    return next(
        (each for each in view.workloads if each.name == name and each.namespace == namespace and each.kind == kind),
        None,
    )


def pod_in(view: ClusterView, row_key: str) -> Pod | None:
    """Return the pod that a row is about."""
    kind, uid = split(row_key)
    return next((pod for pod in view.pods if pod.uid == uid), None) if kind == POD else None


def targets(view: ClusterView, row_key: str) -> tuple[Target, ...]:
    """Return what can be acted on from a row, itself first: a pod brings its workload along."""
    context = view.seen.context
    kind, name = split(row_key)
    found: list[Target] = []
    if kind == NODE:
        found.extend(Target(context, "Node", "", node.name, node.uid) for node in view.nodes if node.name == name)
    if (pod := pod_in(view, row_key)) is not None:
        found.append(Target(context, "Pod", pod.namespace, pod.name, pod.uid))
    if (workload := workload_in(view, row_key)) is not None:
        found.append(Target(context, workload.kind, workload.namespace, workload.name, workload.uid))
    return tuple(found)


def subject(view: ClusterView, row_key: str) -> Subject | None:
    """Return whose page a row leads to, None where it has none."""
    pod, workload = pod_in(view, row_key), workload_in(view, row_key)
    if pod is None and workload is None:
        return None
    return Subject(view.seen.context, workload.uid if workload is not None else "", pod.uid if pod is not None else "")
