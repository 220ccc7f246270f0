"""The contract: what the controllers make of a Deployment: revisions, rollouts that are stuck, paused or late."""

from typing import Any

import pytest

from tests.contract.stage import JSON_PATCH, STRATEGIC, Stage
from tests.contract.things import BETTER, BROKEN, GOOD, Json, template, workload

pytestmark = pytest.mark.controllers

REVISION = "deployment.kubernetes.io/revision"
HISTORY = "deployment.kubernetes.io/revision-history"
HASH = "pod-template-hash"


def _start(stage: Stage, **spec: Any) -> Json:
    stage.create("deployments", workload("web", **spec))
    return stage.rolled_out("deployments", "web")


def _deploy(stage: Stage, image: str, *, wait: bool = True) -> None:
    steps = [{"op": "replace", "path": "/spec/template", "value": template("web", image)}]
    assert stage.patch("deployments", "web", steps, JSON_PATCH).code == 200
    if wait:
        stage.rolled_out("deployments", "web")


def _revisions(stage: Stage) -> dict[str, Json]:
    return {one["metadata"]["annotations"][REVISION]: one for one in stage.items("replicasets")}


def _image(replicaset: Json) -> str:
    return str(replicaset["spec"]["template"]["spec"]["containers"][0]["image"])


def _sizes(stage: Stage) -> dict[str, int]:
    return {_image(one): one["spec"]["replicas"] for one in stage.items("replicasets")}


def _reason(stage: Stage) -> str:
    conditions = stage.get("deployments", "web")["status"].get("conditions") or []
    return next((one["reason"] for one in conditions if one["type"] == "Progressing"), "")


def test_each_template_has_a_replicaset_with_a_revision_and_a_hash(stage: Stage) -> None:
    found = _start(stage)
    _deploy(stage, BETTER)
    revisions = _revisions(stage)
    assert {number: _image(one) for number, one in revisions.items()} == {"1": GOOD, "2": BETTER}
    for one in revisions.values():
        hashed = one["metadata"]["labels"][HASH]
        assert one["metadata"]["name"] == f"web-{hashed}"
        assert one["spec"]["template"]["metadata"]["labels"] == {"app": "web", HASH: hashed}
        assert one["spec"]["selector"]["matchLabels"] == {"app": "web", HASH: hashed}
        (owner,) = one["metadata"]["ownerReferences"]
        assert (owner["kind"], owner["uid"], owner["controller"]) == ("Deployment", found["metadata"]["uid"], True)
    assert stage.get("deployments", "web")["metadata"]["annotations"][REVISION] == "2"


def test_rolling_back_to_one_renames_it_three(stage: Stage) -> None:
    _start(stage)
    _deploy(stage, BETTER)
    first = _revisions(stage)["1"]
    _deploy(stage, GOOD)
    revisions = _revisions(stage)
    assert set(revisions) == {"2", "3"}
    assert revisions["3"]["metadata"]["uid"] == first["metadata"]["uid"]
    assert revisions["3"]["metadata"]["annotations"][HISTORY] == "1"
    assert revisions["3"]["metadata"]["creationTimestamp"] == first["metadata"]["creationTimestamp"]


def test_a_rollback_in_the_middle_of_a_bad_rollout(stage: Stage) -> None:
    _start(stage, replicas=4)
    _deploy(stage, BROKEN, wait=False)
    stage.until(lambda: _sizes(stage) == {GOOD: 3, BROKEN: 2})
    _deploy(stage, GOOD)
    assert _sizes(stage) == {GOOD: 4, BROKEN: 0}
    assert _reason(stage) == "NewReplicaSetAvailable"


def test_the_same_template_again_is_taken_and_nothing_happens(stage: Stage) -> None:
    before = _start(stage)
    stage.rest()
    before = stage.get("deployments", "web")
    steps = [{"op": "replace", "path": "/spec/template", "value": before["spec"]["template"]}]
    answer = stage.patch("deployments", "web", steps, JSON_PATCH)
    assert answer.code == 200
    assert answer.body["metadata"]["generation"] == before["metadata"]["generation"]
    stage.rest()
    assert set(_revisions(stage)) == {"1"}


def test_a_restart_makes_a_revision_with_the_same_image(stage: Stage) -> None:
    _start(stage)
    notes = {"kubectl.kubernetes.io/restartedAt": "2026-11-21T10:00:00Z"}
    change = {"spec": {"template": {"metadata": {"annotations": notes}}}}
    assert stage.patch("deployments", "web", change, STRATEGIC).code == 200
    stage.rolled_out("deployments", "web")
    revisions = _revisions(stage)
    assert {number: _image(one) for number, one in revisions.items()} == {"1": GOOD, "2": GOOD}
    assert revisions["2"]["spec"]["template"]["metadata"]["annotations"] == notes


