import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from checks.kubernetes.access import NotSent
from checks.kubernetes.fields import ODD
from checks.kubernetes.patience import Refused
from checks.kubernetes.watching import ClusterWatch
from console.drill.cluster import populate, serve
from console.drill.cluster.storm import Storm
from tests.checks.clusters import FAST, WHOAMI, Scripted, kubeconfig, resource, simulated, until, user_is, watched
from tests.checks.servers import refusing_port
from tests.fakes import FakeClock


def _well(watch: ClusterWatch) -> bool:
    """Tell whether everything is followed again; the metrics are not, and are asked for in their own time."""
    return all(each.state == "ok" for each in watch.seen().resources if each.name != "metrics")


def test_a_cluster_is_seen_whole_and_then_as_it_changes(tmp_path: Path) -> None:
    cluster = simulated()
    cluster.add_deployment("web", "web:1")
    cluster.settle()
    with watched(cluster, tmp_path) as watch:
        seen = watch.seen()
        assert (seen.context, seen.who, seen.error, len(seen.pods), len(seen.nodes)) == ("sim", "commander", "", 3, 3)
        assert [(each.shown, each.available, each.revision) for each in seen.workloads] == [("deploy/web", 3, "1")]
        assert {each.workload for each in seen.pods} == {"deploy/web"}
        cluster.scale("web", 5)
        cluster.settle()
        until(lambda: len([pod for pod in watch.seen().pods if not pod.bad]) == 5)
        cluster.delete("deployment", "web")
        cluster.settle()
        until(lambda: not watch.seen().pods and not watch.seen().workloads)


def test_what_was_seen_is_the_same_object_until_something_changes(tmp_path: Path) -> None:
    cluster = simulated()
    cluster.add_deployment("web", "web:1")
    cluster.settle()
    with watched(cluster, tmp_path) as watch:
        until(lambda: watch.seen().revisions and watch.seen().revisions[0].images)
        first = watch.seen()
        time.sleep(0.6)
        assert watch.seen() is first
        cluster.warn("node", "node-1", "Rebooted", "it was rebooted", namespace="")
        until(lambda: watch.seen().notices)
        assert watch.seen().version > first.version
        assert watch.seen().pods is first.pods, "what did not change is not made again"


def test_pods_are_shown_with_their_true_state(tmp_path: Path) -> None:
    cluster = simulated()
    for name, how in (("a", "crash"), ("b", "oom"), ("c", "pull"), ("d", "unready")):
        cluster.behave(f"{name}:1", how)
        cluster.add_deployment(name, f"{name}:1", replicas=1)
    cluster.advance(60)
    with watched(cluster, tmp_path) as watch:
        states = {pod.name[0]: (pod.state, pod.last_reason, pod.bad) for pod in watch.seen().pods}
    assert states == {
        "a": ("CrashLoopBackOff", "Error", True),
        "b": ("CrashLoopBackOff", "OOMKilled", True),
        "c": ("ImagePullBackOff", "", True),
        "d": ("Running", "", True),
    }


@pytest.mark.parametrize("how", ["restart", "expire_watches"])
def test_after_a_restart_or_a_410_all_is_listed_afresh(tmp_path: Path, how: str) -> None:
    cluster = simulated()
    cluster.add_configmap("app", a="b")
    with watched(cluster, tmp_path) as watch:
        before = len(cluster.requests)
        getattr(cluster, how)()
        cluster.delete("configmap", "app")
        cluster.add_deployment("web", "web:1")
        until(lambda: watch.seen().workloads)
        until(lambda: not [each for each in watch.seen().things if each.name == "app"])
        until(lambda: _well(watch))
        assert len(cluster.requests) - before < 80, "and not in a storm of requests"


