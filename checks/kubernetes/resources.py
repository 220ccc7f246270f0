"""Pure: the table of what is watched: where it is, whether its metadata is enough, and how an object is cut."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from checks.kubernetes.cut import (
    cut_budget,
    cut_node,
    cut_notice,
    cut_replicaset,
    cut_revision,
    cut_scaler,
    cut_scaling,
    cut_thing,
    cut_workload,
    helm_labels,
)
from checks.kubernetes.fields import Json
from checks.kubernetes.marks import Mark, mark_of
from checks.kubernetes.pods import cut_pod

Key = tuple[str, str]
"""Namespace ("" where there is none) and name."""

_METADATA = "application/json;as=PartialObjectMetadata{};g=meta.k8s.io;v=v1"
"""Nothing else will do: a server that cannot give it is to refuse (406), not to send a Secret with its data."""


class Kept(NamedTuple):
    """What is kept of an object: its row, and its mark where changes of it are news."""

    row: Any
    mark: Mark | None = None


class Resource(NamedTuple):
    """A kind of object; `group` is the path before it. `told` where its changes belong in the change feed.

    `counted` where also what somebody takes out of an object is told, which leaves no time (marks.py). `lean` where
    nobody reads who wrote what: then managedFields are not parsed. `most` limits what is kept (0: all).
    """

    name: str
    group: str
    cut: Callable[[Json], Any]
    plural: str = ""
    metadata: bool = False
    namespaced: bool = True
    told: bool = False
    fields: str = ""
    most: int = 0
    lean: bool = False
    counted: bool = False

    def path(self, namespace: str) -> str:
        """Return where it is listed, in one namespace or ("") in all."""
        inside = f"/namespaces/{namespace}" if namespace and self.namespaced else ""
        return f"{self.group}{inside}/{self.plural or self.name}"

    def accept(self, *, listing: bool) -> str:
        """Return what is asked for: whole objects, or their metadata."""
        return _METADATA.format("List" if listing else "") if self.metadata else "application/json"

    def keep(self, raw: Json) -> tuple[Key, Kept]:
        """Cut a raw object; TypeError, KeyError, ValueError or AttributeError where it is not what it should be."""
        meta = raw["metadata"]
        key = (meta.get("namespace") or "", meta["name"])
        if not (isinstance(key[0], str) and isinstance(key[1], str) and isinstance(meta["uid"], str)):
            raise TypeError("a name that is none")
        labels = helm_labels(raw) if self.name == "secrets" else ()
        return key, Kept(self.cut(raw), mark_of(raw, labels, counted=self.counted) if self.told else None)


_APPS, _CORE = "/apis/apps/v1", "/api/v1"
_thing = partial(partial, cut_thing)
_workload = partial(partial, cut_workload)

RESOURCES = (
    Resource("deployments", _APPS, _workload("Deployment"), told=True),
    Resource("statefulsets", _APPS, _workload("StatefulSet"), told=True),
    Resource("daemonsets", _APPS, _workload("DaemonSet"), told=True),
    Resource("replicasets", _APPS, cut_replicaset, metadata=True, told=True),
    Resource("controllerrevisions", _APPS, cut_revision, told=True),
    Resource("nodes", _CORE, cut_node, namespaced=False, told=True),
    Resource("horizontalpodautoscalers", "/apis/autoscaling/v2", cut_scaler, told=True, counted=True),
    Resource("poddisruptionbudgets", "/apis/policy/v1", cut_budget, told=True, counted=True),
    Resource("events", _CORE, cut_notice, fields="type=Warning", most=5000, lean=True),
    Resource("pods", _CORE, cut_pod, lean=True),
    Resource("scalings", _CORE, cut_scaling, plural="events", fields="reason=ScalingReplicaSet", most=5000),
    Resource("configmaps", _CORE, _thing("ConfigMap"), metadata=True, told=True, counted=True),
    Resource("secrets", _CORE, _thing("Secret"), metadata=True, told=True, counted=True),
    Resource("services", _CORE, _thing("Service"), metadata=True, told=True, counted=True),
    Resource("ingresses", "/apis/networking.k8s.io/v1", _thing("Ingress"), metadata=True, told=True, counted=True),
    Resource("jobs", "/apis/batch/v1", _thing("Job")),
    Resource("persistentvolumeclaims", _CORE, _thing("PersistentVolumeClaim")),
)
"""Workloads first: they are what a commander looks for."""
