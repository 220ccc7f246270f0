"""The world of a drill: the shop in a simulated cluster, moved on second by second by its physics and its scenario."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from checks.kubernetes.fields import when
from console.drill.cluster import SimulatedCluster
from console.drill.cluster.controllers.lives import ready_since
from console.drill.cluster.kinds import DEPLOYMENTS
from console.drill.cluster.managed import Writer
from console.drill.physics import AGAIN, Flow, Group, step
from console.drill.scenario import Effect, Happening, Release, Scenario
from console.drill.shop import FLOWS, ORDERS, PARTS, REGISTRY, REPORTS, TRAFFIC, image, kind_of
from console.incident.events import Instant

Json = Any
LIMIT = 512
"""Megabytes at which a pod is killed."""
BAD_ERRORS, BAD_SECONDS = 0.02, 1.5
"""From here on users are hit: a share of failed requests, seconds a request."""
WELL = 420
"""Seconds for which users have to be well before it counts as over."""
_WELL_AND_GROWING = 2 * WELL
"""The same while pods still grow: it is only quiet until the next one is killed."""
QUIET = 60
"""Seconds after which the pager says that it is quiet."""
_BEAT, _BUSY = 30, 0.7
_DEADLINE = 600
"""Seconds after which a rollout without progress has failed, beyond what a pod has to hold."""
_START = 8.0
"""Seconds in which a pod of the shop starts."""
_HISTORY = 3 * 86_400
_WARM_UP = 900
_ORDINARY = Release()
_AUTOSCALER = Writer("kube-controller-manager", subresource="scale")


class DrillClock:
    """The time of the world, ms since 1970: it moves only when it is moved."""

    def __init__(self, now: Instant) -> None:
        self.now = now

    def __call__(self) -> Instant:
        """Return the time."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += round(seconds * 1000)


