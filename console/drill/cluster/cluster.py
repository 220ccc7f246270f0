"""A whole simulated cluster: what tests and drills say to it, its time, and its answers to requests. No sockets."""

from collections.abc import Callable
from typing import Any

from console.drill.cluster import building
from console.drill.cluster.access import Access
from console.drill.cluster.api.answering import Answering
from console.drill.cluster.controllers import CONTROLLERS
from console.drill.cluster.faults import Faults
from console.drill.cluster.kinds import NAMESPACES, NODES, PODS, Kind
from console.drill.cluster.managed import Writer
from console.drill.cluster.mishaps import Mishaps
from console.drill.cluster.values import Json, key_of, stamp
from console.drill.cluster.world import SECOND, World

Clock = Callable[[], int]
"""Tells the time in milliseconds since 1970."""

DEPLOYER = Writer("deploy-bot")
_ACCOUNT = Writer("kube-apiserver")


class SimulatedCluster(Mishaps):
    """A cluster in memory. Every method takes the lock; `clock` tells the time, `advance` moves it on.

    A clock that has a method `advance(seconds)` is moved itself; any other one is run ahead of.
    """

    def __init__(self, clock: Clock, *, nodes: int = 3, seed: int = 0) -> None:
        self._clock = clock
        self._ahead = 0
        self.world = World(clock(), seed)
        self.world.controllers = dict(CONTROLLERS)
        self.access = Access()
        self.faults = Faults()
        self.answering = Answering(self.world, self.access, self.faults)
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self.start_over: list[Callable[[], None]] = []
        self.lock = self.answering.lock
        for name in ("default", "kube-system"):
            self.add_namespace(name)
        for number in range(nodes):
            self.add_node(f"node-{number + 1}")

    # -- time

    def now(self) -> int:
        """Return the cluster's time, ms since 1970."""
        return self._clock() + self._ahead

    def tick(self) -> None:
        """Do everything that is due by now."""
        with self.lock:
            before = self.world.store.version
            self.world.run_until(self.now())
            if self.world.store.version != before:
                self.answering.changed.notify_all()

    def advance(self, seconds: float) -> None:
        """Let time pass, and do everything at its moment."""
        with self.lock:
            self.tick()
            move = getattr(self._clock, "advance", None)
            if move is not None:
                move(seconds)
            else:
                self._ahead += round(seconds * SECOND)
            self.tick()
            self.answering.changed.notify_all()

    def settle(self, seconds: float = 60) -> None:
        """Let time pass until nothing more is to come, at most so many seconds; an autoscaler has one beat."""
        self.tick()
        end = self.now() + round(seconds * SECOND)
        while self.now() < end:
            due = self.world.next_timer()
            if due is None or due > end:
                break
            self.advance(max((due - self.now()) / SECOND, 0.001))
        if self.has_autoscalers():
            self.advance(16)

    # -- what is there

    def get(self, kind: str, name: str, namespace: str = "default") -> Json:
        """Return an object, not to be changed; KeyError when there is none."""
        with self.lock:
            found = self.find(kind, name, namespace)
        if found is None:
            raise KeyError(f"{kind} {namespace}/{name}")
        return found

    def find(self, kind: str, name: str, namespace: str = "default") -> Json | None:
        """Return an object or None."""
        known = self.world.catalogue.named(kind)
        return self.world.get(known, namespace if known.namespaced else "", name)

    def all(self, kind: str, namespace: str = "", **labels: str) -> list[Json]:
        """Return the objects of a kind that carry the labels, sorted by namespace and name."""
        with self.lock:
            found = self.world.store.all(self.world.catalogue.named(kind), namespace)
        return [one for one in found if labels.items() <= (one["metadata"].get("labels") or {}).items()]

    def add(self, kind: str, document: Json, writer: Writer = DEPLOYER) -> Json:
        """Create an object of any kind as a request would; its status, when given, is kept."""
        with self.lock:
            known = self.world.catalogue.named(kind)
            made = self.world.create(known, document, writer)
            if document.get("status") and known.status:
                made = self.world.set_status(known, made, document["status"], writer._replace(subresource="status"))
            self.tick()
            return made

    def change(self, kind: str, name: str, namespace: str = "default", **fields: Any) -> Json:
        """Replace top-level parts of an object (spec, metadata, data, status) as some manager would."""
        with self.lock:
            known = self.world.catalogue.named(kind)
            old = self.get(kind, name, namespace)
            below = "status" if set(fields) == {"status"} else ""
            merged = {**old, **fields, "metadata": {**old["metadata"], **fields.get("metadata", {})}}
            new = self.world.write(known, merged, DEPLOYER._replace(subresource=below))
            self.tick()
            return new

    def delete(self, kind: str, name: str, namespace: str = "default") -> None:
        """Take an object out at once, with what it owns."""
        with self.lock:
            self.world.remove(self.world.catalogue.named(kind), self.get(kind, name, namespace))
            self.tick()

    def install(self, group: str, version: str, plural: str, kind: str, *, namespaced: bool = True) -> Kind:
        """Give the API server a custom resource; without it requests for it are answered 404."""
        return self.world.catalogue.install(
            Kind(group, version, plural, kind, namespaced, generation=True, status=True)
        )

    def add_namespace(self, name: str, **labels: str) -> Json:
        """Create a namespace."""
        labelled = {"kubernetes.io/metadata.name": name, **labels}
        document = {"metadata": {"name": name, "labels": labelled}, "status": {"phase": "Active"}}
        return self.add(NAMESPACES.kind, document, _ACCOUNT)

    def add_node(self, name: str, **more: Any) -> Json:
        """Create a node that is ready; `more` may hold labels, spec and pods (its room)."""
        document = building.node(name, **more)
        document["status"]["conditions"] = building.node_conditions(stamp(self.now()))
        return self.add(NODES.kind, document, Writer("kubelet"))

    def pods(self, app: str, namespace: str = "default") -> list[Json]:
        """Return the pods whose label `app` is this."""
        return [pod for pod in self.all(PODS.kind, namespace) if pod["metadata"]["labels"].get("app") == app]

    def restart_counts(self) -> dict[str, int]:
        """Return how often the containers of each pod (namespace/name) were started again, to compare after a storm."""
        counts: dict[str, int] = {}
        for pod in self.all(PODS.kind):
            statuses = pod["status"].get("containerStatuses") or []
            counts["/".join(key_of(pod))] = sum(one["restartCount"] for one in statuses)
        return counts