def test_a_long_list_is_read_in_pages_and_begun_again_when_it_expires(tmp_path: Path) -> None:
    cluster = simulated()
    populate(cluster, 450, 3, 3)
    clock_in = cluster.answering.reader.list
    expired: list[bool] = []

    def once(request: Any, target: Any) -> Any:
        if request.query.get("continue") and target.kind.kind == "Pod" and not expired:
            expired.append(True)
            cluster.answering.reader.expire()
        return clock_in(request, target)

    cluster.answering.reader.list = once  # type: ignore[method-assign]
    with watched(cluster, tmp_path) as watch:
        until(lambda: len(watch.seen().pods) == 450)
        assert expired
    limits = [query["limit"] for _, path, query, _ in cluster.requests if path.endswith("/pods") and "limit" in query]
    assert len(limits) > 3


def test_a_frozen_server_leaves_the_last_good_values_with_their_age(tmp_path: Path) -> None:
    cluster = simulated()
    cluster.add_deployment("web", "web:1")
    cluster.settle()
    with watched(cluster, tmp_path) as watch:
        good = resource(watch, "pods").good_at
        cluster.faults.frozen = True
        cluster.advance(30)
        until(lambda: resource(watch, "pods").state == "failing")
        found = resource(watch, "pods")
        assert (found.good_at, len(watch.seen().pods)) == (good, 3)
        assert "in time" in found.error
        assert "in time" in watch.seen().error
        cluster.faults.clear()
        until(lambda: resource(watch, "pods").state == "ok" and not watch.seen().error)
        cluster.scale("web", 4)
        cluster.settle()
        until(lambda: len(watch.seen().pods) == 4)


@pytest.mark.parametrize("fault", ["rubbish", "truncated"])
def test_a_server_that_answers_rubbish_is_outlived(tmp_path: Path, fault: str) -> None:
    cluster = simulated()
    cluster.add_deployment("web", "web:1")
    cluster.settle()
    with watched(cluster, tmp_path) as watch:
        setattr(cluster.faults, fault, True)
        cluster.expire_watches()
        until(lambda: resource(watch, "pods").state == "failing")
        assert resource(watch, "pods").next_try is not None
        assert len(watch.seen().pods) == 3
        cluster.faults.clear()
        until(lambda: _well(watch))


def test_a_server_that_is_overloaded_is_asked_less_and_less(tmp_path: Path) -> None:
    cluster = simulated()
    with watched(cluster, tmp_path) as watch:
        cluster.faults.status = 503
        cluster.expire_watches()
        until(lambda: resource(watch, "pods").state == "failing")
        time.sleep(1)
        asked = [path for _, path, _, _ in cluster.requests if path.endswith("/pods")]
        assert len(asked) < 12


def test_a_missing_right_is_shown_for_its_resource_and_heals(tmp_path: Path) -> None:
    cluster = simulated()
    cluster.add_secret("s", a="b")
    cluster.deny("list", "secrets")
    cluster.deny("watch", "pods")
    with watched(cluster, tmp_path) as watch:
        found = resource(watch, "secrets")
        assert found.state == "forbidden"
        assert "cannot list resource" in found.error
        until(lambda: resource(watch, "pods").state == "forbidden")
        assert resource(watch, "deployments").state == "ok"
        cluster.allow_all()
        until(lambda: resource(watch, "secrets").state == "ok" and resource(watch, "pods").state == "ok")


def test_what_the_cluster_does_not_have_is_absent(tmp_path: Path) -> None:
    with watched(simulated(), tmp_path) as watch:
        assert (resource(watch, "metrics").state, resource(watch, "metrics").error) == (
            "absent",
            "this cluster has no metrics server",
        )