class Stage:
    """Everything that is true in a drill, which begins at `start`. One seed and the same actions give the same run."""

    def __init__(
        self, scenario: Scenario, seed: int, start: Instant, told: "Callable[[Stage], None] | None" = None
    ) -> None:
        """`told` hears of every second, the last ones before the start among them."""
        self.scenario, self.start, self._told = scenario, start, told
        self.clock = DrillClock(start - _HISTORY * 1000)
        self.cluster = SimulatedCluster(self.clock, nodes=3, seed=seed)
        self.flows: dict[str, Flow] = {}
        self.impact = 0
        """Seconds in which users were hit."""
        self.lost = 0.0
        """Requests of users that failed."""
        self.happened: list[Happening] = []
        """What was done to the shop since the start, in its order."""
        self._well, self._grows = WELL, False
        self.cluster.world.spreads = True
        self.cluster.world.start_seconds = _START
        self._memory: dict[str, float] = {}
        self._cold: set[str] = set()
        self._due = sorted(scenario.happenings, key=lambda each: each.at)
        _build(self.cluster, scenario)
        self.clock.now = start - _WARM_UP * 1000
        self.cluster.tick()
        self.advance(_WARM_UP)
        self.impact, self.lost = 0, 0.0

    @property
    def since(self) -> float:
        """Seconds since the drill began."""
        return (self.clock.now - self.start) / 1000

    @property
    def hit(self) -> bool:
        """Whether users are hit now."""
        web = self.flows["web"]
        return web.errors > BAD_ERRORS or web.seconds > BAD_SECONDS

    @property
    def well(self) -> bool:
        """Whether the trouble is over: it came (or was kept from coming), and users have been well for a while."""
        came = self.impact > 0 or self.since > self.scenario.onset + 4 * WELL
        return came and self._well >= (_WELL_AND_GROWING if self._grows else WELL)

    def advance(self, seconds: int) -> None:
        """Let whole seconds pass."""
        for _ in range(seconds):
            with self.cluster.lock:
                self._second()

    def _second(self) -> None:
        while self._due and self._due[0].at <= self.since:
            self.happened.append(self._due[0])
            happen(self.cluster, self._due.pop(0))
        self.cluster.advance(1)
        now = self.since
        effects = [each for each in self.scenario.effects if self._lasts(each, now)]
        pods = self.cluster.all("pod")
        groups = self._groups(pods, effects)
        traffic = TRAFFIC * self.scenario.traffic * _product(each.load for each in effects if not each.service)
        load = {"web": traffic * _afternoon(self.clock.now), "worker": ORDERS}
        again = max([AGAIN, *(each.again for each in effects)])
        self.flows = step(FLOWS, self.flows, groups, load, 1.0, again)
        self._leak(pods)
        self._count()
        if self.clock.now // 1000 % _BEAT == 0:
            self._autoscale()
        if self._told is not None:
            self._told(self)

    def reason(self, app: str, release: str) -> str:
        """Return what the log of such a pod tells of a failure, "" where it knows nothing of its own."""
        own = self.scenario.releases.get(release, _ORDINARY).says
        now = (each.says for each in self.scenario.effects if each.service == app and self._lasts(each, self.since))
        return own or next((said for said in now if said), "")

    def _lasts(self, effect: Effect, now: float) -> bool:
        if now < effect.at or (effect.lasts and now >= effect.at + effect.lasts):
            return False
        return not effect.during or any(ready_since(pod) for pod in self.cluster.pods(effect.during))

    def _groups(self, pods: Sequence[Json], effects: Sequence[Effect]) -> Mapping[str, Sequence[Group]]:
        found: dict[str, list[Group]] = defaultdict(list)
        new: dict[str, int] = defaultdict(int)
        for pod in pods:
            app = pod["metadata"]["labels"].get("app", "")
            if app in PARTS and ready_since(pod) and "deletionTimestamp" not in pod["metadata"]:
                found[app].append(self._group(app, pod, effects))
                uid = pod["metadata"]["uid"]
                if app == "cache" and uid not in self._cold:
                    self._cold.add(uid)
                    new[app] += 1
        if new["cache"] and self.flows:  # what a new pod holds is nothing: its share of the keys is cold
            flow = self.flows["cache"]
            self.flows["cache"] = flow._replace(warmth=flow.warmth * (1 - new["cache"] / max(len(found["cache"]), 1)))
        outside = [each for each in effects if each.service == "acquirer"]
        found["acquirer"] = [_with(Group(1), outside)]
        return found

    def _group(self, app: str, pod: Json, effects: Sequence[Effect]) -> Group:
        name = release_of(pod)
        made = self.scenario.releases.get(name) or self.scenario.releases.get(name.partition("@")[0], _ORDINARY)
        born = _born(pod, self.start)
        hit = [
            each
            for each in effects
            if each.service == app and (not each.old or born < each.at or name in each.releases)
        ]
        return _with(Group(1, made.errors, made.slow, made.places), hit)

    def _leak(self, pods: Sequence[Json]) -> None:
        """Pods grow by what their release leaks, under load faster; at the limit they are killed."""
        self._grows = False
        for pod in pods:
            app = pod["metadata"]["labels"].get("app", "")
            uid, part = pod["metadata"]["uid"], PARTS.get(app)
            if part is None or not ready_since(pod):
                self._memory.pop(uid, None)
                continue
            grows = self.scenario.releases.get(release_of(pod), _ORDINARY).leak
            self._grows |= grows > 0
            leak = grows * (0.8 + 0.4 * int(uid[:2], 16) / 255)
            busy = self.flows.get(app, Flow()).used
            self._memory[uid] = self._memory.get(uid, part.memory) + leak / 60 * (0.5 + busy)
            if self._memory[uid] > LIMIT:
                self.cluster.kill(pod["metadata"]["name"])

    @property
    def memory(self) -> Mapping[str, float]:
        """The megabytes of each pod, by its uid."""
        return self._memory

    @property
    def recovered(self) -> Instant | None:
        """When users were well again, None while they are not, or only for a moment yet."""
        quiet = self.impact > 0 and self._well >= QUIET and not self._grows
        return self.clock.now - self._well * 1000 if quiet or self.well else None

    def _count(self) -> None:
        web, hit = self.flows["web"], self.hit
        self._well = 0 if hit else self._well + 1
        if self.since >= self.scenario.onset:
            self.impact += hit
            self.lost += web.asked * web.errors

    def _autoscale(self) -> None:
        """Do what an autoscaler would, by the use of its target's capacity."""
        for name, (least, most) in self.scenario.autoscalers.items():
            found = self.cluster.get("deployment", name)
            now = found["spec"]["replicas"]
            used = self.flows[name].used
            wanted = min(max(math.ceil(now * used / _BUSY), least), most) if used else now
            if now and (wanted > now or (used < _BUSY / 2 and wanted < now)):
                wanted = max(wanted, now - 1)
                spec = {**found["spec"], "replicas": wanted}
                self.cluster.world.write(DEPLOYMENTS, {**found, "spec": spec}, _AUTOSCALER)


