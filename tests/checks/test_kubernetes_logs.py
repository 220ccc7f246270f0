import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from checks.kubernetes.access import Connection, open_connection
from checks.kubernetes.logs import LogTail, containers
from console.drill.cluster import SimulatedCluster
from tests.checks.clusters import Scripted, connected, kubeconfig, simulated, until
from tests.fakes import FakeClock


@contextmanager
def tail(connection: Connection, pod: str, **known: Any) -> Iterator[LogTail]:
    found = LogTail(connection, "default", pod, **known)
    found.start()
    try:
        yield found
    finally:
        found.stop()


def _one_pod(cluster: SimulatedCluster, **more: Any) -> str:
    cluster.add_deployment("web", "web:1", replicas=1, **more)
    cluster.settle()
    name: str = cluster.pods("web")[0]["metadata"]["name"]
    return name


def test_a_log_is_read_and_followed(tmp_path: Path) -> None:
    cluster = simulated()
    pod = _one_pod(cluster)
    cluster.log(pod, "one", "two")
    with connected(cluster, tmp_path) as connection, tail(connection, pod) as log:
        until(lambda: log.seen().lines[-2:] == ("one", "two"))
        first = log.seen()
        assert log.seen() is first
        cluster.log(pod, "three")
        until(lambda: log.seen().lines[-1] == "three")
        assert not log.seen().error


def test_only_the_newest_lines_are_kept_and_the_others_counted(tmp_path: Path) -> None:
    cluster = simulated()
    pod = _one_pod(cluster)
    with connected(cluster, tmp_path) as connection, tail(connection, pod, most=10, cap=200) as log:
        until(lambda: log.seen().lines)
        for number in range(50):
            cluster.log(pod, f"line {number} {'x' * 30}")
        until(lambda: log.seen().lines[-1].startswith("line 49"))
        assert sum(len(each) + 1 for each in log.seen().lines) <= 200
        assert log.seen().dropped > 30


def test_a_log_goes_on_after_a_restart_of_the_server_without_repeating(tmp_path: Path) -> None:
    cluster = simulated()
    pod = _one_pod(cluster)
    cluster.log(pod, "one")
    with connected(cluster, tmp_path) as connection, tail(connection, pod) as log:
        until(lambda: "one" in log.seen().lines)
        cluster.restart()
        cluster.advance(5)
        cluster.log(pod, "two")
        until(lambda: "two" in log.seen().lines)
        assert log.seen().lines.count("one") == 1


def test_the_log_of_the_life_before_is_read_once(tmp_path: Path) -> None:
    cluster = simulated()
    cluster.behave("web:1", "crash")
    cluster.add_deployment("web", "web:1", replicas=1)
    cluster.advance(20)
    pod = cluster.pods("web")[0]["metadata"]["name"]
    with connected(cluster, tmp_path) as connection, tail(connection, pod, previous=True) as log:
        until(lambda: log.seen().ended)
        assert "fatal: could not read the configuration" in log.seen().lines


def test_why_there_is_no_log_is_said_in_the_servers_words(tmp_path: Path) -> None:
    cluster = simulated()
    cluster.behave("web:1", "pull")
    cluster.add_deployment("web", "web:1", replicas=1)
    cluster.advance(20)
    pod = cluster.pods("web")[0]["metadata"]["name"]
    with connected(cluster, tmp_path) as connection:
        with tail(connection, pod) as log:
            until(lambda: "failing to pull image" in log.seen().error)
        with tail(connection, "nobody") as log:
            until(lambda: log.seen().ended == "the pod is gone")
        cluster.deny("get", "pods", "log")
        with tail(connection, pod) as log:
            until(lambda: "cannot get resource" in log.seen().error)


def test_of_several_containers_the_first_is_read_and_all_can_be_named(tmp_path: Path) -> None:
    cluster = simulated()
    both = [{"name": "web", "image": "web:1"}, {"name": "proxy", "image": "proxy:1"}]
    pod = _one_pod(cluster, template={"pod": {"containers": both}})
    with connected(cluster, tmp_path) as connection:
        assert containers(connection, "default", pod) == ("web", "proxy")
        assert containers(connection, "default", "nobody") == ()
        with tail(connection, pod) as log:
            until(lambda: log.seen().lines)
            assert log.container == "web"


def test_a_log_without_line_ends_and_with_odd_bytes_is_cut(tmp_path: Path) -> None:
    path = "/api/v1/namespaces/default/pods/p/log"
    raw = b"2026-11-21T10:00:00.000000001Z \xff\xfe odd\r\n" + b"x" * 300_000
    with Scripted({path: raw}) as server:
        connection = open_connection("", kubeconfig(tmp_path, server.url), clock=FakeClock())
        with connection, tail(connection, "p", previous=True) as log:
            until(lambda: log.seen().ended)
            assert log.seen().lines[0] == "\ufffd\ufffd odd"
            assert max(len(each) for each in log.seen().lines) == 4000


def test_a_log_that_is_stopped_returns_at_once_and_says_no_more(tmp_path: Path) -> None:
    cluster = simulated()
    pod = _one_pod(cluster)
    with connected(cluster, tmp_path) as connection, tail(connection, pod) as log:
        until(lambda: log.seen().lines)
        cluster.faults.frozen = True
        log.stop()
        seen = log.seen()
        cluster.faults.clear()
        cluster.log(pod, "late")
        time.sleep(0.4)
        assert log.seen().lines == seen.lines
