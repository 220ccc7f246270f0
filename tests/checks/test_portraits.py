"""Portraits of workloads and of this machine: what is read, in which order, what is left out, and what fails alone."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from checks.host_portrait import BARE, is_unit, probes
from checks.kubernetes.access import Connection
from checks.kubernetes.bare import bare, text_of
from checks.kubernetes.portrait import Portrait, Subject
from checks.portrait import Probe, Reading, Unread, read_all
from console.drill.cluster import SimulatedCluster
from console.incident.redaction import Redactor
from tests.checks.clusters import connected, simulated

REDACT = Redactor()
WEB = Subject("Deployment", "default", "web")


@pytest.fixture
def cluster() -> SimulatedCluster:
    made = simulated()
    made.add_deployment("web", "web:1", replicas=2)
    made.add_deployment("shop", "shop:1", replicas=1)
    made.settle()
    made.behave("web:2", "crash")
    made.set_image("web", "web:2")
    made.advance(60)
    return made


@pytest.fixture
def connection(cluster: SimulatedCluster, tmp_path: Path) -> Iterator[Connection]:
    with connected(cluster, tmp_path) as made:
        yield made


def taken(connection: Connection, subject: Subject = WEB, patience: float = 20.0) -> dict[str, Reading]:
    return {each.what: each for each in Portrait(connection, subject, REDACT, connection.clock, patience).take()}


def content(reading: Reading) -> Any:
    assert reading.content is not None, reading.reason
    return json.loads(reading.content)


def test_a_failing_workload_is_read_most_fleeting_first_and_nothing_is_changed(
    cluster: SimulatedCluster, connection: Connection
) -> None:
    version = cluster.world.store.version
    found = taken(connection)
    words = [each.split()[0] for each in found]
    assert list(dict.fromkeys(words)) == [
        "pods", "log", "events", "node", "replicasets", "autoscalers", "manifest", "processes",
    ]  # fmt: skip
    names = [each["metadata"]["name"] for each in content(found["pods of Deployment web"])["items"]]
    assert names
    assert all(name.startswith("web-") for name in names)
    crashed = next(each for each in found if each.endswith("before its restart"))
    assert found[crashed].content is not None
    events = content(found["events of Deployment web and its parts"])["items"]
    assert events
    assert all(each["involvedObject"]["name"].startswith("web") for each in events)
    assert "changed" in found["processes and memory of Deployment web"].reason
    assert {method for method, *_ in cluster.requests} == {"GET"}
    assert cluster.world.store.version == version
    assert not [each for each in cluster.requests if "/secrets" in each[1]]


def test_pods_and_nodes_have_portraits_too(cluster: SimulatedCluster, connection: Connection) -> None:
    pod = cluster.pods("shop")[0]
    name, node = pod["metadata"]["name"], pod["spec"]["nodeName"]
    found = taken(connection, Subject("Pod", "default", name))
    assert f"manifest of Pod {name}" in found
    assert any(each.startswith(f"log of {name}/") for each in found)
    assert f"node {node}" in found
    found = taken(connection, Subject("Node", "", node))
    assert name in [each["metadata"]["name"] for each in content(found[f"pods on Node {node}"])["items"]]
    assert content(found[f"manifest of Node {node}"])["metadata"]["name"] == node


def test_what_may_not_be_read_is_said_and_the_rest_is_kept(cluster: SimulatedCluster, connection: Connection) -> None:
    cluster.faults.on("/log", 403)
    cluster.faults.on("/events", 500)
    found = taken(connection)
    logs = [each for each in found.values() if each.what.startswith("log ")]
    assert logs
    assert all(each.content is None and each.reason == "forbidden" for each in logs)
    assert found["events of Deployment web and its parts"].content is None
    assert found["manifest of Deployment web"].content is not None


def test_a_workload_that_is_gone_is_said_and_its_events_are_kept(
    cluster: SimulatedCluster, connection: Connection
) -> None:
    cluster.delete("deployment", "web")
    found = taken(connection)
    assert "not found" in found["manifest of Deployment web"].reason
    assert "not known" in found["pods of Deployment web"].reason
    assert found["events of Deployment web and its parts"].content is not None


def test_answers_that_are_rubbish_and_silence_are_reasons(cluster: SimulatedCluster, connection: Connection) -> None:
    cluster.faults.rubbish = True
    assert all(each.content is None for each in taken(connection).values())
    cluster.faults.clear()
    cluster.faults.frozen = True
    assert "no answer within" in taken(connection, patience=0.2)["manifest of Deployment web"].reason
    cluster.faults.clear()


def test_secrets_are_taken_out_of_manifests_and_nobodys_fields_stay() -> None:
    found = {
        "kind": "Pod",
        "metadata": {
            "name": "web-1",
            "managedFields": [{"manager": "kubectl"}],
            "annotations": {
                "kubectl.kubernetes.io/last-applied-configuration": '{"env":"DB_PASSWORD"}',
                "db-password": "hunter2",
                "note": "fine",
            },
        },
        "spec": {
            "volumes": [{"name": "tls", "secret": {"secretName": "web-tls"}}],
            "containers": [
                {
                    "name": "web",
                    "args": ["--port", "80", "--password", "hunter2", "--token=hunter2hunter2", "-v"],
                    "env": [
                        {"name": "DB_PASSWORD", "value": "hunter2"},
                        {"name": "DB_URL", "value": "postgres://web:hunter2@db/web"},
                        {"name": "MODE", "value": "fast"},
                        {"name": "KEY", "valueFrom": {"secretKeyRef": {"name": "web", "key": "key"}}},
                    ],
                }
            ],
        },
    }
    kept = bare(found, REDACT)
    assert "hunter2" not in json.dumps(kept)
    assert "managedFields" not in kept["metadata"]
    assert kept["metadata"]["annotations"]["note"] == "fine"
    assert kept["spec"]["volumes"][0]["secret"]["secretName"] == "web-tls"
    (container,) = kept["spec"]["containers"]
    assert container["args"][:3] == ["--port", "80", "--password"]
    assert container["env"][2] == {"name": "MODE", "value": "fast"}
    assert container["env"][3]["valueFrom"]["secretKeyRef"] == {"name": "web", "key": "key"}
    secret = bare({"kind": "Secret", "data": {"a": "aHVudGVyMg=="}, "stringData": {"b": "x"}}, REDACT)
    assert secret == {"kind": "Secret", "data": "[left out]", "stringData": "[left out]"}
    assert text_of({"b": 1, "a": "\udcff"}) == b'{\n "a": "?",\n "b": 1\n}\n'


def test_one_reading_that_fails_or_hangs_holds_up_no_other() -> None:
    import threading

    over = threading.Event()

    def fails() -> bytes:
        raise Unread("it is\nlocked")

    def hangs() -> bytes:
        over.wait(30)
        return b""

    asked = [Probe("one", "a", lambda: b"1"), Probe("two", "b", fails), Probe("three", "c", hangs)]
    found = read_all(asked, lambda: 7, 0.3)
    over.set()
    assert [(each.what, each.content, each.reason) for each in found] == [
        ("one", b"1", ""),
        ("two", None, "it is locked"),
        ("three", None, "no answer within 300 ms"),
    ]


def test_this_machine_shows_its_connections_and_processes_without_secrets() -> None:
    found = read_all(probes(REDACT, os.environ), lambda: 7, 60)
    by_name = {each.what: each for each in found}
    assert list(by_name)[:2] == ["network connections of this machine", "processes of this machine"]
    processes = by_name["processes of this machine"].content
    assert processes is not None
    assert os.getpid() in [json.loads(line)["pid"] for line in processes.splitlines()]
    for each in found:
        assert (each.content is None) == bool(each.reason)


def test_a_unit_is_asked_for_by_name_and_a_wrong_name_is_none() -> None:
    asked = [each.source for each in probes(REDACT, {}, "api.service")]
    assert "systemctl status --no-pager --full -n 0 -- api.service" in asked
    assert is_unit("api@1.service")
    assert not any(is_unit(name) for name in ("", "--all", "a b", "a;b", "a\n"))


def test_what_a_unit_is_set_to_and_called_with_is_kept_without_its_secrets(tmp_path: Path) -> None:
    for name in ("systemctl", "journalctl"):
        program = tmp_path / name
        program.write_text('#!/bin/sh\necho "$1"; echo \'Environment="DB_PASSWORD=hunter2"\'; echo CPUWeight=100\n')
        program.chmod(0o700)
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    asked = [each for each in probes(REDACT, env, "api") if each.what.endswith(" of api")]
    found = {each.what: each for each in read_all(asked, lambda: 7, 60)}
    for what in ("state of api", "settings of api"):
        assert b"hunter2" not in (found[what].content or b"hunter2")
        assert b"CPUWeight=100\n" in (found[what].content or b"")
        assert found[what].method == BARE
    assert b"hunter2" in (found["journal of api"].content or b"")  # a log is kept as it was written


class OddCluster:
    """Answers what it was told by the end of the path, as a connection does."""

    server = "https://odd"

    def __init__(self, answers: dict[str, Any]) -> None:
        self._answers = answers

    def clock(self) -> int:
        """Return always the same."""
        return 7

    def fetch(self, _method: str, path: str, *_more: object, **_named: object) -> tuple[int, bytes]:
        """Return the answer for the path, 404 where there is none."""
        found = next((each for end, each in self._answers.items() if path.endswith(end)), None)
        return (404, b'{"message":"no"}') if found is None else (200, json.dumps(found).encode())


@pytest.mark.parametrize(
    ("selector", "spec", "why"),
    [
        ({"matchExpressions": [{"key": "a", "operator": "Gt", "values": ["1"]}]}, {}, "which pods are its own"),
        ({"matchExpressions": ["odd", {"key": "a", "operator": "Exists"}]}, {}, ""),
        ({"matchLabels": {"a": "b"}}, {"containers": ["odd", {"name": "app", "env": [3], "envFrom": [1]}]}, ""),
        ({"matchLabels": {"a": "b"}}, {"volumes": ["odd", {"secret": {"secretName": ["a"]}}]}, ""),
    ],
)
def test_objects_that_are_not_as_they_should_be_take_nothing_with_them(
    selector: dict[str, Any], spec: dict[str, Any], why: str
) -> None:
    pod = {"metadata": {"name": "web-1", "namespace": "default"}, "spec": spec, "status": {"containerStatuses": [7]}}
    odd = OddCluster({"deployments/web": {"spec": {"selector": selector}}, "/pods": {"items": ["odd", pod]}})
    found = taken(cast("Connection", odd))
    assert found["manifest of Deployment web"].content
    assert found["pods of Deployment web"].reason.startswith(why)
    assert bool(found["pods of Deployment web"].content) == (not why)
