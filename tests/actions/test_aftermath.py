"""After the request: the rollout, who puts it back, the numbers of the service, and what is offered then."""

import pytest

from console.actions.rules import Around, Rules
from console.incident.action import Plan, wanted_from
from console.incident.deeds import ActionMoved
from console.incident.events import Instant
from console.signals.verdict import Figures
from tests.actions.stage import Stage

BAD, GOOD = Figures(0.061, 1.2, 36), Figures(0.004, 0.2, 36)


class Measured:
    """Figures of a service: one before an action and another after it; keeps what it was asked for."""

    def __init__(self, before: Figures | None, after: Figures | None) -> None:
        self.answers = [before, after]
        self.asked: list[tuple[str, Instant, Instant]] = []

    def __call__(self, service: str, since: Instant, until: Instant) -> Figures | None:
        self.asked.append((service, since, until))
        return self.answers[len(self.asked) - 1]


def watched(stage: Stage, before: Figures | None, after: Figures | None, window: float = 180.0) -> Measured:
    """Have the runner know that web belongs to the service shop, and its numbers."""
    measured = Measured(before, after)
    around = Around(figures=measured, service_of=lambda _target: "shop", incident=lambda: "INC-1")
    stage.made(Rules(window=window), around)
    return measured


async def rolled_back(stage: Stage) -> Plan:
    """Roll web back to r1 and see it through."""
    plan = await stage.runner.prepare(await stage.rollback(1))
    await stage.runner.run(plan)
    await stage.ended()
    return plan


async def test_the_verdict_has_the_numbers_before_and_after(half_way: Stage) -> None:
    watched(half_way, BAD, GOOD)
    plan = await rolled_back(half_way)
    assert half_way.steps(plan.id)[-1] == (
        "improved",
        "r2 > r1: error rate 6.1 % → 0.4 %, p95 1.2 s → 0.2 s in 3 m",
    )
    deed = half_way.deed(plan.id)
    assert (deed.service, deed.step) == ("shop", "improved")


async def test_the_service_is_looked_at_as_long_before_as_after_the_rollout(half_way: Stage) -> None:
    measured = watched(half_way, BAD, GOOD, window=120)
    began = half_way.clock()
    await rolled_back(half_way)
    (_, before_from, before_to), (_, after_from, after_to) = measured.asked
    assert (before_from, before_to) == (began - 120_000, began)
    assert after_from > began
    assert after_to - after_from == 120_000


async def test_when_it_got_worse_the_way_back_is_offered(half_way: Stage) -> None:
    watched(half_way, GOOD, BAD)
    plan = await rolled_back(half_way)
    assert half_way.steps(plan.id)[-1][0] == "worse"
    (offer,) = half_way.runner.offers[plan.id]
    assert (offer.wanted.verb, offer.wanted.undoes) == ("rollback", plan.id)
    last = [fact for fact in half_way.facts if isinstance(fact, ActionMoved)][-1]
    assert wanted_from(str(last.detail["offer"])) == offer.wanted
    back = await half_way.runner.prepare(offer.wanted)
    assert back.summary == "rollback deploy/web r3 > r2"


async def test_the_verdict_tells_of_the_service_that_depends_on_it(half_way: Stage) -> None:
    began = half_way.clock()
    sides = {"shop": (GOOD, BAD), "web": (Figures(0.84, 9.0, 36), GOOD)}
    around = Around(
        figures=lambda service, since, _until: sides[service][since >= began],
        service_of=lambda _target: "shop",
        incident=lambda: "INC-1",
        health=lambda: {"shop": "ok", "web": "down"},
        depends_on={"web": ("shop",)},
    )
    half_way.made(Rules(window=90), around)
    plan = await rolled_back(half_way)
    step, text = half_way.steps(plan.id)[-1]
    assert step == "worse"
    assert text.endswith("; web, which depends on it, improved: 84 % → 0.4 %")


async def test_without_a_service_it_is_judged_by_those_that_were_not_ok(half_way: Stage) -> None:
    began = half_way.clock()
    sides = {"api": (GOOD, GOOD), "web": (BAD, GOOD)}
    around = Around(
        figures=lambda service, since, _until: sides[service][since >= began],
        incident=lambda: "INC-1",
        health=lambda: {"api": "ok", "web": "down"},
    )
    half_way.made(Rules(window=90), around)
    plan = await rolled_back(half_way)
    step, text = half_way.steps(plan.id)[-1]
    assert step == "improved"
    assert "judged by what was not ok: web error rate 6.1 % → 0.4 %" in text


