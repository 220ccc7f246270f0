"""Restart, pause and resume, delete and evict, cordon and uncordon."""

import json

import pytest

from console.incident.action import BLOCKS, WARNS
from tests.actions.stage import Stage, finding, texts


@pytest.fixture
def web(stage: Stage) -> Stage:
    stage.cluster.add_deployment("web", "web:1", replicas=3)
    stage.cluster.settle()
    return stage


def pod_of(stage: Stage, app: str = "web") -> str:
    """The name of one of its pods."""
    name: str = stage.cluster.pods(app)[0]["metadata"]["name"]
    return name


async def test_a_restart_makes_every_pod_anew(web: Stage) -> None:
    before = {pod["metadata"]["uid"] for pod in web.cluster.pods("web")}
    web.clock.advance(5)
    steps = await web.done(web.wanted("restart"))
    assert steps[-1][0] == "unknown"
    assert not before & {pod["metadata"]["uid"] for pod in web.cluster.pods("web")}
    template = web.cluster.get("deployment", "web")["spec"]["template"]
    assert "kubectl.kubernetes.io/restartedAt" in template["metadata"]["annotations"]
    assert web.state().ledger() == ()


async def test_a_restart_of_what_is_paused_is_refused(web: Stage) -> None:
    web.cluster.set_spec("deployment", "web", paused=True)
    plan = await web.runner.prepare(web.wanted("restart"))
    assert "the restart would wait until it is resumed" in texts(plan, BLOCKS, "paused")[0]


async def test_a_recreate_strategy_is_named_before_a_restart(web: Stage) -> None:
    web.cluster.set_spec("deployment", "web", strategy={"type": "Recreate"})
    assert "all pods go before" in finding(await web.runner.prepare(web.wanted("restart")), "Recreate").text


async def test_pause_and_resume_are_the_inverse_of_each_other(web: Stage) -> None:
    await web.done(web.wanted("pause"))
    assert web.cluster.get("deployment", "web")["spec"]["paused"] is True
    (deed,) = web.state().ledger()
    plan = await web.runner.prepare(web.wanted("pause"))
    assert texts(plan, BLOCKS) == ["it is paused already"]
    back = await web.runner.undo(deed)
    assert back.summary == "resume deploy/web"
    await web.runner.run(back)
    await web.ended()
    assert not web.cluster.get("deployment", "web")["spec"].get("paused")
    assert web.state().ledger() == ()
    assert texts(await web.runner.prepare(web.wanted("resume")), BLOCKS) == ["it is not paused"]


async def test_a_pod_is_deleted_with_its_uid_as_a_precondition(web: Stage) -> None:
    name = pod_of(web)
    uid = web.cluster.get("pod", name)["metadata"]["uid"]
    steps = await web.done(web.wanted("delete", kind="Pod", name=name))
    ((path, _, body),) = web.asked("DELETE")
    assert path.endswith(f"/pods/{name}")
    assert json.loads(body)["preconditions"] == {"uid": uid}
    assert steps[-1][0] == "unknown"
    assert "3 of 3 pods are ready" in steps[-1][1]
    assert web.cluster.find("pod", name) is None


async def test_another_pod_of_the_same_name_is_not_deleted(stage: Stage) -> None:
    stage.cluster.add_statefulset("db", "db:1", replicas=1)
    stage.cluster.settle(30)
    plan = await stage.runner.prepare(stage.wanted("delete", kind="Pod", name="db-0"))
    stage.cluster.delete("pod", "db-0")
    stage.cluster.settle(30)
    await stage.runner.run(plan)
    await stage.ended()
    assert stage.steps(plan.id)[-1] == ("refused", "another pod has its name now; nothing was changed")
    assert stage.cluster.find("pod", "db-0") is not None


async def test_a_pod_that_nobody_makes_again_has_to_be_typed(stage: Stage) -> None:
    pod = {"metadata": {"name": "alone", "namespace": "default"}, "spec": {"containers": [{"name": "a", "image": "a"}]}}
    stage.cluster.add("pod", pod)
    stage.cluster.settle()
    plan = await stage.runner.prepare(stage.wanted("delete", kind="Pod", name="alone"))
    assert plan.typed == "alone"
    assert finding(plan, "nobody makes it again").level == WARNS


