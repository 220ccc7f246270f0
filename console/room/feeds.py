"""The clusters and repositories that the room follows, and what they say was changed. Knows no log and no screen."""

import threading
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from checks.change import Change
from checks.kubernetes.access import Connection
from checks.kubernetes.logs import LogTail
from checks.kubernetes.objects import ClusterSeen, kind_and_name
from checks.kubernetes.trouble import NotSent, Trouble
from console.incident.action import Target
from console.incident.clock import SECOND
from console.incident.errors import Failed
from console.incident.events import Instant
from console.present.cluster.view import prepare
from console.present.snapshot import FeedSeen
from console.room.parts import Cluster, Feed, Feeds

PODS_A_SECOND = 10_000
"""How many pods are sorted in a second at most: a twentieth of a core or so."""
_GOODBYE = 0.3
"""Seconds that a feed may take to stop before it is left behind."""
MOST_HEALTHY = 5_000
"""Revisions of which it is remembered that they were fully available."""


class PodLog(NamedTuple):
    """Which log is read: `container` "" is the one that matters, `previous` the one before its last restart."""

    context: str
    namespace: str
    pod: str
    container: str = ""
    previous: bool = False


class Followed:
    """The feeds of a room, once they run."""

    def __init__(self, feeds: Feeds) -> None:
        self._clusters: Mapping[str, Cluster] = {each.context: each for each in feeds.clusters}
        self._repositories = tuple(feeds.repositories)
        self._seen: tuple[ClusterSeen, ...] = ()
        self._healthy: dict[str, Instant] = {}
        self._known: set[str] = set()
        self._taken: dict[str, Instant] = {}

    @property
    def _all(self) -> Iterable[Feed]:
        return (*self._clusters.values(), *self._repositories)

    def start(self) -> None:
        """Begin to follow."""
        for feed in self._all:
            feed.start()

    def stop(self) -> None:
        """End them all at once: each may take a moment to let go of its server."""
        ends = [threading.Thread(target=feed.stop, daemon=True) for feed in self._all]
        for end in ends:
            end.start()
        for end in ends:
            end.join(_GOODBYE)

    def look(self, now: Instant) -> bool:
        """Take up what the clusters show now; tell whether it is something new."""
        known = self._seen or (None,) * len(self._clusters)
        seen = tuple(self._newest(each, old, now) for each, old in zip(self._clusters.values(), known, strict=True))
        new = [each for each, old in zip(seen, known, strict=True) if each is not old]
        for each in new:
            self._remember_healthy(each, now)
        prepare(new, now)
        self._seen = seen if new else self._seen
        return bool(new)

    def _newest(self, cluster: Cluster, known: ClusterSeen | None, now: Instant) -> ClusterSeen:
        """Return what a cluster shows; a large one is not taken up more often than sorting it is worth."""
        seen = cluster.seen()
        early = now - self._taken.get(cluster.context, 0) < len(seen.pods) * SECOND // PODS_A_SECOND
        if known is not None and (seen is known or early):
            return known
        self._taken[cluster.context] = now
        return seen

    def _remember_healthy(self, seen: ClusterSeen, now: Instant) -> None:
        whole = {
            (each.uid, each.revision)
            for each in seen.workloads
            if each.desired and each.available == each.updated == each.desired and not each.rolling
        }
        # What is whole at the first look has been so for a while, nobody knows how long: since it was made.
        first = bool(seen.workloads) and seen.context not in self._known
        for each in seen.revisions:
            if (each.owner, str(each.revision)) in whole:
                self._healthy.setdefault(each.uid, (each.created_at or now) if first else now)
        if first and whole:
            self._known.add(seen.context)
        while len(self._healthy) > MOST_HEALTHY:
            del self._healthy[next(iter(self._healthy))]

    def log(self, wanted: PodLog) -> LogTail:
        """Begin to read a pod's log; raises Failed. May wait: not for a loop."""
        try:
            connection = self.connection(wanted.context)
        except Trouble as error:
            message = f"The log of {wanted.pod} cannot be read: {error}."
            raise Failed(message) from None
        tail = LogTail(connection, wanted.namespace, wanted.pod, wanted.container, previous=wanted.previous)
        tail.start()
        return tail

    def healthy(self, uid: str) -> Instant | None:
        """Return when a revision was first seen fully available, None where it never was."""
        return self._healthy.get(uid)

    def namespace(self, context: str) -> str:
        """Return the namespace that a context means where none is named."""
        return next((each.namespace for each in self._seen if each.context == context), "default")

    def maker(self, pod: Target) -> tuple[str, str]:
        """Return kind and name of the workload that made a pod, ("", "") where that is not known."""
        for seen in self._seen:
            if seen.context == pod.context:
                for each in seen.pods:
                    if (each.namespace, each.name) == (pod.namespace, pod.name):
                        return kind_and_name(each.workload)
        return "", ""

    def changes(self) -> list[Change]:
        """Return what was changed, as far as it was not returned yet."""
        return [change for feed in self._all for change in feed.changes()]

    @property
    def clusters(self) -> tuple[ClusterSeen, ...]:
        """The clusters as of the last look; the same object while nothing changed."""
        return self._seen

    def seen(self) -> tuple[FeedSeen, ...]:
        """Return the feeds with their problems."""
        clusters = (FeedSeen(each.context, each.error) for each in self._seen)
        return (*clusters, *(FeedSeen(each.name, each.problem) for each in self._repositories))

    def connection(self, context: str) -> Connection:
        """Return the way to a cluster; raises Trouble. May wait: not for a loop."""
        cluster = self._clusters.get(context)
        if cluster is None:
            message = f"the context {context} is not in the configuration"
            raise NotSent(message)
        return cluster.connection()
