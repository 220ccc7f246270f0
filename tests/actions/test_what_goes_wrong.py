"""What goes wrong, and what then: time-outs, conflicts, other objects, a crash, a second key press, other contexts."""

import asyncio
import json
import subprocess
import sys
import threading

import pytest

from checks.kubernetes.access import open_connection
from console.actions.off_loop import OffLoop
from console.actions.rules import Around
from console.incident.action import WARNS
from console.incident.deed import Deed
from console.incident.errors import Failed, Refused
from tests.actions.stage import Stage, finding, texts

PATCH = ("PATCH", "/apis/apps/v1/namespaces/default/deployments/web")


@pytest.fixture
def web(stage: Stage) -> Stage:
    stage.cluster.add_deployment("web", "web:1", replicas=3)
    stage.cluster.settle()
    return stage


def image(stage: Stage) -> str:
    """The image of web."""
    found: str = stage.cluster.get("deployment", "web")["spec"]["template"]["spec"]["containers"][0]["image"]
    return found


# -- a request without an answer


async def test_a_request_without_an_answer_is_in_doubt_then_found_done_and_never_repeated(half_way: Stage) -> None:
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    half_way.cluster.faults.drop_after_effect = True
    await half_way.runner.run(plan)
    await half_way.ended()
    steps = half_way.steps(plan.id)
    assert [step for step, _ in steps] == [
        "planned", "confirmed", "executing", "in doubt", "executed", "verifying", "unknown",
    ]  # fmt: skip
    assert "whether it was done is not known" in steps[3][1]
    assert "found done when read back" in steps[4][1]
    assert half_way.changing() == [PATCH]


async def test_what_was_not_done_is_said_not_to_have_been_done(half_way: Stage) -> None:
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    half_way.lose("PATCH")
    await half_way.runner.run(plan)
    await half_way.ended()
    step, text = half_way.steps(plan.id)[-1]
    assert step == "failed"
    assert "nothing was changed" in text
    assert image(half_way) == "web:2"
    assert half_way.state().ledger() == ()


async def test_a_server_error_on_a_change_is_in_doubt_too(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("scale", "5"))
    web.cluster.faults.on("/scale", 504, "PATCH")
    await web.runner.run(plan)
    await web.ended()
    assert [step for step, _ in web.steps(plan.id)][-2:] == ["in doubt", "failed"]
    assert len([one for one in web.changing() if one[0] == "PATCH"]) == 1


async def test_what_cannot_be_read_back_stays_in_doubt_and_check_settles_it(half_way: Stage) -> None:
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    half_way.cluster.faults.drop_after_effect = True
    half_way.cluster.faults.on("/deployments/web", 503, "GET")
    await half_way.runner.run(plan)
    await half_way.ended()
    step, text = half_way.steps(plan.id)[-1]
    assert step == "in doubt"
    assert "Check it before anything else" in text
    with pytest.raises(Failed, match="stays in doubt"):
        await half_way.runner.check(half_way.deed(plan.id))
    half_way.cluster.faults.clear()
    await half_way.runner.check(half_way.deed(plan.id))
    await half_way.ended()
    assert [step for step, _ in half_way.steps(plan.id)][-3:] == ["executed", "verifying", "unknown"]
    assert half_way.changing() == [PATCH]


async def test_what_never_reached_the_server_failed_and_nothing_was_sent(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("restart"))
    web.server.stop()
    await web.runner.run(plan)
    await web.ended()
    step, text = web.steps(plan.id)[-1]
    assert step in {"failed", "in doubt"}
    assert "nothing was sent" in text or "could not be read back" in text


# -- conflicts


async def test_a_write_of_the_status_is_no_reason_to_stop(half_way: Stage) -> None:
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    half_way.cluster.advance(60)
    status = half_way.cluster.get("deployment", "web")["status"]
    half_way.cluster.change("deployment", "web", status={**status, "collisionCount": 7})
    await half_way.runner.run(plan)
    await half_way.ended()
    assert image(half_way) == "web:1"
    (first, second) = [json.loads(body)[0]["value"] for _, _, body in half_way.asked("PATCH")]
    assert int(first) < int(second)
    assert str(second) in half_way.deed(plan.id).request


