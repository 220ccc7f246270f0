"""The contract: the typed calls of the official client, which check every field that comes back."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from kubernetes import client
from kubernetes.client import ApiException

from tests.contract.stage import Stage
from tests.contract.things import autoscaler, budget, daemon, node, pod, stateful, workload


def _typed(stage: Stage) -> tuple[Any, Any]:
    return client.CoreV1Api(stage.api), client.AppsV1Api(stage.api)


@pytest.fixture
def furnished(stage: Stage) -> Iterator[Stage]:
    """A namespace with one of each, and a node."""
    name = f"contract-{uuid.uuid4().hex[:8]}"
    assert stage.ask("POST", "/api/v1/nodes", node(name)).code == 201
    stage.create("deployments", workload("web"))
    stage.create("statefulsets", stateful("db"))
    stage.create("daemonsets", daemon("agent", name))
    stage.create("poddisruptionbudgets", budget("web", "web", minAvailable=1))
    stage.create("horizontalpodautoscalers", autoscaler("web", 1, 3))
    stage.create("configmaps", {"metadata": {"name": "one"}})
    stage.create("secrets", {"metadata": {"name": "one"}})
    stage.create("pods", pod("lonely"))
    stage.rest()
    yield stage
    stage.ask("DELETE", f"/api/v1/nodes/{name}")


def test_every_list_of_the_client_can_be_read(furnished: Stage) -> None:
    core, apps = _typed(furnished)
    space = furnished.namespace
    assert apps.list_namespaced_deployment(space).items[0].spec.replicas == 1
    assert apps.list_namespaced_stateful_set(space).items[0].metadata.name == "db"
    assert apps.list_namespaced_daemon_set(space).items[0].metadata.name == "agent"
    assert core.list_namespaced_pod(space).items
    assert core.list_namespaced_config_map(space).items
    assert core.list_namespaced_secret(space).items
    assert core.list_node().items
    assert core.list_namespace().items
    apps.list_namespaced_replica_set(space)
    apps.list_namespaced_controller_revision(space)
    core.list_namespaced_event(space)
    assert client.PolicyV1Api(furnished.api).list_namespaced_pod_disruption_budget(space).items
    assert client.AutoscalingV2Api(furnished.api).list_namespaced_horizontal_pod_autoscaler(space).items


def test_a_typed_patch_with_a_field_manager(furnished: Stage) -> None:
    _, apps = _typed(furnished)
    change = {"spec": {"replicas": 0}}
    found = apps.patch_namespaced_deployment("web", furnished.namespace, change, field_manager="warroom")
    assert found.spec.replicas == 0
    assert "warroom" in {one.manager for one in found.metadata.managed_fields}
    scale = apps.patch_namespaced_deployment_scale("web", furnished.namespace, {"spec": {"replicas": 2}})
    assert scale.spec.replicas == 2


def test_raw_answers_come_through_unread(furnished: Stage) -> None:
    core, _ = _typed(furnished)
    raw = core.list_namespaced_pod(furnished.namespace, limit=1, _preload_content=False, _request_timeout=(3, 10))
    assert json.loads(raw.data)["kind"] == "PodList"


def test_errors_of_the_client_carry_the_status(furnished: Stage) -> None:
    _, apps = _typed(furnished)
    with pytest.raises(ApiException) as raised:
        apps.read_namespaced_deployment("nobody", furnished.namespace)
    assert raised.value.status == 404
    assert json.loads(str(raised.value.body))["reason"] == "NotFound"


def test_the_client_can_ask_about_itself_and_the_server(stage: Stage) -> None:
    authentication: Any = client.AuthenticationV1Api(stage.api)
    authorization: Any = client.AuthorizationV1Api(stage.api)
    who = authentication.create_self_subject_review({})
    assert who.status.user_info.username
    attributes = {"verb": "get", "resource": "pods", "namespace": stage.namespace}
    may = authorization.create_self_subject_access_review({"spec": {"resourceAttributes": attributes}})
    assert may.status.allowed
    assert client.VersionApi(stage.api).get_code().major == "1"
    assert "apps" in {one.name for one in client.ApisApi(stage.api).get_api_versions().groups}
    assert {"deployments", "deployments/scale"} <= {
        one.name for one in client.AppsV1Api(stage.api).get_api_resources().resources
    }
