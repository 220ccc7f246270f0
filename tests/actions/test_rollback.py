"""A rollback: the exact request, what it leaves alone, its way back."""

import json
from typing import Any

import pytest

from console.actions.requests import rollback
from console.actions.rules import Around
from console.actions.shape import notes
from console.incident.action import BLOCKS, WARNS, Target, wanted_from
from console.incident.clock import clock_time
from console.incident.deeds import MitigationSettled
from tests.actions.stage import Stage, finding, texts

TRACKING = "argocd.argoproj.io/tracking-id"


def image(stage: Stage, name: str = "web", kind: str = "deployment") -> str:
    """The image that a workload has now."""
    found: str = stage.cluster.get(kind, name)["spec"]["template"]["spec"]["containers"][0]["image"]
    return found


async def test_a_bad_rollout_is_rolled_back_half_way(half_way: Stage) -> None:
    steps = await half_way.done(await half_way.rollback(1))
    assert [step for step, _ in steps] == ["planned", "confirmed", "executing", "executed", "verifying", "unknown"]
    assert steps[-1][1].startswith("r2 > r1: ")
    assert image(half_way) == "web:1"
    assert half_way.cluster.get("deployment", "web")["status"]["availableReplicas"] == 4


async def test_the_request_is_one_json_patch_with_its_guard_and_the_old_template_less_its_hash(half_way: Stage) -> None:
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    assert plan.request is not None
    assert plan.request.content_type == "application/json-patch+json"
    assert dict(plan.request.query)["fieldManager"] == "warroom"
    guard, template, *added = json.loads(plan.request.body)
    found = half_way.cluster.get("deployment", "web")
    assert guard == {
        "op": "replace",
        "path": "/metadata/resourceVersion",
        "value": found["metadata"]["resourceVersion"],
    }
    assert template["path"] == "/spec/template"
    assert template["value"]["metadata"] == {"labels": {"app": "web"}}
    assert [(one["op"], one["path"]) for one in added] == [
        ("add", "/metadata/annotations/kubernetes.io~1change-cause"),
        ("add", "/metadata/annotations/warroom~1incident"),
    ]


async def test_it_is_sent_once(half_way: Stage) -> None:
    await half_way.done(await half_way.rollback(1))
    assert half_way.changing() == [("PATCH", "/apis/apps/v1/namespaces/default/deployments/web")]


async def test_what_the_bad_version_brought_goes_with_it(stage: Stage) -> None:
    stage.cluster.add_deployment("web", "web:1", env={"OLD": "1"})
    stage.cluster.settle()
    stage.cluster.set_image("web", "web:2", env={"OLD": "2", "BAD": "1"})
    stage.cluster.settle()
    plan = await stage.runner.prepare(await stage.rollback(1))
    assert {(one.what, one.after) for one in plan.changes} == {
        ("image", "web:1"),
        ("env BAD", "goes away"),
        ("env OLD", "differs"),
    }
    await stage.runner.run(plan)
    await stage.ended()
    container = stage.cluster.get("deployment", "web")["spec"]["template"]["spec"]["containers"][0]
    assert container["env"] == [{"name": "OLD", "value": "1"}]


async def test_other_annotations_stay_and_ours_are_added(half_way: Stage) -> None:
    half_way.cluster.annotate("deployment", "web", **{TRACKING: "shop:apps/Deployment:default/web"})
    await half_way.done(await half_way.rollback(1))
    kept = notes(half_way.cluster.get("deployment", "web"))
    assert kept[TRACKING] == "shop:apps/Deployment:default/web"
    assert kept["warroom/incident"] == "INC-1"
    assert kept["kubernetes.io/change-cause"].startswith("rollback to r1 (web:1) by warroom")


def test_the_map_of_annotations_is_made_only_where_there_is_none() -> None:
    target = Target("prod", "StatefulSet", "default", "db", "u")
    bare: dict[str, Any] = {"metadata": {"resourceVersion": "7"}}
    paths = [one["path"] for one in json.loads(rollback(target, bare, {}, "why", "").body)]
    assert paths[2:] == ["/metadata/annotations", "/metadata/annotations/kubernetes.io~1change-cause"]
    noted = {"metadata": {"resourceVersion": "7", "annotations": {"a": "b"}}}
    paths = [one["path"] for one in json.loads(rollback(target, noted, {}, "why", "").body)]
    assert paths[2:] == ["/metadata/annotations/kubernetes.io~1change-cause"]


