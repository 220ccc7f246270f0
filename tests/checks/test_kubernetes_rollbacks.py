"""Old revisions taken up again: each told once, when it happened, in its direction and by whom, in every console."""

import json

import pytest

from console.drill.cluster import SimulatedCluster
from console.drill.cluster.managed import Writer
from tests.checks.clusters import simulated
from tests.checks.test_kubernetes_changes import Console, said

GOOD, BAD = "reg.example/web:2.4.0", "reg.example/web:2.4.1"
CAUSE = "kubernetes.io/change-cause"


@pytest.fixture
def cluster() -> SimulatedCluster:
    """Return a cluster in which nothing has happened for three hours."""
    cluster = simulated(nodes=1)
    cluster.add_deployment("web", GOOD)
    cluster.add_statefulset("db", "db:1")
    cluster.settle()
    cluster.advance(3 * 3600)
    return cluster


def _write(cluster: SimulatedCluster, image: str, by: str, seconds: float, **notes: str) -> int:
    """Write another image of web as `by`, let time pass, and return when it was written."""
    found, at = cluster.get("deployment", "web"), cluster.now()
    template = found["spec"]["template"]
    containers = [{**template["spec"]["containers"][0], "image": image}]
    spec = {**found["spec"], "template": {**template, "spec": {**template["spec"], "containers": containers}}}
    meta = {**found["metadata"], "annotations": {**(found["metadata"].get("annotations") or {}), **notes}}
    kind = cluster.world.catalogue.named("deployment")
    with cluster.lock:
        cluster.world.write(kind, {**found, "spec": spec, "metadata": meta}, Writer(by))
        cluster.tick()
    cluster.advance(seconds)
    return at


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("wait", [3, 20, 200, 2000])
def test_an_old_write_is_never_told_as_a_new_change(cluster: SimulatedCluster, wait: int, seed: int) -> None:
    _write(cluster, BAD, "deploy-bot", wait)
    rollback = _write(cluster, GOOD, "warroom", wait, **{"warroom/note": "back"})
    console = Console(cluster, seed=seed)
    ours = [each for each in console.look() if abs(each.at - rollback) < 2000]
    assert [(each.by, each.text) for each in ours] == [
        ("warroom", "web 2.4.1 > 2.4.0 r2 > r3 (back to an earlier revision)")
    ]
    written = _write(cluster, BAD, "deploy-bot", 60)
    told = console.look()
    assert said(told) == ["rollout: web 2.4.0 > 2.4.1 r3 > r4 (back to an earlier revision)"]
    assert told[0].by == "deploy-bot"
    assert abs(told[0].at - written) < 2000
    cluster.advance(60)
    assert console.look() == []
    again = [each for each in Console(cluster).look() if each.key == told[0].key]
    assert [(each.text, each.by) for each in again] == [(told[0].text, told[0].by)]
    assert abs(again[0].at - written) < 2000


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("wait", [1, 3, 8])
def test_who_wrote_just_before_is_not_the_author(cluster: SimulatedCluster, wait: int, seed: int) -> None:
    console = Console(cluster, seed=seed)
    console.look()
    authors = []
    for image, by in ((BAD, "deploy-bot"), (GOOD, "warroom"), (BAD, "ci")):
        written = _write(cluster, image, by, wait, **{f"{by}/note": "x"})
        told = console.look()
        authors += [each.by for each in told]
        assert all(abs(each.at - written) < 2000 for each in told)
    assert authors == ["deploy-bot", "warroom", "ci"]


