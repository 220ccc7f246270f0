"""Large clusters, storms of events, and the simulator in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.drill.cluster import SimulatedCluster, populate, serve
from console.drill.cluster.storm import MARK, Storm
from tests.drill.asking import ask, watch
from tests.fakes import FakeClock

ROOT = Path(__file__).parents[2]


@pytest.fixture
def large() -> SimulatedCluster:
    """A cluster of 200 pods."""
    made = SimulatedCluster(FakeClock())
    populate(made, 200, 10, 5)
    return made


def test_a_populated_cluster_looks_like_one_that_grew(large: SimulatedCluster) -> None:
    assert len(large.all("pod")) == 200
    assert len(large.all("deployment")) == 10
    assert len(large.all("node")) == 5
    owners = {one["metadata"]["uid"]: one for one in large.all("replicaset")}
    nodes = {one["metadata"]["name"] for one in large.all("node")}
    for pod in large.all("pod"):
        (owner,) = pod["metadata"]["ownerReferences"]
        assert pod["metadata"]["name"].startswith(owners[owner["uid"]]["metadata"]["name"])
        assert pod["spec"]["nodeName"] in nodes
        assert pod["status"]["containerStatuses"][0]["ready"]
    assert len({pod["metadata"]["uid"] for pod in large.all("pod")}) == 200
    status = large.get("deployment", "service-0003")["status"]
    assert (status["replicas"], status["updatedReplicas"], status["availableReplicas"]) == (20, 20, 20)


def test_a_pod_is_as_large_as_real_ones_are(large: SimulatedCluster) -> None:
    with serve(large, live=False) as server:
        _, body = ask(server, "GET", "/api/v1/pods?limit=50")
        size = len(json.dumps(body["items"], separators=(",", ":"))) / 50
    assert 7_500 < size < 9_000


def test_populated_workloads_live_on(large: SimulatedCluster) -> None:
    large.settle()
    large.set_image("service-0001", "other:2")
    large.settle(120)
    images = {pod["spec"]["containers"][0]["image"] for pod in large.pods("service-0001")}
    assert images == {"other:2"}


def test_whoever_watches_a_storm_sees_every_event_of_it(large: SimulatedCluster) -> None:
    with serve(large, live=False) as server:
        events = watch(server, f"/api/v1/pods?resourceVersion={large.world.store.version}")
        storm = Storm(large, 5000, 0.1)
        storm.start()
        seen: dict[str, int] = {}
        for number, event in enumerate(events, 1):
            meta = event["object"]["metadata"]
            assert int(meta["annotations"][MARK]) == number
            restarts = event["object"]["status"]["containerStatuses"][0]["restartCount"]
            seen[f"{meta['namespace']}/{meta['name']}"] = restarts
            if number == 500:
                break
        storm.wait()
    assert storm.written == 500
    assert seen == large.restart_counts()


@pytest.fixture
def process(tmp_path: Path) -> Iterator[tuple[Any, Any]]:
    """The simulator in a process: its first line, and how to give it an order."""
    command = [sys.executable, "-m", "console.drill.cluster", "--pods", "50", "--deployments", "5", "--nodes", "4"]
    command += ["--token", "s3cret", "--kubeconfig", str(tmp_path / "kubeconfig")]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        stdin, stdout = running.stdin, running.stdout

        def order(**asked: object) -> Any:
            stdin.write(json.dumps(asked) + "\n")
            stdin.flush()
            return json.loads(stdout.readline())

        yield json.loads(stdout.readline()), order
        running.kill()


def test_the_simulator_takes_orders_in_a_process_of_its_own(process: tuple[Any, Any], tmp_path: Path) -> None:
    first, order = process
    config = json.loads((tmp_path / "kubeconfig").read_text())
    assert config["clusters"][0]["cluster"]["server"] == first["url"]
    assert config["users"][0]["user"]["token"] == "s3cret"
    assert len(order(call="restart_counts")["done"]) == 50
    assert order(storm=1000, seconds=0.05)["done"]["written"] == 50
    assert set(order(call="restart_counts")["done"].values()) == {1}
    assert order(faults={"status": 503}) == {"done": True}
    assert "error" in order(call="nonsense")
    assert "KeyError" in order(call="scale", args=["nobody", 3])["error"]