async def test_a_change_of_the_target_stops_it_and_says_what_changed_by_whom(half_way: Stage) -> None:
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    half_way.cluster.set_image("web", "web:3")
    await half_way.runner.run(plan)
    await half_way.ended()
    step, text = half_way.steps(plan.id)[-1]
    assert step == "refused"
    assert "changed since the card was made by deploy-bot" in text
    assert "image web:2 > web:3" in text
    assert image(half_way) == "web:3"


async def test_replicas_that_moved_under_the_card_stop_a_scaling(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("scale", "5"))
    web.cluster.scale("web", 8)
    await web.runner.run(plan)
    await web.ended()
    assert "replicas 3 > 8" in web.steps(plan.id)[-1][1]
    assert web.cluster.get("deployment", "web")["spec"]["replicas"] == 8


async def test_a_target_that_never_rests_is_given_up_after_a_while(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("scale", "5"))
    web.cluster.faults.on("/scale", 409, "PATCH")
    await web.runner.run(plan)
    await web.ended()
    step, text = web.steps(plan.id)[-1]
    assert (step, "kept changing" in text) == ("failed", True)
    assert len(web.asked("PATCH")) < 10


# -- deleted and made again


async def test_a_target_that_was_deleted_and_made_again_is_refused(half_way: Stage) -> None:
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    half_way.cluster.delete("deployment", "web")
    half_way.cluster.add_deployment("web", "web:9")
    half_way.cluster.settle()
    await half_way.runner.run(plan)
    await half_way.ended()
    step, text = half_way.steps(plan.id)[-1]
    assert step == "refused"
    assert "deleted and made again" in text
    assert image(half_way) == "web:9"


async def test_a_target_that_was_deleted_is_refused(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("restart"))
    web.cluster.delete("deployment", "web")
    await web.runner.run(plan)
    await web.ended()
    assert web.steps(plan.id)[-1] == ("refused", "it is not there any more; nothing was changed")


async def test_an_undo_for_an_object_that_is_another_one_now_is_blocked_on_its_card(web: Stage) -> None:
    await web.done(web.wanted("scale", "5"))
    (deed,) = web.state().ledger()
    web.cluster.delete("deployment", "web")
    web.cluster.add_deployment("web", "web:1", replicas=5)
    web.cluster.settle()
    plan = await web.runner.undo(deed)
    assert "this is another one" in texts(plan, "blocks")[0]


async def test_a_right_that_was_taken_away_under_the_card_refuses(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("restart"))
    web.cluster.deny("patch", "deployments")
    await web.runner.run(plan)
    await web.ended()
    step, text = web.steps(plan.id)[-1]
    assert step == "refused"
    assert "nothing was changed" in text


# -- killed between executing and the answer


async def killed(stage: Stage) -> Deed:
    """Leave the log as a process does that is killed after `executing`; returns the action as the next one finds it."""
    plan = await stage.runner.prepare(await stage.rollback(1))
    await stage.runner.run(plan)
    await stage.ended()
    steps = [index for index, fact in enumerate(stage.facts) if getattr(fact, "step", "") == "executing"]
    del stage.facts[steps[0] + 1 :]
    stage.made()
    return stage.deed(plan.id)


async def test_after_a_kill_an_action_that_was_done_is_found_done(half_way: Stage) -> None:
    deed = await killed(half_way)
    assert deed.step == "executing"
    with pytest.raises(Refused, match="only what was done can be undone"):
        await half_way.runner.undo(deed)
    before = len(half_way.changing())
    await half_way.runner.check(deed)
    await half_way.ended()
    assert [step for step, _ in half_way.steps(deed.id)][-3:] == ["executed", "verifying", "unknown"]
    assert len(half_way.changing()) == before
    assert half_way.state().ledger()[0].id == deed.id


