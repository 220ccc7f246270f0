"""The contract: uid, generation and resourceVersion."""

from tests.contract.stage import MERGE, Stage
from tests.contract.things import BETTER, stateful, workload


def _template_image(image: str) -> dict[str, object]:
    return {"spec": {"template": {"spec": {"containers": [{"name": "main", "image": image}]}}}}


def test_an_object_that_was_made_again_has_another_uid(stage: Stage) -> None:
    first = stage.create("configmaps", {"metadata": {"name": "one"}})
    assert stage.ask("DELETE", stage.path("configmaps", "one")).code == 200
    again = stage.create("configmaps", {"metadata": {"name": "one"}})
    assert first["metadata"]["uid"] != again["metadata"]["uid"]


def test_a_name_that_is_taken_is_refused(stage: Stage) -> None:
    stage.create("configmaps", {"metadata": {"name": "one"}})
    again = stage.ask("POST", stage.path("configmaps"), {"metadata": {"name": "one"}})
    assert (again.code, again.body["reason"]) == (409, "AlreadyExists")
    assert again.body["message"] == 'configmaps "one" already exists'


def test_a_name_can_be_left_to_the_server(stage: Stage) -> None:
    made = stage.create("configmaps", {"metadata": {"generateName": "some-"}})
    assert made["metadata"]["name"].startswith("some-")
    assert len(made["metadata"]["name"]) == len("some-") + 5


def test_the_generation_moves_when_the_spec_does(stage: Stage) -> None:
    made = stage.create("deployments", workload("web"))
    assert made["metadata"]["generation"] == 1
    changed = stage.patch("deployments", "web", {"spec": {"template": {"spec": {"priority": 0}}}}, MERGE)
    assert changed.code == 200
    assert changed.body["metadata"]["generation"] == 2


def test_the_generation_stays_when_a_label_or_the_status_changes(stage: Stage) -> None:
    stage.create("deployments", workload("web", paused=True))
    labelled = stage.patch("deployments", "web", {"metadata": {"labels": {"tier": "front"}}}).body
    assert labelled["metadata"]["generation"] == 1
    path = stage.path("deployments", "web", "status")
    counted = stage.ask("PATCH", path, {"status": {"collisionCount": 3}}, content=MERGE)
    assert counted.code == 200
    assert counted.body["metadata"]["generation"] == 1
    assert counted.body["metadata"]["resourceVersion"] != labelled["metadata"]["resourceVersion"]


def test_an_annotation_on_a_deployment_moves_its_generation_too(stage: Stage) -> None:
    stage.create("deployments", workload("web"))
    before = stage.get("deployments", "web")["metadata"]["generation"]
    noted = stage.patch("deployments", "web", {"metadata": {"annotations": {"warroom/incident": "inc-1"}}})
    assert noted.body["metadata"]["generation"] == before + 1


def test_an_annotation_on_a_statefulset_does_not(stage: Stage) -> None:
    stage.create("statefulsets", stateful("db"))
    noted = stage.patch("statefulsets", "db", {"metadata": {"annotations": {"warroom/incident": "inc-1"}}})
    assert noted.body["metadata"]["generation"] == 1


def test_a_write_that_changes_nothing_moves_no_resource_version(stage: Stage) -> None:
    stage.create("configmaps", {"metadata": {"name": "one"}, "data": {"a": "1"}})
    before = stage.get("configmaps", "one")
    same = stage.patch("configmaps", "one", {"data": {"a": "1"}})
    assert same.code == 200
    assert same.body == before


def test_a_write_moves_the_resource_version(stage: Stage) -> None:
    before = stage.create("configmaps", {"metadata": {"name": "one"}, "data": {"a": "1"}})
    after = stage.patch("configmaps", "one", {"data": {"a": "2"}}).body
    assert after["metadata"]["resourceVersion"] != before["metadata"]["resourceVersion"]
    assert after["metadata"]["uid"] == before["metadata"]["uid"]


def test_a_status_sent_to_the_object_itself_is_not_taken(stage: Stage) -> None:
    stage.create("deployments", workload("web", paused=True))
    answer = stage.patch("deployments", "web", {"status": {"readyReplicas": 99}})
    assert answer.code == 200
    assert "readyReplicas" not in answer.body["status"]


def test_a_spec_sent_to_the_status_is_not_taken(stage: Stage) -> None:
    stage.create("deployments", workload("web", paused=True))
    path = stage.path("deployments", "web", "status")
    answer = stage.ask("PATCH", path, _template_image(BETTER), content="application/strategic-merge-patch+json")
    assert answer.code == 200
    assert stage.get("deployments", "web")["spec"]["template"]["spec"]["containers"][0]["image"] != BETTER


def test_the_uid_cannot_be_changed(stage: Stage) -> None:
    stage.create("configmaps", {"metadata": {"name": "one"}})
    answer = stage.patch("configmaps", "one", {"metadata": {"uid": "0f5c6e9a-0000-4000-8000-000000000000"}})
    assert answer.code == 422
    assert "metadata.uid: Invalid value" in answer.body["message"]
    assert "field is immutable" in answer.body["message"]


def test_a_replace_under_an_old_resource_version_is_a_conflict(stage: Stage) -> None:
    old = stage.create("configmaps", {"metadata": {"name": "one"}, "data": {"a": "1"}})
    stage.patch("configmaps", "one", {"data": {"a": "2"}})
    answer = stage.ask("PUT", stage.path("configmaps", "one"), {**old, "data": {"a": "3"}})
    assert (answer.code, answer.body["reason"]) == (409, "Conflict")
    assert stage.get("configmaps", "one")["data"] == {"a": "2"}
