import json
import random
from pathlib import Path
from typing import Any

import pytest

from checks.kubernetes.cut import cut_node, cut_notice, cut_revision, cut_scaling, cut_thing, cut_workload
from checks.kubernetes.fields import ODD, moment, quantity
from checks.kubernetes.marks import mark_of
from checks.kubernetes.objects import Pod
from checks.kubernetes.paging import lean, split
from checks.kubernetes.pods import cut_pod
from checks.kubernetes.resources import RESOURCES
from checks.kubernetes.watching import ClusterWatch
from tests.checks.clusters import FAST, WHOAMI, Scripted, kubeconfig, until, user_is
from tests.checks.clusters import resource as resource_of
from tests.fakes import FakeClock

META = {"name": "web", "namespace": "shop", "uid": "u-1"}
AT = "2026-11-21T10:00:00Z"


def pod(*containers: dict[str, Any], init: tuple[dict[str, Any], ...] = (), **known: Any) -> Pod:
    """Return the row of a pod with these container statuses."""
    status = {"phase": known.pop("phase", "Running"), "containerStatuses": list(containers)}
    status |= {"initContainerStatuses": list(init), **known.pop("status", {})}
    spec = {"containers": [{"name": f"c{number}"} for number in range(max(len(containers), 1))]}
    spec |= {"initContainers": known.pop("wanted", [{"name": f"i{number}"} for number in range(len(init))])}
    return cut_pod({"metadata": {**META, **known}, "spec": spec, "status": status})


def running(*, ready: bool = True, **known: Any) -> dict[str, Any]:
    return {"ready": ready, "state": {"running": {}}, "restartCount": 0, **known}


def waiting(reason: str, **known: Any) -> dict[str, Any]:
    return {"ready": False, "state": {"waiting": {"reason": reason}}, "restartCount": 0, **known}


def ended(reason: str = "", code: int = 0, **known: Any) -> dict[str, Any]:
    return {"ready": False, "state": {"terminated": {"reason": reason, "exitCode": code, **known}}, "restartCount": 0}


@pytest.mark.parametrize(
    ("made", "state"),
    [
        (pod(running()), "Running"),
        (pod(running(), waiting("CrashLoopBackOff")), "CrashLoopBackOff"),
        (pod(waiting("ImagePullBackOff"), phase="Pending"), "ImagePullBackOff"),
        (pod(ended("OOMKilled", 137)), "OOMKilled"),
        (pod(ended("", 1)), "ExitCode:1"),
        (pod(ended("", 0, signal=9)), "Signal:9"),
        (pod(ended("Completed"), phase="Succeeded"), "Completed"),
        (pod(ended("Completed"), running()), "NotReady"),
        (pod(running(), deletionTimestamp=AT), "Terminating"),
        (pod(running(), deletionTimestamp=AT, status={"reason": "NodeLost"}), "Unknown"),
        (pod(phase="Failed", status={"reason": "Evicted"}), "Evicted"),
        (pod(phase="Pending", status={"containerStatuses": None}), "Pending"),
        (pod(waiting("PodInitializing"), init=(running(ready=False),), phase="Pending"), "Init:0/1"),
        (pod(waiting("PodInitializing"), init=(ended("Error", 2),), phase="Pending"), "Init:Error"),
        (pod(waiting("PodInitializing"), init=(ended("", 2),), phase="Pending"), "Init:ExitCode:2"),
        (pod(waiting("x"), init=(ended("Completed"), waiting("CrashLoopBackOff"))), "Init:CrashLoopBackOff"),
    ],
)
def test_a_pods_state_is_what_kubectl_shows(made: Pod, state: str) -> None:
    assert made.state == state


def test_a_pod_that_fits_on_no_node_says_so_and_why() -> None:
    condition = {"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": "0/3 nodes: no cpu"}
    found = pod(phase="Pending", status={"conditions": [condition], "containerStatuses": []})
    assert (found.state, found.message) == ("Unschedulable", "0/3 nodes: no cpu")


def test_a_pod_tells_how_it_last_ended_and_how_often() -> None:
    last = {"terminated": {"reason": "OOMKilled", "exitCode": 137, "finishedAt": AT}}
    found = pod(waiting("CrashLoopBackOff", restartCount=7, lastState=last))
    assert (found.restarts, found.last_reason, found.last_code, found.last_at) == (7, "OOMKilled", 137, moment(AT))
    assert found.bad