async def test_after_a_kill_an_action_that_was_not_done_is_found_not_done(half_way: Stage) -> None:
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    half_way.lose("PATCH")
    await half_way.runner.run(plan)
    await half_way.ended()
    steps = [index for index, fact in enumerate(half_way.facts) if getattr(fact, "step", "") == "executing"]
    del half_way.facts[steps[0] + 1 :]
    half_way.made()
    await half_way.runner.check(half_way.deed(plan.id))
    step, text = half_way.steps(plan.id)[-1]
    assert step == "failed"
    assert "nothing was changed" in text


async def test_what_was_done_and_then_changed_by_another_was_done(half_way: Stage) -> None:
    deed = await killed(half_way)
    half_way.cluster.advance(5)
    half_way.cluster.set_image("web", "web:7")
    await half_way.runner.check(deed)
    await half_way.ended()
    told = [text for step, text in half_way.steps(deed.id) if step == "executed"]
    assert "it was done, and changed again since by deploy-bot" in told[-1]


@pytest.mark.parametrize(
    ("verb", "value", "kind", "name"),
    [
        ("scale", "5", "Deployment", "web"),
        ("restart", "", "Deployment", "web"),
        ("pause", "", "Deployment", "web"),
        ("cordon", "", "Node", "node-1"),
        ("delete", "", "Pod", ""),
        ("evict", "", "Pod", ""),
    ],
)
async def test_every_verb_can_be_read_back_from_what_the_log_holds(
    web: Stage, verb: str, value: str, kind: str, name: str
) -> None:
    name = name or web.cluster.pods("web")[0]["metadata"]["name"]
    plan = await web.runner.prepare(web.wanted(verb, value, kind, name))
    await web.runner.run(plan, plan.typed)
    await web.ended()
    kept = [index for index, fact in enumerate(web.facts) if getattr(fact, "step", "") == "executing"]
    del web.facts[kept[0] + 1 :]
    web.made()
    await web.runner.check(web.deed(plan.id))
    await web.ended()
    assert [step for step, _ in web.steps(plan.id)][3:5] == ["executed", "verifying"]


async def test_check_is_for_what_is_in_doubt(web: Stage) -> None:
    await web.done(web.wanted("pause"))
    (deed,) = web.state().ledger()
    with pytest.raises(Refused, match="is not in doubt: it stands at 'unknown'"):
        await web.runner.check(deed)


# -- a second key press


async def test_a_second_key_press_is_refused_and_the_first_goes_on(half_way: Stage) -> None:
    first = await half_way.runner.prepare(await half_way.rollback(1))
    second = await half_way.runner.prepare(await half_way.rollback(1))
    release = half_way.hold("/deployments/web")
    await half_way.runner.run(first)
    for call in (half_way.runner.run(second), half_way.runner.run(first)):
        with pytest.raises(Refused, match=r"under way|used or put away"):
            await call
    with pytest.raises(Refused, match=r"is under way: executing\. It goes on; this one was not begun"):
        await half_way.runner.prepare(half_way.wanted("scale", "9"))
    assert [(busy.action, busy.step) for busy in half_way.runner.busy] == [(first.id, "executing")]
    release.set()
    await half_way.ended()
    assert half_way.steps(first.id)[-1][0] == "unknown"
    assert half_way.changing() == [PATCH]


async def test_two_presses_at_the_same_moment_are_one_action(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("restart"))
    done = await asyncio.gather(web.runner.run(plan), web.runner.run(plan), return_exceptions=True)
    assert sorted(isinstance(one, Refused) for one in done) == [False, True]
    await web.ended()
    assert len(web.changing()) == 1


async def test_while_its_effect_is_watched_another_action_may_begin_and_says_what_that_ends(web: Stage) -> None:
    web.made(around=Around(incident=lambda: "INC-1", service_of=lambda _target: "shop"))
    first = await web.runner.prepare(web.wanted("scale", "5"))
    release = web.pause_time()
    await web.runner.run(first)
    while web.runner.busy[0].step != "verifying":
        await web.waited()
    with pytest.raises(Refused, match="under way"):
        await web.runner.prepare(web.wanted("scale", "5"))
    second = await web.runner.prepare(web.wanted("scale", "4"))
    assert finding(second, "this ends that without a verdict").level == WARNS
    await web.runner.run(second)
    release()
    await web.ended()
    assert web.steps(first.id)[-1][0] == "unknown"
    assert "another action on it began (scale deploy/web 5 > 4)" in web.steps(first.id)[-1][1]
    assert web.cluster.get("deployment", "web")["spec"]["replicas"] == 4


