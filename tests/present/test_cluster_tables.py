"""The tables of a cluster: what is wrong first, and only the rows that are looked at are made."""

from collections.abc import Callable
from typing import Any

import pytest

from checks.kubernetes.objects import ClusterSeen, Node, Notice, Pod, ResourceSeen, Scaler, Thing, Usage, Workload
from console.incident.action import Target
from console.incident.events import Instant
from console.present.cluster import prepare
from console.present.cluster.access import access_table
from console.present.cluster.keys import key, subject, targets
from console.present.cluster.looks import failing, pod_look, workload_look
from console.present.cluster.nodes import nodes_table
from console.present.cluster.notices import notices_table
from console.present.cluster.page import pod_head, revisions_table, workload_head
from console.present.cluster.pods import pods_table
from console.present.cluster.problems import problems_table
from console.present.cluster.scalers import scalers_table
from console.present.cluster.view import ClusterView, view_of
from console.present.cluster.words import image_tail, last_words, revision_words
from console.present.cluster.workloads import bar, workloads_table
from tests.hostile import HOSTILE
from tests.present.cluster_scene import MINUTE, a_pod, a_workload, crowd, gone, the_cluster
from widgets.rows import LongRows
from widgets.text import safe_text
from widgets.values import Row, TableValue, Tone

NOW = 1_795_283_533_000
TABLES: tuple[Callable[[ClusterView, Instant], TableValue], ...] = (
    workloads_table,
    pods_table,
    nodes_table,
    scalers_table,
    notices_table,
    access_table,
    problems_table,
)


def view(**more: Any) -> ClusterView:
    """The cluster in a bad deploy."""
    return ClusterView(the_cluster(NOW, **more), NOW)


def names(table: TableValue) -> list[str]:
    """The second cell of each row: the name."""
    return [row.cells[1].text for row in table.rows]


def line(table: TableValue, name: str) -> str:
    """The row with this name, as text."""
    found = next(row for row in table.rows if name in [cell.text for cell in row.cells])
    return " ".join(cell.text for cell in found.cells if cell.text)


def test_what_is_wrong_stands_first_what_was_changed_last_before_the_rest() -> None:
    table = problems_table(view(), NOW)
    assert names(table) == [
        "deploy/web",
        "pod/migrate-29384",
        "deploy/report",
        "node/node-7",
        "deploy/worker",
        "hpa/api",
        "hpa/web",
        "deploy/mailer",
        "node/node-11",
        "access",
    ]
    assert line(table, "deploy/web") == (
        "✖ deploy/web 3/6 updating r14, 3 CrashLoopBackOff: exit 1, 48s ago, 6 restarts web:2.4.1 11m"
    )
    assert "r3 stuck, 1 ImagePullBackOff: Back-off pulling image" in line(table, "deploy/report")
    assert line(table, "node/node-7") == "▲ node/node-7 MemoryPressure, 6 pods on it, 2 in trouble"
    assert (table.badge.text, table.tone) == ("3 bad", Tone.BAD)


def test_jobs_that_failed_and_claims_without_a_volume_are_told() -> None:
    things = (
        Thing("Job", "shop", "migrate", "j", note="failed: BackoffLimitExceeded"),
        Thing("Job", "shop", "fine", "f", note="complete"),
        Thing("PersistentVolumeClaim", "shop", "data-0", "c", note="Pending"),
        Thing("ConfigMap", "shop", "web", "m"),
    )
    table = problems_table(view(things=things), NOW)
    assert line(table, "job/migrate") == "✖ job/migrate failed: BackoffLimitExceeded"
    assert line(table, "pvc/data-0") == "▲ pvc/data-0 Pending"
    assert len(table.rows) == 12


def test_a_cluster_without_trouble_says_what_that_means() -> None:
    calm = ClusterView(ClusterSeen("c", resources=(ResourceSeen("pods", "ok"),)), NOW)
    assert "".join(span.text for span in problems_table(calm, NOW).empty) == "● nothing is wrong in what can be seen"
    assert problems_table(ClusterView(ClusterSeen("c"), NOW), NOW).empty[0].text == "looking ..."


