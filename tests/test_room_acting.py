"""Actions through a running room: a real log, a simulated cluster, and what a killed console leaves behind."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checks.kubernetes.watching import ClusterWatch
from checks.sample import Reading, Sample, Status
from console.actions.rules import Rules
from console.drill.cluster import SimulatedCluster, serve
from console.incident.action import Plan, Target, Wanted
from console.incident.clock import system_clock
from console.incident.deeds import ActionMoved
from console.incident.errors import Refused
from console.incident.events import Entry
from console.journal.opening import Journal
from console.room import Parts, Room
from console.room.parts import Feeds
from console.signals.health import Watched

WEB = Target("sim", "Deployment", "default", "web")


class ProbeOfWeb:
    """A probe that fails while pods of the bad release run. Implements `checks.sample.Check`."""

    name = service = "web"
    interval, timeout = 0.05, 1.0

    def __init__(self, cluster: SimulatedCluster) -> None:
        self._cluster = cluster

    async def probe(self) -> Sample:
        """Look at the pods, as a user would feel them."""
        with self._cluster.lock:
            live = [pod for pod in self._cluster.pods("web") if "deletionTimestamp" not in pod["metadata"]]
        bad = any(pod["spec"]["containers"][0]["image"] == "web:2" for pod in live)
        readings = (Reading("latency", 0.01, "s"),)
        return Sample("web", system_clock(), Status.DOWN if bad else Status.OK, "", "", readings)

    async def aclose(self) -> None:
        """Nothing to let go of."""


@pytest.fixture
def cluster() -> SimulatedCluster:
    """A deployment whose second release does not start, half rolled out."""
    made = SimulatedCluster(system_clock)
    made.world.start_seconds = 0.05
    made.add_deployment("web", "web:1", replicas=3)
    made.settle()
    made.behave("web:2", "crash")
    return made


@pytest.fixture
def kubeconfig(cluster: SimulatedCluster, tmp_path: Path) -> Iterator[str]:
    """Where the cluster is served."""
    with serve(cluster) as server:
        yield str(server.write_kubeconfig(tmp_path / "kubeconfig", "sim"))


def room_over(log_dir: Path, cluster: SimulatedCluster, kubeconfig: str, rules: Rules) -> Room:
    watch = ClusterWatch("sim", kubeconfig, clock=system_clock)
    return Room(
        Parts(
            log_dir=log_dir,
            actor="alice",
            version="test",
            clock=system_clock,
            open_journal=lambda: Journal.open(log_dir, user="alice", host="host", clock=system_clock, redact=str),
            open_samples=None,
            make_checks=lambda: (ProbeOfWeb(cluster),),
            watched=(Watched("web", "web", 0.05),),
            make_feeds=lambda: Feeds((watch,)),
            rules=rules,
            serving=lambda _own: lambda target: "web" if target.name == "web" else "",
        )
    )


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait; fails loudly where it never is."""
    for _ in range(round(seconds / 0.05)):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it never came")


def steps(room: Room) -> list[str]:
    return [deed.step for deed in room.snapshot.state.actions.values()]


def connected(room: Room) -> None:
    until(lambda: any(seen.complete and seen.workloads for seen in room.snapshot.clusters))


def card(room: Room) -> Plan:
    """The card of a rollback to the revision before."""
    choices = room.with_runner(lambda runner: runner.choices(WEB)).result(10)
    older = next(each for each in choices if each.state != "current")
    return room.with_runner(lambda runner: runner.prepare(Wanted("rollback", WEB, older.uid))).result(10)


def test_a_bad_rollout_is_rolled_back_half_way_with_a_verdict_and_a_way_back(
    tmp_path: Path, cluster: SimulatedCluster, kubeconfig: str
) -> None:
    room = room_over(tmp_path / "log", cluster, kubeconfig, Rules(window=1.0))
    room.start()
    try:
        connected(room)
        cluster.set_image("web", "web:2")
        until(lambda: any(seen.workloads[0].rolling for seen in room.snapshot.clusters))
        time.sleep(1.0)  # as long as the window: what was before it is measured, too
        plan = card(room)
        assert not plan.blocked
        room.with_runner(lambda runner: runner.run(plan)).result(10)
        until(lambda: steps(room) == ["improved"])
        deed = room.snapshot.state.actions[plan.id]
        assert "error rate" in deed.text
        assert [each.id for each in room.snapshot.state.ledger()] == [plan.id]
        assert {each.what for each in room.snapshot.changes} >= {"rollout"}
    finally:
        assert room.stop(5)


def test_read_only_refuses_where_actions_run(tmp_path: Path, cluster: SimulatedCluster, kubeconfig: str) -> None:
    room = room_over(tmp_path / "log", cluster, kubeconfig, Rules(read_only=True))
    room.start()
    try:
        connected(room)
        cluster.set_image("web", "web:2")
        plan = card(room)
        assert any("read-only" in each.check for each in plan.blocked)
        with pytest.raises(Refused):
            room.with_runner(lambda runner: runner.run(plan)).result(10)
    finally:
        assert room.stop(5)


@pytest.mark.parametrize(
    ("left", "found"), [("planned", "cancelled"), ("executing", "in doubt"), ("verifying", "unknown")]
)
def test_what_a_killed_console_left_stands_as_what_it_is(
    tmp_path: Path, cluster: SimulatedCluster, kubeconfig: str, left: str, found: str
) -> None:
    log_dir = tmp_path / "log"
    journal = Journal.open(log_dir, user="alice", host="host", clock=system_clock, redact=str)
    fact = ActionMoved("a1", "rollback", "deploy/web", "sim", "default", left)
    journal.append_all([Entry(fact, "alice", "")]).result(5)
    journal.close()
    room = room_over(log_dir, cluster, kubeconfig, Rules())
    room.start()
    try:
        until(lambda: steps(room) == [found])
    finally:
        assert room.stop(5)


def test_what_another_console_is_at_is_left_to_it(tmp_path: Path, cluster: SimulatedCluster, kubeconfig: str) -> None:
    log_dir = tmp_path / "log"
    other = Journal.open(log_dir, user="bob", host="host", clock=system_clock, redact=str)
    fact = ActionMoved("a1", "rollback", "deploy/web", "sim", "default", "executing")
    other.append_all([Entry(fact, "bob", "")]).result(5)
    room = room_over(log_dir, cluster, kubeconfig, Rules())
    room.start()
    try:
        connected(room)
        assert steps(room) == ["executing"]
    finally:
        assert room.stop(5)
        other.close()
