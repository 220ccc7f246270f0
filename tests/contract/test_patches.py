"""The contract: JSON patch, merge patch, strategic merge, and the guard of a rollback."""

import pytest

from tests.contract.stage import JSON_PATCH, MERGE, STRATEGIC, Stage
from tests.contract.things import BETTER, GOOD, Json, template, workload

NOTES = {"argocd.argoproj.io/tracking-id": "shop:apps/Deployment:contract/web", "team": "shop"}


def _deployment(stage: Stage) -> Json:
    document = workload("web", pod={"env": {"A": "1", "B": "2"}}, paused=True)
    document["metadata"]["annotations"] = dict(NOTES)
    stage.create("deployments", document)
    stage.until(lambda: stage.get("deployments", "web")["status"].get("observedGeneration"))
    stage.rest()
    return stage.get("deployments", "web")


def _env(found: Json) -> list[Json]:
    env: list[Json] = found["spec"]["template"]["spec"]["containers"][0].get("env", [])
    return env


def _guard(version: str) -> Json:
    return {"op": "replace", "path": "/metadata/resourceVersion", "value": version}


@pytest.mark.controllers
def test_a_json_patch_with_the_right_guard_goes_through(stage: Stage) -> None:
    found = _deployment(stage)
    steps = [_guard(found["metadata"]["resourceVersion"]), {"op": "replace", "path": "/spec/replicas", "value": 2}]
    answer = stage.patch("deployments", "web", steps, JSON_PATCH)
    assert answer.code == 200
    assert answer.body["spec"]["replicas"] == 2


@pytest.mark.controllers
def test_a_json_patch_under_an_old_resource_version_is_a_clean_conflict(stage: Stage) -> None:
    found = _deployment(stage)
    stage.patch("deployments", "web", {"metadata": {"annotations": {"by": "somebody else"}}})
    steps = [_guard(found["metadata"]["resourceVersion"]), {"op": "replace", "path": "/spec/replicas", "value": 2}]
    answer = stage.patch("deployments", "web", steps, JSON_PATCH)
    assert (answer.code, answer.body["reason"]) == (409, "Conflict")
    assert answer.body["details"] == {"name": "web", "group": "apps", "kind": "deployments"}
    assert "the object has been modified; please apply your changes to the latest version" in answer.body["message"]
    assert stage.get("deployments", "web")["spec"]["replicas"] == 1


def test_a_write_of_the_status_moves_the_guard_too(stage: Stage) -> None:
    made = stage.create("statefulsets", workload("db", serviceName="db", replicas=0))
    stage.rest()
    path = stage.path("statefulsets", "db", "status")
    counted = stage.ask("PATCH", path, {"status": {"collisionCount": 7, "replicas": 0}}, content=MERGE)
    assert counted.code == 200
    steps = [_guard(made["metadata"]["resourceVersion"]), {"op": "replace", "path": "/spec/replicas", "value": 2}]
    assert stage.patch("statefulsets", "db", steps, JSON_PATCH).code == 409


def test_a_test_that_fails_says_nothing(stage: Stage) -> None:
    stage.create("configmaps", {"metadata": {"name": "one"}, "data": {"a": "1"}})
    steps = [{"op": "test", "path": "/data/a", "value": "2"}, {"op": "replace", "path": "/data/a", "value": "3"}]
    answer = stage.patch("configmaps", "one", steps, JSON_PATCH)
    assert (answer.code, answer.body["reason"]) == (422, "Invalid")
    assert answer.body["message"] == "the server rejected our request due to an error in our request"
    assert stage.get("configmaps", "one")["data"] == {"a": "1"}


def test_a_test_that_holds_lets_the_rest_through(stage: Stage) -> None:
    stage.create("configmaps", {"metadata": {"name": "one"}, "data": {"a": "1"}})
    steps = [{"op": "test", "path": "/data/a", "value": "1"}, {"op": "replace", "path": "/data/a", "value": "3"}]
    assert stage.patch("configmaps", "one", steps, JSON_PATCH).body["data"] == {"a": "3"}


@pytest.mark.parametrize("step", [
    {"op": "replace", "path": "/nothing/there", "value": "1"},
    {"op": "remove", "path": "/data/missing"},
    {"op": "add", "path": "/nothing/there", "value": "1"},
])  # fmt: skip
def test_a_step_that_does_not_apply_refuses_the_whole_patch(stage: Stage, step: Json) -> None:
    stage.create("configmaps", {"metadata": {"name": "one"}, "data": {"a": "1"}})
    answer = stage.patch("configmaps", "one", [{"op": "add", "path": "/data/b", "value": "2"}, step], JSON_PATCH)
    assert answer.code == 422
    assert stage.get("configmaps", "one")["data"] == {"a": "1"}


def test_a_replace_of_a_name_that_is_not_there_adds_it(stage: Stage) -> None:
    stage.create("configmaps", {"metadata": {"name": "one"}, "data": {"a": "1"}})
    answer = stage.patch("configmaps", "one", [{"op": "replace", "path": "/data/b", "value": "2"}], JSON_PATCH)
    assert (answer.code, answer.body["data"]) == (200, {"a": "1", "b": "2"})


