"""What can be made to go wrong between a request and its answer."""

import http.client
import json
import threading

import pytest

from console.drill.cluster import Server, SimulatedCluster, serve
from tests.drill.asking import DEPLOYMENTS, PODS, ask, watch
from tests.fakes import FakeClock

SCALE = f"{DEPLOYMENTS}/web/scale"
FIVE = {"spec": {"replicas": 5}}


def _replicas(cluster: SimulatedCluster) -> int:
    return int(cluster.get("deployment", "web")["spec"]["replicas"])


def test_a_delay_outlasts_a_short_patience(cluster: SimulatedCluster, server: Server) -> None:
    cluster.faults.delay = 1.0
    with pytest.raises(TimeoutError):
        ask(server, "GET", PODS, timeout=0.1)
    cluster.faults.clear()
    assert ask(server, "GET", PODS)[0] == 200


def test_a_frozen_server_takes_requests_and_answers_them_when_it_thaws(
    cluster: SimulatedCluster, server: Server
) -> None:
    cluster.faults.frozen = True
    with pytest.raises(TimeoutError):
        ask(server, "GET", PODS, timeout=0.2)
    answers: list[int] = []
    waiting = threading.Thread(target=lambda: answers.append(ask(server, "GET", PODS)[0]))
    waiting.start()
    cluster.faults.frozen = False
    waiting.join()
    assert answers == [200]


def test_a_watch_is_silent_while_the_server_is_frozen_and_misses_nothing(
    cluster: SimulatedCluster, server: Server
) -> None:
    events = watch(server, f"{PODS}?resourceVersion={cluster.world.store.version}", timeout=5)
    cluster.label("pod", cluster.pods("web")[0]["metadata"]["name"], seen="1")
    assert next(events)["object"]["metadata"]["labels"]["seen"] == "1"
    cluster.faults.frozen = True
    cluster.label("pod", cluster.pods("web")[0]["metadata"]["name"], seen="2")
    cluster.faults.frozen = False
    assert next(events)["object"]["metadata"]["labels"]["seen"] == "2"


def test_a_frozen_server_can_be_stopped(cluster: SimulatedCluster) -> None:
    with serve(cluster) as server:
        events = watch(server, PODS)
        next(events)
        cluster.faults.frozen = True
    assert {one["type"] for one in events} <= {"ADDED"}


def test_rubbish_is_a_page_of_html_with_code_200(cluster: SimulatedCluster, server: Server) -> None:
    cluster.faults.rubbish = True
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.request("GET", PODS)
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Content-Type")) == (200, "text/html")
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(answer.read())
    connection.close()


def test_a_truncated_answer_is_torn_in_its_middle(cluster: SimulatedCluster, server: Server) -> None:
    cluster.faults.truncated = True
    with pytest.raises(http.client.IncompleteRead):
        ask(server, "GET", PODS)


def test_a_truncated_watch_is_torn_in_the_middle_of_an_event(cluster: SimulatedCluster, server: Server) -> None:
    cluster.faults.truncated = True
    with pytest.raises((http.client.IncompleteRead, ValueError)):
        list(watch(server, PODS))


def test_dropped_after_the_effect_the_change_is_done_and_nothing_was_said(
    cluster: SimulatedCluster, server: Server
) -> None:
    cluster.faults.drop_after_effect = True
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        ask(server, "PATCH", SCALE, FIVE)
    assert _replicas(cluster) == 5


