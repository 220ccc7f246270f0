"""The contract: dryRun=All changes nothing and answers truly; fieldValidation; what only a dry-run pod shows."""

from typing import Any

import pytest

from console.drill.cluster import SimulatedCluster
from tests.contract.stage import JSON_PATCH, MERGE, STRATEGIC, Stage
from tests.contract.things import BETTER, budget, pod, template, workload

DRY = {"dryRun": "All"}
STRICT = {"dryRun": "All", "fieldValidation": "Strict"}


def test_a_dry_patch_answers_as_if_and_changes_nothing(stage: Stage) -> None:
    stage.create("deployments", workload("web", replicas=0, paused=True))
    stage.rest()
    before = stage.get("deployments", "web")
    steps = [{"op": "replace", "path": "/spec/template", "value": template("web", BETTER)}]
    answer = stage.patch("deployments", "web", steps, JSON_PATCH, **STRICT)
    assert answer.code == 200
    assert answer.body["metadata"]["generation"] == before["metadata"]["generation"] + 1
    assert answer.body["metadata"]["resourceVersion"] == before["metadata"]["resourceVersion"]
    assert answer.body["spec"]["template"]["spec"]["containers"][0]["image"] == BETTER
    stage.rest()
    assert stage.get("deployments", "web") == before


def test_a_dry_patch_under_an_old_resource_version_is_a_conflict_too(stage: Stage) -> None:
    old = stage.create("configmaps", {"metadata": {"name": "one"}})
    stage.patch("configmaps", "one", {"data": {"a": "1"}})
    steps = [{"op": "replace", "path": "/metadata/resourceVersion", "value": old["metadata"]["resourceVersion"]}]
    assert stage.patch("configmaps", "one", steps, JSON_PATCH, **DRY).code == 409


def test_a_dry_create_makes_nothing(stage: Stage) -> None:
    answer = stage.ask("POST", stage.path("configmaps"), {"metadata": {"name": "one"}}, query=DRY)
    assert answer.code == 201
    assert answer.body["metadata"]["uid"]
    assert stage.ask("GET", stage.path("configmaps", "one")).code == 404


def test_a_dry_scale_scales_nothing(stage: Stage) -> None:
    stage.create("deployments", workload("web", replicas=0))
    path = stage.path("deployments", "web", "scale")
    answer = stage.ask("PATCH", path, {"spec": {"replicas": 3}}, content=MERGE, query=DRY)
    assert (answer.code, answer.body["spec"]) == (200, {"replicas": 3})
    assert stage.get("deployments", "web")["spec"]["replicas"] == 0


def test_a_dry_delete_deletes_nothing(stage: Stage) -> None:
    stage.create("configmaps", {"metadata": {"name": "one"}})
    assert stage.ask("DELETE", stage.path("configmaps", "one"), query=DRY).code == 200
    in_body = stage.ask("DELETE", stage.path("configmaps", "one"), {"dryRun": ["All"]})
    assert in_body.code == 200
    assert stage.get("configmaps", "one")["metadata"]["name"] == "one"


@pytest.mark.controllers
def test_a_dry_eviction_answers_truly_and_uses_no_budget(stage: Stage) -> None:
    stage.create("deployments", workload("web", replicas=2))
    stage.create("poddisruptionbudgets", budget("web", "web", minAvailable=1))
    stage.rolled_out("deployments", "web")
    stage.until(lambda: stage.get("poddisruptionbudgets", "web")["status"].get("disruptionsAllowed") == 1)
    for found in stage.pods("web") * 2:
        name = found["metadata"]["name"]
        body = {"metadata": {"name": name}, "deleteOptions": {"dryRun": ["All"]}}
        assert stage.ask("POST", stage.path("pods", name, "eviction"), body).code == 201
    assert len(stage.pods("web")) == 2
    assert stage.get("poddisruptionbudgets", "web")["status"]["disruptionsAllowed"] == 1


def test_dry_run_takes_nothing_but_all(stage: Stage) -> None:
    stage.create("configmaps", {"metadata": {"name": "one"}})
    answer = stage.patch("configmaps", "one", {"data": {"a": "1"}}, dryRun="Some")
    assert answer.code in (400, 422)
    assert "data" not in stage.get("configmaps", "one")


@pytest.mark.parametrize("content", [JSON_PATCH, MERGE, STRATEGIC])
def test_strict_refuses_a_field_that_nobody_knows(stage: Stage, content: str) -> None:
    stage.create("deployments", workload("web", replicas=0))
    change: object = {"spec": {"replicaz": 2}}
    if content == JSON_PATCH:
        change = [{"op": "add", "path": "/spec/replicaz", "value": 2}]
    answer = stage.patch("deployments", "web", change, content, **STRICT)
    assert answer.code == 422
    assert 'strict decoding error: unknown field "spec.replicaz"' in answer.body["message"]


