"""How temporary mitigations end, and what holds an incident open while they have not."""

from typing import Any

import pytest

from console.incident import commands
from console.incident.action import Target, Wanted
from console.incident.deeds import ActionMoved, MitigationSettled
from console.incident.errors import Refused
from console.incident.events import Event, Fact, StatusChanged
from console.incident.fold_deeds import MOST
from console.incident.severity import Scheme
from console.incident.state import State, fold
from console.wiring.shipped import schemes

AT = 1_795_282_200_000
LATER = AT + 3_600_000
SCHEME: Scheme = schemes()["sev1-4"]
BACK = Wanted("scale", Target("prod-eu", "Deployment", "shop", "web", "uid-1"), "4").as_json()


def step(name: str, action: str = "a1", **more: Any) -> ActionMoved:
    """A step of a scaling."""
    return ActionMoved(action, "scale", "deploy/web", "prod-eu", "shop", name, **more)


DONE = (step("executing", undo=BACK), step("executed"), step("improved"))


def after(*facts: Fact, incident: str = "INC-1") -> State:
    """An incident that is watched before its end, and what was done in it."""
    declared = commands.declare(
        fold(()), id="INC-1", title="web fails", severity="SEV2", actor="alice", now=AT, scheme=SCHEME
    )
    began = [*(entry.fact for entry in declared), StatusChanged("investigating", "monitoring")]
    written = [*((fact, "INC-1") for fact in began), *((fact, incident) for fact in facts)]
    return fold(
        Event("alice@host", seq, seq, where, AT + seq, AT + seq, "alice", fact)
        for seq, (fact, where) in enumerate(written, 1)
    )


def move(state: State, to: str, *, forced: bool = False) -> None:
    """Move the incident."""
    commands.change_status(state, "INC-1", to, "it was the release", actor="alice", now=LATER, forced=forced)


@pytest.mark.parametrize(
    ("how", "owner", "reason"), [("owned", "bob", ""), ("owned", "bob", "until Monday"), ("kept", "", "4 was too few")]
)
def test_a_mitigation_is_owned_by_somebody_or_kept_for_a_reason(how: str, owner: str, reason: str) -> None:
    state = after(*DONE)
    (entry,) = commands.settle(state, "a1", how, owner=owner, reason=reason, actor="alice")
    assert entry.fact == MitigationSettled("a1", how, owner, reason)
    assert (entry.actor, entry.incident) == ("alice", "INC-1")
    settled = after(*DONE, entry.fact)
    assert settled.ledger() == ()
    assert settled.actions["a1"].settled == how


@pytest.mark.parametrize(
    ("how", "owner", "reason", "words"),
    [
        ("owned", "  ", "later", "needs a name"),
        ("kept", "bob", " ", "needs a reason"),
        ("undone", "bob", "by hand", "no way to settle"),
    ],
)
def test_a_mitigation_is_not_settled_by_nobody_or_for_no_reason(how: str, owner: str, reason: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        commands.settle(after(*DONE), "a1", how, owner=owner, reason=reason, actor="alice")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ((), "the log has no action a1"),
        ((step("executing", undo=BACK), step("failed")), "it is failed"),
        ((step("executed"),), "left nothing open"),
        ((*DONE, MitigationSettled("a1", "undone")), "it is undone"),
        ((step("executing", undo=BACK), step("in doubt")), "is in doubt: check it first"),
    ],
)
def test_only_what_is_open_can_be_settled(facts: tuple[Fact, ...], words: str) -> None:
    with pytest.raises(Refused, match=words):
        commands.settle(after(*facts), "a1", "owned", owner="bob", actor="alice")


def test_who_owns_it_can_be_corrected_and_what_stays_can_be_owned_after_all() -> None:
    for how in ("owned", "kept"):
        state = after(*DONE, MitigationSettled("a1", how, "bob", "a reason"))
        (entry,) = commands.settle(state, "a1", "owned", owner="carol", actor="alice")
        assert after(*DONE, entry.fact).actions["a1"].owner == "carol"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (DONE, "scale deploy/web, which is neither undone nor owned"),
        ((*DONE, step("executed", "a2", undo=BACK)), "scale deploy/web and 1 more"),
        ((step("executing", undo=BACK), step("in doubt")), "which is in doubt: check it"),
        ((step("confirmed"), step("executing", undo=BACK)), "which is being done: wait for it, or check it"),
    ],
)
def test_an_incident_is_not_resolved_while_something_of_it_is_left_in_the_world(
    facts: tuple[Fact, ...], words: str
) -> None:
    state = after(*facts)
    with pytest.raises(Refused, match=words):
        move(state, "resolved")
    move(state, "mitigating")
    move(state, "resolved", forced=True)


@pytest.mark.parametrize(
    "facts",
    [
        (),
        (step("planned"),),
        (step("planned"), step("declined")),
        (*DONE, MitigationSettled("a1", "owned", "bob")),
        (*DONE, MitigationSettled("a1", "kept", "", "it stays")),
        (*DONE, step("executed", "a2", undoes="a1", undo=BACK)),
    ],
)
def test_what_is_undone_owned_kept_or_never_done_holds_nothing_open(facts: tuple[Fact, ...]) -> None:
    move(after(*facts), "resolved")


def test_what_another_incident_left_does_not_hold_this_one_open() -> None:
    move(after(*DONE, incident="INC-2"), "resolved")


def test_a_resolved_incident_is_not_closed_over_a_mitigation_that_came_after_it() -> None:
    state = after()
    (resolved,) = commands.change_status(state, "INC-1", "resolved", "it was the release", actor="alice", now=LATER)
    with pytest.raises(Refused, match="neither undone nor owned"):
        move(after(resolved.fact, *DONE), "closed")
    move(after(resolved.fact), "closed")


@pytest.mark.parametrize("last", ["in doubt", "executing"])
def test_what_may_still_be_in_the_world_is_never_forgotten(last: str) -> None:
    state = after(step(last, "first"), *(step("failed", f"a{number}") for number in range(3 * MOST)))
    assert "first" in state.actions
    assert len(state.actions) <= 2 * MOST + 1
