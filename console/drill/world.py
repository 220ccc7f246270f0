"""A drill that runs: the stage in real time, behind real sockets on loopback, and the configuration that reaches it."""

import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Self

from console.drill.alerting import Alert
from console.drill.cluster import Server, serve
from console.drill.cluster.controllers.lives import ready_since
from console.drill.endpoints import Health, WorldServer, serve_world
from console.drill.history import Commit, History
from console.drill.metrics import Metrics
from console.drill.physics import Flow
from console.drill.scenario import Happening, Scenario
from console.drill.shop import FLOWS, PARTS
from console.drill.stage import Stage, release_of
from console.drill.telling import STEP, Teller
from console.drill.voices import line
from console.incident.drilling import DrillBegun, DrillEnded
from console.incident.events import Instant

CONTEXT = "drill"
PAGER = "pager"
"""Who says what the alarm says."""
_BEAT = 0.1
_WATCHED = ("web", "api", "payments", "database")
_WRITES = 0.3
"""How often a pod writes a line, of all times that it is asked."""
_DAY = 86_400_000
_KINDS = {"Deployment": "deploy", "StatefulSet": "sts"}


class World:
    """The world of a drill, for as long as a `with` lasts. `speed` 2 makes a minute last half of one."""

    def __init__(self, scenario: Scenario, seed: int, now: Instant, speed: float = 1.0) -> None:
        self.scenario, self.seed, self.speed = scenario, seed, speed
        self._metrics = Metrics()
        self._teller, self._random = Teller(self._metrics, seed), Random(seed)  # noqa: S311 - lines of logs
        self._history: History | None = None
        self._committed = 0
        self.stage = Stage(scenario, seed, now, self._tell)
        self.start, self.began = now, 0.0
        """When it began: ms since 1970 in the drill, and seconds of the machine's clock; 0 before that."""
        self._cluster: Server = serve(self.stage.cluster, live=False)
        self._numbers: WorldServer = serve_world(self._metrics, self._alerts, self._health, self.clock)
        self.fault = ""
        """Why the world stands still, "" while it moves."""
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="drill", daemon=True)

    def clock(self) -> Instant:
        """Return the time in the drill, ms since 1970."""
        if not self.began:
            return self.start
        return self.start + round((time.monotonic() - self.began) * 1000 * self.speed)

    def __enter__(self) -> Self:
        self._cluster.__enter__()
        self._numbers.__enter__()
        self.began = time.monotonic()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.set()
        self._thread.join(2)
        self._numbers.__exit__(kind, error, trace)
        self._cluster.__exit__(kind, error, trace)

    @property
    def ports(self) -> frozenset[int]:
        """The ports on loopback that this world listens on."""
        return frozenset({self._cluster.port, self._numbers.port})

    def _run(self) -> None:
        try:
            self._go_on()
        except Exception as fault:  # noqa: BLE001 - the commander has to hear that the world stands still
            self.fault = f"the world of this drill ended on an error of its own ({type(fault).__name__}: {fault})"

    def _go_on(self) -> None:
        while not self._ending.wait(_BEAT / max(self.speed, 1.0)):
            behind = (self.clock() - self.stage.clock.now) // 1000
            if behind > 0:
                self.stage.advance(min(behind, 60))
                self._commit()

    def _commit(self) -> None:
        """Let git know of what was deployed since the last time."""
        new = self.stage.happened[self._committed :]
        if self._history is not None and new:
            self._committed += len(new)
            found = (_committed(each, self.start) for each in new)
            self._history.add(each for each in found if each is not None)

    def _tell(self, stage: Stage) -> None:
        if stage.clock.now // 1000 % STEP == 0:
            pods = [pod for pod in stage.cluster.all("pod") if pod["metadata"]["labels"].get("app") in PARTS]
            self._teller.tell(stage.flows, pods, stage.memory, stage.clock.now)
            for pod in pods:
                if self._random.random() < _WRITES and ready_since(pod):
                    app = pod["metadata"]["labels"]["app"]
                    release = release_of(pod)
                    said = line(app, release, stage.flows, stage.reason(app, release), self._random)
                    stage.cluster.log(pod["metadata"]["name"], said)

    def _alerts(self) -> Sequence[Alert]:
        return self._teller.alerts()

    def _health(self, service: str) -> Health | None:
        if service not in PARTS:
            return None
        flow = self.stage.flows.get(service, Flow())
        if self._teller.fails(flow):
            return Health(503, flow.seconds / self.speed, "failing")
        return Health(200, flow.seconds / self.speed, "ok")

    # -- what the console is told

    def write_config(self, folder: Path) -> Path:
        """Write the configuration of a console that watches this world and nothing else; return its path."""
        kubeconfig = self._cluster.write_kubeconfig(folder / "kubeconfig", CONTEXT)
        services = "".join(_service(name, self._numbers.url) for name in _WATCHED)
        self._history = History(folder / "shop")
        self._history.add(_past(self.start))
        if self._history.there:
            services = _REPOSITORY.format(folder=self._history.folder) + services
        path = folder / "warroom.toml"
        path.write_text(_CONFIG.format(url=self._numbers.url, kubeconfig=kubeconfig, context=CONTEXT) + services)
        return path

    def begun(self) -> DrillBegun:
        """Return what the log is told of the beginning."""
        return beginning(self.scenario, self.seed, self.speed, self.start)

    def ended(self) -> DrillEnded:
        """Return what the log is told of the end."""
        return ending(self.stage)