async def test_values_of_the_environment_are_neither_in_the_log_nor_on_the_card(stage: Stage) -> None:
    stage.cluster.add_deployment("web", "web:1", env={"PASSWORD": "hunter22"})
    stage.cluster.settle()
    stage.cluster.set_image("web", "web:2", env={"PASSWORD": "hunter33"})
    stage.cluster.settle()
    plan = await stage.runner.prepare(await stage.rollback(1))
    await stage.runner.run(plan)
    await stage.ended()
    assert "hunter" not in str(stage.facts)
    assert "hunter" not in str(plan)
    container = stage.cluster.get("deployment", "web")["spec"]["template"]["spec"]["containers"][0]
    assert container["env"][0]["value"] == "hunter22"


async def test_a_rollback_to_what_runs_now_is_refused(half_way: Stage) -> None:
    plan = await half_way.runner.prepare(await half_way.rollback(2))
    assert texts(plan, BLOCKS) == ["r2 is what runs now: the server would accept it and do nothing"]
    assert [step for step, _ in half_way.steps(plan.id)] == ["planned", "refused"]


async def test_a_revision_that_nobody_has_seen_whole_is_warned_of_and_one_that_serves_is_not(half_way: Stage) -> None:
    assert texts(await half_way.runner.prepare(await half_way.rollback(1)), WARNS, "revision") == []
    await half_way.done(await half_way.rollback(1))
    plan = await half_way.runner.prepare(await half_way.rollback(2))
    assert texts(plan, WARNS, "revision") == ["nobody has seen r2 whole: its pods may not even start"]
    seen = {plan.wanted.value: half_way.clock()}
    half_way.made(around=Around(incident=lambda: "INC-1", healthy=seen.get))
    assert texts(await half_way.runner.prepare(await half_way.rollback(2)), WARNS, "revision") == []


async def test_a_revision_that_never_was_healthy_is_warned_of(half_way: Stage) -> None:
    half_way.cluster.behave("web:3", "crash")
    half_way.cluster.set_image("web", "web:3")
    half_way.cluster.advance(30)
    plan = await half_way.runner.prepare(await half_way.rollback(2))
    assert texts(plan, WARNS, "revision") == ["r2 was never healthy: r1 still had pods when it was replaced"]


async def test_going_back_to_what_a_rollback_took_away_for_good_is_warned_of_first(half_way: Stage) -> None:
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    await half_way.runner.run(plan)
    await half_way.ended()
    deed = half_way.deed(plan.id)
    when = clock_time(deed.begun)[:5]
    done = deed._replace(step="improved")
    elsewhere = (done._replace(namespace="shop"), done._replace(verb="scale"), done._replace(undo="?"), deed)
    for deeds, warned in (((done, *elsewhere), True), (elsewhere, False)):
        half_way.made(around=Around(incident=lambda: "INC-1", actions=deeds.__iter__))
        back = await half_way.runner.undo(done)
        told = texts(back, WARNS)[0]
        assert (told == f"r2 was taken back by a rollback at {when}Z that improved web: this brings it again") is warned
        await half_way.runner.decline(back)


async def test_a_rollback_that_would_only_restart_is_refused(stage: Stage) -> None:
    stage.cluster.add_deployment("web", "web:1")
    stage.cluster.settle()
    await stage.done(stage.wanted("restart"))
    plan = await stage.runner.prepare(await stage.rollback(1))
    assert "only by the time of a restart" in texts(plan, BLOCKS)[0]


async def test_a_paused_rollout_is_refused_by_name(half_way: Stage) -> None:
    half_way.cluster.set_spec("deployment", "web", paused=True)
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    assert "the rollout is paused" in texts(plan, BLOCKS, "paused")[0]


