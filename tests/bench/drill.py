"""The world of a drill: how fast it runs, how long a drill takes that plays itself, and what its start costs."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from console.drill.metrics import Metrics
from console.drill.stage import Stage
from console.drill.telling import STEP, Teller
from console.wiring import drill
from console.wiring.autoplay import START, play
from console.wiring.policies import POLICIES
from tests.bench.figure import Figure, at_least, at_most
from tests.bench.programs import SIZE, room_painted
from tests.bench.world import WARROOM, env, fresh
from tests.terminal.driver import Terminal

_SERVICES, _PODS, _SERIES = 20, 200, 1000


def run(*, quick: bool) -> list[Figure]:
    """Run a large world on one core, every scenario by its slowest policy, and the start of a drill."""
    names = drill.names()[:2] if quick else drill.names()
    slowest = max(_took(name) for name in names)
    started, plain = _drill_painted(fresh("drill")), room_painted(fresh("plain"), "Services", "Timeline")
    what = f"a world of {_SERVICES} services, {_PODS} pods and {_SERIES:,} series, on one core"
    return [
        at_least(what, _speed(60 if quick else 600), "x real time", 20),
        at_most("the slowest drill that plays itself", slowest, "s", 20, detail=f"of {len(names)} scenarios"),
        at_most("starting a drill, beyond starting the console", started - plain, "s", 1.0),
    ]


def _speed(seconds: int) -> float:
    metrics = Metrics()
    teller = Teller(metrics, 1)

    def tell(stage: Stage) -> None:
        if stage.clock.now // 1000 % STEP == 0:
            teller.tell(stage.flows, stage.cluster.all("pod"), stage.memory, stage.clock.now)
            for number in range(_SERIES - len(metrics) if len(metrics) < _SERIES else _SERIES - 300):
                metrics.add("filler", {"number": str(number)}, stage.clock.now, float(number))

    stage = Stage(drill.find("capacity"), 1, START, tell)
    for number in range(_SERVICES - len(stage.cluster.all("deployment"))):
        stage.cluster.add_deployment(f"service-{number}", f"service-{number}:1", replicas=8)
    stage.advance(60)
    stage.cluster.scale("worker", 3 + _PODS - len(stage.cluster.all("pod")))
    stage.advance(60)
    pods = len(stage.cluster.all("pod"))
    assert pods >= _PODS, f"the world has {pods} pods"
    assert len(metrics) >= _SERIES, f"the world has {len(metrics)} series"
    begun = time.process_time()
    stage.advance(seconds)
    return seconds / (time.process_time() - begun)


def _took(name: str) -> float:
    begun = time.perf_counter()
    play(drill.find(name), 1, POLICIES["scale-first"])
    return time.perf_counter() - begun


def _drill_painted(log_dir: Path) -> float:
    with _running(log_dir) as terminal:
        return terminal.wait_for("DRILL", "Services", "Timeline")


@contextmanager
def _running(log_dir: Path) -> Iterator[Terminal]:
    with Terminal([WARROOM, "drill", "bad-deploy", "--seed", "1"], size=SIZE, env=env(log_dir)) as terminal:
        yield terminal