# -- the wrong context


async def test_a_card_acts_in_its_own_context_whatever_is_looked_at_meanwhile(web: Stage) -> None:
    used = web.contexts_used()
    plan = await web.runner.prepare(web.wanted("restart"))
    lab = web.wanted("restart")
    other = await web.runner.prepare(lab._replace(target=lab.target._replace(context="lab")))
    assert other.wanted.target.context == "lab"
    await web.runner.run(plan)
    await web.ended()
    assert web.deed(plan.id).context == "prod"
    assert used == ["prod"]


async def test_a_connection_to_another_context_than_the_card_is_never_used(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("restart"))
    web.connections["prod"] = web.connect("lab")
    with pytest.raises(Refused, match="asked for prod and got lab: nothing is sent there"):
        await web.runner.run(plan)
    assert not web.changing()
    assert web.runner.busy == ()


async def test_a_context_that_leads_elsewhere_than_on_the_card_is_refused(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("restart"))
    config = json.loads(web.kubeconfig.read_text())
    config["clusters"][0]["cluster"]["server"] = "http://127.0.0.1:1"
    web.kubeconfig.write_text(json.dumps(config))
    web.connections["prod"] = open_connection("prod", str(web.kubeconfig), clock=web.clock)
    with pytest.raises(Refused, match="leads to another server now"):
        await web.runner.run(plan)


# -- our own end


async def test_the_log_is_written_before_anything_is_sent(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("restart"))
    web.full = True
    with pytest.raises(Failed, match="disk"):
        await web.runner.run(plan)
    assert not web.changing()
    assert web.runner.busy == ()
    web.full = False
    await web.runner.run(plan)
    await web.ended()


async def test_quitting_leaves_a_request_in_doubt_and_says_so(half_way: Stage) -> None:
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    release = half_way.hold("/deployments/web")
    await half_way.runner.run(plan)
    await half_way.waited()
    await half_way.runner.close()
    release.set()
    step, text = half_way.steps(plan.id)[-1]
    assert (step, text) == (
        "in doubt",
        "warroom was closed before an answer came: whether it was done is not known",
    )


async def test_quitting_while_the_effect_is_watched_says_that_it_is_not_known(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("restart"))
    release = web.pause_time()
    await web.runner.run(plan)
    while web.runner.busy[0].step != "verifying":
        await web.waited()
    await web.runner.close()
    release()
    assert web.steps(plan.id)[-1] == ("unknown", "warroom was closed before its effect was known")


async def test_an_error_of_our_own_ends_one_action_and_is_in_the_log(web: Stage) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    web.made(around=Around(incident=lambda: "INC-1", service_of=lambda _target: "shop", figures=broken))
    steps = await web.done(web.wanted("restart"))
    assert steps[-1][0] == "unknown"
    assert "an error of warroom's own" in steps[-1][1]
    assert web.runner.busy == ()


def test_the_whole_of_it_imports_no_kubernetes_before_a_connection_is_opened() -> None:
    code = "import sys, console.actions.runner; sys.exit(any(n in sys.modules for n in ('kubernetes', 'textual')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# -- found in review


async def test_stopping_what_just_got_its_answer_stops_it_all_the_same() -> None:
    call, release = OffLoop(), threading.Event()
    task = asyncio.create_task(call(lambda: release.wait(5)))
    await asyncio.sleep(0.02)
    release.set()
    threading.Event().wait(0.05)  # the answer is there, and the loop has not seen it yet
    asyncio.get_running_loop().call_soon(task.cancel)
    await asyncio.wait([task])
    assert task.cancelled()
    call.close()