def test_reads_reviews_and_dry_runs_are_answered_all_the_same(cluster: SimulatedCluster, server: Server) -> None:
    cluster.faults.drop_after_effect = True
    assert ask(server, "GET", PODS)[0] == 200
    assert ask(server, "PATCH", f"{SCALE}?dryRun=All", FIVE)[0] == 200
    review = {"spec": {"resourceAttributes": {"verb": "get", "resource": "pods"}}}
    assert ask(server, "POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review)[0] == 201


@pytest.mark.parametrize("code", [429, 500, 503])
def test_every_answer_can_be_an_error(cluster: SimulatedCluster, server: Server, code: int) -> None:
    cluster.faults.status = code
    found, body = ask(server, "PATCH", SCALE, FIVE)
    assert (found, body["kind"], body["code"]) == (code, "Status", code)
    assert _replicas(cluster) == 2


def test_some_requests_only_can_be_errors(cluster: SimulatedCluster, server: Server) -> None:
    cluster.faults.on("/deployments/web", 409, "PATCH")
    cluster.faults.on("/secrets", 500)
    assert ask(server, "PATCH", SCALE, FIVE)[0] == 409
    assert ask(server, "GET", SCALE)[0] == 200
    assert ask(server, "GET", "/api/v1/secrets")[0] == 500
    cluster.faults.clear()
    assert ask(server, "PATCH", SCALE, FIVE)[0] == 200


def test_what_was_asked_is_written_down_even_when_it_was_not_answered(
    cluster: SimulatedCluster, server: Server
) -> None:
    cluster.faults.status = 500
    ask(server, "PATCH", f"{SCALE}?fieldManager=warroom", FIVE)
    method, path, query, body = cluster.requests[-1]
    assert (method, path, query, json.loads(body)) == ("PATCH", SCALE, {"fieldManager": "warroom"}, FIVE)


def test_a_right_that_was_taken_comes_back(cluster: SimulatedCluster, server: Server) -> None:
    cluster.deny("patch", "deployments", "scale")
    assert ask(server, "PATCH", SCALE, FIVE)[0] == 403
    assert ask(server, "PATCH", f"{DEPLOYMENTS}/web", {})[0] == 200
    cluster.allow_all()
    assert ask(server, "PATCH", SCALE, FIVE)[0] == 200


@pytest.mark.parametrize(("denied", "path", "code"), [
    (("list", "pods"), "/api/v1/pods", 403),
    (("list", "pods", "", "default"), PODS, 403),
    (("list", "pods", "", "shop"), PODS, 200),
    (("*", "deployments.apps"), DEPLOYMENTS, 403),
    (("*", "*", "*"), PODS, 403),
    (("get", "pods"), PODS, 200),
])  # fmt: skip
def test_rights_are_taken_by_verb_resource_and_namespace(
    cluster: SimulatedCluster, server: Server, denied: tuple[str, ...], path: str, code: int
) -> None:
    cluster.deny(*denied)
    assert ask(server, "GET", path)[0] == code


def test_a_token_that_is_no_longer_valid_is_unauthorized(cluster: SimulatedCluster) -> None:
    with serve(cluster, "first") as server:
        assert ask(server, "GET", PODS, Authorization="Bearer first")[0] == 200
        assert ask(server, "GET", PODS)[0] == 401
        cluster.access.token = "second"
        assert ask(server, "GET", PODS, Authorization="Bearer first")[0] == 401
        assert ask(server, "GET", PODS, Authorization="Bearer second")[0] == 200


def test_a_restart_ends_connections_and_makes_older_versions_too_old(cluster: SimulatedCluster, server: Server) -> None:
    version = cluster.world.store.version
    events = watch(server, f"{PODS}?resourceVersion={version}")
    cluster.label("pod", cluster.pods("web")[0]["metadata"]["name"], seen="1")
    next(events)
    cluster.restart()
    with pytest.raises((http.client.IncompleteRead, ConnectionError, StopIteration)):
        next(events)
    (event,) = watch(server, f"{PODS}?resourceVersion={version}")
    assert (event["type"], event["object"]["code"]) == ("ERROR", 410)
    assert ask(server, "GET", PODS)[0] == 200


def test_every_watch_can_be_ended_with_410(cluster: SimulatedCluster, server: Server) -> None:
    events = watch(server, f"{PODS}?resourceVersion={cluster.world.store.version}")
    cluster.label("pod", cluster.pods("web")[0]["metadata"]["name"], seen="1")
    next(events)
    cluster.expire_watches()
    assert [one["object"]["code"] for one in events] == [410]


def test_a_server_that_is_gone_comes_back_on_its_port(cluster: SimulatedCluster) -> None:
    with serve(cluster) as server:
        assert ask(server, "GET", PODS)[0] == 200
    with pytest.raises(ConnectionError):
        ask(server, "GET", PODS)
    with serve(cluster, port=server.port) as again:
        assert ask(again, "GET", PODS)[0] == 200


def test_two_clusters_know_nothing_of_each_other() -> None:
    one, other = SimulatedCluster(FakeClock()), SimulatedCluster(FakeClock(), seed=1)
    one.add_deployment("web", "web:1")
    with serve(one) as first, serve(other) as second:
        assert ask(first, "GET", DEPLOYMENTS)[1]["items"]
        assert not ask(second, "GET", DEPLOYMENTS)[1]["items"]