def test_metrics_say_what_nodes_and_pods_use(tmp_path: Path) -> None:
    cluster = simulated(nodes=1)
    nodes = cluster.install("metrics.k8s.io", "v1beta1", "nodes", "NodeMetrics", namespaced=False)
    cluster.install("metrics.k8s.io", "v1beta1", "pods", "PodMetrics")
    assert nodes.kind == "NodeMetrics"
    cluster.add("NodeMetrics", {"metadata": {"name": "node-1"}, "usage": {"cpu": "500m", "memory": "1Gi"}})
    usage = {"name": "c", "usage": {"cpu": "20m", "memory": "1Mi"}}
    cluster.add("PodMetrics", {"metadata": {"name": "web-1", "namespace": "default"}, "containers": [usage, usage]})
    with watched(cluster, tmp_path) as watch:
        until(lambda: watch.seen().nodes[0].cpu)
        assert (watch.seen().nodes[0].cpu, watch.seen().nodes[0].memory) == (0.5, 1 << 30)
        assert watch.seen().usage["default", "web-1"] == (0.04, 2 << 20)


def test_one_namespace_is_watched_where_that_is_all_we_may(tmp_path: Path) -> None:
    cluster = simulated()
    cluster.add_deployment("web", "web:1", namespace="shop")
    cluster.add_deployment("other", "other:1", namespace="bank")
    cluster.settle()
    with watched(cluster, tmp_path, namespace="shop") as watch:
        assert [each.name for each in watch.seen().workloads] == ["web"]
        assert watch.seen().namespace == "shop"
    asked = {path for _, path, _, _ in cluster.requests}
    assert "/api/v1/pods" not in asked
    assert "/api/v1/namespaces/shop/pods" in asked


def test_the_data_of_secrets_and_configmaps_is_never_asked_for(tmp_path: Path) -> None:
    cluster = simulated()
    cluster.add_secret("s", password="hunter2")
    cluster.add_configmap("c", setting="hunter3")
    sent: list[bytes] = []
    whole = cluster.answering.answer

    def listen(request: Any) -> Any:
        answer = whole(request)
        sent.append(answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode())
        return answer

    cluster.answering.answer = listen  # type: ignore[method-assign]
    with watched(cluster, tmp_path) as watch:
        assert {each.name for each in watch.seen().things} >= {"s", "c"}
    text = b"".join(sent)
    assert b"aHVudGVyMg" not in text
    assert b"hunter3" not in text


def test_a_server_that_is_not_there_is_a_sentence_and_no_connection(tmp_path: Path) -> None:
    path = kubeconfig(tmp_path, f"http://127.0.0.1:{refusing_port()}")
    watch = ClusterWatch("", path, clock=FakeClock(), pace=FAST)
    watch.start()
    until(lambda: "refused" in watch.seen().error)
    assert watch.seen().next_try is not None
    assert not watch.seen().complete
    with pytest.raises(NotSent, match="refused"):
        watch.connection()
    watch.stop()


def test_a_kubeconfig_that_is_mended_is_taken_up(tmp_path: Path) -> None:
    cluster = simulated()
    watch = ClusterWatch("sim", str(tmp_path / "config"), clock=cluster.now, pace=FAST)
    watch.start()
    until(lambda: "no kubeconfig" in watch.seen().error)
    with serve(cluster, live=False) as server:
        server.write_kubeconfig(tmp_path / "config")
        until(lambda: watch.seen().complete)
        watch.stop()


@pytest.mark.parametrize("frozen", [False, True])
def test_stopping_returns_at_once_and_leaves_no_thread_that_works(tmp_path: Path, *, frozen: bool) -> None:
    cluster = simulated()
    with watched(cluster, tmp_path) as watch:
        cluster.faults.frozen = frozen
        time.sleep(0.5)
        watch.stop()
        cluster.faults.clear()
        until(lambda: not [each for each in threading.enumerate() if each.name.startswith("warroom-cluster")], 12)


def test_stopping_before_there_is_a_connection_is_fine(tmp_path: Path) -> None:
    watch = ClusterWatch("", str(tmp_path / "none"), clock=FakeClock(), pace=FAST)
    watch.stop()
    watch.start()
    watch.stop()
    assert not [each for each in threading.enumerate() if each.name.startswith("warroom-cluster")]


