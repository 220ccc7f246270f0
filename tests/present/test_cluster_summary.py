"""The clusters in a few lines, and a rollout in a few words."""

from typing import Any

import pytest

from checks.kubernetes.objects import ClusterSeen, ResourceSeen
from console.present.cluster import rollout_words, summary
from tests.hostile import HOSTILE
from tests.present.cluster_scene import MINUTE, a_workload, crowd, gone, the_cluster
from tests.present.scene import cells
from widgets.text import safe_text
from widgets.values import TableValue, Tone

NOW = 1_795_283_533_000


def texts(table: TableValue) -> list[str]:
    """The rows as text."""
    return [" ".join(cell.text for cell in row.cells) for row in table.rows]


def test_the_summary_names_the_worst_workloads_first_then_pods_nodes_and_rights() -> None:
    assert texts(summary([the_cluster(NOW)], NOW)) == [
        "✖ report r3 stuck: ProgressDeadlineExceeded, 1 ImagePullBackOff",
        "✖ web 3/6 updating r14, 3 CrashLoopBackOff",
        "▲ worker r18 ok, 1 restarted",
        "■ mailer r5 paused",
        "◐ checkout 4/5 updating r22",
        "● others 5 workloads ok",
        "✖ pods 3 CrashLoopBackOff  1 Error  1 ImagePullBackOff",
        "▲ nodes 10 ok  1 pressure  1 cordoned",
        "▲ hpa api FailedGetResourceMetric: no metrics",
        "▲ hpa web at its max 6",
        "▲ access no right to list secrets",
    ]


def test_a_narrow_summary_leaves_the_pods_of_a_workload_to_the_line_of_pods() -> None:
    assert "✖ web 3/6 updating r14" in texts(summary([the_cluster(NOW)], NOW, 30))


def test_a_cluster_that_does_not_answer_keeps_its_values_with_their_age_the_error_and_the_next_try() -> None:
    table = summary([gone(NOW)], NOW)
    assert cells(table, "prod-eu|") == [
        "?",
        "answers",
        "2m old · next try 9s · no answer from https://k8s.example:6443 within 10 s",
    ]
    assert "✖ web 3/6 updating r14, 3 CrashLoopBackOff" in texts(table)
    assert (table.badge.text, table.badge.tone) == ("no connection", Tone.UNKNOWN)


def test_several_clusters_stand_under_their_names() -> None:
    table = summary([the_cluster(NOW), the_cluster(NOW, context="prod-us", workloads=(), pods=())], NOW)
    assert table.title == "Clusters  2"
    assert [row.cells[1].text for row in table.rows if row.key.endswith("|")] == ["prod-eu", "prod-us"]
    assert len({row.key for row in table.rows}) == len(table.rows)


def test_a_cluster_that_is_well_says_so_and_one_that_was_never_seen_says_nothing_of_health() -> None:
    well = ClusterSeen("c", resources=(ResourceSeen("pods", "ok"),), workloads=(a_workload("api", 4, "31", NOW),))
    assert texts(summary([well], NOW)) == ["● all 1 workloads ok", "● pods 0 ok"]
    assert summary([], NOW).empty[0].text == "no cluster is configured"
    never = ClusterSeen("c", error="connection refused", next_try=NOW + 5_000)
    assert texts(summary([never], NOW))[0] == "? cluster no answer yet · next try 5s · connection refused"
    assert not any("ok" in line for line in texts(summary([never], NOW)))


ROLLOUTS = [
    ({"updated": 3, "total": 7}, "3/6 updating r14"),
    ({"progress": "ProgressDeadlineExceeded"}, "r14 stuck: ProgressDeadlineExceeded"),
    ({}, "r14 ok"),
    ({"paused": True, "updated": 2}, "r14 paused at 2/6"),
    ({"paused": True}, "r14 paused"),
    ({"available": 4}, "4/6 up r14"),
    ({"desired": 0, "total": 0, "available": 0, "updated": 0}, "scaled to 0"),
    ({"observed": 6}, "6/6 updating r14"),
    ({"revision": ""}, "ok"),
]


@pytest.mark.parametrize(("more", "words"), ROLLOUTS, ids=[words for _, words in ROLLOUTS])
def test_a_rollout_is_told_in_a_few_words(more: dict[str, Any], words: str) -> None:
    seen = the_cluster(NOW, workloads=(a_workload("web", 6, "14", NOW)._replace(**more),), revisions=())
    assert rollout_words(seen, "Deployment", "shop", "web") == words


def test_a_rollout_that_is_not_seen_says_why() -> None:
    seen = the_cluster(NOW)
    assert rollout_words(seen, "Deployment", "shop", "nobody") == "not found"
    assert rollout_words(seen, "StatefulSet", "shop", "web") == "not found"
    assert rollout_words(gone(NOW), "Deployment", "shop", "web") == "was 3/6 updating r14"
    forbidden = seen._replace(workloads=(), resources=(ResourceSeen("deployments", "forbidden"),))
    assert rollout_words(forbidden, "Deployment", "shop", "web") == "no right to list deployments"
    assert rollout_words(ClusterSeen("c"), "Deployment", "shop", "web") == "loading"
    assert rollout_words(ClusterSeen("c", error="refused"), "Deployment", "shop", "web") == "no connection"


def test_a_workload_without_a_number_carries_that_of_its_newest_revision() -> None:
    assert rollout_words(the_cluster(NOW), "StatefulSet", "shop", "database") == "r4 ok"


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_no_hostile_name_passes_the_summary(name: str) -> None:
    text = HOSTILE[name]
    work = a_workload("web", 6, "14", NOW)._replace(name=text, available=0, namespace=text, images=(text,))
    seen = the_cluster(NOW, context=text, workloads=(work,), error=text)
    for row in summary([seen, seen._replace(context="b")], NOW + MINUTE).rows:
        for cell in row.cells:
            assert safe_text(cell.text, 10_000) == cell.text


def test_ten_thousand_pods_are_counted_once_for_each_look_of_the_cluster() -> None:
    seen = crowd(NOW)
    first = summary([seen], NOW)
    assert texts(first)[-5:-4] == ["✖ pods 500 CrashLoopBackOff"]
    assert texts(summary([seen], NOW)) == texts(first)