def test_a_sidecar_counts_as_a_container() -> None:
    helper = running(name="proxy", started=True, restartCount=2)
    found = pod(running(), init=(helper,), wanted=[{"name": "proxy", "restartPolicy": "Always"}])
    assert (found.state, found.ready, found.containers, found.restarts) == ("Running", 2, 2, 2)


def test_a_job_that_is_done_is_not_bad() -> None:
    assert not pod(ended("Completed"), phase="Succeeded").bad


def test_a_pod_names_its_workload() -> None:
    owner = {"controller": True, "kind": "ReplicaSet", "name": "web-abc", "uid": "r"}
    found = pod(running(), ownerReferences=[owner], labels={"pod-template-hash": "abc"})
    assert (found.workload, found.owner, found.labels) == ("deploy/web", "r", (("pod-template-hash", "abc"),))


def test_counters_that_are_left_out_are_zero_and_replicas_left_out_is_one() -> None:
    row = cut_workload("Deployment", {"metadata": META, "spec": {}, "status": {}})
    assert (row.desired, row.updated, row.available) == (1, 0, 0)
    assert cut_workload("Deployment", {"metadata": META, "spec": {"replicas": 0}}).desired == 0


def test_a_daemonset_counts_in_its_own_words() -> None:
    status = {"desiredNumberScheduled": 3, "numberReady": 2, "currentNumberScheduled": 3}
    row = cut_workload("DaemonSet", {"metadata": META, "status": status})
    assert (row.desired, row.ready, row.total, row.updated) == (3, 2, 3, 0)


def test_what_else_manages_a_workload_is_named() -> None:
    meta = {
        **META,
        "annotations": {"argocd.argoproj.io/tracking-id": "shop:apps/Deployment:shop/web"},
        "labels": {"app.kubernetes.io/managed-by": "Helm", "kustomize.toolkit.fluxcd.io/name": "apps"},
        "managedFields": [{"manager": "kubectl-client-side-apply", "time": AT}],
    }
    row = cut_workload("Deployment", {"metadata": meta})
    assert row.owners == ("argocd shop", "flux kustomization apps", "helm", "kubectl apply")
    assert (row.changed_at, row.changed_by) == (moment(AT), "kubectl-client-side-apply")


def test_the_label_instance_proves_no_owner() -> None:
    meta = {**META, "labels": {"app.kubernetes.io/instance": "shop"}}
    assert cut_workload("Deployment", {"metadata": meta}).owners == ()


def test_status_and_the_clusters_housekeeping_are_no_changes() -> None:
    entries = [
        {"manager": "kube-controller-manager", "time": AT},
        {"manager": "kubectl", "time": AT, "subresource": "status"},
        {"manager": "x", "time": "not a time"},
    ]
    assert mark_of({"metadata": {**META, "managedFields": entries}}).writes == ()


def test_a_lock_that_is_renewed_all_the_time_is_no_change() -> None:
    meta = {**META, "annotations": {"control-plane.alpha.kubernetes.io/leader": "{}"}}
    assert mark_of({"metadata": {**meta, "managedFields": [{"manager": "x", "time": AT}]}}).writes == ()


def test_a_restart_does_not_make_another_template() -> None:
    def made(**notes: str) -> Any:
        return mark_of({"metadata": META, "spec": {"template": {"metadata": {"annotations": notes}, "spec": {"a": 1}}}})

    plain, again = made(), made(**{"kubectl.kubernetes.io/restartedAt": AT})
    assert plain.template == again.template != made(other="x").template
    assert again.restarted_at == moment(AT)


def test_an_event_without_any_of_its_times_is_still_one() -> None:
    raw = {"metadata": {**META, "creationTimestamp": AT}, "eventTime": None, "lastTimestamp": None, "message": None}
    found = cut_notice(raw)
    assert (found.at, found.times, found.message) == (moment(AT), 1, "")


def test_an_event_series_counts_and_dates_it() -> None:
    series = {"count": 9, "lastObservedTime": "2026-11-21T11:00:00.5Z"}
    assert cut_notice({"metadata": META, "eventTime": AT, "series": series}).times == 9