def test_a_paused_deployment_takes_the_patch_and_nothing_rolls(stage: Stage) -> None:
    _start(stage)
    stage.patch("deployments", "web", {"spec": {"paused": True}})
    stage.until(lambda: _reason(stage) == "DeploymentPaused")
    _deploy(stage, BETTER, wait=False)
    stage.rest()
    found = stage.get("deployments", "web")
    assert found["status"]["observedGeneration"] == found["metadata"]["generation"]
    assert found["status"].get("updatedReplicas", 0) == 0
    assert _sizes(stage) == {GOOD: 1}
    stage.patch("deployments", "web", {"spec": {"paused": None}})
    stage.rolled_out("deployments", "web")
    assert _sizes(stage) == {GOOD: 0, BETTER: 1}


def test_a_paused_deployment_is_scaled_all_the_same(stage: Stage) -> None:
    _start(stage)
    stage.patch("deployments", "web", {"spec": {"paused": True, "replicas": 3}})
    stage.until(lambda: _sizes(stage) == {GOOD: 3})


def test_without_a_history_limit_no_old_replicaset_is_left(stage: Stage) -> None:
    _start(stage, revisionHistoryLimit=0)
    _deploy(stage, BETTER)
    stage.until(lambda: set(_revisions(stage)) == {"2"})


def test_the_history_limit_keeps_the_newest(stage: Stage) -> None:
    _start(stage, revisionHistoryLimit=1)
    _deploy(stage, BETTER)
    _deploy(stage, GOOD + "-other")
    stage.until(lambda: set(_revisions(stage)) == {"2", "3"})


def test_scaling_a_stuck_rollout_multiplies_the_bad_pods(stage: Stage) -> None:
    _start(stage, replicas=4)
    _deploy(stage, BROKEN, wait=False)
    stage.until(lambda: _sizes(stage) == {GOOD: 3, BROKEN: 2})
    path = stage.path("deployments", "web", "scale")
    stage.ask("PATCH", path, {"spec": {"replicas": 10}}, content="application/merge-patch+json")
    stage.until(lambda: _sizes(stage) == {GOOD: 8, BROKEN: 5})
    stage.rest()
    assert _sizes(stage) == {GOOD: 8, BROKEN: 5}


def test_counters_that_are_zero_are_absent(stage: Stage) -> None:
    _start(stage, replicas=0)
    status = stage.get("deployments", "web")["status"]
    for name in ("replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas"):
        assert name not in status
    assert status["observedGeneration"] == 1


def test_a_rollout_that_comes_to_nothing_is_late(stage: Stage) -> None:
    _start(stage, progressDeadlineSeconds=2)
    assert _reason(stage) == "NewReplicaSetAvailable"
    _deploy(stage, BROKEN, wait=False)
    stage.until(lambda: _reason(stage) == "ProgressDeadlineExceeded")
    conditions = {one["type"]: one for one in stage.get("deployments", "web")["status"]["conditions"]}
    assert conditions["Progressing"]["status"] == "False"
    assert "has timed out progressing" in conditions["Progressing"]["message"]
    assert conditions["Available"]["status"] == "True"


def test_the_change_cause_is_written_on_the_revision(stage: Stage) -> None:
    _start(stage)
    cause = {"kubernetes.io/change-cause": "better pauses", "team": "shop"}
    steps = [
        {"op": "add", "path": "/metadata/annotations", "value": {REVISION: "1", **cause}},
        {"op": "replace", "path": "/spec/template", "value": template("web", BETTER)},
    ]
    assert stage.patch("deployments", "web", steps, JSON_PATCH).code == 200
    stage.rolled_out("deployments", "web")
    assert _revisions(stage)["2"]["metadata"]["annotations"].items() >= cause.items()


def test_a_rollout_writes_events_of_its_scaling(stage: Stage) -> None:
    _start(stage)
    _deploy(stage, BETTER)
    selector = "involvedObject.kind=Deployment,reason=ScalingReplicaSet"
    stage.until(lambda: len(stage.items("events", fieldSelector=selector)) >= 3)
    messages = [one["message"] for one in stage.items("events", fieldSelector=selector)]
    new = _revisions(stage)["2"]["metadata"]["name"]
    assert f"Scaled up replica set {new} from 0 to 1" in messages


def test_a_pod_that_is_not_let_in_stops_the_rollout_with_its_reason(stage: Stage) -> None:
    _start(stage)
    stage.create("resourcequotas", {"metadata": {"name": "full"}, "spec": {"hard": {"pods": "1"}}})
    stage.until(lambda: stage.get("resourcequotas", "full")["status"].get("used", {}).get("pods") == "1")
    _deploy(stage, BETTER, wait=False)
    stage.until(lambda: _failure(stage))
    assert "exceeded quota: full" in _failure(stage)
    (event,) = stage.items("events", fieldSelector="type=Warning,reason=FailedCreate")[:1]
    assert event["involvedObject"]["kind"] == "ReplicaSet"
    assert "exceeded quota: full" in event["message"]


def _failure(stage: Stage) -> str:
    conditions = stage.get("deployments", "web")["status"].get("conditions") or []
    return next((one["message"] for one in conditions if one["type"] == "ReplicaFailure"), "")


def test_recreate_takes_the_old_pods_away_first(stage: Stage) -> None:
    _start(stage, replicas=2, strategy={"type": "Recreate"})
    _deploy(stage, BROKEN, wait=False)
    stage.until(lambda: _sizes(stage) == {GOOD: 0, BROKEN: 2})
