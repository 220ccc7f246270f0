import json
import random
from pathlib import Path
from typing import Any, cast

import pytest

from checks.change import Change
from checks.kubernetes.access import Connection
from checks.kubernetes.changes import Feed
from checks.kubernetes.resources import RESOURCES, Kept
from checks.kubernetes.rollouts import difference, short
from checks.kubernetes.watching import ClusterWatch
from console.drill.cluster import SimulatedCluster
from console.drill.cluster.managed import Writer
from console.drill.cluster.values import stamp
from tests.checks.clusters import simulated, until, watched

KINDS = {each.name: (each.plural or each.name) for each in RESOURCES if each.told or each.name == "scalings"}


class Console:
    """A feed that looks at a simulated cluster when it is told to, in any order of resources."""

    def __init__(self, cluster: SimulatedCluster, *, without: tuple[str, ...] = (), seed: int = 0) -> None:
        self.cluster, self.feed = cluster, Feed("sim", cluster.now, settle=0)
        self._known = {each.name: each for each in RESOURCES if each.name in KINDS and each.name not in without}
        self._had: dict[tuple[str, str], Kept] = {}
        self._dice = random.Random(seed)

    def look(self) -> list[Change]:
        """Take in what is there now, and return what is told of it."""
        now: dict[tuple[str, str], Kept] = {}
        for name, resource in self._known.items():
            for raw in self.cluster.all(KINDS[name]):
                if name == "scalings" and raw["reason"] != "ScalingReplicaSet":
                    continue
                key, kept = resource.keep(json.loads(json.dumps(raw)))
                now[name, "/".join(key)] = kept
        turns = [(at, self._had.get(at), now.get(at)) for at in {**self._had, **now}]
        self._dice.shuffle(turns)
        for (name, _), before, after in turns:
            if before != after:
                self.feed.turn(name, before, after)
        self._had = now
        for _ in range(3):
            if self.feed.settle(ready=True):
                self.feed.look_up(cast(Connection, self))
        return self.feed.drain()

    def fetch(self, _method: str, path: str, **_known: Any) -> tuple[int, bytes]:
        """Answer as a connection does."""
        found = self.cluster.find("replicaset", path.rpartition("/")[2])
        return (200, json.dumps(found).encode()) if found else (404, b"")


def said(changes: list[Change]) -> list[str]:
    return [f"{each.what}: {each.text}" for each in changes]


@pytest.fixture
def old() -> SimulatedCluster:
    """Return a cluster in which nothing has happened for three hours."""
    cluster = simulated(nodes=1)
    cluster.add_deployment("web", "reg.example/web:2.4.0")
    cluster.add_statefulset("db", "db:1")
    cluster.add_daemonset("agent", "agent:1")
    cluster.add_configmap("app", a="b")
    cluster.add_secret("key", a="b")
    cluster.add_budget("web", "web", minAvailable=1)
    cluster.settle()
    cluster.advance(3 * 3600)
    return cluster


def test_what_lies_longer_back_than_two_hours_is_not_told(old: SimulatedCluster) -> None:
    assert Console(old).look() == []


@pytest.mark.parametrize("seed", range(4))
def test_a_deploy_is_one_line_from_image_to_image(old: SimulatedCluster, seed: int) -> None:
    console = Console(old, seed=seed)
    console.look()
    old.set_image("web", "reg.example/web:2.4.1")
    old.settle()
    changes = console.look()
    assert said(changes) == ["rollout: web 2.4.0 > 2.4.1 r1 > r2"]
    assert (changes[0].by, changes[0].target, changes[0].where) == ("deploy-bot", "deploy/web", "sim")
    old.advance(60)
    assert console.look() == []


def test_the_same_deploy_is_told_the_same_on_first_contact(old: SimulatedCluster) -> None:
    watching = Console(old)
    watching.look()
    old.set_image("web", "reg.example/web:2.4.1")
    old.settle()
    told = watching.look()
    old.advance(600)
    assert Console(old).look() == told