async def test_without_a_history_it_says_why_there_is_none(stage: Stage) -> None:
    stage.cluster.add_deployment("web", "web:1", spec={"revisionHistoryLimit": 0})
    stage.cluster.settle()
    gone = (await stage.runner.choices(stage.target()))[0].uid
    stage.cluster.set_image("web", "web:2")
    stage.cluster.settle()
    plan = await stage.runner.prepare(stage.wanted("rollback", gone))
    assert "revisionHistoryLimit is 0" in texts(plan, BLOCKS, "revision")[0]


async def test_a_history_limit_of_zero_takes_the_way_back_away_and_the_card_says_so(stage: Stage) -> None:
    stage.cluster.add_deployment("web", "web:1", replicas=4, spec={"revisionHistoryLimit": 0})
    stage.cluster.settle()
    stage.cluster.behave("web:2", "crash")
    stage.cluster.set_image("web", "web:2")
    stage.cluster.advance(20)
    plan = await stage.runner.prepare(await stage.rollback(1))
    assert "r2 is deleted once this is done" in finding(plan, "revisionHistoryLimit is 0").text


async def test_what_a_rollback_does_not_cover_stands_on_the_card(half_way: Stage) -> None:
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    told = texts(plan, check="not covered")[0]
    assert all(word in told for word in ("database migrations", "ConfigMaps and Secrets", "mesh"))


async def test_its_inverse_goes_back_to_the_revision_by_uid_though_the_numbers_moved(half_way: Stage) -> None:
    half_way.cluster.behave("web:2", "ok")
    before = {one.revision: one.uid for one in await half_way.runner.choices(half_way.target())}
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    await half_way.runner.run(plan)
    await half_way.ended()
    now = {one.uid: one.revision for one in await half_way.runner.choices(half_way.target())}
    assert now[before[1]] == 3
    deed = half_way.deed(plan.id)
    assert wanted_from(deed.undo).value == before[2]
    assert half_way.state().ledger() == (deed,)
    back = await half_way.runner.undo(deed)
    assert back.wanted.undoes == plan.id
    await half_way.runner.run(back)
    await half_way.ended()
    assert image(half_way) == "web:2"
    assert half_way.state().ledger() == ()
    assert half_way.deed(plan.id).settled == "undone"


async def test_a_newer_rollback_supersedes_the_older_one_and_the_ledger_has_one_way_back(half_way: Stage) -> None:
    logged = lambda: half_way.state().actions.values()  # noqa: E731, PLW0108 - the log as it is when it is asked
    half_way.made(around=Around(incident=lambda: "INC-1", actions=logged))
    first = await half_way.runner.prepare(await half_way.rollback(1))
    await half_way.runner.run(first)
    await half_way.ended()
    scaled = await half_way.runner.prepare(half_way.wanted("scale", "5"))
    await half_way.runner.run(scaled)
    await half_way.ended()
    second = await half_way.runner.prepare(await half_way.rollback(2))
    await half_way.runner.run(second)
    await half_way.ended()
    assert MitigationSettled(first.id, "superseded", reason=f"by {second.id}") in half_way.facts
    assert {deed.id for deed in half_way.state().ledger()} == {scaled.id, second.id}
    back = await half_way.runner.undo(half_way.deed(second.id))
    await half_way.runner.run(back)
    await half_way.ended()
    assert (half_way.deed(first.id).settled, half_way.deed(second.id).settled) == ("superseded", "undone")


async def test_it_works_while_the_bad_rollout_is_late(half_way: Stage) -> None:
    half_way.cluster.advance(700)
    steps = await half_way.done(await half_way.rollback(1))
    assert steps[-1][0] == "unknown"
    assert image(half_way) == "web:1"