def test_strict_names_a_field_deep_in_the_template(stage: Stage) -> None:
    stage.create("deployments", workload("web", replicas=0))
    steps = [{"op": "add", "path": "/spec/template/spec/containers/0/imaje", "value": "x"}]
    answer = stage.patch("deployments", "web", steps, JSON_PATCH, **STRICT)
    assert answer.code == 422
    assert 'unknown field "spec.template.spec.containers[0].imaje"' in answer.body["message"]


def test_without_strict_an_unknown_field_is_taken_and_ignored(stage: Stage) -> None:
    stage.create("deployments", workload("web", replicas=0))
    answer = stage.patch("deployments", "web", {"spec": {"replicaz": 2}}, fieldValidation="Ignore")
    assert answer.code == 200
    assert "replicaz" not in answer.body["spec"]
    assert stage.patch("deployments", "web", {"spec": {"replicaz": 2}}).code == 200


def test_strict_refuses_an_unknown_field_of_a_new_object(stage: Stage) -> None:
    document = pod("one", bogus=True)
    answer = stage.ask("POST", stage.path("pods"), document, query=STRICT)
    assert answer.code == 400
    assert 'strict decoding error: unknown field "spec.bogus"' in answer.body["message"]


def _dry_workload_then_pod(stage: Stage, **spec: Any) -> str:
    """Assert that a Deployment is let in where its pod is not; return what is said about the pod."""
    document = workload("web", pod=dict(spec))
    assert stage.ask("POST", stage.path("deployments"), document, query=STRICT).code == 201
    answer = stage.ask("POST", stage.path("pods"), pod("probe", "web", **spec), query=STRICT)
    assert (answer.code, answer.body["reason"]) == (403, "Forbidden")
    message = str(answer.body["message"])
    assert message.startswith('pods "probe" is forbidden: ')
    return message


@pytest.mark.controllers
def test_only_a_dry_pod_finds_the_quota(stage: Stage) -> None:
    stage.create("resourcequotas", {"metadata": {"name": "small"}, "spec": {"hard": {"pods": "0"}}})
    stage.until(lambda: stage.get("resourcequotas", "small")["status"].get("hard"))
    said = _dry_workload_then_pod(stage)
    assert "exceeded quota: small, requested: pods=1, used: pods=0, limited: pods=0" in said


@pytest.mark.controllers
def test_only_a_dry_pod_finds_what_a_quota_wants_to_be_said(stage: Stage) -> None:
    stage.create("resourcequotas", {"metadata": {"name": "cpu"}, "spec": {"hard": {"requests.cpu": "1"}}})
    stage.until(lambda: stage.get("resourcequotas", "cpu")["status"].get("hard"))
    assert "failed quota: cpu: must specify requests.cpu for: main" in _dry_workload_then_pod(stage)


def test_only_a_dry_pod_finds_the_limit_range(stage: Stage) -> None:
    limit = {"type": "Container", "max": {"memory": "64Mi"}}
    stage.create("limitranges", {"metadata": {"name": "small"}, "spec": {"limits": [limit]}})
    large = {"resources": {"limits": {"memory": "1Gi"}}}
    said = _dry_workload_then_pod(stage, container=large)
    assert "maximum memory usage per Container is 64Mi, but limit is 1Gi" in said


def test_a_limit_range_fills_in_what_a_container_leaves_out(stage: Stage) -> None:
    limit = {"type": "Container", "max": {"memory": "64Mi"}, "default": {"cpu": "1"}, "defaultRequest": {"cpu": "10m"}}
    stage.create("limitranges", {"metadata": {"name": "small"}, "spec": {"limits": [limit]}})
    answer = stage.ask("POST", stage.path("pods"), pod("probe"), query=STRICT)
    assert answer.code == 201
    assert answer.body["spec"]["containers"][0]["resources"] == {
        "limits": {"cpu": "1", "memory": "64Mi"},
        "requests": {"cpu": "10m", "memory": "64Mi"},
    }
    said = "LimitRanger plugin set: cpu, memory request for container main; cpu, memory limit for container main"
    assert answer.body["metadata"]["annotations"] == {"kubernetes.io/limit-ranger": said}


def test_only_a_dry_pod_finds_pod_security(stage: Stage) -> None:
    labels = {"pod-security.kubernetes.io/enforce": "restricted"}
    path = f"/api/v1/namespaces/{stage.namespace}"
    assert stage.ask("PATCH", path, {"metadata": {"labels": labels}}, content=MERGE).code == 200
    said = _dry_workload_then_pod(stage)
    assert 'violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false' in said


@pytest.mark.simulated_only("a webhook with side effects cannot be registered under admissionregistration/v1")
def test_a_webhook_with_side_effects_refuses_dry_runs(stage: Stage, simulated: SimulatedCluster) -> None:
    stage.create("configmaps", {"metadata": {"name": "one"}})
    simulated.faults.webhook_refuses_dry_run = True
    answer = stage.patch("configmaps", "one", {"data": {"a": "1"}}, **DRY)
    assert answer.code == 400
    assert "does not support dry run" in answer.body["message"]
    assert stage.patch("configmaps", "one", {"data": {"a": "1"}}).code == 200