def test_a_rollout_is_told_while_it_is_stuck(old: SimulatedCluster) -> None:
    console = Console(old)
    console.look()
    old.behave("web:bad", "crash")
    old.set_image("web", "web:bad")
    old.advance(10)
    assert said(console.look()) == ["rollout: web web:2.4.0 > web:bad r1 > r2"]
    old.advance(700)
    assert console.look() == [], "that it is late is a state and no change"


def test_a_rollback_takes_up_an_old_replicaset_and_is_told_as_one(old: SimulatedCluster) -> None:
    console = Console(old)
    console.look()
    old.set_image("web", "reg.example/web:2.4.1")
    old.settle()
    console.look()
    old.advance(900)
    began = old.now()
    old.set_image("web", "reg.example/web:2.4.0")
    old.settle()
    told = console.look()
    assert said(told) == ["rollout: web 2.4.1 > 2.4.0 r2 > r3 (back to an earlier revision)"]
    assert abs(told[0].at - began) < 2000
    old.advance(300)
    fresh = [each for each in Console(old).look() if each.key == told[0].key]
    assert [(each.at, each.text) for each in fresh] == [(told[0].at, told[0].text)]


def test_a_rollback_long_ago_is_not_dated_by_a_later_edit(old: SimulatedCluster) -> None:
    old.set_image("web", "reg.example/web:2.4.1")
    old.settle()
    old.set_image("web", "reg.example/web:2.4.0")
    old.settle()
    old.advance(5 * 3600)
    old.annotate("deployment", "web", note="hello")
    assert said(Console(old).look()) == ["config: deploy/web changed"]


def test_a_restart_is_one_line(old: SimulatedCluster) -> None:
    console = Console(old)
    console.look()
    template = old.get("deployment", "web")["spec"]["template"]
    notes = {"kubectl.kubernetes.io/restartedAt": stamp(old.now())}
    old.set_spec("Deployment", "web", template={**template, "metadata": {**template["metadata"], "annotations": notes}})
    old.settle()
    assert said(console.look()) == ["restart: web restarted r1 > r2"]
    assert said(Console(old).look()) == ["restart: web restarted r1 > r2"]


def test_other_variables_with_the_same_image_are_said_so(old: SimulatedCluster) -> None:
    console = Console(old)
    console.look()
    old.set_image(
        "web", "reg.example/web:2.4.0", env={"MODE": "b"}, annotations={"kubernetes.io/change-cause": "mode b"}
    )
    old.settle()
    assert said(console.look()) == ["rollout: web (same image) r1 > r2 (mode b)"]


def test_a_scaling_says_from_where_to_where_also_on_first_contact(old: SimulatedCluster) -> None:
    console = Console(old)
    console.look()
    old.scale("web", 5)
    old.settle()
    told = console.look()
    assert said(told) == ["scale: web 3 > 5 replicas"]
    assert Console(old).look() == told


def test_a_deploy_and_a_scaling_are_two_lines(old: SimulatedCluster) -> None:
    console = Console(old)
    console.look()
    old.set_image("web", "reg.example/web:2.4.1")
    old.settle()
    first = said(console.look())
    old.advance(30)
    old.scale("web", 4)
    old.settle()
    assert first + said(console.look()) == ["rollout: web 2.4.0 > 2.4.1 r1 > r2", "scale: web 3 > 4 replicas"]


def test_an_autoscalers_answer_is_its_own_line(old: SimulatedCluster) -> None:
    old.add_hpa("web", 2, 10)
    old.advance(3 * 3600)
    console = Console(old)
    console.look()
    old.scale("web", 1)
    old.advance(2)
    first = said(console.look())
    old.advance(20)
    second = console.look()
    assert first + said(second) == ["scale: web 3 > 1 replicas", "autoscaler: hpa/web scaled deploy/web 1 > 2"]
    assert second[0].by == "hpa web"


