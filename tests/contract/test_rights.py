"""The contract: who am I, what may I, and how a refusal reads."""

import pytest

from console.drill.cluster import SimulatedCluster
from tests.contract.stage import METADATA, METADATA_LIST, Reply, Stage
from tests.contract.things import Json, workload

ACCESS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
SELF = "/apis/authentication.k8s.io/v1/selfsubjectreviews"


def _may(stage: Stage, who: dict[str, str], **attributes: str) -> Reply:
    asked = {"group": "apps", "resource": "deployments", "namespace": stage.namespace, **attributes}
    return stage.ask("POST", ACCESS, {"spec": {"resourceAttributes": asked}}, headers=who)


def test_who_am_i(stage: Stage) -> None:
    answer = stage.ask("POST", SELF, {})
    assert answer.code == 201
    assert answer.body["kind"] == "SelfSubjectReview"
    assert answer.body["status"]["userInfo"]["username"]
    assert "system:authenticated" in answer.body["status"]["userInfo"]["groups"]


def test_what_is_allowed_is_said_to_be(stage: Stage) -> None:
    answer = _may(stage, {}, verb="patch")
    assert answer.code == 201
    assert answer.body["kind"] == "SelfSubjectAccessReview"
    assert answer.body["status"]["allowed"] is True
    assert answer.body["spec"]["resourceAttributes"]["verb"] == "patch"


def test_what_is_not_allowed_is_said_so_and_is_no_error(stage: Stage) -> None:
    who = stage.deny("patch", "deployments")
    answer = _may(stage, who, verb="patch")
    assert answer.code == 201
    assert answer.body["status"]["allowed"] is False


def test_a_right_on_a_subresource_is_a_right_of_its_own(stage: Stage) -> None:
    who = stage.deny("patch", "deployments", "scale")
    assert _may(stage, who, verb="patch", subresource="scale").body["status"]["allowed"] is False


def test_a_request_without_the_right_is_forbidden_in_these_words(stage: Stage) -> None:
    stage.create("deployments", workload("web", replicas=0))
    who = stage.deny("patch", "deployments")
    path = stage.path("deployments", "web")
    answer = stage.ask("PATCH", path, {}, content="application/merge-patch+json", headers=who)
    assert answer.code == 403
    user = 'User "contract-nobody" cannot patch resource "deployments" in API group "apps"'
    assert answer.body == {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": f'deployments.apps "web" is forbidden: {user} in the namespace "{stage.namespace}"',
        "reason": "Forbidden",
        "details": {"name": "web", "group": "apps", "kind": "deployments"},
        "code": 403,
    }


@pytest.mark.parametrize(("plural", "below", "method", "verb", "what"), [
    ("deployments", "scale", "PATCH", "patch", "deployments/scale"),
    ("pods", "eviction", "POST", "create", "pods/eviction"),
    ("pods", "log", "GET", "get", "pods/log"),
])  # fmt: skip
def test_a_refusal_names_the_subresource(
    stage: Stage, plural: str, below: str, method: str, verb: str, what: str
) -> None:
    who = stage.deny(verb, plural, below)
    answer = stage.ask(
        method, stage.path(plural, "web", below), {}, content="application/merge-patch+json", headers=who
    )
    assert answer.code == 403
    assert f'User "contract-nobody" cannot {verb} resource "{what}"' in answer.body["message"]


def test_a_list_of_the_whole_cluster_is_forbidden_at_its_scope(stage: Stage) -> None:
    who = stage.deny("list", "secrets")
    answer = stage.ask("GET", "/api/v1/secrets", headers=who)
    assert answer.code == 403
    user = 'User "contract-nobody" cannot list resource "secrets" in API group ""'
    assert answer.body["message"] == f"secrets is forbidden: {user} at the cluster scope"
    assert answer.body["details"] == {"kind": "secrets"}


def test_a_watch_without_the_right_is_forbidden_at_once(stage: Stage) -> None:
    who = stage.deny("watch", "pods")
    answer = stage.ask("GET", stage.path("pods"), query={"watch": "1"}, headers=who)
    assert answer.code == 403


@pytest.mark.parametrize("accept", [METADATA, METADATA_LIST])
def test_who_takes_nothing_but_metadata_is_refused_in_the_same_words(stage: Stage, accept: str) -> None:
    """A console asks for Secrets this way, so that no server ever sends their data instead."""
    who = stage.deny("list", "secrets")
    answer = stage.ask("GET", stage.path("secrets"), headers={**who, "Accept": accept})
    assert (answer.code, answer.body["kind"], answer.body["reason"]) == (403, "Status", "Forbidden")


def test_wrong_credentials_are_unauthorized(stage: Stage) -> None:
    answer = stage.ask("GET", stage.path("pods"), headers={"authorization": "Bearer wrong"})
    assert answer.code == 401
    assert answer.body == {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": "Unauthorized",
        "reason": "Unauthorized",
        "code": 401,
    }


def test_an_access_review_that_asks_nothing_is_refused(stage: Stage) -> None:
    body: Json = {"spec": {}}
    assert stage.ask("POST", ACCESS, body).code in (400, 422)


@pytest.mark.simulated_only("a real server cannot be told to fail")
def test_the_review_itself_can_fail(stage: Stage, simulated: SimulatedCluster) -> None:
    simulated.faults.on("selfsubjectaccessreviews", 500)
    assert _may(stage, {}, verb="patch").code == 500
    assert stage.ask("GET", stage.path("pods")).code == 200