@pytest.mark.parametrize("kind", ["StatefulSet", "DaemonSet"])
async def test_other_workloads_go_back_to_a_controller_revision(stage: Stage, kind: str) -> None:
    getattr(stage.cluster, f"add_{kind.lower()}")("db", "db:1", env={"A": "1"})
    stage.cluster.settle()
    stage.cluster.set_image("db", "db:2", kind=kind, env={"A": "2", "B": "3"})
    stage.cluster.settle(300)
    plan = await stage.runner.prepare(await stage.rollback(1, kind, "db"))
    assert plan.request is not None
    assert "$patch" not in plan.request.body
    await stage.runner.run(plan)
    await stage.ended()
    assert stage.steps(plan.id)[-1][0] == "unknown"
    found = stage.cluster.get(kind, "db")["spec"]["template"]["spec"]["containers"][0]
    assert (found["image"], found["env"]) == ("db:1", [{"name": "A", "value": "1"}])


async def stuck(stage: Stage) -> str:
    """An ordered StatefulSet that is stuck on its broken pod after a rollback is done; returns the action."""
    stage.cluster.add_statefulset("db", "db:1")
    stage.cluster.settle(120)
    stage.cluster.behave("db:2", "crash")
    stage.cluster.set_image("db", "db:2", kind="StatefulSet")
    stage.cluster.advance(60)
    plan = await stage.runner.prepare(await stage.rollback(1, "StatefulSet", "db"))
    assert finding(plan, "OrderedReady").level == "informs"
    return await stage.runner.run(plan)


async def test_the_broken_pod_that_an_ordered_statefulset_waits_for_is_offered_to_be_deleted(stage: Stage) -> None:
    action = await stuck(stage)
    while not stage.runner.offers:
        await stage.waited()
    (offer,) = stage.runner.offers[action]
    pod = stage.cluster.get("pod", offer.wanted.target.name)
    assert (offer.wanted.verb, offer.wanted.target.uid) == ("delete", pod["metadata"]["uid"])
    assert "waits until it is deleted" in offer.text
    plan = await stage.runner.prepare(offer.wanted)
    await stage.runner.run(plan, plan.typed)
    await stage.ended()
    assert {pod["spec"]["containers"][0]["image"] for pod in stage.cluster.pods("db")} == {"db:1"}
    assert stage.steps(action)[-1][0] == "unknown"
    verifying = [text for step, text in stage.steps(action) if step == "verifying"]
    assert any("is broken and still of the old revision" in text for text in verifying)


@pytest.mark.parametrize("kind", ["StatefulSet", "DaemonSet"])
async def test_on_delete_says_that_nothing_rolls_by_itself(stage: Stage, kind: str) -> None:
    add = getattr(stage.cluster, f"add_{kind.lower()}")
    add("db", "db:1", spec={"updateStrategy": {"type": "OnDelete"}})
    stage.cluster.settle(120)
    stage.cluster.set_image("db", "db:2", kind=kind)
    stage.cluster.settle(120)
    plan = await stage.runner.prepare(await stage.rollback(1, kind, "db"))
    assert finding(plan, "OnDelete: nothing rolls by itself").level == "warns"
    await stage.runner.run(plan)
    await stage.ended()
    assert "OnDelete: nothing rolls by itself" in stage.steps(plan.id)[-1][1]


async def test_a_partition_is_named(stage: Stage) -> None:
    stage.cluster.add_statefulset("db", "db:1")
    stage.cluster.settle(120)
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"partition": 2}}
    stage.cluster.set_spec("StatefulSet", "db", updateStrategy=strategy)
    stage.cluster.set_image("db", "db:2", kind="StatefulSet")
    stage.cluster.settle(120)
    plan = await stage.runner.prepare(await stage.rollback(1, "StatefulSet", "db"))
    assert "partition 2" in finding(plan, "partition").text


async def test_claims_of_a_statefulset_are_no_reason_to_refuse_its_pods(stage: Stage) -> None:
    claim = {"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"]}}
    mounts = {"container": {"volumeMounts": [{"name": "data", "mountPath": "/data"}]}}
    spec = {"volumeClaimTemplates": [claim]}
    template = {**mounts, "pod": {"volumes": [{"name": "data", "emptyDir": {}}]}}
    stage.cluster.add_statefulset("db", "db:1", template=template, spec=spec)
    stage.cluster.settle(120)
    plan = await stage.runner.prepare(stage.wanted("restart", kind="StatefulSet", name="db"))
    assert texts(plan, check="new pods") == ["a pod of this template would be let in"]
