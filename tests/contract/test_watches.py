"""The contract: watches, their bookmarks, and how they end."""

import pytest

from console.drill.cluster import SimulatedCluster
from tests.contract.stage import METADATA, SimulatedStage, Stage
from tests.contract.things import Json


def _version(stage: Stage) -> str:
    return str(stage.ask("GET", stage.path("configmaps")).body["metadata"]["resourceVersion"])


def _shown(events: list[Json]) -> list[tuple[str, str]]:
    return [(one["type"], one["object"]["metadata"].get("name", "")) for one in events if one["type"] != "BOOKMARK"]


def _story(stage: Stage) -> None:
    stage.create("configmaps", {"metadata": {"name": "one", "labels": {"team": "a"}}})
    stage.patch("configmaps", "one", {"metadata": {"labels": {"team": "b"}}})
    stage.patch("configmaps", "one", {"data": {"k": "v"}})
    stage.ask("DELETE", stage.path("configmaps", "one"))


def test_a_watch_tells_everything_after_its_resource_version_in_order(stage: Stage) -> None:
    since = _version(stage)
    _story(stage)
    events = stage.watch("configmaps", resourceVersion=since)
    assert _shown(events) == [("ADDED", "one"), ("MODIFIED", "one"), ("MODIFIED", "one"), ("DELETED", "one")]
    versions = [int(one["object"]["metadata"]["resourceVersion"]) for one in events]
    assert versions == sorted(set(versions))
    assert (events[0]["object"]["kind"], events[0]["object"]["apiVersion"]) == ("ConfigMap", "v1")


def test_what_leaves_a_selection_is_told_as_deleted(stage: Stage) -> None:
    since = _version(stage)
    _story(stage)
    events = stage.watch("configmaps", resourceVersion=since, labelSelector="team=a")
    assert _shown(events) == [("ADDED", "one"), ("DELETED", "one")]
    late = stage.watch("configmaps", resourceVersion=since, labelSelector="team=b")
    assert _shown(late) == [("ADDED", "one"), ("MODIFIED", "one"), ("DELETED", "one")]


def test_a_watch_of_one_name(stage: Stage) -> None:
    since = _version(stage)
    _story(stage)
    stage.create("configmaps", {"metadata": {"name": "two"}})
    events = stage.watch("configmaps", resourceVersion=since, fieldSelector="metadata.name=two")
    assert _shown(events) == [("ADDED", "two")]


def test_a_watch_without_a_resource_version_begins_with_what_is_there(stage: Stage) -> None:
    stage.create("configmaps", {"metadata": {"name": "one", "labels": {"mine": "1"}}})
    assert _shown(stage.watch("configmaps", labelSelector="mine")) == [("ADDED", "one")]
    assert _shown(stage.watch("configmaps", labelSelector="mine", resourceVersion="0")) == [("ADDED", "one")]


def test_a_watch_ends_when_its_time_is_over_with_a_bookmark_where_wanted(stage: Stage) -> None:
    stage.create("configmaps", {"metadata": {"name": "one"}})
    since = _version(stage)
    assert stage.watch("configmaps", resourceVersion=since) == []
    events = stage.watch("configmaps", resourceVersion=since, allowWatchBookmarks="true", timeoutSeconds="3")
    for one in events:
        assert one["type"] == "BOOKMARK"
        assert one["object"]["kind"] == "ConfigMap"
        assert int(one["object"]["metadata"]["resourceVersion"]) >= int(since)


@pytest.mark.simulated_only("a real server sends bookmarks when it likes, about once a minute")
def test_a_bookmark_moves_the_resource_version_on(stage: Stage, simulated: SimulatedCluster) -> None:
    since = _version(stage)
    stage.create("secrets", {"metadata": {"name": "other"}})
    events = stage.watch("configmaps", resourceVersion=since, allowWatchBookmarks="true")
    assert [one["type"] for one in events] == ["BOOKMARK"]
    assert events[0]["object"]["metadata"]["resourceVersion"] == str(simulated.world.store.version)


def test_the_list_can_come_through_the_watch_and_ends_with_a_bookmark(stage: Stage) -> None:
    stage.create("configmaps", {"metadata": {"name": "one", "labels": {"mine": "1"}}})
    query = {"sendInitialEvents": "true", "resourceVersionMatch": "NotOlderThan", "allowWatchBookmarks": "true"}
    events = stage.watch("configmaps", labelSelector="mine", **query)
    assert [one["type"] for one in events[:2]] == ["ADDED", "BOOKMARK"]
    assert events[1]["object"]["metadata"]["annotations"] == {"k8s.io/initial-events-end": "true"}


def test_a_watch_from_too_long_ago_is_answered_200_with_410_inside(stage: Stage) -> None:
    if isinstance(stage, SimulatedStage):
        stage.cluster.restart()
    path = stage.path("configmaps")
    answer = stage.ask("GET", path, query={"watch": "1", "resourceVersion": "1", "timeoutSeconds": "1"})
    assert answer.code == 200
    (event,) = stage.watch("configmaps", resourceVersion="1")
    assert event["type"] == "ERROR"
    assert event["object"]["kind"] == "Status"
    assert (event["object"]["code"], event["object"]["reason"]) == (410, "Expired")
    assert event["object"]["message"].startswith("too old resource version: 1 (")


@pytest.mark.simulated_only("a test may not restart a real server")
def test_after_a_restart_every_older_resource_version_is_too_old(stage: Stage, simulated: SimulatedCluster) -> None:
    stage.create("configmaps", {"metadata": {"name": "one"}})
    since = _version(stage)
    simulated.restart()
    (event,) = stage.watch("configmaps", resourceVersion=since)
    assert (event["type"], event["object"]["code"]) == ("ERROR", 410)
    fresh = _version(stage)
    assert int(fresh) > int(since)
    stage.create("configmaps", {"metadata": {"name": "two"}})
    assert _shown(stage.watch("configmaps", resourceVersion=fresh)) == [("ADDED", "two")]


def test_a_watch_of_metadata_only(stage: Stage) -> None:
    since = _version(stage)
    stage.create("configmaps", {"metadata": {"name": "one"}, "data": {"a": "1"}})
    (event,) = stage.watch("configmaps", resourceVersion=since, accept=METADATA)
    assert event["type"] == "ADDED"
    assert (event["object"]["kind"], event["object"]["apiVersion"]) == ("PartialObjectMetadata", "meta.k8s.io/v1")
    assert "data" not in event["object"]


def test_a_watch_of_something_that_is_no_resource_version(stage: Stage) -> None:
    answer = stage.ask("GET", stage.path("configmaps"), query={"watch": "1", "resourceVersion": "abc"})
    assert answer.code in (400, 422, 500)
