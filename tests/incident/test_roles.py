from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.errors import Refused
from console.incident.events import Event, RoleAssigned, RoleReleased, StatusChanged
from console.incident.record import COMMANDER, LIVE
from console.incident.roles import ALIASES, CATALOGUE, DEFAULT_TEAMS, find_role, label, required
from console.incident.state import EMPTY, Incident, State, fold, states
from tests.incident.story import ID, START, Story


def test_the_catalogue_has_the_roles_of_the_field() -> None:
    assert len(CATALOGUE) == 12
    assert set(ALIASES.values()) <= set(CATALOGUE)
    assert len(DEFAULT_TEAMS) == 7
    assert label("sme") == "subject expert"


def test_the_worst_two_ranks_need_seven_roles_and_the_others_three() -> None:
    assert [len(required(rank)) for rank in range(4)] == [7, 7, 3, 3]
    assert required(3) == (COMMANDER, "communications_lead", "technical_lead")


def test_aliases_and_other_spellings_are_understood() -> None:
    assert find_role("customer_liaison") == "customer_support_lead"
    assert find_role("Ops-Lead") == "operations_lead"
    assert find_role("technical lead") == "technical_lead"
    with pytest.raises(Refused, match="did you mean 'scribe'"):
        find_role("scibe")


def test_the_declarer_commands_unless_another_is_named() -> None:
    story = Story()
    story.declare()
    story.declare("INC-20261121-002", commander="dana")
    assert story.incident().commander == "alice"
    assert story.incident("INC-20261121-002").commander == "dana"


def test_assigning_the_command_replaces_and_the_roster_keeps_who_had_it() -> None:
    story = Story()
    story.declare()
    story.wait(MINUTE)
    story.do(commands.assign_role, ID, "ic", "dana", contact="+49 30 1234")
    spans = [(span.person, span.since, span.until) for span in story.incident().roster]
    assert spans == [("alice", START, START + MINUTE), ("dana", START + MINUTE, None)]
    assert story.incident().roles[COMMANDER].contact == "+49 30 1234"


def test_the_command_cannot_be_left_without_a_successor() -> None:
    story = Story()
    story.declare()
    with pytest.raises(Refused, match="assign the next one"):
        story.do(commands.release_role, ID, "commander")
    story.write(RoleReleased(COMMANDER, "alice"))
    assert story.incident().commander == "alice"
    assert "exactly one commander" in story.state.refusals[-1].reason


@pytest.mark.parametrize("person", ["", "  ", "someone", "Anybody", "TBD", "?"])
def test_a_role_needs_a_named_person(person: str) -> None:
    story = Story()
    story.declare()
    with pytest.raises(Refused, match="named person"):
        story.do(commands.assign_role, ID, "scribe", person)


def test_who_has_the_role_already_is_not_assigned_again_but_may_change_the_contact() -> None:
    story = Story()
    story.declare()
    with pytest.raises(Refused, match="alice has the role"):
        story.do(commands.assign_role, ID, "ic", "alice")
    story.do(commands.assign_role, ID, "ic", "alice", contact="desk 4")
    assert story.incident().roles[COMMANDER].contact == "desk 4"


def test_experts_and_observers_may_be_several_and_leave_one_by_one() -> None:
    story = Story()
    story.declare()
    for person in ("bob", "carol", "dana"):
        story.do(commands.assign_role, ID, "expert", person)
    with pytest.raises(Refused, match="has the role"):
        story.do(commands.assign_role, ID, "sme", "carol")
    story.write(RoleAssigned("sme", "carol"))
    assert story.state.refusals[0].reason == "carol had that role already"
    with pytest.raises(Refused, match="held by bob, carol, dana"):
        story.do(commands.release_role, ID, "sme")
    story.do(commands.release_role, ID, "sme", "bob")
    assert [holder.person for holder in story.incident().holders("sme")] == ["carol", "dana"]
    story.do(commands.release_role, ID, "sme", "carol")
    story.do(commands.release_role, ID, "sme")
    assert story.incident().holders("sme") == ()
    assert [span.until is None for span in story.incident().roster] == [True, False, False, False]


def test_nobody_leaves_a_role_that_they_do_not_have() -> None:
    story = Story()
    story.declare()
    with pytest.raises(Refused, match="nobody has it"):
        story.do(commands.release_role, ID, "scribe", "bob")
    story.write(RoleReleased("scribe", "bob"))
    assert "did not have" in story.state.refusals[0].reason


def test_of_two_who_take_command_at_once_the_first_in_the_order_holds() -> None:
    one, two = _fork()
    one.do(commands.assign_role, ID, "ic", "bob")
    two.do(commands.assign_role, ID, "ic", "carol")
    merged = _merged(one, two)
    state = fold(merged)
    assert state.incidents[ID].commander == "bob"
    assert [(refusal.event, refusal.reason) for refusal in state.refusals] == [
        ("two@host/2", "the role was bob's by then, no longer alice")
    ]


