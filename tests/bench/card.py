"""Key to card: preflight of a rollback against a cluster in its own process that answers in 20 ms."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

from checks.kubernetes.access import open_connection
from console.actions.rules import Rules
from console.actions.runner import Runner
from console.incident.action import UNCHECKED, Plan, Target, Wanted
from console.incident.clock import system_clock
from console.incident.events import Fact
from tests.bench.figure import Figure, at_most
from tests.bench.world import fresh

DELAY = 20
"""Milliseconds before each answer of the API server."""
_WEB = Target("sim", "Deployment", "default", "web")


def run(*, quick: bool) -> list[Figure]:
    """Make the card of a rollback again and again; the first one opens the connections too."""
    folder = fresh("card")
    with _cluster(folder / "kubeconfig", pods=0 if quick else 2000) as order:
        _prepare_scene(order)
        taken, plan, asked = asyncio.run(_cards(folder / "kubeconfig", 5 if quick else 30))
    unchecked = sum(1 for finding in plan.findings if finding.level == UNCHECKED)
    assert not unchecked, "a check of the card could not check"
    detail = f"{len(plan.findings)} findings of {asked} requests, the first card {taken[0] * 1000:.0f} ms"
    what = f"key to card of a rollback, the API server answering in {DELAY} ms"
    return [
        at_most(what, median(taken) * 1000, "ms", 500, detail=detail),
        at_most("the slowest of them", max(taken) * 1000, "ms", 500),
    ]


async def _cards(kubeconfig: Path, cards: int) -> tuple[list[float], Plan, int]:
    _wake(kubeconfig)
    connection = open_connection("sim", str(kubeconfig), clock=system_clock)
    ids = (f"a{number}" for number in count())
    asked = 0
    whole = connection.request

    def counted(*args: Any, **kwargs: Any) -> Any:
        nonlocal asked
        asked += 1
        return whole(*args, **kwargs)

    connection.request = counted  # type: ignore[method-assign]  # the bench counts what goes by
    runner = Runner(lambda _context: connection, _forget, Rules(), system_clock, lambda: next(ids))
    taken: list[float] = []
    plan = None
    for _ in range(cards):
        found = await runner.choices(_WEB)
        (goal,) = [one for one in found if one.proposed]
        asked, started = 0, time.perf_counter()
        plan = await runner.prepare(Wanted("rollback", _WEB, goal.uid))
        taken.append(time.perf_counter() - started)
        assert not plan.blocked, plan.blocked
    await runner.close()
    connection.close()
    assert plan is not None
    return taken, plan, asked


def _wake(kubeconfig: Path) -> None:
    """Have the simulated server load what it reads fields by, which a real one has loaded long ago."""
    with open_connection("sim", str(kubeconfig), clock=system_clock) as connection:
        query = (("dryRun", "All"), ("fieldValidation", "Strict"))
        path = "/apis/apps/v1/namespaces/default/deployments/web"
        connection.request("PATCH", path, query, "{}", content_type="application/merge-patch+json")


async def _forget(_facts: Sequence[Fact], _incident: str) -> None:
    """Record nothing: the log has a bench of its own."""


Order = Any


@contextmanager
def _cluster(kubeconfig: Path, pods: int) -> Iterator[Order]:
    """Run a simulated cluster in a process of its own; what is yielded sends it an order."""
    size = ["--pods", str(pods), "--deployments", "100", "--nodes", "50"] if pods else []
    argv = [sys.executable, "-m", "console.drill.cluster", "--kubeconfig", str(kubeconfig), *size]
    process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    to, back = process.stdin, process.stdout

    def order(**said: Any) -> None:
        to.write(json.dumps(said) + "\n")
        to.flush()
        answer = json.loads(back.readline())
        assert "done" in answer, answer

    try:
        back.readline()
        yield order
    finally:
        process.kill()
        process.communicate()


def _prepare_scene(order: Order) -> None:
    """Put a bad rollout half way, with references, an autoscaler and a budget; then slow the server down."""
    envs = [{"configMapRef": {"name": f"settings-{number}"}} for number in range(4)]
    envs += [{"secretRef": {"name": f"tokens-{number}"}} for number in range(4)]
    for number in range(4):
        order(call="add_configmap", args=[f"settings-{number}"], **{"with": {"mode": "fast"}})
        order(call="add_secret", args=[f"tokens-{number}"], **{"with": {"key": "x"}})
    more = {"replicas": 4, "template": {"container": {"envFrom": envs}}}
    order(call="add_deployment", args=["web", "web:1"], **{"with": more})
    order(call="advance", args=[30])
    order(call="add_hpa", args=["web", 2, 10])
    order(call="add_budget", args=["some", "web"], **{"with": {"minAvailable": 2}})
    order(call="behave", args=["web:2", "crash"])
    order(call="set_image", args=["web", "web:2"])
    order(call="advance", args=[30])
    order(faults={"delay": DELAY / 1000})