def test_a_slash_in_a_name_is_written_as_tilde_one(stage: Stage) -> None:
    stage.create("configmaps", {"metadata": {"name": "one", "annotations": {"a/b": "1"}}})
    steps = [{"op": "add", "path": "/metadata/annotations/warroom~1incident", "value": "inc-1"}]
    notes = stage.patch("configmaps", "one", steps, JSON_PATCH).body["metadata"]["annotations"]
    assert notes == {"a/b": "1", "warroom/incident": "inc-1"}


@pytest.mark.controllers
def test_replacing_the_template_leaves_nothing_of_the_bad_version_and_touches_nothing_else(stage: Stage) -> None:
    found = _deployment(stage)
    old = template("web", BETTER, env={"C": "3"})
    steps = [_guard(found["metadata"]["resourceVersion"]), {"op": "replace", "path": "/spec/template", "value": old}]
    answer = stage.patch("deployments", "web", steps, JSON_PATCH).body
    assert _env(answer) == [{"name": "C", "value": "3"}]
    assert answer["metadata"]["annotations"].items() >= NOTES.items()


@pytest.mark.controllers
def test_a_merge_patch_of_the_template_leaves_the_bad_annotations_behind(stage: Stage) -> None:
    document = workload("web", paused=True)
    document["spec"]["template"]["metadata"]["annotations"] = {"bad": "yes"}
    stage.create("deployments", document)
    answer = stage.patch("deployments", "web", {"spec": {"template": template("web", BETTER)}}).body
    assert answer["spec"]["template"]["metadata"]["annotations"] == {"bad": "yes"}
    assert answer["spec"]["template"]["spec"]["containers"][0]["image"] == BETTER


@pytest.mark.controllers
def test_a_strategic_merge_leaves_the_bad_variables_behind(stage: Stage) -> None:
    _deployment(stage)
    change = {"spec": {"template": template("web", BETTER, env={"B": "22", "C": "3"})}}
    answer = stage.patch("deployments", "web", change, STRATEGIC).body
    assert {one["name"]: one["value"] for one in _env(answer)} == {"A": "1", "B": "22", "C": "3"}
    assert answer["spec"]["template"]["spec"]["containers"][0]["image"] == BETTER


@pytest.mark.controllers
def test_a_strategic_merge_finds_a_container_by_its_name(stage: Stage) -> None:
    _deployment(stage)
    change = {"spec": {"template": {"spec": {"containers": [{"name": "side", "image": GOOD}]}}}}
    answer = stage.patch("deployments", "web", change, STRATEGIC).body
    names = sorted(one["name"] for one in answer["spec"]["template"]["spec"]["containers"])
    assert names == ["main", "side"]
    gone = {"spec": {"template": {"spec": {"containers": [{"name": "side", "$patch": "delete"}]}}}}
    answer = stage.patch("deployments", "web", gone, STRATEGIC).body
    assert [one["name"] for one in answer["spec"]["template"]["spec"]["containers"]] == ["main"]


def test_a_merge_patch_takes_away_what_is_null_and_replaces_lists(stage: Stage) -> None:
    stage.create("deployments", workload("web", paused=True, pod={"env": {"A": "1"}}))
    container = {"name": "main", "image": BETTER}
    change = {"spec": {"paused": None, "template": {"spec": {"containers": [container]}}}}
    answer = stage.patch("deployments", "web", change).body
    assert "paused" not in answer["spec"]
    assert _env(answer) == []


def test_a_patch_of_an_unknown_format_is_refused(stage: Stage) -> None:
    stage.create("configmaps", {"metadata": {"name": "one"}})
    answer = stage.patch("configmaps", "one", {"data": {}}, "application/json")
    assert (answer.code, answer.body["reason"]) == (415, "UnsupportedMediaType")


def test_a_patch_of_what_is_not_there_is_not_found(stage: Stage) -> None:
    answer = stage.patch("deployments", "web", {"spec": {"paused": True}})
    assert (answer.code, answer.body["reason"]) == (404, "NotFound")
    assert answer.body["message"] == 'deployments.apps "web" not found'
    assert answer.body["details"] == {"name": "web", "group": "apps", "kind": "deployments"}


@pytest.mark.parametrize(("change", "said"), [
    ({"spec": {"replicas": -1}}, "spec.replicas: Invalid value: -1: must be greater than or equal to 0"),
    ({"spec": {"template": {"metadata": {"labels": {"app": "other"}}}}}, "`selector` does not match template `labels`"),
    ({"spec": {"template": {"spec": {"containers": [{"name": "main"}]}}}}, "image: Required value"),
    ({"spec": {"selector": {"matchLabels": {"app": "web", "more": "1"}}}}, "field is immutable"),
])  # fmt: skip
def test_what_the_rules_of_a_deployment_forbid_is_refused_with_its_field(stage: Stage, change: Json, said: str) -> None:
    stage.create("deployments", workload("web"))
    answer = stage.patch("deployments", "web", change)
    assert (answer.code, answer.body["reason"]) == (422, "Invalid")
    assert 'Deployment.apps "web" is invalid' in answer.body["message"]
    assert said in answer.body["message"]
