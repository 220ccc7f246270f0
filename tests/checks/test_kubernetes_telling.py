"""What the change feed says of acts that leave no time, and of words that attack."""

from typing import Any

import pytest

from checks.kubernetes.acts import Act
from checks.kubernetes.changes import Feed
from checks.kubernetes.cut import Scaling
from checks.kubernetes.objects import Revision, Thing
from checks.kubernetes.resources import RESOURCES, Kept
from checks.kubernetes.telling import Telling
from console.drill.cluster.managed import Writer
from tests.checks.clusters import simulated
from tests.checks.test_kubernetes_changes import Console, said
from tests.fakes import FakeClock

DAY = 24 * 3600


@pytest.mark.parametrize("field", ["target", "text", "key", "by", "namespace"])
def test_words_of_the_cluster_reach_the_log_as_one_harmless_line(field: str) -> None:
    telling = Telling("sim")
    act = Act(1, "rollout", "deploy/web", "web created", "u/r1", "bob", "shop")
    hostile: dict[str, Any] = {field: "a\x1b]52;c;x\x07\n\u202eb\ud800" + "c" * 5000}
    telling.tell(act._replace(**hostile))
    told = getattr(telling.drain()[0], field)
    assert told.startswith("a<1B>]52;c;x<07> <202E>b<D800>c")
    assert len(told) <= 300


def test_an_uncordon_is_told_with_the_same_key_by_every_console_that_sees_it() -> None:
    cluster = simulated(nodes=0)
    cluster.add_node("node-1", spec={"podCIDR": "10.0.0.0/24"})
    cluster.advance(DAY)
    cluster.set_spec("Node", "node-1", namespace="", unschedulable=True)
    quick, slow = Console(cluster), Console(cluster)
    assert quick.look() == slow.look() != []
    cluster.advance(60)
    cluster.set_spec("Node", "node-1", namespace="", unschedulable=None)
    first = quick.look()
    cluster.advance(7)
    second = slow.look()
    assert said(first) == said(second) == ["node: node/node-1 uncordoned"]
    assert first[0].key == second[0].key
    assert first[0].by == ""


def test_who_labels_a_node_has_not_uncordoned_it() -> None:
    cluster = simulated(nodes=0)
    cluster.add_node("node-1", spec={"podCIDR": "10.0.0.0/24"})
    cluster.advance(DAY)
    cluster.set_spec("Node", "node-1", namespace="", unschedulable=True)
    console = Console(cluster)
    console.look()
    cluster.advance(60)
    cluster.set_spec("Node", "node-1", namespace="", unschedulable=None)
    node = cluster.get("Node", "node-1", "")
    labels = {**node["metadata"]["labels"], "zone": "a"}
    kind = cluster.world.catalogue.named("Node")
    cluster.world.write(kind, {**node, "metadata": {**node["metadata"], "labels": labels}}, Writer("labeller"))
    assert [(each.text, each.by) for each in console.look()] == [("node/node-1 uncordoned", "")]


@pytest.mark.parametrize(("kind", "add"), [("ConfigMap", "add_configmap"), ("Secret", "add_secret")])
def test_a_key_that_is_taken_out_of_configuration_is_told_though_it_leaves_no_time(kind: str, add: str) -> None:
    cluster = simulated(nodes=1)
    getattr(cluster, add)("app", a="1", b="2")
    cluster.advance(DAY)
    quick, slow = Console(cluster), Console(cluster)
    assert quick.look() == slow.look() == []
    left = {"a": cluster.get(kind, "app")["data"]["a"]}
    cluster.change(kind, "app", data=left)
    first = quick.look()
    cluster.advance(7)
    second = slow.look()
    assert [each.text for each in first] == [f"{kind.lower()}/app changed: something was taken out of it"]
    assert first[0].key == second[0].key
    assert quick.look() == []


def test_a_field_that_a_machine_takes_over_is_not_taken_out() -> None:
    cluster = simulated(nodes=1)
    cluster.add_configmap("app", a="1", b="2")
    cluster.advance(DAY)
    console = Console(cluster)
    console.look()
    old = cluster.get("ConfigMap", "app")
    kind = cluster.world.catalogue.named("ConfigMap")
    cluster.world.write(kind, {**old, "data": {"a": "1", "b": "3"}}, Writer("kube-controller-manager"))
    assert console.look() == []


def test_an_autoscaler_that_is_pointed_elsewhere_minds_its_old_target_no_more() -> None:
    cluster = simulated()
    cluster.add_deployment("web", "web:1")
    cluster.add_deployment("api", "api:1")
    cluster.add_hpa("web", 2, 10)
    cluster.settle()
    console = Console(cluster)
    console.look()
    target = cluster.get("HorizontalPodAutoscaler", "web")["spec"]["scaleTargetRef"]
    cluster.set_spec("HorizontalPodAutoscaler", "web", scaleTargetRef={**target, "name": "api"})
    console.look()
    assert console.feed._minders == {("default", "Deployment", "api"): "web"}


def _row(number: int) -> Any:
    return Kept(Revision("ReplicaSet", "n", f"rs-{number}", f"rs{number}", f"owner{number}", 1))


def test_what_belongs_to_objects_that_are_gone_is_not_kept_for_ever() -> None:
    feed = Feed("sim", FakeClock())
    for number in range(6000):
        feed.turn("replicasets", None, _row(number))
        feed.turn("replicasets", _row(number), None)
        feed.turn("scalings", None, Kept(Scaling("n", f"w{number}", f"owner{number}", "rs", 1, 2, number)))
    assert not feed._revisions
    assert len(feed._scalings) <= 5000


def test_labels_of_a_release_that_no_helm_writes_are_no_end_of_the_feed() -> None:
    secrets = next(each for each in RESOURCES if each.name == "secrets")
    raw: dict[str, Any] = {"metadata": {"name": "s", "namespace": "n", "uid": "u"}}
    raw["metadata"]["creationTimestamp"] = "2026-11-21T16:00:00Z"
    raw["metadata"]["labels"] = {"owner": "helm", "status": "failed", "modifiedAt": "9" * 5000, "version": {"a": 1}}
    _, kept = secrets.keep(raw)
    assert isinstance(kept.row, Thing)
    assert kept.mark is not None
    assert kept.mark.created_at is not None
    feed = Feed("sim", FakeClock(kept.mark.created_at + 1000))
    feed.turn("secrets", kept._replace(mark=kept.mark._replace(labels=())), kept)
    assert len(feed.drain()) == 1