@pytest.mark.parametrize(
    ("message", "numbers"),
    [("Scaled up replica set web-1 from 2 to 5", (2, 5)), ("Scaled down replica set web-1 to 0 from 3", (3, 0))],
)
def test_the_events_of_scaling_give_their_numbers(message: str, numbers: tuple[int, int]) -> None:
    raw = {"metadata": META, "involvedObject": {**META}, "message": message, "lastTimestamp": AT}
    found = cut_scaling(raw)
    assert (found.before, found.after) == numbers


def test_a_nodes_pressure_and_room() -> None:
    conditions = [{"type": "Ready", "status": "True"}, {"type": "MemoryPressure", "status": "True"}]
    status = {"conditions": conditions, "allocatable": {"cpu": "3800m", "memory": "2Gi"}}
    node = cut_node({"metadata": META, "status": status})
    assert (node.ready, node.pressure, node.memory_room) == (True, ("MemoryPressure",), 2 << 30)
    assert node.cpu_room == pytest.approx(3.8)


def test_a_jobs_and_a_claims_state_is_a_note() -> None:
    failed = {"conditions": [{"type": "Failed", "status": "True", "reason": "BackoffLimitExceeded"}]}
    assert cut_thing("Job", {"metadata": META, "status": failed}).note == "failed: BackoffLimitExceeded"
    assert cut_thing("PersistentVolumeClaim", {"metadata": META, "status": {"phase": "Pending"}}).note == "Pending"


def test_a_controllerrevision_knows_its_images() -> None:
    template = {"spec": {"containers": [{"image": "db:1"}]}, "$patch": "replace"}
    found = cut_revision({"metadata": META, "revision": 3, "data": {"spec": {"template": template}}})
    assert (found.revision, found.images) == (3, ("db:1",))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        *[("250m", 0.25), ("1", 1.0), ("64Mi", 64 << 20), ("12345678n", 0.012345678), ("1e3", 1000.0), ("1E", 1e18)],
        *[("", 0.0), ("x", 0.0), (None, 0.0), ("9" * 400, 0.0), ("1.2.3", 0.0)],
    ],
)
def test_quantities_are_numbers(written: str | None, number: float) -> None:
    assert quantity(written) == pytest.approx(number)


# -- objects that are not as they should be

BAD: list[Any] = [None, 0, -1, 1.5, True, "", "text", [], [None], [5], {}, {"x": None}, "9" * 500, {"name": 5}]


def spoiled(value: Any, dice: random.Random) -> Any:
    """Return a copy in which something somewhere is something else."""
    if isinstance(value, dict) and value and dice.random() < 0.8:
        name = dice.choice(list(value))
        return {**value, name: spoiled(value[name], dice)}
    if isinstance(value, list) and value and dice.random() < 0.8:
        return [spoiled(value[0], dice), *value[1:]]
    return dice.choice(BAD)


def whole() -> dict[str, Any]:
    """Return an object that has all that any cut reads."""
    template = {"metadata": {"annotations": {"a": "b"}}, "spec": {"containers": [{"name": "c", "image": "i:1"}]}}
    conditions = [{"type": "Progressing", "status": "True", "reason": "r", "lastUpdateTime": AT, "message": "m"}]
    status = {
        "conditions": conditions,
        "containerStatuses": [waiting("x", lastState={"terminated": {"finishedAt": AT, "exitCode": 1}})],
        "initContainerStatuses": [ended("Completed")],
        "allocatable": {"cpu": "1"},
        "nodeInfo": {"kubeletVersion": "v1"},
        "replicas": 3,
    }
    managed = [{"manager": "m", "time": AT, "fieldsV1": {"f:spec": {}}}]
    meta: dict[str, Any] = {
        **META,
        "creationTimestamp": AT,
        "labels": {"owner": "helm", "a": "b"},
        "annotations": {"a": "b"},
    }
    meta |= {"ownerReferences": [{"controller": True, "kind": "k", "name": "n", "uid": "u"}], "managedFields": managed}
    return {
        "metadata": meta,
        "spec": {"replicas": 3, "template": template, "selector": {"matchLabels": {"a": "b"}}, "scaleTargetRef": META}
        | {"containers": [{"name": "c"}], "initContainers": [{"name": "i"}], "strategy": {"type": "t"}},
        "status": status,
        "involvedObject": dict(META),
        "message": "Scaled up replica set web-1 from 1 to 2",
        "lastTimestamp": AT,
        "series": {"count": 1},
        "data": {"spec": {"template": template}},
        "revision": 1,
    }


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda each: each.name)
def test_a_spoiled_object_gives_a_row_or_an_error_that_is_expected(resource: Any) -> None:
    dice = random.Random(resource.name)
    resource.keep(whole())
    for bad in [*BAD, *(spoiled(whole(), dice) for _ in range(400))]:
        try:
            key, kept = resource.keep(bad)
        except ODD:
            continue
        assert hash((key, kept)) is not None, "what is kept can be compared and hashed"
        assert all(isinstance(each, str) for each in key)


