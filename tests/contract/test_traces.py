"""The contract: who changed what and when: managers, owners, events, cordoned nodes."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.contract.stage import JSON_PATCH, MERGE, Stage
from tests.contract.things import BETTER, Json, node, stateful, workload


def _managers(found: Json) -> dict[tuple[str, str], Json]:
    return {(one["manager"], one.get("subresource", "")): one for one in found["metadata"]["managedFields"]}


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def test_a_write_is_signed_by_its_field_manager_with_its_time(stage: Stage) -> None:
    stage.create("statefulsets", stateful("db", replicas=0))
    answer = stage.patch("statefulsets", "db", {"spec": {"replicas": 1}}, fieldManager="warroom").body
    mine = _managers(answer)["warroom", ""]
    assert (mine["operation"], mine["apiVersion"], mine["fieldsType"]) == ("Update", "apps/v1", "FieldsV1")
    assert mine["fieldsV1"] == {"f:spec": {"f:replicas": {}}}
    assert _moment(mine["time"]) >= _moment(answer["metadata"]["creationTimestamp"])


def test_without_a_field_manager_the_user_agent_signs(stage: Stage) -> None:
    made = stage.create("configmaps", {"metadata": {"name": "one"}, "data": {"a": "1"}})
    assert set(_managers(made)) == {("warroom-contract", "")}


def test_who_writes_a_field_takes_it_over(stage: Stage) -> None:
    stage.create("configmaps", {"metadata": {"name": "one"}, "data": {"a": "1", "b": "1"}})
    managers = _managers(stage.patch("configmaps", "one", {"data": {"a": "2"}}, fieldManager="warroom").body)
    assert managers["warroom", ""]["fieldsV1"] == {"f:data": {"f:a": {}}}
    assert managers["warroom-contract", ""]["fieldsV1"]["f:data"].keys() >= {"f:b"}
    assert "f:a" not in managers["warroom-contract", ""]["fieldsV1"]["f:data"]


def test_containers_are_named_in_the_fields(stage: Stage) -> None:
    stage.create("deployments", workload("web", replicas=0, paused=True))
    steps = [{"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": BETTER}]
    mine = _managers(stage.patch("deployments", "web", steps, JSON_PATCH, fieldManager="warroom").body)["warroom", ""]
    template: Json = mine["fieldsV1"]["f:spec"]["f:template"]
    assert template == {"f:spec": {"f:containers": {'k:{"name":"main"}': {"f:image": {}}}}}


@pytest.mark.controllers
def test_the_controllers_sign_for_the_status(stage: Stage) -> None:
    stage.create("deployments", workload("web", replicas=0))
    stage.rolled_out("deployments", "web")
    stage.rest()
    managers = _managers(stage.get("deployments", "web"))
    mine = managers["kube-controller-manager", "status"]["fieldsV1"]
    assert "f:observedGeneration" in mine["f:status"]
    assert "f:deployment.kubernetes.io/revision" in mine["f:metadata"]["f:annotations"]


def test_marks_of_other_owners_stay_when_the_template_is_replaced(stage: Stage) -> None:
    document = workload("web", replicas=0)
    notes = {"argocd.argoproj.io/tracking-id": "shop:apps/Deployment:x/web", "meta.helm.sh/release-name": "shop"}
    labels = {"kustomize.toolkit.fluxcd.io/name": "apps", "app.kubernetes.io/managed-by": "Helm"}
    document["metadata"] |= {"annotations": notes, "labels": labels}
    made = stage.create("deployments", document)
    template = {**made["spec"]["template"], "metadata": {"labels": {"app": "web"}, "annotations": {"a/b": "c"}}}
    answer = stage.patch(
        "deployments", "web", [{"op": "replace", "path": "/spec/template", "value": template}], JSON_PATCH
    )
    assert answer.body["metadata"]["annotations"].items() >= notes.items()
    assert answer.body["metadata"]["labels"] == labels


def test_helm_releases_are_found_by_their_labels(stage: Stage) -> None:
    labels = {"owner": "helm", "name": "shop", "status": "pending-upgrade", "version": "7", "modifiedAt": "1795283533"}
    meta = {"name": "sh.helm.release.v1.shop.v7", "labels": labels}
    stage.create("secrets", {"metadata": meta, "type": "helm.sh/release.v1", "data": {"release": "SDQ="}})
    found = stage.items("secrets", labelSelector="owner=helm,status in (pending-install,pending-upgrade)")
    assert [one["metadata"]["labels"]["version"] for one in found] == ["7"]
    assert stage.items("secrets", fieldSelector="type=helm.sh/release.v1")


def test_warnings_are_selected_by_their_type(stage: Stage) -> None:
    about = {"kind": "Pod", "name": "web-1", "namespace": stage.namespace, "uid": "1", "apiVersion": "v1"}
    for kind in ("Normal", "Warning"):
        event = {
            "metadata": {"name": f"web.{kind.lower()}"},
            "involvedObject": about,
            "type": kind,
            "reason": "BackOff",
        }
        stage.create("events", {**event, "message": "Back-off", "count": 3, "source": {"component": "kubelet"}})
    (found,) = stage.items("events", fieldSelector="type=Warning,involvedObject.name=web-1")
    assert (found["reason"], found["count"], found["type"]) == ("BackOff", 3, "Warning")
    assert found["eventTime"] is None


@pytest.fixture
def one_node(stage: Stage) -> Iterator[str]:
    """A node of our own."""
    name = f"contract-{uuid.uuid4().hex[:8]}"
    assert stage.ask("POST", "/api/v1/nodes", node(name)).code == 201
    yield name
    stage.ask("DELETE", f"/api/v1/nodes/{name}")


def test_a_node_is_cordoned_and_let_in_again(stage: Stage, one_node: str) -> None:
    answer = stage.patch("nodes", one_node, {"spec": {"unschedulable": True}}, MERGE, fieldManager="warroom")
    assert answer.code == 200
    assert answer.body["spec"]["unschedulable"] is True
    assert ("warroom", "") in _managers(answer.body)
    query = {"fieldSelector": "spec.unschedulable=true"}
    names = [one["metadata"]["name"] for one in stage.ask("GET", "/api/v1/nodes", query=query).body["items"]]
    assert one_node in names
    again = stage.patch("nodes", one_node, {"spec": {"unschedulable": None}}, MERGE)
    assert "unschedulable" not in again.body["spec"]


@pytest.mark.controllers
def test_the_controllers_count_what_a_quota_holds(stage: Stage) -> None:
    stage.create("resourcequotas", {"metadata": {"name": "q"}, "spec": {"hard": {"pods": "5"}}})
    stage.until(lambda: stage.get("resourcequotas", "q")["status"].get("hard"))
    stage.create("deployments", workload("web", replicas=2))
    stage.until(lambda: stage.get("resourcequotas", "q")["status"]["used"] == {"pods": "2"})


def test_taking_a_field_away_takes_it_from_its_owner(stage: Stage) -> None:
    stage.create("configmaps", {"metadata": {"name": "one"}, "data": {"a": "1", "b": "1"}})
    answer = stage.patch("configmaps", "one", {"data": {"b": None}}, fieldManager="warroom").body
    managers = _managers(answer)
    assert set(managers) == {("warroom-contract", "")}
    assert managers["warroom-contract", ""]["fieldsV1"]["f:data"].keys() - {"."} == {"f:a"}


def test_the_same_manager_has_one_entry_for_all_its_writes(stage: Stage) -> None:
    stage.create("configmaps", {"metadata": {"name": "one"}, "data": {"a": "1"}})
    stage.patch("configmaps", "one", {"data": {"b": "2"}}, fieldManager="warroom")
    answer = stage.patch("configmaps", "one", {"data": {"c": "3"}}, fieldManager="warroom").body
    assert len(answer["metadata"]["managedFields"]) == 2
    assert _managers(answer)["warroom", ""]["fieldsV1"]["f:data"].keys() - {"."} == {"f:b", "f:c"}
