"""Pure: where each kind lives in the API, and how people write it. Holds no objects."""

from typing import NamedTuple

from checks.kubernetes.objects import short_name
from console.incident.action import Target


class Place(NamedTuple):
    """A resource of the API: its group ("" for core), version and plural."""

    group: str
    version: str
    plural: str
    namespaced: bool = True

    def path(self, namespace: str = "", name: str = "", below: str = "") -> str:
        """Return the path of an object, of all of them in a namespace, or of a subresource."""
        root = f"/apis/{self.group}/{self.version}" if self.group else f"/api/{self.version}"
        middle = f"/namespaces/{namespace}" if self.namespaced and namespace else ""
        return "/".join(part for part in (f"{root}{middle}/{self.plural}", name, below) if part)


DEPLOYMENTS = Place("apps", "v1", "deployments")
STATEFULSETS = Place("apps", "v1", "statefulsets")
DAEMONSETS = Place("apps", "v1", "daemonsets")
REPLICASETS = Place("apps", "v1", "replicasets")
REVISIONS = Place("apps", "v1", "controllerrevisions")
PODS = Place("", "v1", "pods")
NODES = Place("", "v1", "nodes", namespaced=False)
CONFIGMAPS = Place("", "v1", "configmaps")
SECRETS = Place("", "v1", "secrets")
ACCOUNTS = Place("", "v1", "serviceaccounts")
CLAIMS = Place("", "v1", "persistentvolumeclaims")
QUOTAS = Place("", "v1", "resourcequotas")
SCALERS = Place("autoscaling", "v2", "horizontalpodautoscalers")
BUDGETS = Place("policy", "v1", "poddisruptionbudgets")
KEDA = Place("keda.sh", "v1alpha1", "scaledobjects")
VERTICAL = Place("autoscaling.k8s.io", "v1", "verticalpodautoscalers")
ARGO_APPS = Place("argoproj.io", "v1alpha1", "applications")
ROLLOUTS = Place("argoproj.io", "v1alpha1", "rollouts")
KUSTOMIZATIONS = Place("kustomize.toolkit.fluxcd.io", "v1", "kustomizations")
HELM_RELEASES = Place("helm.toolkit.fluxcd.io", "v2", "helmreleases")

BY_KIND = {
    "Deployment": DEPLOYMENTS,
    "StatefulSet": STATEFULSETS,
    "DaemonSet": DAEMONSETS,
    "Pod": PODS,
    "Node": NODES,
}
"""The kinds that actions are done to."""


def path_of(target: Target, below: str = "") -> str:
    """Return the path of a target."""
    return BY_KIND[target.kind].path(target.namespace, target.name, below)


def shown(target: Target) -> str:
    """Return a target as people write it: "deploy/web"."""
    return short_name(target.kind, target.name)


def where(target: Target) -> str:
    """Return a target with its place: "deploy/web in shop of prod-eu"."""
    middle = f" in {target.namespace}" if target.namespace else ""
    return f"{shown(target)}{middle} of {target.context}"