def release_of(pod: Json) -> str:
    """Return what a pod runs: "web:2.4.1", or "api:1.9.2@pool-4" where it is configured so."""
    first = pod["spec"]["containers"][0]
    config = next((each["value"] for each in first.get("env") or () if each["name"] == "CONFIG"), "")
    short = first["image"].removeprefix(f"{REGISTRY}/")
    return f"{short}@{config}" if config else short


def happen(cluster: SimulatedCluster, what: Happening) -> None:
    """Do something to the shop."""
    if what.deploy:
        name = what.deploy.partition(":")[0]
        if what.gradual:  # the deadline has to be later, as the API server wants it
            until = what.gradual + _DEADLINE
            cluster.set_spec("Deployment", name, minReadySeconds=what.gradual, progressDeadlineSeconds=until)
        if what.canary:
            rolling = {"maxSurge": what.canary, "maxUnavailable": 0}
            cluster.set_spec("Deployment", name, strategy={"type": "RollingUpdate", "rollingUpdate": rolling})
        notes = {"kubernetes.io/change-cause": what.why} if what.why else {}
        cluster.set_image(name, image(what.deploy), kind=kind_of(name), annotations=notes)
    elif what.configure:
        found = cluster.get(kind_of(what.configure), what.configure)
        now = found["spec"]["template"]["spec"]["containers"][0]["image"]
        notes = {"kubernetes.io/change-cause": what.why} if what.why else {}
        cluster.set_image(
            what.configure, now, kind=kind_of(what.configure), env={"CONFIG": what.config}, annotations=notes
        )
    elif what.scale:
        cluster.scale(what.scale, what.pods, kind=kind_of(what.scale))
    elif what.lose:
        cluster.lose_node(what.lose)
    else:
        for pod in cluster.pods(what.flush):
            cluster.kill(pod["metadata"]["name"], "crash")


def _build(cluster: SimulatedCluster, scenario: Scenario) -> None:
    """Deploy the shop as it grew over the last days."""
    for name, part in PARTS.items():
        add = cluster.add_deployment if part.kind == "Deployment" else cluster.add_statefulset
        add(name, image(part.images[0]), part.pods)
    cluster.add_deployment("reports", image(REPORTS), replicas=0)
    cluster.advance(60)
    rounds = max(len(part.images) for part in PARTS.values())
    for number in range(1, rounds):
        cluster.advance(_HISTORY / (rounds + 1))
        for name, part in PARTS.items():
            if number < len(part.images):
                cluster.set_image(name, image(part.images[number]), kind=part.kind)
        cluster.advance(120)
    for name, (least, most) in scenario.autoscalers.items():
        cluster.add_hpa(name, least, most)


def _with(group: Group, effects: Sequence[Effect]) -> Group:
    for each in effects:
        errors = 1 - (1 - group.errors) * (1 - each.errors)
        group = group._replace(errors=errors, slow=group.slow * each.slow)
    return group


def _product(factors: Iterable[float]) -> float:
    return float(math.prod(factors))


def _born(pod: Json, start: Instant) -> float:
    """Return when a pod was made, in seconds since the start of the drill."""
    made = int(when(pod["metadata"]["creationTimestamp"]) or 0)
    return (made - start) / 1000


def _afternoon(now: Instant) -> float:
    """Traffic goes up and down a little, the same at the same time."""
    return 1 + 0.03 * math.sin(now / 95_000) + 0.02 * math.sin(now / 31_000)
