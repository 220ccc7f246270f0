"""Pure: the table of resources that the simulated API server has. Holds no objects."""

from typing import NamedTuple


class Kind(NamedTuple):
    """One resource: its group ("" for core), version, plural, kind, and what it can do."""

    group: str
    version: str
    plural: str
    kind: str
    namespaced: bool = True
    generation: bool = False
    status: bool = False
    scale: bool = False

    @property
    def api_version(self) -> str:
        """The apiVersion of its objects."""
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def resource(self) -> str:
        """The name in messages and rules: deployments.apps, pods."""
        return f"{self.plural}.{self.group}" if self.group else self.plural


NODES = Kind("", "v1", "nodes", "Node", namespaced=False, status=True)
NAMESPACES = Kind("", "v1", "namespaces", "Namespace", namespaced=False, status=True)
PODS = Kind("", "v1", "pods", "Pod", generation=True, status=True)
EVENTS = Kind("", "v1", "events", "Event")
CONFIGMAPS = Kind("", "v1", "configmaps", "ConfigMap")
SECRETS = Kind("", "v1", "secrets", "Secret")
SERVICES = Kind("", "v1", "services", "Service", status=True)
ACCOUNTS = Kind("", "v1", "serviceaccounts", "ServiceAccount")
QUOTAS = Kind("", "v1", "resourcequotas", "ResourceQuota", status=True)
LIMITS = Kind("", "v1", "limitranges", "LimitRange")
CLAIMS = Kind("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", status=True)
DEPLOYMENTS = Kind("apps", "v1", "deployments", "Deployment", generation=True, status=True, scale=True)
REPLICASETS = Kind("apps", "v1", "replicasets", "ReplicaSet", generation=True, status=True, scale=True)
STATEFULSETS = Kind("apps", "v1", "statefulsets", "StatefulSet", generation=True, status=True, scale=True)
DAEMONSETS = Kind("apps", "v1", "daemonsets", "DaemonSet", generation=True, status=True)
REVISIONS = Kind("apps", "v1", "controllerrevisions", "ControllerRevision")
AUTOSCALERS = Kind("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", status=True)
BUDGETS = Kind("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", generation=True, status=True)
JOBS = Kind("batch", "v1", "jobs", "Job", generation=True, status=True)
CRONJOBS = Kind("batch", "v1", "cronjobs", "CronJob", generation=True, status=True)
INGRESSES = Kind("networking.k8s.io", "v1", "ingresses", "Ingress", generation=True, status=True)

BUILT_IN = (
    NODES, NAMESPACES, PODS, EVENTS, CONFIGMAPS, SECRETS, SERVICES, ACCOUNTS, QUOTAS, LIMITS, CLAIMS, DEPLOYMENTS,
    REPLICASETS, STATEFULSETS, DAEMONSETS, REVISIONS, AUTOSCALERS, BUDGETS, JOBS, CRONJOBS, INGRESSES,
)  # fmt: skip


class Catalogue:
    """The resources that a cluster has: those built in, and the custom ones that were installed."""

    def __init__(self) -> None:
        self._kinds = {(kind.group, kind.version, kind.plural): kind for kind in BUILT_IN}
        self.built_in = frozenset(self._kinds)

    def install(self, kind: Kind) -> Kind:
        """Add a custom resource and return it."""
        self._kinds[kind.group, kind.version, kind.plural] = kind
        return kind

    def find(self, group: str, version: str, plural: str) -> Kind | None:
        """Return the resource of a path, or None when the server has no such thing."""
        return self._kinds.get((group, version, plural))

    def named(self, word: str) -> Kind:
        """Return the resource called by its kind, plural or singular, in any case; KeyError when there is none."""
        wanted = word.lower()
        for kind in self._kinds.values():
            if wanted in (kind.kind.lower(), kind.plural):
                return kind
        raise KeyError(word)

    def all(self) -> list[Kind]:
        """Return every resource, in the order of the table."""
        return list(self._kinds.values())

    def is_custom(self, kind: Kind) -> bool:
        """Tell whether the resource was installed: it then knows neither strategic merge nor strict fields."""
        return (kind.group, kind.version, kind.plural) not in self.built_in
