"""The contract: eviction under disruption budgets, deletion, and the uid as a precondition of both."""

import pytest

from tests.contract.stage import Reply, Stage
from tests.contract.things import BROKEN, Json, budget, pod, workload

OTHER = "0f5c6e9a-0000-4000-8000-000000000000"


def _evict(stage: Stage, name: str, **options: object) -> Reply:
    body = {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": name}, "deleteOptions": options}
    return stage.ask("POST", stage.path("pods", name, "eviction"), body)


def _web(stage: Stage, **spec: int) -> list[str]:
    """Two pods of a Deployment with a budget; return their names."""
    stage.create("deployments", workload("web", replicas=2))
    if spec:
        stage.create("poddisruptionbudgets", budget("web", "web", **spec))
    stage.rolled_out("deployments", "web")
    if spec:
        allowed = 2 - spec["minAvailable"]
        stage.until(lambda: stage.get("poddisruptionbudgets", "web")["status"].get("expectedPods") == 2)
        stage.until(lambda: stage.get("poddisruptionbudgets", "web")["status"].get("disruptionsAllowed", 0) == allowed)
        stage.until(lambda: stage.get("poddisruptionbudgets", "web")["status"].get("currentHealthy") == 2)
    return [one["metadata"]["name"] for one in stage.pods("web")]


@pytest.mark.controllers
def test_an_eviction_within_the_budget_takes_the_pod(stage: Stage) -> None:
    name = _web(stage, minAvailable=1)[0]
    answer = _evict(stage, name)
    assert (answer.code, answer.body["status"]) == (201, "Success")
    stage.until(lambda: name not in {one["metadata"]["name"] for one in stage.pods("web")})


@pytest.mark.controllers
def test_an_eviction_against_the_budget_is_429(stage: Stage) -> None:
    names = _web(stage, minAvailable=2)
    answer = _evict(stage, names[0])
    assert (answer.code, answer.body["reason"]) == (429, "TooManyRequests")
    assert answer.body["message"] == "Cannot evict pod as it would violate the pod's disruption budget."
    (cause,) = answer.body["details"]["causes"]
    assert cause["reason"] == "DisruptionBudget"
    assert cause["message"] == "The disruption budget web needs 2 healthy pods and has 2 currently"
    assert _evict(stage, names[0], dryRun=["All"]).code == 429
    assert len(stage.pods("web")) == 2


@pytest.mark.controllers
def test_an_eviction_uses_the_budget_up(stage: Stage) -> None:
    first, second = _web(stage, minAvailable=1)
    assert _evict(stage, first).code == 201
    assert _evict(stage, second).code == 429


@pytest.mark.controllers
def test_two_budgets_over_one_pod_are_an_error_of_the_server(stage: Stage) -> None:
    name = _web(stage, minAvailable=0)[0]
    stage.create("poddisruptionbudgets", budget("more", "web", minAvailable=0))
    answer = _evict(stage, name)
    assert answer.code == 500
    assert "has more than one PodDisruptionBudget" in answer.body["message"]


@pytest.mark.controllers
def test_a_delete_asks_no_budget(stage: Stage) -> None:
    name = _web(stage, minAvailable=2)[0]
    assert stage.ask("DELETE", stage.path("pods", name)).code == 200
    stage.until(lambda: name not in {one["metadata"]["name"] for one in stage.pods("web")})


def test_an_eviction_of_another_uid_is_a_conflict(stage: Stage) -> None:
    made = stage.create("pods", pod("one", image=BROKEN))
    answer = _evict(stage, "one", preconditions={"uid": OTHER})
    assert (answer.code, answer.body["reason"]) == (409, "Conflict")
    assert _evict(stage, "one", preconditions={"uid": made["metadata"]["uid"]}).code == 201


def test_an_eviction_of_what_is_not_there(stage: Stage) -> None:
    answer = _evict(stage, "nobody")
    assert (answer.code, answer.body["message"]) == (404, 'pods "nobody" not found')


@pytest.mark.parametrize("plural", ["configmaps", "pods"])
def test_a_delete_of_another_uid_is_a_conflict(stage: Stage, plural: str) -> None:
    document: Json = pod("one", image=BROKEN) if plural == "pods" else {"metadata": {"name": "one"}}
    made = stage.create(plural, document)
    answer = stage.ask("DELETE", stage.path(plural, "one"), {"preconditions": {"uid": OTHER}})
    assert (answer.code, answer.body["reason"]) == (409, "Conflict")
    uid = made["metadata"]["uid"]
    said = f"the UID in the precondition ({OTHER}) does not match the UID in record ({uid})"
    assert said in answer.body["message"]
    assert stage.ask("DELETE", stage.path(plural, "one"), {"preconditions": {"uid": uid}}).code == 200
    stage.until(lambda: stage.ask("GET", stage.path(plural, "one")).code == 404)


def test_a_deleted_pod_comes_back_in_the_answer_and_another_object_as_a_status(stage: Stage) -> None:
    stage.create("pods", pod("one", image=BROKEN))
    stage.create("configmaps", {"metadata": {"name": "one"}})
    assert stage.ask("DELETE", stage.path("pods", "one")).body["kind"] == "Pod"
    gone = stage.ask("DELETE", stage.path("configmaps", "one")).body
    assert (gone["kind"], gone["status"], gone["details"]["kind"]) == ("Status", "Success", "configmaps")


@pytest.mark.controllers
def test_a_deleted_deployment_takes_its_replicasets_and_pods_along(stage: Stage) -> None:
    _web(stage)
    options = {"propagationPolicy": "Background"}
    assert stage.ask("DELETE", stage.path("deployments", "web"), options).code == 200
    stage.until(lambda: not stage.items("replicasets") and not stage.items("pods"))


@pytest.mark.controllers
def test_orphans_stay(stage: Stage) -> None:
    _web(stage)
    assert stage.ask("DELETE", stage.path("deployments", "web"), {"propagationPolicy": "Orphan"}).code == 200
    stage.until(lambda: stage.ask("GET", stage.path("deployments", "web")).code == 404)
    (left,) = stage.items("replicasets")
    assert not left["metadata"].get("ownerReferences")
    assert len(stage.pods("web")) == 2
