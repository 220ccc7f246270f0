"""The contract: lists, selectors, pages, metadata only, and what the server does not have."""

import base64
import json

import pytest

from console.drill.cluster import SimulatedCluster
from tests.contract.stage import METADATA, METADATA_LIST, Reply, Stage
from tests.contract.things import Json, pod


def _configmaps(stage: Stage, number: int = 5) -> None:
    for index in range(number):
        labels = {"index": str(index), "parity": "odd" if index % 2 else "even"}
        stage.create("configmaps", {"metadata": {"name": f"map-{index}", "labels": labels}, "data": {"a": "1"}})


def _names(items: list[Json]) -> list[str]:
    return [one["metadata"]["name"] for one in items if one["metadata"]["name"].startswith("map-")]


@pytest.mark.parametrize(("selector", "found"), [
    ("parity=even", [0, 2, 4]),
    ("parity==odd", [1, 3]),
    ("parity,parity!=odd", [0, 2, 4]),
    ("index in (1, 2)", [1, 2]),
    ("parity=even,index notin (0,4)", [2]),
    ("!parity,index", []),
    ("parity", [0, 1, 2, 3, 4]),
])  # fmt: skip
def test_label_selectors(stage: Stage, selector: str, found: list[int]) -> None:
    _configmaps(stage)
    assert _names(stage.items("configmaps", labelSelector=selector)) == [f"map-{index}" for index in found]


def test_a_label_selector_that_cannot_be_read_is_a_bad_request(stage: Stage) -> None:
    answer = stage.ask("GET", stage.path("configmaps"), query={"labelSelector": "a b c"})
    assert (answer.code, answer.body["reason"]) == (400, "BadRequest")


def test_field_selectors(stage: Stage) -> None:
    _configmaps(stage)
    assert _names(stage.items("configmaps", fieldSelector="metadata.name=map-3")) == ["map-3"]
    assert "map-3" not in _names(stage.items("configmaps", fieldSelector="metadata.name!=map-3"))


def test_pods_are_selected_by_what_a_console_needs(stage: Stage) -> None:
    stage.create("pods", pod("one", nodeName="nowhere"))
    assert _pods(stage, "spec.nodeName=nowhere") == ["one"]
    assert _pods(stage, "spec.nodeName=elsewhere") == []
    assert _pods(stage, "status.phase!=Running,status.phase!=Succeeded") == ["one"]


def _pods(stage: Stage, selector: str) -> list[str]:
    return [one["metadata"]["name"] for one in stage.items("pods", fieldSelector=selector)]


def test_a_field_that_cannot_be_selected_by_is_a_bad_request(stage: Stage) -> None:
    answer = stage.ask("GET", stage.path("pods"), query={"fieldSelector": "spec.hostname=a"})
    assert (answer.code, answer.body["reason"]) == (400, "BadRequest")
    assert "field label not supported: spec.hostname" in answer.body["message"]


def _page(stage: Stage, token: str = "", limit: int = 2, **query: str) -> Reply:
    query = {"limit": str(limit), "labelSelector": "index", **query}
    return stage.ask("GET", stage.path("configmaps"), query={**query, **({"continue": token} if token else {})})


def test_pages_come_from_one_moment(stage: Stage) -> None:
    _configmaps(stage)
    first = _page(stage).body
    stage.ask("DELETE", stage.path("configmaps", "map-4"))
    stage.create("configmaps", {"metadata": {"name": "map-9", "labels": {"index": "9"}}})
    second = _page(stage, first["metadata"]["continue"]).body
    third = _page(stage, second["metadata"]["continue"]).body
    pages = [_names(page["items"]) for page in (first, second, third)]
    assert pages == [["map-0", "map-1"], ["map-2", "map-3"], ["map-4"]]
    assert len({page["metadata"]["resourceVersion"] for page in (first, second, third)}) == 1
    assert not third["metadata"].get("continue")


def test_a_list_without_selector_says_how_many_remain(stage: Stage) -> None:
    _configmaps(stage)
    first = stage.ask("GET", stage.path("configmaps"), query={"limit": "2"}).body
    assert first["metadata"]["remainingItemCount"] >= 3
    assert "remainingItemCount" not in _page(stage).body["metadata"]


def _old_token(stage: Stage) -> str:
    token = {"v": "meta.k8s.io/v1", "rv": 1, "start": "map-1\u0000"}
    found = _page(stage, base64.urlsafe_b64encode(json.dumps(token).encode()).decode().rstrip("="))
    if found.code == 200:
        pytest.skip("this server still knows its first resource version; it forgets every five minutes")
    return str(found.body)


def _assert_expired(answer: Reply) -> None:
    assert (answer.code, answer.body["reason"]) == (410, "Expired")
    assert "The provided continue parameter is too old to display a consistent list result." in answer.body["message"]
    assert answer.body["metadata"]["continue"]


@pytest.mark.simulated_only("a real server forgets in its own time")
def test_a_half_read_list_expires(stage: Stage, simulated: SimulatedCluster) -> None:
    _configmaps(stage)
    token = _page(stage).body["metadata"]["continue"]
    simulated.expire_watches()
    _assert_expired(_page(stage, token))