def test_new_bounds_of_an_autoscaler_are_told(old: SimulatedCluster) -> None:
    old.add_hpa("web", 2, 10)
    old.advance(3 * 3600)
    console = Console(old)
    console.look()
    old.set_spec("HorizontalPodAutoscaler", "web", minReplicas=3, maxReplicas=20)
    assert said(console.look()) == ["autoscaler: hpa/web min 2 > 3, max 10 > 20"]


def test_pausing_and_resuming_are_told(old: SimulatedCluster) -> None:
    console = Console(old)
    console.look()
    old.set_spec("Deployment", "web", paused=True)
    first = said(console.look())
    old.advance(30)
    old.set_spec("Deployment", "web", paused=None)
    old.settle()
    assert first + said(console.look()) == ["rollout: web rollout paused", "rollout: web rollout resumed"]


def test_a_new_image_while_paused_is_told_at_once_and_its_rollout_when_it_comes(old: SimulatedCluster) -> None:
    old.set_spec("Deployment", "web", paused=True)
    console = Console(old)
    console.look()
    old.advance(60)
    old.set_image("web", "reg.example/web:2.4.1")
    old.advance(60)
    assert said(console.look()) == ["rollout: web 2.4.0 > 2.4.1 (the rollout is paused)"]
    old.set_spec("Deployment", "web", paused=None)
    old.settle()
    assert "rollout: web 2.4.0 > 2.4.1 r1 > r2" in said(console.look())


@pytest.mark.parametrize(("kind", "name", "image"), [("StatefulSet", "db", "db:2"), ("DaemonSet", "agent", "agent:2")])
def test_statefulsets_and_daemonsets_roll_out_too(old: SimulatedCluster, kind: str, name: str, image: str) -> None:
    console = Console(old)
    console.look()
    old.set_image(name, image, kind=kind)
    old.settle()
    told = console.look()
    assert said(told) == [f"rollout: {name} 1 > 2 r1 > r2"]
    assert Console(old).look() == told


def test_without_the_right_to_replicasets_a_deploy_is_still_told(old: SimulatedCluster) -> None:
    console = Console(old, without=("replicasets",))
    console.look()
    old.set_image("web", "reg.example/web:2.4.1")
    old.settle()
    told = console.look()
    assert [(each.what, each.key.rpartition("/")[2]) for each in told] == [("rollout", "r2")]
    assert "r1 > r2" in told[0].text


@pytest.mark.parametrize(("kind", "name", "what"), [("ConfigMap", "app", "config"), ("Secret", "key", "secret")])
def test_changed_and_deleted_configuration_is_told(old: SimulatedCluster, kind: str, name: str, what: str) -> None:
    console = Console(old)
    console.look()
    old.change(kind, name, data={"a": "eA=="})
    told = console.look()
    assert said(told) == [f"{what}: {kind.lower()}/{name} changed"]
    assert Console(old).look() == told
    old.delete(kind, name)
    assert said(console.look()) == [f"{what}: {kind.lower()}/{name} deleted"]


def test_new_objects_are_told_as_created_once(old: SimulatedCluster) -> None:
    console = Console(old)
    console.look()
    old.add_configmap("flags", a="b")
    old.add_deployment("cart", "cart:1")
    old.settle()
    assert said(console.look()) == ["config: configmap/flags created", "rollout: cart created cart:1"]


def test_a_deleted_workload_is_told_and_one_made_again_too(old: SimulatedCluster) -> None:
    console = Console(old)
    console.look()
    old.delete("deployment", "web")
    assert said(console.look()) == ["rollout: web deleted"]


def test_what_the_clusters_machinery_writes_is_no_change(old: SimulatedCluster) -> None:
    console = Console(old)
    console.look()
    root = {"metadata": {"name": "kube-root-ca.crt", "namespace": "default"}, "data": {}}
    old.advance(3 * 3600)
    old.press("node-1", "MemoryPressure")
    assert console.look() == []
    old.add("ConfigMap", root, Writer("kube-controller-manager"))
    assert said(console.look()) == ["config: configmap/kube-root-ca.crt created"]


