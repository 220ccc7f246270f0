"""Scaling: bounds, autoscalers, rollouts under way, zero."""

import json

import pytest

from console.actions.rules import Rules
from console.incident.action import BLOCKS, WARNS, wanted_from
from console.incident.errors import Refused
from tests.actions.stage import Stage, finding, texts


@pytest.fixture
def web(stage: Stage) -> Stage:
    stage.cluster.add_deployment("web", "web:1", replicas=3)
    stage.cluster.settle()
    return stage


async def test_it_is_a_merge_patch_on_the_scale_under_its_guard(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("scale", "5"))
    assert plan.request is not None
    assert plan.summary == "scale deploy/web 3 > 5"
    assert plan.request.path.endswith("/deployments/web/scale")
    assert plan.request.content_type == "application/merge-patch+json"
    version = web.cluster.get("deployment", "web")["metadata"]["resourceVersion"]
    assert json.loads(plan.request.body) == {"metadata": {"resourceVersion": version}, "spec": {"replicas": 5}}


async def test_it_scales_and_its_inverse_scales_back(web: Stage) -> None:
    steps = await web.done(web.wanted("scale", "5"))
    assert [step for step, _ in steps][-3:] == ["executed", "verifying", "unknown"]
    assert len(web.cluster.pods("web")) == 5
    (deed,) = web.state().ledger()
    assert wanted_from(deed.undo).value == "3"
    back = await web.runner.undo(deed)
    await web.runner.run(back)
    await web.ended()
    assert web.cluster.get("deployment", "web")["spec"]["replicas"] == 3
    assert web.state().ledger() == ()


@pytest.mark.parametrize("value", ["-1", "many", "", "1.5", "٣", "2 ", "2147483648", "9" * 5000])
async def test_what_is_no_number_of_replicas_is_refused(web: Stage, value: str) -> None:
    plan = await web.runner.prepare(web.wanted("scale", value))
    assert "is not a number of replicas" in texts(plan, BLOCKS, "replicas")[0]
    assert plan.request is None


async def test_the_same_as_now_is_refused(web: Stage) -> None:
    assert texts(await web.runner.prepare(web.wanted("scale", "3")), BLOCKS) == ["it has 3 replicas already"]


async def test_more_than_the_configuration_allows_is_refused(web: Stage) -> None:
    web.made(Rules(most_replicas=10))
    plan = await web.runner.prepare(web.wanted("scale", "11"))
    assert "more than the 10 that the configuration allows" in texts(plan, BLOCKS)[0]


async def test_zero_needs_the_name_typed(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("scale", "0"))
    assert plan.typed == "web"
    for wrong in ("", "y", "wep"):
        with pytest.raises(Refused, match="type web"):
            await web.runner.run(plan, wrong)
    assert not web.changing()
    await web.runner.run(plan, "web")
    await web.ended()
    assert web.cluster.pods("web") == []
    assert web.cluster.get("deployment", "web")["spec"]["replicas"] == 0


async def test_during_a_stuck_rollout_it_says_that_bad_pods_multiply(half_way: Stage) -> None:
    plan = await half_way.runner.prepare(half_way.wanted("scale", "10"))
    told = finding(plan, "in proportion")
    assert told.level == WARNS
    assert "5 of r2 (now) + 8 of r1" in told.text
    assert "the pods of r2 that are not available multiply too" in told.text
    await half_way.runner.run(plan)
    await half_way.ended()
    sizes = sorted(one["spec"]["replicas"] for one in half_way.cluster.all("replicaset", app="web"))
    assert sizes == [5, 8]
    assert half_way.steps(plan.id)[-1][0] in {"failed", "timed out"}
    assert [deed.id for deed in half_way.state().ledger()] == [plan.id]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1", "puts 1 back to 2 within 15 s; the lever is its minReplicas"),
        ("12", "puts 12 back to 10 within 15 s; the lever is its maxReplicas"),
        ("5", "may change 5 again by its metrics"),
        ("0", "0 switches it off (ScalingDisabled)"),
    ],
)
async def test_an_hpa_is_named_with_what_it_will_do(web: Stage, value: str, words: str) -> None:
    web.cluster.add_hpa("web", 2, 10)
    plan = await web.runner.prepare(web.wanted("scale", value))
    assert words in finding(plan, "HPA web keeps 2 to 10 replicas").text
    assert finding(plan, "HPA web").level == WARNS


async def test_what_an_hpa_puts_back_is_reported_with_its_writer_and_leaves_the_ledger(web: Stage) -> None:
    web.cluster.add_hpa("web", 2, 10)
    plan = await web.runner.prepare(web.wanted("scale", "12"))
    await web.runner.run(plan)
    await web.ended()
    step, text = web.steps(plan.id)[-1]
    assert step == "failed"
    assert "put back or changed by an autoscaler" in text
    assert web.state().ledger() == ()


async def test_keda_is_named_with_its_lever(web: Stage) -> None:
    web.cluster.install("keda.sh", "v1alpha1", "scaledobjects", "ScaledObject")
    scaled = {"metadata": {"name": "web", "namespace": "default"}, "spec": {"scaleTargetRef": {"name": "web"}}}
    web.cluster.add("ScaledObject", scaled)
    plan = await web.runner.prepare(web.wanted("scale", "5"))
    assert "autoscaling.keda.sh/paused-replicas" in finding(plan, "ScaledObject web").text
    web.cluster.annotate("ScaledObject", "web", **{"autoscaling.keda.sh/paused-replicas": "3"})
    plan = await web.runner.prepare(web.wanted("scale", "5"))
    assert "it is paused at 3" in finding(plan, "ScaledObject web").text


async def test_the_quota_says_how_many_more_pods_fit(web: Stage) -> None:
    web.cluster.add_quota("few", pods="5")
    plan = await web.runner.prepare(web.wanted("scale", "9"))
    assert texts(plan, WARNS, "quota") == ["few leaves room for 2 of 6 more pods (pods 5)"]
    plan = await web.runner.prepare(web.wanted("scale", "5"))
    assert "fit into the quotas" in texts(plan, check="quota")[0]


async def test_a_statefulset_scales_and_a_daemonset_does_not(stage: Stage) -> None:
    stage.cluster.add_statefulset("db", "db:1", replicas=2)
    stage.cluster.add_daemonset("log", "log:1")
    stage.cluster.settle(60)
    steps = await stage.done(stage.wanted("scale", "3", "StatefulSet", "db"))
    assert steps[-1][0] == "unknown"
    assert len(stage.cluster.pods("db")) == 3
    with pytest.raises(Refused, match="scale is nothing for a DaemonSet: there are restart, rollback"):
        await stage.runner.prepare(stage.wanted("scale", "3", "DaemonSet", "log"))