async def test_a_delete_does_not_ask_a_budget_and_the_card_says_so(web: Stage) -> None:
    web.cluster.add_budget("all", "web", minAvailable=3)
    plan = await web.runner.prepare(web.wanted("delete", kind="Pod", name=pod_of(web)))
    told = finding(plan, "a delete does not ask it")
    assert (told.level, "budget all allows 0 disruptions now" in told.text) == (WARNS, True)


async def test_an_eviction_that_a_budget_forbids_is_refused_on_the_card(web: Stage) -> None:
    web.cluster.add_budget("all", "web", minAvailable=3)
    plan = await web.runner.prepare(web.wanted("evict", kind="Pod", name=pod_of(web)))
    told = texts(plan, BLOCKS, "budgets")
    assert "The disruption budget all needs 3 healthy pods" in told[0]


async def test_two_budgets_are_told_apart_from_one(web: Stage) -> None:
    web.cluster.add_budget("one", "web", minAvailable=1)
    web.cluster.add_budget("two", "web", minAvailable=1)
    plan = await web.runner.prepare(web.wanted("evict", kind="Pod", name=pod_of(web)))
    assert "two disruption budgets cover this pod" in texts(plan, BLOCKS, "budgets")[0]


async def test_a_budget_that_fills_up_under_the_card_is_told_by_name(web: Stage) -> None:
    web.cluster.add_budget("some", "web", minAvailable=2)
    plan = await web.runner.prepare(web.wanted("evict", kind="Pod", name=pod_of(web)))
    assert not plan.blocked
    web.cluster.set_spec("PodDisruptionBudget", "some", minAvailable=3)
    await web.runner.run(plan)
    await web.ended()
    step, text = web.steps(plan.id)[-1]
    assert step == "failed"
    assert "The disruption budget some needs 3 healthy pods" in text
    assert "nothing was changed" in text


async def test_an_eviction_goes_to_the_policy_api_and_its_dry_run_uses_no_budget(web: Stage) -> None:
    web.cluster.add_budget("some", "web", minAvailable=2)
    name = pod_of(web)
    steps = await web.done(web.wanted("evict", kind="Pod", name=name))
    ((path, _, body),) = web.asked("POST", "eviction")
    assert path.endswith(f"/pods/{name}/eviction")
    assert json.loads(body)["apiVersion"] == "policy/v1"
    assert steps[-1][0] == "unknown"


async def test_a_pod_on_its_way_out_is_left_alone(web: Stage) -> None:
    name = pod_of(web)
    web.cluster.world.mark_going(web.cluster.world.catalogue.named("pod"), web.cluster.get("pod", name), 30)
    plan = await web.runner.prepare(web.wanted("delete", kind="Pod", name=name))
    assert texts(plan, BLOCKS) == ["it is on its way out already"]


async def test_a_node_is_cordoned_and_uncordoned(web: Stage) -> None:
    wanted = web.wanted("cordon", kind="Node", name="node-1")
    plan = await web.runner.prepare(wanted)
    assert finding(plan, "2 other nodes take new pods").level == "informs"
    await web.runner.run(plan)
    await web.ended()
    assert web.cluster.get("node", "node-1", "")["spec"]["unschedulable"] is True
    (deed,) = web.state().ledger()
    assert (deed.target, deed.namespace) == ("node/node-1", "")
    assert texts(await web.runner.prepare(wanted), BLOCKS) == ["it takes no new pods already"]
    await web.runner.run(await web.runner.undo(deed))
    await web.ended()
    assert not web.cluster.get("node", "node-1", "")["spec"].get("unschedulable")
    assert web.state().ledger() == ()


async def test_the_last_node_that_takes_pods_is_named_before_it_is_cordoned(web: Stage) -> None:
    for name in ("node-2", "node-3"):
        web.cluster.set_spec("Node", name, "", unschedulable=True)
    plan = await web.runner.prepare(web.wanted("cordon", kind="Node", name="node-1"))
    assert finding(plan, "0 other nodes take new pods").level == WARNS