def test_of_two_status_moves_at_once_the_first_in_the_order_holds() -> None:
    one, two = _fork()
    one.do(commands.change_status, ID, "identified")
    two.do(commands.change_status, ID, "mitigating")
    state = fold(_merged(one, two))
    assert state.incidents[ID].status == "identified"
    assert state.refusals[0].reason == "it was identified by then, no longer investigating"


def test_of_two_severities_at_once_the_first_in_the_order_holds() -> None:
    one, two = _fork()
    one.do(commands.raise_severity, ID)
    two.do(commands.set_severity, ID, "SEV4", "a false alarm")
    state = fold(_merged(one, two))
    assert state.incidents[ID].severity == "SEV1"
    assert len(state.refusals) == 1


def test_an_event_that_does_not_say_what_it_replaced_is_taken_as_it_is() -> None:
    story = Story()
    story.declare()
    story.write(RoleAssigned(COMMANDER, "bob"))
    assert story.incident().commander == "bob"


Move = tuple[int, str, str, int]
_PEOPLE = st.sampled_from(["alice", "bob", "carol", "dana"])
_MOVES = st.one_of(
    st.tuples(st.integers(0, 1), st.just("command"), _PEOPLE, st.integers(0, 3)),
    st.tuples(st.integers(0, 1), st.just("release"), _PEOPLE, st.integers(0, 3)),
    st.tuples(st.integers(0, 1), st.just("scribe"), _PEOPLE, st.integers(0, 3)),
    st.tuples(st.integers(0, 1), st.just("status"), st.sampled_from([*LIVE, "resolved", "closed"]), st.integers(0, 3)),
    st.tuples(st.integers(0, 1), st.just("see"), st.just(""), st.integers(0, 3)),
)


@settings(max_examples=200)
@given(st.lists(_MOVES, max_size=25))
def test_two_writers_at_once_always_leave_exactly_one_commander(moves: list[Move]) -> None:
    one, two = _fork()
    stories = (one, two)
    for which, kind, value, wait in moves:
        story = stories[which]
        story.now = max(one.now, two.now) + wait
        _act(story, kind, value, stories)
    merged = _merged(*stories)
    for state in states(merged):
        assert _commanders(state.incidents[ID]) == 1
    final = fold(merged)
    assert final == _last(merged)
    _check_refused_changed_nothing(merged, final)


def _act(story: Story, kind: str, value: str, stories: Sequence[Story]) -> None:
    """Do something on what this writer knows; events of the other are only known after "see"."""
    if kind == "see":
        story.state = fold(_merged(*stories))
        return
    try:
        if kind == "status":
            story.do(commands.change_status, ID, value, "a reason")
        elif kind == "release":
            story.write(RoleReleased(COMMANDER, value))
        else:
            story.do(commands.assign_role, ID, "ic" if kind == "command" else kind, value)
    except Refused:
        return


def _commanders(incident: Incident) -> int:
    spans = [span for span in incident.roster if span.role == COMMANDER and span.until is None]
    assert [span.person for span in spans] == [incident.commander]
    return len(spans)


def _check_refused_changed_nothing(merged: list[Event], final: State) -> None:
    refused = {refusal.event for refusal in final.refusals}
    without = fold(event for event in merged if event.key not in refused)
    assert without.incidents == final.incidents
    assert not without.refusals


def _fork() -> tuple[Story, Story]:
    """Two consoles that have both seen the declaration, written by the first."""
    one, two = Story("one@host"), Story("two@host")
    one.declare()
    two.state = one.state
    two.events = []
    two.now = one.now = START + MINUTE
    two.events.append(one.events[0])
    return one, two


def _merged(one: Story, two: Story) -> list[Event]:
    return sorted([*one.events, *two.events[1:]], key=lambda event: event.order)


def _last(merged: list[Event]) -> State:
    state = EMPTY
    for state in states(merged):  # noqa: B007 - the last one is wanted
        pass
    return state


def test_a_status_that_nobody_knows_changes_nothing() -> None:
    story = Story()
    story.declare()
    story.write(StatusChanged("investigating", "escalated"))
    assert story.incident().status == "investigating"
    assert len(story.state.refusals) == 1


@pytest.mark.parametrize("nobody", ["someone", ["the", "team"][1], "?"])
def test_nobody_in_particular_commands_or_decides(nobody: str) -> None:
    story = Story()
    with pytest.raises(Refused, match="needs a named person"):
        story.declare(commander=nobody)
    story.declare()
    with pytest.raises(Refused, match="needs a named person"):
        story.do(commands.propose, ID, "roll back", by=nobody)
