"""The cluster's state and its time: objects, work to do and when. Steps through time by itself; knows no HTTP."""

import heapq
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from console.drill.cluster.admission import admit
from console.drill.cluster.defaults import with_defaults
from console.drill.cluster.kinds import AUTOSCALERS, BUDGETS, DAEMONSETS, NODES, PODS, QUOTAS, Catalogue, Kind
from console.drill.cluster.limits import with_limits
from console.drill.cluster.logs import Logs
from console.drill.cluster.managed import Writer, with_manager
from console.drill.cluster.naming import new_uid, suffix
from console.drill.cluster.refusals import conflict, exists
from console.drill.cluster.store import Store
from console.drill.cluster.validation import validate
from console.drill.cluster.values import Json, is_going, key_of, stamp

SECOND = 1000
CONTROLLER = Writer("kube-controller-manager")
CONTROLLER_STATUS = Writer("kube-controller-manager", subresource="status")
KUBELET = Writer("kubelet", subresource="status")
SCHEDULER = Writer("kube-scheduler")


class Job(NamedTuple):
    """One object to look at: its resource and key."""

    kind: Kind
    namespace: str
    name: str


class Stage(NamedTuple):
    """Where a pod's container stands in its simulated life, since when and until when (ms)."""

    name: str
    until: int
    restarts: int = 0


Controller = Callable[["World", Json], None]


