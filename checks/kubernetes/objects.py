"""Pure: what a console keeps of each object of a cluster: small tuples. Times are ms since 1970, None where unknown."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

SHORT = {
    "Deployment": "deploy",
    "StatefulSet": "sts",
    "DaemonSet": "ds",
    "Pod": "pod",
    "Node": "node",
    "HorizontalPodAutoscaler": "hpa",
}
"""How people write a kind."""
_KINDS = {short: kind for kind, short in SHORT.items()}


def short_name(kind: str, name: str) -> str:
    """Return how people write an object: "deploy/web"."""
    return f"{SHORT.get(kind, kind.lower())}/{name}"


def kind_and_name(written: str) -> tuple[str, str]:
    """Return kind and name of what people write; the kind is "" where none is written so."""
    short, _, name = written.partition("/")
    return _KINDS.get(short, ""), name


class Workload(NamedTuple):
    """A Deployment, StatefulSet or DaemonSet.

    `desired`, `updated`, `ready`, `available` and `total` count pods; a counter that the server leaves out is 0.
    `progress` is the reason of the Progressing condition; `owners` name what else manages it ("argocd web",
    "helm shop", "flux kustomization apps", "kubectl apply"); `changed_at` is when its spec was last changed,
    `changed_by` by which manager; `selector` are the labels that its pods carry.
    """

    kind: str
    namespace: str
    name: str
    uid: str
    desired: int
    updated: int = 0
    ready: int = 0
    available: int = 0
    total: int = 0
    generation: int = 0
    observed: int = 0
    images: tuple[str, ...] = ()
    revision: str = ""
    paused: bool = False
    progress: str = ""
    strategy: str = "RollingUpdate"
    selector: tuple[tuple[str, str], ...] = ()
    owners: tuple[str, ...] = ()
    changed_at: int | None = None
    changed_by: str = ""
    resource_version: str = ""

    @property
    def shown(self) -> str:
        """The name as people write it: "deploy/web"."""
        return short_name(self.kind, self.name)

    @property
    def rolling(self) -> bool:
        """Whether a rollout is under way (or stuck)."""
        return self.observed < self.generation or self.updated < self.desired or self.total > self.updated


class Pod(NamedTuple):
    """A pod with its true state: `state` is CrashLoopBackOff, ImagePullBackOff, OOMKilled, Pending, Running, ...

    `last_reason` and `last_code` tell how a container last ended, `last_at` when. `owner` is the uid of the ReplicaSet
    or workload that made it; `workload` the name of the workload where it is known ("deploy/web").
    """

    namespace: str
    name: str
    uid: str
    state: str
    ready: int = 0
    containers: int = 0
    restarts: int = 0
    node: str = ""
    last_reason: str = ""
    last_code: int | None = None
    last_at: int | None = None
    started_at: int | None = None
    owner: str = ""
    owner_kind: str = ""
    owner_name: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    deleting: bool = False
    message: str = ""
    workload: str = ""

    @property
    def bad(self) -> bool:
        """Whether it does not do its work; one that has done it is not bad."""
        return self.state not in {"Succeeded", "Completed"} and (
            self.state != "Running" or self.ready < self.containers
        )


class Revision(NamedTuple):
    """A ReplicaSet or ControllerRevision that a workload can go back to; `owner` is the uid of the workload.

    `images` are known where the template has been seen: of a ReplicaSet only the metadata is watched.
    """

    kind: str
    namespace: str
    name: str
    uid: str
    owner: str
    revision: int
    created_at: int | None = None
    cause: str = ""
    history: str = ""
    images: tuple[str, ...] = ()


class Node(NamedTuple):
    """A node: `pressure` names the conditions that are true and should not be ("MemoryPressure").

    `cpu` (cores) and `memory` (bytes) are what it uses, 0 where no metrics tell; the rooms are what pods may have.
    """

    name: str
    ready: bool
    pressure: tuple[str, ...] = ()
    unschedulable: bool = False
    version: str = ""
    cpu: float = 0.0
    memory: float = 0.0
    created_at: int | None = None
    uid: str = ""
    cpu_room: float = 0.0
    memory_room: float = 0.0


class Scaler(NamedTuple):
    """A HorizontalPodAutoscaler; `reason` says why it cannot scale, "" where it can."""

    namespace: str
    name: str
    target_kind: str
    target_name: str
    low: int
    high: int
    current: int = 0
    desired: int = 0
    scaled_at: int | None = None
    reason: str = ""
    uid: str = ""


class Budget(NamedTuple):
    """A PodDisruptionBudget: how many of its pods may be evicted now."""

    namespace: str
    name: str
    allowed: int
    selector: tuple[tuple[str, str], ...] = ()


class Notice(NamedTuple):
    """A Warning event of the cluster; `uid` is its own, `about` that of the object it is about."""

    namespace: str
    kind: str
    name: str
    reason: str
    message: str
    times: int
    at: int | None
    uid: str = ""
    about: str = ""


class Thing(NamedTuple):
    """An object of which little is kept: a ConfigMap, a Secret (metadata only), a claim, a job.

    `note` is a job's or a claim's state: "failed: BackoffLimitExceeded", "running 1, failed 0", "Pending".
    """

    kind: str
    namespace: str
    name: str
    uid: str
    created_at: int | None = None
    changed_at: int | None = None
    changed_by: str = ""
    note: str = ""


class Usage(NamedTuple):
    """What a pod uses: cores and bytes."""

    cpu: float
    memory: float


class ResourceSeen(NamedTuple):
    """How watching one resource goes: "ok", "loading", "forbidden", "absent" or "failing"; `error` is a sentence.

    `good_at` is when the server last answered, `next_try` when it is asked again; None where there is none.
    `skipped` counts objects that could not be read. "metrics" is among them: absent where there is no such server.
    """

    name: str
    state: str = "loading"
    error: str = ""
    good_at: int | None = None
    next_try: int | None = None
    size: int = 0
    skipped: int = 0


class ClusterSeen(NamedTuple):
    """A cluster as last seen: the same object until something changed. `who` is the user that the server takes us for.

    `error` says why there is no connection, "" while there is one. `usage` is by namespace and name of a pod.
    """

    context: str
    server: str = ""
    who: str = ""
    namespace: str = "default"
    insecure: bool = False
    error: str = ""
    version: int = 0
    resources: tuple[ResourceSeen, ...] = ()
    workloads: tuple[Workload, ...] = ()
    pods: tuple[Pod, ...] = ()
    revisions: tuple[Revision, ...] = ()
    nodes: tuple[Node, ...] = ()
    scalers: tuple[Scaler, ...] = ()
    budgets: tuple[Budget, ...] = ()
    notices: tuple[Notice, ...] = ()
    things: tuple[Thing, ...] = ()
    usage: Mapping[tuple[str, str], Usage] = MappingProxyType({})
    next_try: int | None = None

    @property
    def complete(self) -> bool:
        """Whether everything that may be read has been read once."""
        return bool(self.resources) and all(each.state != "loading" for each in self.resources)