def test_nothing_is_missed_in_a_storm(tmp_path: Path) -> None:
    cluster = simulated()
    populate(cluster, 200, 2, 3)
    with watched(cluster, tmp_path) as watch:
        until(lambda: len(watch.seen().pods) == 200)
        first = watch.seen().version
        storm = Storm(cluster, 3000, 1)
        storm.start()
        storm.wait()
        until(lambda: sum(pod.restarts for pod in watch.seen().pods) == 3000)
        assert watch.seen().version - first < 300, "pictures are made by the beat, not by the event"


def _listed(items: list[Any], **meta: Any) -> dict[str, Any]:
    return {"metadata": {"resourceVersion": "7", **meta}, "items": items}


def _pod(name: str) -> dict[str, Any]:
    return {"metadata": {"name": name, "namespace": "n", "uid": name, "resourceVersion": "8"}}


def _against(answers: dict[str, Any], folder: Path, holds: Callable[[ClusterWatch], object]) -> ClusterWatch:
    """Watch a scripted server until something holds."""
    with Scripted({WHOAMI: (201, user_is("u")), **answers}) as server:
        watch = ClusterWatch("", kubeconfig(folder, server.url), clock=FakeClock(), pace=FAST)
        watch.start()
        try:
            until(lambda: holds(watch))
        finally:
            watch.stop()
    return watch


def test_objects_that_cannot_be_read_are_skipped_and_counted(tmp_path: Path) -> None:
    bad: list[Any] = [None, 5, {}, {"metadata": None}, {"metadata": {"name": 5, "uid": "u"}}, [], "x"]
    answers = {"/api/v1/pods": _listed([*bad, _pod("good")])}
    watch = _against(answers, tmp_path, lambda watch: watch.seen().pods)
    assert [pod.name for pod in watch.seen().pods] == ["good"]
    assert resource(watch, "pods").skipped == len(bad)


@pytest.mark.parametrize(
    "answer",
    [
        *[b"", b"null", b"[]", b"<html>", b'"text"', {"items": []}, {"metadata": None, "items": []}],
        *[{"metadata": {}, "items": []}, _listed([], continue_="x") | {"items": 5}, {"metadata": {}, "items": None}],
        *[(500, b"\xff\xfe"), (503, {"message": 5}), (418, None), (410, {}), (401, {"message": "who?"})],
    ],
)
def test_an_answer_that_is_no_list_is_an_error_and_no_dead_thread(tmp_path: Path, answer: Any) -> None:
    def fails_again(watch: ClusterWatch) -> bool:
        found = resource(watch, "pods")
        return found.state == "failing" and bool(found.error)

    _against({"/api/v1/pods": answer}, tmp_path, fails_again)


@pytest.mark.parametrize(
    "line",
    [
        *["null", "5", "{}", '{"type":"ADDED"}', '{"type":"ADDED","object":null}', "rubbish", '{"type":5,"object":{}}'],
        *['{"type":"ERROR","object":{"code":500,"message":"oh"}}', '{"type":"ERROR","object":null}'],
    ],
)
def test_a_watch_event_that_is_none_ends_in_a_new_try(tmp_path: Path, line: str) -> None:
    good = json.dumps({"type": "ADDED", "object": _pod("good")})
    with watched(simulated(), tmp_path) as watch:
        follower = next(each for each in watch._followers if each.resource.name == "pods")
        with suppress(*ODD, Refused):
            follower._take_events([line.encode()])
        follower._take_events([good.encode()])
        until(lambda: watch.seen().pods)


def test_a_list_without_end_is_given_up(tmp_path: Path) -> None:
    page = _listed([_pod(str(number)) for number in range(2)], **{"continue": "more"})
    with Scripted({WHOAMI: (201, user_is("u")), "/api/v1/pods": page}) as server:
        watch = ClusterWatch("", kubeconfig(tmp_path, server.url), clock=FakeClock(), pace=FAST)
        watch.start()
        until(lambda: "again and again" in resource(watch, "pods").error)
        assert len(watch.seen().pods) == 2
        watch.stop()
