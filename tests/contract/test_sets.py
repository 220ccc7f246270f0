"""The contract: StatefulSets and DaemonSets: their revisions, and where they stay stuck."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.stage import JSON_PATCH, Stage
from tests.contract.things import BETTER, BROKEN, GOOD, Json, daemon, node, stateful, template

pytestmark = pytest.mark.controllers

HASH = "controller-revision-hash"


def _db(stage: Stage, replicas: int = 3, **spec: Any) -> Json:
    stage.create("statefulsets", stateful("db", replicas=replicas, **spec))
    stage.until(lambda: stage.get("statefulsets", "db")["status"].get("readyReplicas") == replicas)
    return stage.get("statefulsets", "db")


def _deploy(stage: Stage, plural: str, name: str, pod_template: Json) -> None:
    steps = [{"op": "replace", "path": "/spec/template", "value": pod_template}]
    assert stage.patch(plural, name, steps, JSON_PATCH).code == 200


def _images(stage: Stage, app: str = "db") -> dict[str, str]:
    return {one["metadata"]["name"]: one["spec"]["containers"][0]["image"] for one in stage.pods(app)}


def _revisions(stage: Stage, app: str) -> dict[int, Json]:
    found = stage.items("controllerrevisions", labelSelector=f"app={app}")
    return {one["revision"]: one for one in found}


def test_a_statefulset_makes_numbered_pods(stage: Stage) -> None:
    found = _db(stage)
    assert sorted(_images(stage)) == ["db-0", "db-1", "db-2"]
    first = stage.get("pods", "db-0")
    assert first["metadata"]["labels"]["statefulset.kubernetes.io/pod-name"] == "db-0"
    assert first["metadata"]["labels"][HASH] == found["status"]["updateRevision"]
    assert first["metadata"]["ownerReferences"][0]["kind"] == "StatefulSet"


def test_an_update_begins_with_the_last_pod(stage: Stage) -> None:
    before = _db(stage)
    _deploy(stage, "statefulsets", "db", template("db", BROKEN))
    stage.until(lambda: _images(stage).get("db-2") == BROKEN)
    stage.rest()
    assert _images(stage) == {"db-0": GOOD, "db-1": GOOD, "db-2": BROKEN}
    status = stage.get("statefulsets", "db")["status"]
    assert status["currentRevision"] == before["status"]["currentRevision"]
    assert status["updateRevision"] != status["currentRevision"]
    assert (status["updatedReplicas"], status["readyReplicas"], status["currentReplicas"]) == (1, 2, 2)


def test_it_stays_stuck_on_its_broken_pod_after_the_rollback_until_that_is_deleted(stage: Stage) -> None:
    _db(stage)
    _deploy(stage, "statefulsets", "db", template("db", BROKEN))
    stage.until(lambda: _images(stage).get("db-2") == BROKEN)
    revision = _revisions(stage, "db")[1]
    old = {name: value for name, value in revision["data"]["spec"]["template"].items() if name != "$patch"}
    _deploy(stage, "statefulsets", "db", old)
    stage.rest(3)
    assert _images(stage)["db-2"] == BROKEN
    uid = stage.get("pods", "db-2")["metadata"]["uid"]
    assert stage.ask("DELETE", stage.path("pods", "db-2"), {"preconditions": {"uid": uid}}).code == 200
    stage.until(lambda: _images(stage) == {"db-0": GOOD, "db-1": GOOD, "db-2": GOOD})
    stage.rolled_out("statefulsets", "db")


def test_the_revisions_of_a_statefulset_hold_its_templates(stage: Stage) -> None:
    found = _db(stage, replicas=1)
    _deploy(stage, "statefulsets", "db", template("db", BETTER))
    stage.until(lambda: set(_revisions(stage, "db")) == {1, 2})
    first, second = _revisions(stage, "db")[1], _revisions(stage, "db")[2]
    assert first["data"]["spec"]["template"]["$patch"] == "replace"
    assert first["data"]["spec"]["template"]["spec"]["containers"][0]["image"] == GOOD
    assert second["data"]["spec"]["template"]["spec"]["containers"][0]["image"] == BETTER
    (owner,) = first["metadata"]["ownerReferences"]
    assert owner["uid"] == found["metadata"]["uid"]
    assert first["metadata"]["name"] == found["status"]["updateRevision"]


def test_going_back_gives_the_old_revision_the_highest_number(stage: Stage) -> None:
    _db(stage, replicas=1)
    first = _revisions(stage, "db")[1]
    _deploy(stage, "statefulsets", "db", template("db", BETTER))
    stage.until(lambda: set(_revisions(stage, "db")) == {1, 2})
    _deploy(stage, "statefulsets", "db", template("db", GOOD))
    stage.until(lambda: 3 in _revisions(stage, "db"))
    assert set(_revisions(stage, "db")) == {2, 3}
    assert _revisions(stage, "db")[3]["metadata"]["uid"] == first["metadata"]["uid"]


def test_on_delete_nothing_rolls_by_itself(stage: Stage) -> None:
    _db(stage, replicas=1, updateStrategy={"type": "OnDelete"})
    _deploy(stage, "statefulsets", "db", template("db", BETTER))
    stage.until(lambda: set(_revisions(stage, "db")) == {1, 2})
    stage.rest()
    assert _images(stage) == {"db-0": GOOD}
    stage.ask("DELETE", stage.path("pods", "db-0"))
    stage.until(lambda: _images(stage) == {"db-0": BETTER})


def test_a_partition_keeps_the_pods_below_it(stage: Stage) -> None:
    _db(stage, updateStrategy={"type": "RollingUpdate", "rollingUpdate": {"partition": 2}})
    _deploy(stage, "statefulsets", "db", template("db", BETTER))
    stage.until(lambda: _images(stage).get("db-2") == BETTER)
    stage.rest()
    assert _images(stage) == {"db-0": GOOD, "db-1": GOOD, "db-2": BETTER}


def test_pods_of_a_statefulset_come_one_after_another(stage: Stage) -> None:
    stage.create("statefulsets", stateful("db", BROKEN, replicas=3))
    stage.until(lambda: _images(stage))
    stage.rest()
    assert sorted(_images(stage)) == ["db-0"]


@pytest.fixture
def one_node(stage: Stage) -> Iterator[str]:
    """A node of our own."""
    name = f"contract-{uuid.uuid4().hex[:8]}"
    assert stage.ask("POST", "/api/v1/nodes", node(name)).code == 201
    yield name
    stage.ask("DELETE", f"/api/v1/nodes/{name}")


def _agent(stage: Stage, name: str, **spec: Any) -> Json:
    document = daemon("agent", name, **spec)
    document["spec"]["template"]["spec"]["tolerations"] = [{"operator": "Exists"}]
    return stage.create("daemonsets", document)


def _new_template(stage: Stage) -> Json:
    changed: Json = stage.get("daemonsets", "agent")["spec"]["template"]
    changed["spec"]["containers"][0]["image"] = BETTER
    return changed


def test_a_daemonset_has_a_pod_on_each_of_its_nodes(stage: Stage, one_node: str) -> None:
    _agent(stage, one_node)
    stage.until(lambda: stage.get("daemonsets", "agent")["status"].get("desiredNumberScheduled") == 1)
    stage.until(lambda: len(stage.pods("agent")) == 1)
    (only,) = stage.pods("agent")
    assert only["metadata"]["labels"][HASH] == _revisions(stage, "agent")[1]["metadata"]["labels"][HASH]
    assert "numberAvailable" not in stage.get("daemonsets", "agent")["status"] or stage.simulated


def test_the_revisions_of_a_daemonset_hold_its_templates(stage: Stage, one_node: str) -> None:
    made = _agent(stage, one_node)
    stage.until(lambda: len(stage.pods("agent")) == 1)
    _deploy(stage, "daemonsets", "agent", _new_template(stage))
    stage.until(lambda: set(_revisions(stage, "agent")) == {1, 2})
    second = _revisions(stage, "agent")[2]
    assert second["data"]["spec"]["template"]["$patch"] == "replace"
    assert second["data"]["spec"]["template"]["spec"]["containers"][0]["image"] == BETTER
    assert second["metadata"]["ownerReferences"][0]["uid"] == made["metadata"]["uid"]
    stage.until(lambda: list(_images(stage, "agent").values()) == [BETTER])


def test_a_daemonset_on_delete_does_not_roll(stage: Stage, one_node: str) -> None:
    _agent(stage, one_node, updateStrategy={"type": "OnDelete"})
    stage.until(lambda: len(stage.pods("agent")) == 1)
    _deploy(stage, "daemonsets", "agent", _new_template(stage))
    stage.until(lambda: set(_revisions(stage, "agent")) == {1, 2})
    stage.rest()
    assert list(_images(stage, "agent").values()) == [GOOD]