def test_a_change_that_leaves_no_write_has_no_author(cluster: SimulatedCluster) -> None:
    _write(cluster, BAD, "deploy-bot", 60)
    cluster.set_image("web", BAD, env={"A": "1"})
    cluster.advance(60)
    _write(cluster, BAD, "warroom", 5, **{"warroom/note": "x"})
    console = Console(cluster)
    console.look()
    began = cluster.now()
    template = json.loads(json.dumps(cluster.get("deployment", "web")["spec"]["template"]))
    del template["spec"]["containers"][0]["env"]
    cluster.set_spec("Deployment", "web", template=template)
    cluster.advance(20)
    told = console.look()
    assert [(each.by, each.text) for each in told] == [("", "web (same image) r3 > r4 (back to an earlier revision)")]
    assert began <= told[0].at


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("held", [False, True])
def test_a_rollback_half_way_after_a_restart_is_one_line(cluster: SimulatedCluster, seed: int, *, held: bool) -> None:
    cluster.behave(BAD, "crash")
    _write(cluster, BAD, "deploy-bot", 40, **{CAUSE: "release 2.4.1"})
    if held:
        Console(cluster).look()
    console = Console(cluster, seed=seed)
    before = console.look()
    assert said(before) == ["rollout: web 2.4.0 > 2.4.1 r1 > r2 (release 2.4.1)"]
    written = _write(cluster, GOOD, "kubectl-rollout", 3, **{CAUSE: "undo"})
    told = console.look()
    for _ in range(20):
        cluster.advance(5)
        told += console.look()
    assert said(told) == ["rollout: web 2.4.1 > 2.4.0 r2 > r3 (back to an earlier revision) (undo)"]
    assert told[0].by == "kubectl-rollout"
    assert abs(told[0].at - written) < 2000
    fresh = [each for each in Console(cluster, seed=seed).look() if each.at > before[0].at]
    assert [(each.key, each.text, each.by) for each in fresh] == [(told[0].key, told[0].text, told[0].by)]
    assert abs(fresh[0].at - written) < 2000


@pytest.mark.parametrize("first", [False, True])
def test_a_bad_release_again_half_way_is_not_dated_by_its_first_life(cluster: SimulatedCluster, *, first: bool) -> None:
    cluster.behave(BAD, "crash")
    _write(cluster, BAD, "deploy-bot", 40)
    _write(cluster, GOOD, "warroom", 0.2, **{"warroom/note": "x"})
    console = Console(cluster)
    if not first:
        console.look()
    written = _write(cluster, BAD, "deploy-bot", 20)
    told = [each for each in console.look() if each.key.endswith("/r4")]
    assert [each.text for each in told] == ["web 2.4.0 > 2.4.1 r3 > r4 (back to an earlier revision)"]
    assert told[0].by == "deploy-bot"
    assert abs(told[0].at - written) < 2000


def test_a_cause_belongs_to_the_newest_number_of_its_revision(cluster: SimulatedCluster) -> None:
    _write(cluster, BAD, "deploy-bot", 60, **{CAUSE: "release 2.4.1 (1)"})
    _write(cluster, GOOD, "warroom", 60, **{CAUSE: "rollback"})
    _write(cluster, BAD, "deploy-bot", 60, **{CAUSE: "release 2.4.1 (2)"})
    assert said(Console(cluster).look()) == [
        "rollout: web 2.4.0 > 2.4.1 r1 > r2",
        "rollout: web 2.4.1 > 2.4.0 r2 > r3 (back to an earlier revision) (rollback)",
        "rollout: web 2.4.0 > 2.4.1 r3 > r4 (back to an earlier revision) (release 2.4.1 (2))",
    ]


def test_a_statefulset_goes_back_now_and_not_when_its_revision_was_made(cluster: SimulatedCluster) -> None:
    cluster.set_image("db", "db:2", kind="StatefulSet")
    cluster.advance(600)
    console = Console(cluster)
    console.look()
    began = cluster.now()
    cluster.set_image("db", "db:1", kind="StatefulSet")
    cluster.advance(60)
    told = console.look()
    assert said(told) == ["rollout: db 2 > 1 r2 > r3 (back to an earlier revision)"]
    assert abs(told[0].at - began) < 2000


def test_of_two_writers_the_one_that_made_the_difference_is_named(cluster: SimulatedCluster) -> None:
    console = Console(cluster)
    console.look()
    cluster.scale("web", 5)
    cluster.advance(2)
    found = cluster.get("deployment", "web")
    meta = {**found["metadata"], "annotations": {**found["metadata"]["annotations"], "note": "x"}}
    kind = cluster.world.catalogue.named("deployment")
    cluster.world.write(kind, {**found, "metadata": meta}, Writer("somebody"))
    cluster.advance(20)
    assert [(each.by, each.text) for each in console.look()] == [
        ("deploy-bot", "web 3 > 5 replicas"),
        ("somebody", "deploy/web changed"),
    ]


def test_who_writes_something_else_after_a_deploy_did_not_deploy(cluster: SimulatedCluster) -> None:
    console = Console(cluster)
    console.look()
    _write(cluster, BAD, "ci", 5)
    cluster.set_spec("Deployment", "web", minReadySeconds=1)
    cluster.advance(30)
    assert [(each.by, each.text) for each in console.look()] == [
        ("ci", "web 2.4.0 > 2.4.1 r1 > r2"),
        ("deploy-bot", "deploy/web changed"),
    ]