async def test_without_a_service_the_effect_is_unknown_and_says_why(half_way: Stage) -> None:
    plan = await rolled_back(half_way)
    step, text = half_way.steps(plan.id)[-1]
    assert step == "unknown"
    assert "no service is known for it, so nothing was measured" in text


async def test_without_any_samples_the_effect_is_unknown_and_says_why(half_way: Stage) -> None:
    watched(half_way, None, None)
    plan = await rolled_back(half_way)
    assert half_way.steps(plan.id)[-1] == (
        "unknown",
        "r2 > r1: 4 of 4 updated, 4 available; nothing was measured of shop",
    )


async def test_accepted_is_not_success(stage: Stage) -> None:
    stage.cluster.add_deployment("web", "web:1", replicas=4, spec={"progressDeadlineSeconds": 60})
    stage.cluster.settle()
    stage.cluster.set_image("web", "web:2")
    stage.cluster.settle()
    stage.cluster.behave("web:1", "pull")
    watched(stage, BAD, GOOD)
    plan = await rolled_back(stage)
    step, text = stage.steps(plan.id)[-1]
    assert step == "failed"
    assert "the rollout failed" in text
    assert "updated" in text
    assert [deed.id for deed in stage.state().ledger()] == [plan.id]


async def test_a_deadline_that_was_exceeded_before_is_no_failure_of_the_rollback(half_way: Stage) -> None:
    half_way.cluster.advance(700)
    condition = half_way.cluster.get("deployment", "web")["status"]["conditions"]
    assert "ProgressDeadlineExceeded" in str(condition)
    watched(half_way, BAD, GOOD)
    plan = await rolled_back(half_way)
    assert half_way.steps(plan.id)[-1][0] == "improved"


async def test_what_somebody_puts_back_is_told_with_who_and_after_how_long(half_way: Stage) -> None:
    watched(half_way, BAD, GOOD)
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    release = half_way.pause_time()
    await half_way.runner.run(plan)
    while half_way.runner.busy[0].step != "verifying":
        await half_way.waited()
    half_way.cluster.advance(5)
    half_way.cluster.set_image("web", "web:2")
    release()
    await half_way.ended()
    step, text = half_way.steps(plan.id)[-1]
    assert step == "failed"
    assert "put back or changed by deploy-bot" in text
    assert "s after it; nothing of it is left" in text
    assert half_way.state().ledger() == ()
    assert half_way.deed(plan.id).settled == "undone"


async def test_a_target_that_is_deleted_while_it_is_watched_ends_it(half_way: Stage) -> None:
    watched(half_way, BAD, GOOD)
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    release = half_way.pause_time()
    await half_way.runner.run(plan)
    while half_way.runner.busy[0].step != "verifying":
        await half_way.waited()
    half_way.cluster.delete("deployment", "web")
    release()
    await half_way.ended()
    assert "the target was deleted" in half_way.steps(plan.id)[-1][1]


async def test_a_rollout_that_is_paused_while_it_is_watched_says_so(half_way: Stage) -> None:
    half_way.cluster.world.start_seconds = 20.0
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    release = half_way.pause_time()
    await half_way.runner.run(plan)
    while half_way.runner.busy[0].step != "verifying":
        await half_way.waited()
    half_way.cluster.set_spec("deployment", "web", paused=True)
    release()
    await half_way.ended()
    assert "somebody paused the rollout" in half_way.steps(plan.id)[-1][1]


async def test_a_cluster_that_stops_answering_leaves_the_effect_open_and_not_the_action(half_way: Stage) -> None:
    watched(half_way, BAD, GOOD)
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    release = half_way.pause_time()
    await half_way.runner.run(plan)
    while half_way.runner.busy[0].step != "verifying":
        await half_way.waited()
    half_way.cluster.faults.on("/deployments/web", 503, "GET")
    release()
    await half_way.ended()
    step, text = half_way.steps(plan.id)[-1]
    assert step == "timed out"
    assert "the cluster does not answer" in text


@pytest.mark.parametrize("verb", ["pause", "cordon"])
async def test_what_rolls_nothing_is_judged_by_the_service_alone(half_way: Stage, verb: str) -> None:
    watched(half_way, BAD, BAD)
    kind, name = ("Node", "node-1") if verb == "cordon" else ("Deployment", "web")
    steps = await half_way.done(half_way.wanted(verb, "", kind, name))
    assert steps[-1] == ("unchanged", "error rate 6.1 % → 6.1 %, p95 1.2 s → 1.2 s in 3 m")