def beginning(of: Scenario, seed: int, speed: float, start: Instant) -> DrillBegun:
    """Return the beginning of a drill; the score needs nothing else of the scenario."""
    onset = start + round(of.onset * 1000)
    others = (PAGER, *(each.name for each in of.colleagues))
    told = (of.cause, of.hypothesis, of.helps, of.harms, of.faster, others, of.idle)
    return DrillBegun(of.name, of.title, seed, round(speed * 100), onset, *told)


def ending(stage: Stage) -> DrillEnded:
    """Return the end of a drill as it stands now."""
    reason = "won" if stage.recovered is not None else "time is up" if stage.since >= stage.scenario.ends else "left"
    return DrillEnded(stage.impact * 1000, stage.recovered, reason)


def _committed(what: Happening, start: Instant) -> Commit | None:
    name = (what.deploy or what.configure).partition(":")[0]
    if not name:
        return None
    told = f"{what.deploy or f'{name} {what.config}'}: {what.why}".removesuffix(": ")
    return Commit(start + round(what.at * 1000), what.by, told, f"{name}/release")


def _past(start: Instant) -> Iterable[Commit]:
    """Yield the releases of the last days."""
    rounds = max(len(part.images) for part in PARTS.values())
    for number in range(rounds):
        at = start - (rounds - number) * _DAY
        for name, part in PARTS.items():
            if number < len(part.images):
                yield Commit(at, "deploy-bot", f"release {part.images[number]}", f"{name}/release")


def _service(name: str, url: str) -> str:
    kind = _KINDS[PARTS[name].kind]
    called = ", ".join(f'"{each}"' for each in _called(name))
    return _SERVICE.format(name=name, url=url, kind=kind, called=called)


def _called(name: str) -> Sequence[str]:
    """Return the watched services that a service calls."""
    flow = next(each for each in FLOWS if each.name == name)
    return [call.to for call in flow.calls if call.to in _WATCHED]


_CONFIG = """
[prometheus]
url = "{url}"

[actions]
window = "90s"

[[cluster]]
context = "{context}"
kubeconfig = "{kubeconfig}"
"""
_REPOSITORY = """
[[repository]]
path = "{folder}"
name = "shop"
"""
_SERVICE = """
[[service]]
name = "{name}"
interval = "3s"
workload = "{kind}/{name}"
depends_on = [{called}]
http = "{url}/health/{name}"
error_rate = 'sum(rate(http_requests_total{{service="{name}",code=~"5.."}}[1m])) / sum(rate(http_requests_total{{service="{name}"}}[1m]))'
p95 = 'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{{service="{name}"}}[1m])))'
traffic = 'sum(rate(http_requests_total{{service="{name}"}}[1m]))'
"""  # noqa: E501 - a query is one line
