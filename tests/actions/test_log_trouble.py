"""Actions while the log is full, slow or read-only: nothing is sent later than it was confirmed, nothing is lost."""

import asyncio

import pytest

from console.actions.rules import Around
from console.incident.errors import Failed, Refused
from tests.actions.stage import Stage

SHORT = 0.05
"""Seconds that nobody waits longer for the log."""


@pytest.fixture
def web(stage: Stage) -> Stage:
    stage.cluster.add_deployment("web", "web:1", replicas=3)
    stage.cluster.settle()
    return stage


async def test_what_was_confirmed_while_the_log_waited_for_its_disk_is_never_sent_later(web: Stage) -> None:
    web.made()
    plan = await web.runner.prepare(web.wanted("restart"))
    web.runner._pen._patience = SHORT
    goes_on = web.stall_the_log()
    with pytest.raises(Failed, match="the log did not take this within"):
        await web.runner.run(plan)
    assert web.runner.busy == ()
    goes_on()
    for _ in range(20):
        await web.waited()
    assert not web.changing()
    assert [step for step, _ in web.steps(plan.id)] == ["planned", "confirmed", "executing", "failed"]
    assert web.steps(plan.id)[-1][1] == "nothing was sent: the log did not take this in time"


async def test_a_card_that_the_log_did_not_take_in_time_is_not_confirmed_a_second_time(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("restart"))
    web.runner._pen._patience = SHORT
    goes_on = web.stall_the_log()
    with pytest.raises(Failed):
        await web.runner.run(plan)
    goes_on()
    with pytest.raises(Refused, match="used or put away"):
        await web.runner.run(plan)
    assert not web.changing()


async def test_without_a_log_that_takes_it_there_is_no_card(web: Stage) -> None:
    web.runner._pen._patience = SHORT
    web.stall_the_log()
    with pytest.raises(Failed, match="did not take this within"):
        await web.runner.prepare(web.wanted("restart"))


async def test_a_log_that_stalls_between_the_steps_gets_all_of_them_in_their_order(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("scale", "5"))
    web.runner._pen._patience = SHORT
    release = web.hold("/scale")
    await web.runner.run(plan)
    goes_on = web.stall_the_log()
    release.set()
    await web.ended()
    assert web.steps(plan.id)[-1][0] == "executing"
    goes_on()
    for _ in range(20):
        await web.waited()
    assert [step for step, _ in web.steps(plan.id)][-3:] == ["executed", "verifying", "unknown"]
    assert len(web.changing()) == 1


@pytest.mark.parametrize("trouble", [Failed, Refused])
async def test_a_log_that_takes_nothing_more_ends_no_watching_and_no_program(
    web: Stage, trouble: type[Exception]
) -> None:
    refused = []

    async def record(facts: object, incident: str) -> None:
        if any(getattr(fact, "step", "") in {"executed", "verifying", "unknown"} for fact in facts):  # type: ignore[attr-defined]
            refused.append(facts)
            raise trouble("this console only reads")
        await web.record(facts, incident)  # type: ignore[arg-type]

    web.runner._pen._record = record
    plan = await web.runner.prepare(web.wanted("scale", "5"))
    await web.runner.run(plan)
    await web.ended()
    assert len(refused) == 2, "executed and verifying, then the verdict: no error of our own in between"
    assert web.cluster.get("deployment", "web")["spec"]["replicas"] == 5


async def test_a_verdict_that_is_on_its_way_into_the_log_survives_the_next_action(web: Stage) -> None:
    web.made(around=Around(incident=lambda: "INC-1"))
    first = await web.runner.prepare(web.wanted("scale", "5"))
    release = web.pause_time()
    await web.runner.run(first)
    while web.runner.busy[0].step != "verifying":
        await web.waited()
    second = await web.runner.prepare(web.wanted("scale", "4"))
    (flight,) = web.runner._traffic.flights
    goes_on = web.stall_the_log()
    release()
    while not web.runner._pen.writing:
        await web.waited()
    flight.stop("another action on it began")
    await web.waited()
    goes_on()
    await web.ended()
    await web.waited()
    assert web.steps(first.id)[-1][0] == "unknown"
    assert "nothing was measured" in web.steps(first.id)[-1][1]
    await web.runner.decline(second)


async def test_quitting_waits_a_moment_for_what_is_on_its_way_into_the_log(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("restart"))
    release = web.pause_time()
    await web.runner.run(plan)
    while web.runner.busy[0].step != "verifying":
        await web.waited()
    goes_on = web.stall_the_log()

    asyncio.get_running_loop().call_later(0.05, goes_on)
    await web.runner.close()
    release()
    assert web.steps(plan.id)[-1] == ("unknown", "warroom was closed before its effect was known")