def test_workloads_stand_worst_first_then_by_name_with_their_rollout() -> None:
    table = workloads_table(view(), NOW)
    assert names(table)[:6] == [
        "deploy/report",
        "deploy/web",
        "deploy/worker",
        "deploy/mailer",
        "deploy/checkout",
        "deploy/legacy",
    ]
    assert names(table)[6:] == ["deploy/api", "deploy/cart", "sts/database", "ds/logs"]
    assert line(table, "deploy/web") == (
        "✖ deploy/web failing ━━━━┄┄ 4/6 3/6 4 r14 web:2.4.1 11m 3 CrashLoopBackOff: exit 1, 48s ago, 6 restarts "
        "argocd shop-web"
    )
    assert table.badge.text == "4 of 10 wrong"


def test_pods_stand_bad_ones_first_with_how_they_last_ended() -> None:
    table = pods_table(view(), NOW)
    assert names(table)[:5] == [
        "web-7d4b9c-k2x9p",
        "web-7d4b9c-qq7zt",
        "web-7d4b9c-v4m8d",
        "migrate-29384",
        "report-1a2b3c-zz9",
    ]
    assert line(table, "worker-1a2b3c-4") == "▲ worker-1a2b3c-4 restarted 1/1 4 OOMKilled exit 137, 2m ago 3d node-7"


def test_pods_show_what_they_use_where_metrics_tell() -> None:
    usage = {("shop", "api-1a2b3c-1"): Usage(0.25, 340e6)}
    assert "0.25 340MB" in line(pods_table(view(usage=usage), NOW), "api-1a2b3c-1")


STATES = [
    ({"state": "CrashLoopBackOff", "ready": 0}, "CrashLoopBackOff", Tone.BAD),
    ({"state": "Unschedulable", "ready": 0}, "Unschedulable", Tone.BAD),
    ({"state": "Init:CrashLoopBackOff", "ready": 0}, "Init:CrashLoopBackOff", Tone.BAD),
    ({"state": "Init:0/2", "ready": 0}, "Init:0/2", Tone.INFO),
    ({"state": "Unknown", "ready": 0}, "Unknown", Tone.UNKNOWN),
    ({"ready": 0}, "not ready", Tone.WARN),
    ({"deleting": True}, "Terminating", Tone.MUTED),
    ({"state": "Pending", "ready": 0, "message": "waits for a volume"}, "Pending", Tone.WARN),
    ({"state": "Pending", "ready": 0}, "Pending", Tone.INFO),
    ({"state": "Completed", "ready": 0}, "Completed", Tone.OK),
    ({"restarts": 2, "last_at": NOW - MINUTE}, "restarted", Tone.WARN),
    ({"restarts": 2, "last_at": NOW - 90 * MINUTE}, "Running", Tone.OK),
]


@pytest.mark.parametrize(("more", "word", "tone"), STATES, ids=[f"{word} {tone}" for _, word, tone in STATES])
def test_the_state_of_a_pod_is_told_in_word_and_tone(more: dict[str, Any], word: str, tone: Tone) -> None:
    pod = a_pod("web-1", NOW, "x")._replace(**more)
    look = pod_look(pod, NOW - 15 * MINUTE)
    assert (look.word, look.tone) == (word, tone)
    assert not failing(pod) or look.wrong


WORKLOADS = [
    ({"progress": "ProgressDeadlineExceeded"}, 0, "stuck"),
    ({"available": 0}, 0, "DOWN"),
    ({"available": 4}, 1, "failing"),
    ({}, 1, "failing"),
    ({"paused": True}, 0, "paused"),
    ({"updated": 2}, 0, "updating"),
    ({"available": 5}, 0, "short"),
    ({"desired": 0, "updated": 0, "available": 0, "total": 0}, 0, "zero"),
    ({}, 0, "ok"),
]


@pytest.mark.parametrize(("more", "bad", "word"), WORKLOADS, ids=[f"{word} {bad}" for _, bad, word in WORKLOADS])
def test_the_state_of_a_workload_is_told(more: dict[str, Any], bad: int, word: str) -> None:
    assert workload_look(a_workload("web", 6, "14", NOW)._replace(**more), bad).word == word