class World:
    """Everything that is true of the cluster. `now` moves only in `run_until`; one lock outside guards all of it."""

    def __init__(self, now: int, seed: int = 0) -> None:
        self.now = now
        self.random = Random(seed)  # noqa: S311 - names of simulated pods, not secrets
        self.catalogue = Catalogue()
        self.store = Store()
        self.controllers: dict[str, Controller] = {}
        self.behaviours: dict[str, str] = {}
        self.stages: dict[str, Stage] = {}
        self.logs = Logs()
        self.start_seconds = 2.0
        self.spreads = False
        self._queue: dict[Job, None] = {}
        self._timers: list[tuple[int, int, Job]] = []
        self._asked: set[tuple[int, Job]] = set()
        self._count = 0

    # -- objects

    def get(self, kind: Kind, namespace: str, name: str) -> Json | None:
        """Return an object, not to be changed, or None."""
        return self.store.get(kind, namespace, name)

    def create(self, kind: Kind, document: Json, writer: Writer = CONTROLLER, *, dry_run: bool = False) -> Json:
        """Check, complete and store a new object; ApiError when it is refused. A dry run stores nothing."""
        meta = {**document["metadata"]}
        if not meta.get("name") and meta.get("generateName"):
            meta["name"] = meta["generateName"] + suffix(self.random)
        for field in ("resourceVersion", "managedFields", "deletionTimestamp", "selfLink"):
            meta.pop(field, None)
        meta |= {"uid": new_uid(self.random), "creationTimestamp": stamp(self.now)}
        meta |= {"generation": 1} if kind.generation else {}
        made = {**document, "apiVersion": kind.api_version, "kind": kind.kind, "metadata": meta}
        if kind.status:
            made["status"] = {} if kind in BUILT_STATUS else made.get("status", {})
        made = with_defaults(made)
        if kind is PODS:
            made = {**made, "status": {"phase": "Pending", "qosClass": "BestEffort"}}
        validate(kind, made)
        if self.get(kind, *key_of(made)):
            raise exists(kind, meta["name"])
        made = with_limits(self.store, made) if kind is PODS else made
        admit(self.store, kind, made)
        fields = with_manager(None, made, writer, kind.api_version, self.now)
        made = {**made, "metadata": {**made["metadata"], "managedFields": fields}}
        return made if dry_run else self.place(kind, made)

    def place(self, kind: Kind, document: Json) -> Json:
        """Store an object as it is, and have its controllers look at it."""
        stored = self.store.put(kind, document)
        self.enqueue(kind, stored)
        return stored

    def write(self, kind: Kind, document: Json, writer: Writer = CONTROLLER, *, dry_run: bool = False) -> Json:
        """Store a changed object. Generation, managedFields and resource version follow; no change is no write."""
        old = self.get(kind, *key_of(document))
        if old is None or old["metadata"]["uid"] != document["metadata"]["uid"]:
            raise conflict(kind, key_of(document)[1])
        if document == old:
            return old
        meta = {**document["metadata"]}
        if kind.generation and writer.subresource != "status" and _moves_generation(kind, old, document):
            meta["generation"] = old["metadata"].get("generation", 0) + 1
        meta["managedFields"] = with_manager(old, document, writer, kind.api_version, self.now)
        new = {**document, "metadata": meta}
        return new if dry_run else self.place(kind, new)

    def set_status(self, kind: Kind, document: Json, status: Json, writer: Writer = CONTROLLER_STATUS) -> Json:
        """Write an object's status."""
        return self.write(kind, {**document, "status": status}, writer)

    def mark_going(self, kind: Kind, document: Json, grace: int) -> Json:
        """Ask an object to go: it stays for a moment with its deletionTimestamp."""
        if is_going(document):
            return document
        meta = {**document["metadata"], "deletionTimestamp": stamp(self.now + grace * SECOND)}
        going = self.place(kind, {**document, "metadata": {**meta, "deletionGracePeriodSeconds": grace}})
        self.stages[meta["uid"]] = Stage("going", self.now + min(grace, 1) * SECOND)
        self.later(min(grace, 1), Job(kind, *key_of(going)))
        return going

    def remove(self, kind: Kind, document: Json) -> Json:
        """Take an object out, and everything that it owns."""
        last = self.store.remove(kind, document)
        uid = document["metadata"]["uid"]
        self.stages.pop(uid, None)
        self.logs.forget(uid)
        self.enqueue(kind, last)
        for resource, key in self.store.orphans_of(uid):
            group = resource.partition(".")[2]
            owned = next(kind for kind in self.catalogue.all() if (kind.resource, kind.group) == (resource, group))
            child = self.get(owned, *key)
            if child is not None and owned is PODS:
                self.mark_going(owned, child, 30)
            elif child is not None:
                self.remove(owned, child)
        return last

    # -- work and time

    def enqueue(self, kind: Kind, document: Json) -> None:
        """Have the controllers look at an object, at its owners, and at what counts it."""
        if kind.resource in self.controllers:
            self._queue[Job(kind, *key_of(document))] = None
        namespace = document["metadata"].get("namespace", "")
        for owner in document["metadata"].get("ownerReferences") or []:
            group = owner["apiVersion"].rpartition("/")[0]
            for owning in self.catalogue.all():
                if (owning.kind, owning.group) == (owner["kind"], group) and owning.resource in self.controllers:
                    self._queue[Job(owning, namespace, owner["name"])] = None
        counted = {PODS.resource: (BUDGETS, QUOTAS), NODES.resource: (DAEMONSETS,)}.get(kind.resource, ())
        for counting in counted:
            for found in self.store.all(counting, namespace):
                self._queue[Job(counting, *key_of(found))] = None

    def later(self, seconds: float, job: Job) -> None:
        """Look at an object again after a while."""
        self.once(self.now + round(seconds * SECOND), job)

    def once(self, at: int, job: Job) -> None:
        """Look at an object at a time (ms); asking twice for the same is asking once."""
        if (at, job) in self._asked:
            return
        self._asked.add((at, job))
        self._count += 1
        heapq.heappush(self._timers, (at, self._count, job))

    def next_timer(self) -> int | None:
        """Return when something is due next, ms; the beat of the autoscalers does not count."""
        return min((at for at, _, job in self._timers if job.kind is not AUTOSCALERS), default=None)

    def run_until(self, end: int) -> None:
        """Let time pass, doing everything at the moment when it is due."""
        self._work()
        while self._timers and self._timers[0][0] <= end:
            at, _, job = heapq.heappop(self._timers)
            self._asked.discard((at, job))
            self.now = max(self.now, at)
            self._queue[job] = None
            self._work()
        self.now = max(self.now, end)

    def _work(self) -> None:
        while self._queue:
            job = next(iter(self._queue))
            del self._queue[job]
            found = self.get(*job)
            controller = self.controllers.get(job.kind.resource)
            if found is not None and controller is not None:
                controller(self, found)


BUILT_STATUS = frozenset(kind for kind in Catalogue().all() if kind.status and kind is not NODES)


def _moves_generation(kind: Kind, old: Json, new: Json) -> bool:
    """Tell whether a write counts as a new generation; for a Deployment the annotations do too."""
    if old.get("spec") != new.get("spec"):
        return True
    return kind.kind == "Deployment" and old["metadata"].get("annotations") != new["metadata"].get("annotations")
