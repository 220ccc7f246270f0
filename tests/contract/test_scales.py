"""The contract: /scale."""

import pytest

from tests.contract.stage import JSON_PATCH, MERGE, Reply, Stage
from tests.contract.things import stateful, workload


def _scale(stage: Stage, replicas: int | None = None, plural: str = "deployments", **query: str) -> Reply:
    path = stage.path(plural, "web", "scale")
    if replicas is None:
        return stage.ask("GET", path)
    return stage.ask("PATCH", path, {"spec": {"replicas": replicas}}, content=MERGE, query=query)


@pytest.mark.parametrize("plural", ["deployments", "statefulsets"])
def test_a_merge_patch_scales(stage: Stage, plural: str) -> None:
    stage.create(plural, stateful("web") if plural == "statefulsets" else workload("web"))
    answer = _scale(stage, 2, plural)
    assert answer.code == 200
    assert answer.body["kind"] == "Scale"
    assert answer.body["apiVersion"] == "autoscaling/v1"
    assert answer.body["spec"] == {"replicas": 2}
    found = stage.get(plural, "web")
    assert found["spec"]["replicas"] == 2
    assert found["metadata"]["generation"] == 2


def test_the_replicas_of_a_scale_are_absent_when_they_are_zero(stage: Stage) -> None:
    stage.create("deployments", workload("web"))
    assert _scale(stage, 0).body["spec"] == {}
    assert _scale(stage).body["spec"] == {}
    assert stage.get("deployments", "web")["spec"]["replicas"] == 0


@pytest.mark.controllers
def test_the_status_in_the_answer_to_a_scale_is_stale(stage: Stage) -> None:
    stage.create("deployments", workload("web", replicas=1))
    stage.rolled_out("deployments", "web")
    answer = _scale(stage, 3).body
    assert answer["status"]["replicas"] == 1
    assert answer["status"]["selector"] == "app=web"
    stage.until(lambda: _scale(stage).body["status"]["replicas"] == 3)


def test_a_scale_carries_uid_and_resource_version_of_its_workload(stage: Stage) -> None:
    stage.create("deployments", workload("web", replicas=0, paused=True))
    stage.rest()
    meta, scale = stage.get("deployments", "web")["metadata"], _scale(stage).body["metadata"]
    assert (scale["uid"], scale["resourceVersion"]) == (meta["uid"], meta["resourceVersion"])


def test_a_guard_on_the_scale_is_a_conflict_when_it_is_old(stage: Stage) -> None:
    stage.create("statefulsets", stateful("web", replicas=0))
    old = _scale(stage, plural="statefulsets").body["metadata"]["resourceVersion"]
    _scale(stage, 2, "statefulsets")
    path = stage.path("statefulsets", "web", "scale")
    body = {"metadata": {"resourceVersion": old}, "spec": {"replicas": 5}}
    answer = stage.ask("PATCH", path, body, content=MERGE)
    assert (answer.code, answer.body["reason"]) == (409, "Conflict")
    steps = [
        {"op": "replace", "path": "/metadata/resourceVersion", "value": old},
        {"op": "replace", "path": "/spec/replicas", "value": 5},
    ]
    assert stage.ask("PATCH", path, steps, content=JSON_PATCH).code == 409
    assert stage.get("statefulsets", "web")["spec"]["replicas"] == 2


def test_a_uid_in_the_patch_is_a_precondition_of_the_scale(stage: Stage) -> None:
    made = stage.create("deployments", workload("web", replicas=0))
    path = stage.path("deployments", "web", "scale")
    other = {"metadata": {"uid": "0f5c6e9a-0000-4000-8000-000000000000"}, "spec": {"replicas": 5}}
    answer = stage.ask("PATCH", path, other, content=MERGE)
    assert (answer.code, answer.body["reason"]) == (409, "Conflict")
    assert "Precondition failed: UID in precondition" in answer.body["message"]
    same = {"metadata": {"uid": made["metadata"]["uid"]}, "spec": {"replicas": 1}}
    assert stage.ask("PATCH", path, same, content=MERGE).code == 200


def test_less_than_none_is_refused(stage: Stage) -> None:
    stage.create("deployments", workload("web"))
    answer = _scale(stage, -1)
    assert (answer.code, answer.body["reason"]) == (422, "Invalid")
    assert "must be greater than or equal to 0" in answer.body["message"]


def test_the_scale_is_written_down_under_its_own_subresource(stage: Stage) -> None:
    stage.create("deployments", workload("web", replicas=0))
    _scale(stage, 1, fieldManager="warroom")
    managers = stage.get("deployments", "web")["metadata"]["managedFields"]
    mine = next(one for one in managers if one["manager"] == "warroom")
    assert mine["subresource"] == "scale"
    assert mine["fieldsV1"] == {"f:spec": {"f:replicas": {}}}


def test_what_has_no_scale_answers_not_found(stage: Stage) -> None:
    stage.create("configmaps", {"metadata": {"name": "one"}})
    assert stage.ask("GET", stage.path("configmaps", "one", "scale")).code == 404
    assert stage.ask("GET", stage.path("deployments", "nothing", "scale")).code == 404