def test_an_object_that_changes_all_the_time_is_told_of_no_more(old: SimulatedCluster) -> None:
    console = Console(old)
    console.look()
    told = 0
    for number in range(30):
        old.advance(5)
        old.change("ConfigMap", "app", data={"n": str(number)})
        told += len(console.look())
    assert told == 6


def test_a_cordon_is_told_and_labels_of_nodes_are_not(old: SimulatedCluster) -> None:
    console = Console(old)
    console.look()
    old.label("Node", "node-1", namespace="", zone="a")
    assert console.look() == []
    old.advance(5)
    old.set_spec("Node", "node-1", namespace="", unschedulable=True)
    told = console.look()
    assert said(told) == ["node: node/node-1 cordoned"]
    assert Console(old).look() == told
    old.advance(5)
    old.set_spec("Node", "node-1", namespace="", unschedulable=None)
    assert said(console.look()) == ["node: node/node-1 uncordoned"]


def test_a_helm_release_is_one_line_and_its_failure_another(old: SimulatedCluster) -> None:
    console = Console(old)
    console.look()
    old.add_release("shop", 7, "pending-upgrade")
    first = said(console.look())
    old.advance(30)
    labels = old.get("secret", "sh.helm.release.v1.shop.v7")["metadata"]["labels"]
    old.change("Secret", "sh.helm.release.v1.shop.v7", metadata={"labels": {**labels, "status": "failed"}})
    assert first + said(console.look()) == ["helm: shop v7 pending-upgrade", "helm: shop v7 failed"]
    assert said(Console(old).look()) == ["helm: shop v7 failed"]


def test_keys_are_unlike_for_unlike_changes(old: SimulatedCluster) -> None:
    console = Console(old)
    console.look()
    keys: list[str] = []
    for number in range(5):
        old.advance(100)
        old.set_image("web", f"reg.example/web:3.{number}")
        old.settle()
        old.scale("web", 4 + number)
        old.settle()
        old.change("ConfigMap", "app", data={"n": str(number)})
        keys += [each.key for each in console.look()]
    assert len(keys) == len(set(keys)) >= 15


def _next(watch: ClusterWatch) -> list[Change]:
    told: list[Change] = []

    def some() -> bool:
        told.extend(watch.changes())
        return bool(told)

    until(some)
    return told


def test_a_watch_gives_what_happened_before_and_then_what_is_new(tmp_path: Path) -> None:
    cluster = simulated(nodes=0)
    cluster.add_node("node-1")
    cluster.add_deployment("web", "web:1")
    cluster.settle()
    cluster.advance(4000)
    cluster.set_image("web", "web:2")
    cluster.settle()
    cluster.advance(4000)
    with watched(cluster, tmp_path) as watch:
        assert said(_next(watch)) == ["rollout: web 1 > 2 r1 > r2"]
        until(lambda: {each.images for each in watch.seen().revisions} == {("web:1",), ("web:2",)})
        cluster.set_image("web", "web:3")
        cluster.settle()
        assert said(_next(watch)) == ["rollout: web 2 > 3 r2 > r3"]


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (("a/b:1",), ("a/b:2",), "1 > 2"),
        (("reg:5000/b",), ("reg:5000/b:2",), "b > b:2"),
        (("b@sha256:" + "a" * 64,), ("b@sha256:" + "c" * 64,), f"{'a' * 12} > {'c' * 12}"),
        (("a:1", "b:1"), ("a:1", "b:2"), "1 > 2"),
        (("a:1",), ("a:1", "b:1"), "(1 > 2 containers)"),
        (("a:1",), ("a:1",), "(same image)"),
        ((), ("a:1",), "to a:1"),
        ((), (), ""),
    ],
)
def test_the_difference_of_images_is_short(before: tuple[str, ...], after: tuple[str, ...], text: str) -> None:
    assert difference(before, after) == text
    assert short("reg:5000/x/web:2.4.1@sha256:" + "a" * 64) == "web:2.4.1"