# -- pages


def test_a_page_is_split_without_parsing_it_as_a_whole() -> None:
    meta, items = split(b'{"kind":"L","metadata":{"resourceVersion":"5"},"items":[{"a":1},{"a":[2]}]}\n')
    assert (meta["resourceVersion"], list(items)) == ("5", [{"a": 1}, {"a": [2]}])


@pytest.mark.parametrize(
    "raw",
    [
        b'{"items":[{"a":1}],"metadata":{"resourceVersion":"5"}}',
        b'{"metadata":{"note":"\\"items\\":[","resourceVersion":"5"},"items":[{"a":1}]}',
        b'{"metadata": {"resourceVersion": "5"}, "items": [{"a": 1}]}',
    ],
)
def test_a_page_in_another_order_is_read_too(raw: bytes) -> None:
    meta, items = split(raw)
    assert (meta["resourceVersion"], list(items)) == ("5", [{"a": 1}])


def test_a_page_without_items_is_an_empty_one() -> None:
    assert list(split(b'{"metadata":{"resourceVersion":"5"},"items":null}')[1]) == []
    assert list(split(b'{"metadata":{"resourceVersion":"5"},"items":[]}')[1]) == []


@pytest.mark.parametrize("raw", [b"", b"<html>", b"[]", b"null", b'{"metadata":5}', b'{"metadata":{},"items":[{"a":'])
def test_what_is_no_page_is_a_value_error(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"Expecting|ends|list of objects"):
        list(split(raw)[1])


def test_managed_fields_are_taken_out_and_nothing_else() -> None:
    managed = [{"manager": "m", "fieldsV1": {'k:{"name":"web"}': {".": {}}}}, {"manager": "n"}]
    last = json.dumps({"metadata": {"managedFields": [{"a": 1}]}})
    item: dict[str, Any] = {
        "metadata": {"annotations": {"last": last}, "managedFields": managed, "name": "a"},
        "spec": {"x": [{"y": 1}]},
    }
    bare = {**item, "metadata": {**item["metadata"], "managedFields": None}}
    page = {"metadata": {"resourceVersion": "5"}, "items": [item, {"metadata": {}}, item]}
    raw = json.dumps(page, separators=(",", ":")).encode()
    assert json.loads(lean(raw)) == {**page, "items": [bare, {"metadata": {}}, bare]}
    assert lean(b"{}") == b"{}"
    assert lean(raw[: raw.find(b"}]")]) == raw[: raw.find(b"}]")]


def test_a_page_in_which_they_end_early_is_read_as_it_is(tmp_path: Path) -> None:
    pod = {"metadata": {**META, "managedFields": [{"fieldsV1": {'v:"a}]b"': {}}}]}, "status": {"phase": "Running"}}
    page = {"metadata": {"resourceVersion": "5"}, "items": [pod, {"metadata": None}]}
    raw = json.dumps(page, separators=(",", ":")).encode()
    with Scripted({WHOAMI: (201, user_is("u")), "/api/v1/pods": raw}) as server:
        watch = ClusterWatch("", kubeconfig(tmp_path, server.url), clock=FakeClock(), pace=FAST)
        watch.start()
        until(lambda: watch.seen().pods)
        watch.stop()
    assert resource_of(watch, "pods").skipped == 1
