"""Actions in the state: their steps, what is in doubt after a crash, and the ledger of temporary mitigations."""

from typing import Any

import pytest

from console.incident.action import BLOCKS, WARNS, Finding, Plan, Request, Target, Wanted, wanted_from
from console.incident.deeds import ActionMoved, MitigationSettled
from console.incident.events import Event, Fact
from console.incident.fold_deeds import MOST
from console.incident.state import State, fold

AT = 1_795_282_200_000
TARGET = Target("prod-eu", "Deployment", "shop", "web", "uid-1")
BACK = Wanted("scale", TARGET, "4", "web").as_json()


def logged(*facts: Fact) -> tuple[Event, ...]:
    """The facts as events of one writer, a second apart."""
    return tuple(
        Event("alice@host", seq, seq, "INC-1", AT + 1000 * seq, AT + 1000 * seq, "alice", fact)
        for seq, fact in enumerate(facts, 1)
    )


def step(name: str, action: str = "a1", **more: Any) -> ActionMoved:
    """One step of a scaling."""
    return ActionMoved(action, "scale", "deploy/web", "prod-eu", "shop", name, **more)


def after(*facts: Fact) -> State:
    """The state after these facts."""
    return fold(logged(*facts))


def test_an_action_keeps_what_each_of_its_steps_told() -> None:
    state = after(
        step("planned", text="4 > 10"), step("executing", request="PATCH /scale", undo=BACK), step("improved")
    )
    deed = state.actions["a1"]
    assert (deed.step, deed.text, deed.request, deed.undo) == ("improved", "4 > 10", "PATCH /scale", BACK)
    assert (deed.begun, deed.at, deed.by, deed.incident) == (AT + 1000, AT + 3000, "alice", "INC-1")


def test_an_action_that_began_and_never_ended_is_still_executing_after_a_restart() -> None:
    deed = after(step("planned"), step("confirmed"), step("executing", undo=BACK)).actions["a1"]
    assert deed.step == "executing"
    assert not deed.is_done
    assert not deed.is_open


@pytest.mark.parametrize("last", ["executed", "verifying", "improved", "unchanged", "worse", "unknown"])
def test_what_was_done_and_can_be_undone_stands_in_the_ledger(last: str) -> None:
    state = after(step("executing", undo=BACK), step(last))
    assert [deed.id for deed in state.ledger()] == ["a1"]
    assert state.ledger("INC-2") == ()


@pytest.mark.parametrize("last", ["failed", "timed out"])
def test_a_rollout_that_fails_leaves_what_was_done_in_the_ledger(last: str) -> None:
    state = after(step("executing", undo=BACK), step("executed"), step(last))
    assert [deed.id for deed in state.ledger()] == ["a1"]


@pytest.mark.parametrize("last", ["failed", "refused", "declined", "timed out", "cancelled"])
def test_what_was_not_done_leaves_nothing_in_the_ledger(last: str) -> None:
    assert after(step("executing", undo=BACK), step(last)).ledger() == ()


def test_undoing_settles_the_mitigation_and_is_none_itself() -> None:
    undoing = step("executed", "a2", undoes="a1", undo=BACK)
    assert len(after(step("executed", undo=BACK), step("executing", "a2", undoes="a1")).ledger()) == 1
    state = after(step("executed", undo=BACK), undoing)
    assert state.ledger() == ()
    assert (state.actions["a1"].settled, state.actions["a1"].owner) == ("undone", "alice")


@pytest.mark.parametrize("how", ["owned", "kept"])
def test_a_mitigation_that_somebody_owns_holds_nothing_open(how: str) -> None:
    state = after(step("executed", undo=BACK), MitigationSettled("a1", how, "bob"))
    assert state.ledger() == ()
    assert state.actions["a1"].owner == "bob"


def test_what_makes_no_sense_changes_nothing_and_says_why() -> None:
    state = after(step("exploded"), MitigationSettled("a9", "owned"), step("executed"), MitigationSettled("a1", "lost"))
    assert [refusal.reason for refusal in state.refusals] == [
        "exploded is not a step of an action",
        "no action a9",
        "lost is not a way to settle a mitigation",
    ]
    assert state.actions["a1"].settled == ""


def test_old_actions_are_forgotten_but_never_an_open_mitigation() -> None:
    open_one = step("executed", "first", undo=BACK)
    state = after(open_one, *(step("executed", f"a{number}") for number in range(3 * MOST)))
    assert len(state.actions) <= 2 * MOST
    assert [deed.id for deed in state.ledger()] == ["first"]


def test_an_inverse_survives_the_way_into_the_log_and_back() -> None:
    wanted = Wanted("rollback", TARGET, "uid-9", "web", "a1")
    assert wanted_from(wanted.as_json()) == wanted


@pytest.mark.parametrize("text", ["", "[]", "5", '{"verb": "scale"}', '{"verb": "scale", "target": 5}', '{"x": {}}'])
def test_an_inverse_that_is_none_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own error is one, too
        wanted_from(text)


def test_a_plan_is_blocked_by_what_blocks_and_by_nothing_else() -> None:
    found = (Finding(WARNS, "owners", "an HPA puts it back"), Finding(BLOCKS, "rollout", "it is paused"))
    plan = Plan(Wanted("rollback", TARGET), "rollback deploy/web r14 > r13", "https://k", "alice", findings=found)
    assert plan.blocked == found[1:]


def test_the_log_keeps_the_exact_request() -> None:
    request = Request("PATCH", "/apis/apps/v1/x", (("dryRun", "All"), ("fieldManager", "warroom")), body='{"a": 1}')
    assert request.shown == 'PATCH /apis/apps/v1/x?dryRun=All&fieldManager=warroom {"a": 1}'
