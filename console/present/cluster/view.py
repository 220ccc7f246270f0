"""Pure: a cluster sorted for looking at it: worst first, pods with their workloads. Made once for each ClusterSeen."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any, TypeVar

from checks.kubernetes.objects import ClusterSeen, Node, Notice, Pod, ResourceSeen, Revision, Scaler, Thing, Workload
from console.incident.events import Instant
from console.present.cluster.lazy import lazy
from console.present.cluster.looks import (
    RECENT,
    Look,
    failing,
    fine,
    node_look,
    pod_look,
    resource_look,
    scaler_look,
    workload_look,
)

Made = TypeVar("Made")
_BY_PLACE, _BY_RESTARTS = itemgetter(0, 1), itemgetter(Pod._fields.index("restarts"))
"""Namespace and name of a pod: sorting thousands of them by a function of ours would be felt at a key."""


class SortedCluster:
    """A cluster with its parts in order. Every part is computed when it is first asked for, and then kept."""

    def __init__(self, seen: ClusterSeen, now: Instant) -> None:
        self.seen = seen
        self.recent = now - RECENT
        self._counts: Counter[Look] = Counter()

    @lazy
    def by_uid(self) -> dict[str, Workload]:
        """The workloads by uid; where the server tells no revision of one, its newest stands for it."""
        found = {workload.uid: workload for workload in self.seen.workloads}
        for each in self.seen.revisions:
            workload = found.get(each.owner)
            if workload is not None and not self._told.get(each.owner) and each.revision > int(workload.revision or 0):
                found[each.owner] = workload._replace(revision=str(each.revision))
        return found

    @lazy
    def _told(self) -> dict[str, str]:
        return {workload.uid: workload.revision for workload in self.seen.workloads}

    @lazy
    def _made_by(self) -> dict[str, str]:
        """The uid of the workload behind the uid of what made a pod."""
        return {revision.uid: revision.owner for revision in self.seen.revisions}

    @lazy
    def _parted(self) -> tuple[list[Pod], list[Pod]]:
        """The pods with which something is wrong, worst first, and the others by name.

        Thousands may be wrong at once: they are put into one list for each rank, and those are sorted by fields.
        """
        recent = self.recent
        ranks: dict[int, list[Pod]] = defaultdict(list)
        others: list[Pod] = []
        for pod in self.seen.pods:
            if fine(pod, recent):
                others.append(pod)
            else:
                look = pod_look(pod, recent)
                ranks[look.rank].append(pod)
                self._counts[look] += 1
        for found in (others, *ranks.values()):
            found.sort(key=_BY_PLACE)
        for found in ranks.values():
            found.sort(key=_BY_RESTARTS, reverse=True)  # equal ones stay in their order
        return [pod for rank in sorted(ranks) for pod in ranks[rank]], others

    @property
    def wrong_pods(self) -> Sequence[Pod]:
        """The pods that are not fine, the worst first: failing, not ready, waiting, ending."""
        return self._parted[0]

    @lazy
    def spread(self) -> bool:
        """Whether there is more than one namespace to tell apart."""
        return len({each.namespace for each in self.seen.workloads}) > 1

    @lazy
    def wrong_looks(self) -> Counter[Look]:
        """How many pods the commander has to hear of, by how they are."""
        self._parted  # noqa: B018 - which counts them
        return Counter({look: count for look, count in self._counts.items() if look.wrong})

    @lazy
    def pods(self) -> Sequence[Pod]:
        """Every pod, the worst first."""
        return [*self._parted[0], *self._parted[1]]

    @lazy
    def failing(self) -> dict[str, list[Pod]]:
        """The pods that fail, by the uid of their workload; "" are those without one."""
        found: dict[str, list[Pod]] = defaultdict(list)
        for pod in self.wrong_pods:
            if failing(pod) or pod_look(pod, self.recent).word == "restarted":
                found[self.workload_uid(pod)].append(pod)
        return found

    @lazy
    def looks(self) -> dict[str, Look]:
        """How each workload is, by uid."""
        none: list[Pod] = []
        return {each.uid: workload_look(each, len(self.failing.get(each.uid, none))) for each in self.by_uid.values()}

    @lazy
    def workloads(self) -> Sequence[Workload]:
        """The workloads, the worst first, then by name."""
        looks = self.looks
        return sorted(self.by_uid.values(), key=lambda each: (looks[each.uid].rank, each.name, each.namespace))

    @lazy
    def nodes(self) -> Sequence[Node]:
        """The nodes, the worst first."""
        return sorted(self.seen.nodes, key=lambda node: (node_look(node).rank, node.name))

    @lazy
    def scalers(self) -> Sequence[Scaler]:
        """The autoscalers, the worst first."""
        return sorted(self.seen.scalers, key=lambda each: (scaler_look(each).rank, each.name, each.namespace))

    @lazy
    def notices(self) -> Sequence[Notice]:
        """The warning events, the newest first."""
        return sorted(self.seen.notices, key=lambda notice: notice.at or 0, reverse=True)

    @lazy
    def wrong_things(self) -> Sequence[Thing]:
        """The jobs that failed, and the claims that have no volume."""
        return [
            each
            for each in self.seen.things
            if (each.kind == "Job" and each.note.startswith("failed"))
            or (each.kind == "PersistentVolumeClaim" and each.note in {"Pending", "Lost"})
        ]

    @lazy
    def resources(self) -> Sequence[ResourceSeen]:
        """What is watched, what cannot be first."""
        return sorted(self.seen.resources, key=lambda each: (resource_look(each).rank, each.name))

    @lazy
    def load(self) -> dict[str, tuple[int, int]]:
        """How many pods each node has, and how many of them are wrong."""
        counts: dict[str, int] = defaultdict(int)
        for pod in self.seen.pods:
            counts[pod.node] += 1
        wrong: dict[str, int] = defaultdict(int)
        for pod in self.wrong_pods:
            wrong[pod.node] += pod_look(pod, self.recent).wrong
        return {node: (count, wrong[node]) for node, count in counts.items()}

    def workload_uid(self, pod: Pod) -> str:
        """Return the uid of the workload that a pod belongs to, "" where it has none."""
        uid = self._made_by.get(pod.owner, pod.owner)
        return uid if uid in self.by_uid else ""


class ClusterView(SortedCluster):
    """What the tables draw from: the parts in order, and what belongs to what."""

    def __init__(self, seen: ClusterSeen, now: Instant) -> None:
        super().__init__(seen, now)
        self._kept: dict[tuple[str, str], Any] = {}

    def prepare(self) -> None:
        """Compute what takes long, so that the screen need not."""
        _ = self.workloads, self.pods, self.wrong_looks, self.load, self.notices

    def pods_of(self, uid: str) -> Sequence[Pod]:
        """Return the pods of a workload, the worst first."""
        makers = {uid, *(each.uid for each in self.revisions_of(uid))}
        return self.kept("of", uid, lambda: [pod for pod in self.pods if pod.owner in makers])

    def pods_on(self, node: str) -> Sequence[Pod]:
        """Return the pods on a node, the worst first."""
        return self.kept("on", node, lambda: [pod for pod in self.pods if pod.node == node])

    def revisions_of(self, uid: str) -> Sequence[Revision]:
        """Return the revisions of a workload, the newest first."""
        found = (each for each in self.seen.revisions if each.owner == uid)
        return self.kept("revisions", uid, lambda: sorted(found, key=lambda each: each.revision, reverse=True))

    def notices_of(self, uid: str) -> Sequence[Notice]:
        """Return the warning events of a workload, its revisions and its pods, the newest first."""
        workload = self.by_uid.get(uid)
        if workload is None:
            return ()
        named = {(workload.namespace, workload.name)}
        named.update((each.namespace, each.name) for each in self.revisions_of(uid))
        named.update((each.namespace, each.name) for each in self.pods_of(uid))
        return self.kept(
            "notices", uid, lambda: [each for each in self.notices if (each.namespace, each.name) in named]
        )

    def notices_about(self, namespace: str, name: str) -> Sequence[Notice]:
        """Return the warning events of one object."""
        key = f"{namespace}/{name}"
        return self.kept(
            "about", key, lambda: [each for each in self.notices if each.name == name and each.namespace == namespace]
        )

    def kept(self, what: str, which: str, make: Callable[[], Sequence[Made]]) -> Sequence[Made]:
        """Return what was made for this name before, or make it. Only the last few are kept: nobody looks at more."""
        found = self._kept.get((what, which))
        if found is None:
            if len(self._kept) > 30:  # noqa: PLR2004 - a few panes, a few selections
                self._kept.clear()
            found = self._kept[what, which] = make()
        made: Sequence[Made] = found
        return made


_VIEWS: dict[str, ClusterView] = {}


def prepare(clusters: Iterable[ClusterSeen], now: Instant) -> None:
    """Sort the clusters before they are shown: to be called by who publishes them, on a thread of its own.

    With 10,000 pods that takes 10 to 30 ms, which a key would have to wait for. What is prepared already stays.
    """
    for seen in clusters:
        kept = _VIEWS.get(seen.context)
        if kept is None or kept.seen is not seen:
            view = ClusterView(seen, now)
            view.prepare()
            _VIEWS[seen.context] = view


def view_of(seen: ClusterSeen, now: Instant) -> ClusterView:
    """Return the view of a cluster; the same one as long as the cluster is the same object."""
    view = _VIEWS.get(seen.context)
    if view is None or view.seen is not seen:
        view = _VIEWS[seen.context] = ClusterView(seen, now)
    return view