def test_nodes_autoscalers_events_and_rights_say_what_is_wrong_with_them() -> None:
    seen = view()
    assert "▲ node-7 pressure 6 2" in line(nodes_table(seen, NOW), "node-7")
    assert "97%" in line(nodes_table(seen, NOW), "node-7")
    assert line(scalers_table(seen, NOW), "web").endswith("6 6 3-6 9m at its maximum of 6: it cannot add more")
    assert names(notices_table(seen, NOW))[:2] == ["12s", "41s"]
    assert line(notices_table(seen, NOW), "BackOff") == (
        "▲ 12s 38x BackOff pod/web-7d4b9c-k2x9p Back-off restarting failed container web"
    )
    assert line(access_table(seen, NOW), "secrets").startswith("▲ secrets forbidden secrets is forbidden")
    assert access_table(seen, NOW).title == "Access  as oncall"


def test_a_table_whose_source_is_down_says_how_old_it_is_why_and_when_it_is_asked_again() -> None:
    stale = ClusterView(gone(NOW), NOW)
    title = "Workloads · 2m old · next try 9s · no answer from https://k8s.example:6443 within 10 s"
    assert workloads_table(stale, NOW).title == title
    assert workloads_table(stale, NOW).tone == Tone.UNKNOWN
    forbidden = view(nodes=(), resources=(ResourceSeen("nodes", "forbidden"),))
    assert nodes_table(forbidden, NOW).title == "Nodes · no right to list nodes"
    assert nodes_table(forbidden, NOW).empty[0].text == "no right to list nodes"
    loading = view(pods=(), resources=(ResourceSeen("pods"),))
    assert pods_table(loading, NOW).title == "Pods · loading ..."


def test_a_filter_wants_every_word_wherever_it_stands() -> None:
    seen = view()
    assert names(workloads_table(seen, NOW, "WEB argocd")) == ["deploy/web"]
    assert len(names(pods_table(seen, NOW, "crash node-7"))) == 1
    none = workloads_table(seen, NOW, "web database")
    assert (none.title, none.empty[0].text) == ("Workloads · filter: web database", "nothing matches")
    assert none.badge.text == "0 of 10"


def test_namespaces_are_shown_only_where_there_are_several() -> None:
    assert all(row.cells[-1].text == "" for row in workloads_table(view(), NOW).rows)
    two = (a_workload("a", 1, "1", NOW), a_workload("b", 1, "1", NOW)._replace(namespace="other"))
    assert [row.cells[-1].text for row in workloads_table(view(workloads=two), NOW).rows] == ["shop", "other"]


def test_of_ten_thousand_pods_only_the_rows_that_are_looked_at_are_made() -> None:
    made: list[str] = []

    def make(name: str) -> Row:
        made.append(name)
        return Row(name, ())

    rows = LongRows([str(number) for number in range(10_000)], str, make)
    assert [row.key for row in rows[40:43]] == ["40", "41", "42"]
    assert (rows.find("9999"), rows.find("nobody"), rows.key(7), len(rows)) == (9999, None, "7", 10_000)
    assert made == ["40", "41", "42"]


def test_a_cluster_is_sorted_once_as_long_as_it_is_the_same() -> None:
    seen = crowd(NOW, pods=1_000, workloads=50)
    assert view_of(seen, NOW) is view_of(seen, NOW + MINUTE)
    assert view_of(seen, NOW).pods is view_of(seen, NOW).pods
    assert view_of(seen._replace(version=2), NOW) is not view_of(seen, NOW)


def test_a_row_is_exactly_what_is_acted_on_and_a_pod_brings_its_workload_along() -> None:
    seen = view()
    web = Target("prod-eu", "Deployment", "shop", "web", "uid-web")
    assert targets(seen, key("workload", "uid-web")) == (web,)
    pod = Target("prod-eu", "Pod", "shop", "web-7d4b9c-k2x9p", "uid-web-7d4b9c-k2x9p")
    assert targets(seen, key("pod", "uid-web-7d4b9c-k2x9p")) == (pod, web)
    assert targets(seen, key("scaler", "shop/web")) == (web,)
    assert [each.kind for each in targets(seen, key("node", "node-7"))] == ["Node"]
    assert targets(seen, key("resource", "secrets")) == ()
    assert subject(seen, key("node", "node-7")) is None
    assert subject(seen, key("pod", "uid-migrate")) is not None