@pytest.mark.simulated_only("a real server forgets in its own time")
def test_the_token_of_the_refusal_reads_on_inconsistently(stage: Stage, simulated: SimulatedCluster) -> None:
    _configmaps(stage)
    first = _page(stage).body
    simulated.expire_watches()
    token = _page(stage, first["metadata"]["continue"]).body["metadata"]["continue"]
    rest = _page(stage, token, limit=9).body
    assert _names(rest["items"]) == ["map-2", "map-3", "map-4"]


@pytest.mark.real_only("the tokens of the simulator mean nothing to a reader")
def test_an_expired_token_of_the_real_server_has_the_same_body(stage: Stage) -> None:
    _configmaps(stage)
    _old_token(stage)
    token = {"v": "meta.k8s.io/v1", "rv": 1, "start": "map-1\u0000"}
    _assert_expired(_page(stage, base64.urlsafe_b64encode(json.dumps(token).encode()).decode().rstrip("=")))


def test_a_continue_token_that_is_none_is_a_bad_request(stage: Stage) -> None:
    answer = _page(stage, "nonsense")
    assert (answer.code, answer.body["reason"]) == (400, "BadRequest")
    assert "continue key is not valid" in answer.body["message"]


def test_items_of_a_list_carry_neither_kind_nor_version(stage: Stage) -> None:
    _configmaps(stage, 1)
    body = stage.ask("GET", stage.path("configmaps"), query={"labelSelector": "index"}).body
    assert (body["kind"], body["apiVersion"]) == ("ConfigMapList", "v1")
    assert not {"kind", "apiVersion"} & set(body["items"][0])


def test_a_list_of_metadata_only(stage: Stage) -> None:
    _configmaps(stage, 2)
    path = stage.path("configmaps")
    body = stage.ask(
        "GET", path, query={"labelSelector": "index", "limit": "1"}, headers={"Accept": METADATA_LIST}
    ).body
    assert (body["kind"], body["apiVersion"]) == ("PartialObjectMetadataList", "meta.k8s.io/v1")
    assert body["metadata"]["continue"]
    (item,) = body["items"]
    assert item["metadata"]["name"] == "map-0"
    assert item["metadata"]["managedFields"]
    assert not set(item) - {"kind", "apiVersion", "metadata"}


def test_one_object_of_metadata_only(stage: Stage) -> None:
    _configmaps(stage, 1)
    body = stage.ask("GET", stage.path("configmaps", "map-0"), headers={"Accept": METADATA}).body
    assert (body["kind"], body["apiVersion"]) == ("PartialObjectMetadata", "meta.k8s.io/v1")
    assert set(body) == {"kind", "apiVersion", "metadata"}


def test_metadata_only_falls_back_where_the_client_takes_both(stage: Stage) -> None:
    _configmaps(stage, 1)
    body = stage.ask("GET", stage.path("configmaps"), headers={"Accept": f"{METADATA_LIST},application/json"}).body
    assert body["kind"] == "PartialObjectMetadataList"


def test_a_format_that_the_server_does_not_speak(stage: Stage) -> None:
    answer = stage.ask("GET", stage.path("configmaps"), headers={"Accept": "text/html"})
    assert (answer.code, answer.body["reason"]) == (406, "NotAcceptable")


def test_the_items_of_a_list_across_namespaces_are_sorted(stage: Stage) -> None:
    _configmaps(stage, 2)
    items = stage.ask("GET", stage.path("configmaps", everywhere=True), query={"limit": "500"}).body["items"]
    keys = [(one["metadata"]["namespace"], one["metadata"]["name"]) for one in items]
    assert keys == sorted(keys)
    assert (stage.namespace, "map-1") in keys


def test_a_resource_that_the_server_does_not_have(stage: Stage) -> None:
    for path in ("/apis/argoproj.io/v1alpha1/applications", "/api/v1/nonsense", "/nonsense"):
        answer = stage.ask("GET", path)
        assert answer.code == 404


@pytest.mark.simulated_only("whether a real one has metrics is not ours to say")
def test_metrics_are_absent_until_somebody_installs_them(stage: Stage, simulated: SimulatedCluster) -> None:
    path = f"/apis/metrics.k8s.io/v1beta1/namespaces/{stage.namespace}/pods"
    assert stage.ask("GET", path).code == 404
    simulated.install("metrics.k8s.io", "v1beta1", "pods", "PodMetrics")
    usage = {"cpu": "5m", "memory": "10Mi"}
    meta = {"name": "one", "namespace": stage.namespace}
    simulated.add("PodMetrics", {"metadata": meta, "containers": [{"name": "main", "usage": usage}]})
    body = stage.ask("GET", path).body
    assert body["kind"] == "PodMetricsList"
    assert body["items"][0]["containers"][0]["usage"] == usage


def test_a_list_from_the_future_is_a_time_out(stage: Stage) -> None:
    query = {"resourceVersion": "99999999999", "resourceVersionMatch": "NotOlderThan"}
    answer = stage.ask("GET", stage.path("configmaps"), query=query)
    assert (answer.code, answer.body["reason"]) == (504, "Timeout")
    assert "Too large resource version: 99999999999" in answer.body["message"]