async def test_while_one_action_is_watched_two_others_are_never_begun_at_the_same_moment(web: Stage) -> None:
    release = web.pause_time()
    await web.runner.run(await web.runner.prepare(web.wanted("scale", "5")))
    while web.runner.busy[0].step != "verifying":
        await web.waited()
    one, two = [await web.runner.prepare(web.wanted("scale", value)) for value in ("4", "6")]
    done = await asyncio.gather(*(web.runner.run(plan) for plan in (one, one, two)), return_exceptions=True)
    assert [isinstance(each, Refused) for each in done] == [False, True, True]
    release()
    await web.ended()
    assert len(web.changing()) == 2
    assert web.cluster.get("deployment", "web")["spec"]["replicas"] == 4


async def test_what_is_being_read_back_is_not_read_back_twice(half_way: Stage) -> None:
    deed = await killed(half_way)
    done = await asyncio.gather(*(half_way.runner.check(deed) for _ in range(2)), return_exceptions=True)
    assert [isinstance(each, Refused) for each in done] == [False, True]
    await half_way.ended()
    assert [step for step, _ in half_way.steps(deed.id)].count("executed") == 1


async def test_after_a_kill_a_template_with_an_environment_is_found_done_though_the_log_hides_its_values(
    stage: Stage,
) -> None:
    stage.cluster.add_deployment("web", "web:1", env={"TOKEN": "s3cret"})
    stage.cluster.settle()
    stage.cluster.set_image("web", "web:2", env={"TOKEN": "other"})
    stage.cluster.settle()
    deed = await killed(stage)
    assert "s3cret" not in deed.request
    await stage.runner.check(deed)
    await stage.ended()
    assert [text for step, text in stage.steps(deed.id) if step == "executed"] == ["found done when read back"]


async def test_after_a_kill_a_template_that_differs_only_in_hidden_values_was_not_done(stage: Stage) -> None:
    stage.cluster.add_deployment("web", "web:1", env={"TOKEN": "s3cret"})
    stage.cluster.settle()
    stage.cluster.set_image("web", "web:1", env={"TOKEN": "other"})
    stage.cluster.settle()
    plan = await stage.runner.prepare(await stage.rollback(1))
    stage.lose("PATCH")
    await stage.runner.run(plan)
    await stage.ended()
    steps = [index for index, fact in enumerate(stage.facts) if getattr(fact, "step", "") == "executing"]
    del stage.facts[steps[0] + 1 :]
    stage.made()
    await stage.runner.check(stage.deed(plan.id))
    assert stage.steps(plan.id)[-1][0] == "failed"


async def test_a_way_back_that_names_another_context_than_its_action_is_refused(web: Stage) -> None:
    await web.done(web.wanted("scale", "5"))
    (deed,) = web.state().ledger()
    with pytest.raises(Refused, match="its way back names another one"):
        await web.runner.undo(deed._replace(undo=deed.undo.replace('"prod"', '"lab"')))


async def test_a_restart_by_somebody_does_not_take_a_rollback_out_of_the_ledger(half_way: Stage) -> None:
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    release = half_way.pause_time()
    await half_way.runner.run(plan)
    while half_way.runner.busy[0].step != "verifying":
        await half_way.waited()
    spec = json.loads(json.dumps(half_way.cluster.get("deployment", "web")["spec"]))
    spec["template"]["metadata"]["annotations"] = {"kubectl.kubernetes.io/restartedAt": "2026-11-21T18:00:00Z"}
    half_way.cluster.change("deployment", "web", spec=spec)
    release()
    await half_way.ended()
    assert half_way.steps(plan.id)[-1][0] == "unknown"
    assert [deed.id for deed in half_way.state().ledger()] == [plan.id]


async def test_a_card_warns_of_what_is_in_doubt_on_its_target_and_of_nothing_else(web: Stage) -> None:
    await web.done(web.wanted("scale", "5"))
    (deed,) = web.state().ledger()
    doubts = (deed._replace(step="in doubt"), deed._replace(step="in doubt", namespace="shop"), deed)
    web.made(around=Around(incident=lambda: "INC-1", actions=lambda: doubts))
    plan = await web.runner.prepare(web.wanted("restart"))
    (told,) = texts(plan, WARNS, "in doubt")
    assert told.startswith("scale deploy/web is in doubt")
    assert f"act check {deed.id}" in told
