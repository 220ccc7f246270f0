"""The contract: logs. A real server has them only with a kubelet, so the good half is the simulator's."""

import threading
from collections.abc import Iterator

import pytest

from console.drill.cluster import SimulatedCluster
from tests.contract.stage import Reply, Stage
from tests.contract.things import BROKEN, GOOD, pod

KUBELET = pytest.mark.simulated_only("needs a kubelet that runs containers")


@pytest.fixture
def running(stage: Stage, simulated: SimulatedCluster) -> SimulatedCluster:
    """A cluster with the pod "one" that has written five lines."""
    stage.create("pods", pod("one"))
    simulated.settle()
    simulated.log("one", *(f"line {number}" for number in range(1, 5)), namespace=stage.namespace)
    return simulated


def _log(stage: Stage, name: str = "one", **query: str) -> Reply:
    return stage.ask("GET", stage.path("pods", name, "log"), query=query)


@KUBELET
@pytest.mark.usefixtures("running")
def test_a_log_is_plain_text(stage: Stage) -> None:
    answer = _log(stage)
    assert (answer.code, answer.headers["content-type"]) == (200, "text/plain")
    assert answer.body == f"starting {GOOD}\nline 1\nline 2\nline 3\nline 4\n"


@KUBELET
@pytest.mark.usefixtures("running")
def test_a_log_is_cut_to_its_tail_and_to_its_bytes(stage: Stage) -> None:
    assert _log(stage, tailLines="2").body == "line 3\nline 4\n"
    assert _log(stage, tailLines="0").body == ""
    assert _log(stage, tailLines="2", limitBytes="9").body == "line 3\nli"
    assert _log(stage, tailLines="1", timestamps="true").body.endswith("Z line 4\n")


@KUBELET
def test_what_was_written_in_the_life_before(stage: Stage, simulated: SimulatedCluster) -> None:
    simulated.behave("crashes:1", "crash")
    stage.create("pods", pod("one", image="crashes:1"))
    simulated.advance(4)
    assert _log(stage).body == ""
    assert _log(stage, previous="true").body == "starting crashes:1\nfatal: could not read the configuration\n"


@KUBELET
@pytest.mark.usefixtures("running")
def test_there_may_be_no_life_before(stage: Stage) -> None:
    answer = _log(stage, previous="true")
    assert (answer.code, answer.body["reason"]) == (400, "BadRequest")
    assert answer.body["message"] == 'previous terminated container "main" in pod "one" not found'


@KUBELET
def test_a_followed_log_goes_on_until_the_pod_is_gone(stage: Stage, running: SimulatedCluster) -> None:
    url = f"{stage.api.configuration.host}{stage.path('pods', 'one', 'log')}?follow=true&tailLines=1"
    pool = stage.api.rest_client.pool_manager
    answer = pool.request("GET", url, headers=stage.credentials(), preload_content=False, timeout=20)
    lines: Iterator[bytes] = iter(answer.stream(decode_content=False))
    assert next(lines) == b"line 4\n"
    threading.Thread(target=running.log, args=("one", "line 5"), kwargs={"namespace": stage.namespace}).start()
    assert next(lines) == b"line 5\n"
    running.delete("pod", "one", stage.namespace)
    assert list(lines) == []
    answer.release_conn()


@KUBELET
def test_a_container_that_never_started_has_no_log(stage: Stage, simulated: SimulatedCluster) -> None:
    stage.create("pods", pod("one", image=BROKEN))
    simulated.advance(30)
    answer = _log(stage)
    assert answer.code == 400
    assert 'container "main" in pod "one" is waiting to start' in answer.body["message"]


def test_a_container_that_is_not_in_the_pod_is_a_bad_request(stage: Stage) -> None:
    stage.create("pods", pod("one", image=BROKEN))
    answer = _log(stage, container="nobody")
    assert (answer.code, answer.body["message"]) == (400, "container nobody is not valid for pod one")


def test_with_several_containers_one_must_be_chosen(stage: Stage) -> None:
    document = pod("one", image=BROKEN)
    document["spec"]["containers"].append({"name": "side", "image": BROKEN})
    stage.create("pods", document)
    answer = _log(stage)
    assert answer.code == 400
    said = "a container name must be specified for pod one, choose one of: [main side]"
    assert answer.body["message"] == said


def test_the_log_of_what_is_not_there(stage: Stage) -> None:
    answer = _log(stage, "nobody")
    assert (answer.code, answer.body["message"]) == (404, 'pods "nobody" not found')
