"""A drill runs for hours: what a simulated cluster keeps has an end."""

import http.client

import pytest

from console.drill.cluster import Server, SimulatedCluster
from tests.drill.asking import PODS, ask


@pytest.mark.parametrize("size", ["-1", "9999999999999999999999", "3145729", "many"])
def test_a_request_that_is_too_large_is_refused_unread(server: Server, size: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.putrequest("POST", PODS)
    connection.putheader("Content-Length", size)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
    assert ask(server, "GET", PODS)[0] == 200


def test_only_the_newest_requests_are_remembered(cluster: SimulatedCluster, server: Server) -> None:
    cluster.requests.extend([("GET", "/old", {}, b"")] * 30_000)
    ask(server, "GET", PODS)
    assert len(cluster.requests) == 20_000
    assert cluster.requests[-1][1] == PODS


def test_of_pods_that_are_gone_nothing_is_kept(cluster: SimulatedCluster) -> None:
    cluster.add_deployment("api", "api:1", replicas=2)
    cluster.settle()
    (name, uid), *_ = [(pod["metadata"]["name"], pod["metadata"]["uid"]) for pod in cluster.pods("api")]
    cluster.log(name, "hello")
    owner = cluster.all("replicaset", app="api")[0]["metadata"]["uid"]
    cluster.delete("deployment", "api")
    cluster.advance(60)
    assert not cluster.pods("api")
    assert cluster.world.logs.written(uid) == 0
    assert owner not in cluster.world.store._children


def test_bytes_of_objects_that_are_gone_fall_out(cluster: SimulatedCluster, server: Server) -> None:
    kept = cluster.answering._encoder._kept
    ask(server, "GET", PODS)
    first, some = next(iter(kept.items()))
    kept.update({("pods", False, ("gone", str(number))): some for number in range(30_000 - len(kept))})
    cluster.add_configmap("new", a="b")
    ask(server, "GET", "/api/v1/namespaces/default/configmaps")
    assert len(kept) == 30_000
    assert first not in kept