def test_the_page_of_a_workload_tells_how_it_stands_and_what_it_can_go_back_to() -> None:
    seen = view()
    web = seen.by_uid["uid-web"]
    head = workload_head(seen, web, NOW)
    said = ["".join(span.text for span in line) for line in head.lines]
    assert said == [
        "✖ failing  3/6 updating r14   image web:2.4.1",
        "updated 3/6   ready 4/6   available 4   pods 7   strategy RollingUpdate   generation 7",
        "changed 11m ago by argocd-controller   owner argocd shop-web   namespace shop",
        "3 of 7 pods CrashLoopBackOff: exit 1, 48s ago, 6 restarts",
    ]
    revisions = [" ".join(cell.text for cell in row.cells[:5]) for row in revisions_table(seen, web, NOW).rows]
    assert revisions == ["▶ r14 11m 0/3 current, 3 CrashLoopBackOff", "  r13 3d 4/4 runs", "  r11 12d  "]


def test_the_page_of_a_pod_tells_how_it_last_ended() -> None:
    seen = view()
    pod = next(each for each in seen.pods if each.name == "web-7d4b9c-k2x9p")
    said = ["".join(span.text for span in line) for line in pod_head(seen, pod, NOW).lines]
    assert said[0] == "✖ CrashLoopBackOff   ready 0/1   restarts 6   of deploy/web: 3/6 updating r14"
    assert said[2] == "last ended exit 1, 48s ago"


def test_names_are_written_as_people_write_them() -> None:
    assert image_tail(("registry.example:5000/shop/web:2.4.1",)) == "web:2.4.1"
    assert image_tail(("a/web@sha256:0123456789abcdef",)) == "web@01234567"
    assert image_tail(("a/web:1", "b/side:2")) == "web:1 +1"
    assert image_tail(("a/a-very-long-name-of-an-image:2.4.1-rc1",), 16) == "…image:2.4.1-rc1"
    assert (image_tail(()), revision_words("14"), revision_words("db-6c54"), revision_words("")) == (
        "",
        "r14",
        "6c54",
        "",
    )
    assert last_words(a_pod("a", NOW, ""), NOW) == ""
    assert (bar(0, 6), bar(6, 6), bar(1, 100), bar(99, 100), bar(0, 0)) == (
        "┄┄┄┄┄┄",
        "━━━━━━",
        "━┄┄┄┄┄",
        "━━━━━┄",
        "┄┄┄┄┄┄",
    )


def hostile(text: str) -> ClusterSeen:
    """A cluster in which every text is hostile."""
    work = Workload(
        "Deployment", text, text, text, 6, images=(text, text), revision=text, owners=(text,), changed_by=text
    )
    pod = Pod(text, text, text, text, 0, 1, 3, text, text, 1, NOW, NOW, text, text, text, message=text, workload=text)
    job = pod._replace(uid="j", owner="", name=f"{text}j")
    return ClusterSeen(
        text,
        who=text,
        error=text,
        resources=(ResourceSeen(text, "failing", text), ResourceSeen(f"{text}2", "forbidden", text)),
        workloads=(work,),
        pods=(pod, job),
        nodes=(Node(text, ready=False, pressure=(text,), version=text),),
        scalers=(Scaler(text, text, text, text, 1, 2, 2, 2, NOW, text),),
        notices=(Notice(text, text, text, text, text, 3, NOW, text),),
    )


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_no_hostile_text_passes_a_table(name: str) -> None:
    seen = ClusterView(hostile(HOSTILE[name]), NOW)
    for make in TABLES:
        table = make(seen, NOW)
        for text in (table.title, table.badge.text, *(cell.text for row in table.rows for cell in row.cells)):
            assert safe_text(text, 10_000) == text
    head = pod_head(seen, seen.pods[0], NOW)
    work = workload_head(seen, seen.workloads[0], NOW)
    for span in [span for line in (*head.lines, *work.lines) for span in line]:
        assert safe_text(span.text, 10_000) == span.text


def test_a_cluster_is_sorted_before_it_is_shown_where_somebody_prepares_it() -> None:
    seen = crowd(NOW, pods=1_000, workloads=50)
    prepare([seen], NOW)
    made = view_of(seen, NOW)
    prepare([seen], NOW + MINUTE)
    assert view_of(seen, NOW) is made
    assert {"pods", "workloads", "looks", "load"} <= set(vars(made))
