"""Incidents that belong to each other: duplicates, parts, merged and split ones; nothing is deleted."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.incident import commands
from console.incident.deeds import ActionMoved
from console.incident.errors import Refused
from console.incident.events import Entry, HealthChanged, Related
from console.incident.relations import absorbed, belongs, relations
from tests.incident.story import ID, Story

A, B, C = "INC-20261121-002", "INC-20261121-003", "INC-20261121-004"


@pytest.fixture
def story() -> Story:
    made = Story()
    for each in (A, B, C):
        made.declare(each, title=f"title of {each}")
        made.wait(1000)
    return made


def related(story: Story, incident: str) -> list[str]:
    """What an incident has to do with others."""
    return [f"{each.words} {each.other}" for each in relations(story.state, story.incident(incident))]


def test_a_duplicate_is_cancelled_and_both_tell_of_it(story: Story) -> None:
    story.do(commands.mark_duplicate, B, A, "the same page")
    assert story.incident(B).status == "cancelled"
    assert related(story, B) == [f"duplicate of {A}"]
    assert related(story, A) == [f"has duplicate {B}"]


def test_a_duplicate_that_was_resolved_keeps_its_status(story: Story) -> None:
    story.do(commands.change_status, B, "monitoring")
    story.do(commands.change_status, B, "resolved", "it went away")
    story.do(commands.mark_duplicate, B, A)
    assert story.incident(B).status == "resolved"
    assert related(story, B) == [f"duplicate of {A}"]


def test_a_survivor_lists_what_was_merged_into_it(story: Story) -> None:
    story.do(commands.merge, A, B, "one cause")
    story.do(commands.merge, B, C)
    assert related(story, C) == [f"merged from {B}"]
    assert related(story, B) == [f"merged into {C}", f"merged from {A}"]
    assert absorbed(story.state, C) == {A, B, C}


def test_a_part_may_be_taken_out_again(story: Story) -> None:
    story.do(commands.make_part, B, A)
    assert related(story, A) == [f"has part {B}"]
    story.do(commands.make_part, B, "")
    assert related(story, A) == related(story, B) == []
    with pytest.raises(Refused, match="no part of another"):
        story.do(commands.make_part, B, "")


def test_a_split_incident_begins_as_the_one_it_came_from(story: Story) -> None:
    story.do(commands.set_timestamp, A, "started", story.now - 60_000)
    story.do(commands.split, A, id=ID, title="Search is slow, too", scheme=story.scheme)
    made, origin = story.incident(ID), story.incident(A)
    assert (made.severity, made.started_at, made.type) == (origin.severity, origin.started_at, origin.type)
    assert related(story, ID) == [f"split from {A}"]
    assert related(story, A) == [f"split into {ID}"]


@pytest.mark.parametrize(
    "again",
    [
        lambda story: story.do(commands.make_part, A, C),
        lambda story: story.do(commands.merge, A, C),
        lambda story: story.do(commands.mark_duplicate, A, C),
    ],
    ids=["part", "merge", "duplicate"],
)
def test_no_ring_is_made_also_not_over_three(story: Story, again: Callable[[Story], object]) -> None:
    story.do(commands.make_part, C, B)
    story.do(commands.make_part, B, A)
    with pytest.raises(Refused, match=f"{C} already belongs to {A}"):
        again(story)
    with pytest.raises(Refused, match="cannot belong to itself"):
        story.do(commands.make_part, A, A)


def test_what_was_split_off_may_be_merged_back(story: Story) -> None:
    story.do(commands.split, A, id=ID, title="something else", scheme=story.scheme)
    story.do(commands.merge, A, ID)
    assert story.incident(A).survivor == ID


def test_a_duplicate_of_what_was_merged_names_the_survivor(story: Story) -> None:
    story.do(commands.merge, A, B)
    with pytest.raises(Refused, match=f"merged into {B}"):
        story.do(commands.mark_duplicate, C, A)


def test_two_consoles_that_merge_two_incidents_into_each_other_keep_one(story: Story) -> None:
    one = commands.merge(story.state, A, B, actor="alice", now=story.now)
    other = commands.merge(story.state, B, A, actor="bob", now=story.now)
    story.write(one)
    story.write(other)
    assert (story.incident(A).status, story.incident(B).status) == ("merged", "investigating")
    assert "had ended by then" in story.state.refusals[0].reason


def test_two_consoles_that_make_each_a_part_of_the_other_make_no_ring(story: Story) -> None:
    one = commands.make_part(story.state, A, B, actor="alice")
    other = commands.make_part(story.state, B, A, actor="bob")
    story.write(one)
    story.write(other)
    assert related(story, A) == [f"part of {B}"]
    assert "already" in story.state.refusals[0].reason


@pytest.mark.parametrize(
    "fact", [Related("part_of", "INC-1"), Related("cousin_of", A), Related("part_of", B), Related("part_of", "")]
)
def test_a_relation_that_makes_no_sense_changes_nothing(story: Story, fact: Related) -> None:
    story.write(fact, incident=B)
    assert not story.incident(B).related
    assert len(story.state.refusals) == 1


def test_a_survivor_is_not_resolved_before_the_mitigations_of_the_merged_one_are_seen_to(story: Story) -> None:
    story.write(
        ActionMoved("a1", "scale", "deploy/web", "prod", "default", "improved", undo='{"verb": "scale"}'), incident=A
    )
    story.do(commands.merge, A, B)
    story.do(commands.change_status, B, "monitoring")
    with pytest.raises(Refused, match="scale deploy/web"):
        story.do(commands.change_status, B, "resolved", "rolled back")


WISHES: tuple[Callable[..., tuple[Entry, ...]], ...] = (
    lambda state, one, other, at: commands.merge(state, one, other, actor="bob", now=at),
    lambda state, one, other, at: commands.mark_duplicate(state, one, other, actor="bob", now=at),
    lambda state, one, other, _at: commands.make_part(state, one, other, actor="bob"),
)
ANY = st.sampled_from((A, B, C))


@given(st.lists(st.tuples(st.sampled_from(WISHES), ANY, ANY, st.booleans()), max_size=12))
def test_whatever_two_consoles_relate_at_once_no_incident_ever_belongs_to_itself(
    wishes: list[tuple[Callable[..., tuple[Entry, ...]], str, str, bool]],
) -> None:
    story = Story()
    for each in (A, B, C):
        story.declare(each)
    before = story.state
    for wish, one, other, late in wishes:
        seen, before = before if late else story.state, story.state
        try:
            story.write(wish(seen, one, other, story.now))
        except Refused:
            continue
    for each in (A, B, C):
        assert not belongs(story.state.incidents.get, each, each)
        survivor = story.incident(each).survivor
        assert not survivor or survivor != each


def test_two_that_are_said_to_be_each_others_duplicate_at_once_do_not_both_end(story: Story) -> None:
    before = story.state
    one = commands.mark_duplicate(before, B, A, actor="alice", now=story.now)
    other = commands.mark_duplicate(before, A, B, actor="bob", now=story.now)
    story.write(one)
    story.write(other)
    assert (story.incident(B).status, story.incident(A).status) == ("cancelled", "investigating")
    assert "that did not hold" in story.state.refusals[-1].reason


def test_one_that_is_merged_into_another_is_not_its_duplicates_end(story: Story) -> None:
    before = story.state
    merged = commands.merge(before, B, A, actor="alice", now=story.now)
    duplicate = commands.mark_duplicate(before, A, B, actor="bob", now=story.now)
    story.write(merged)
    story.write(duplicate)
    assert (story.incident(B).status, story.incident(A).status) == ("merged", "investigating")


@pytest.mark.parametrize("ending", [commands.mark_duplicate, commands.merge], ids=["duplicate", "merge"])
def test_a_live_incident_ends_in_one_that_nobody_works_on_only_by_force_with_a_reason(
    story: Story, ending: Callable[..., tuple[Entry, ...]]
) -> None:
    story.do(commands.change_status, A, "monitoring")
    story.do(commands.change_status, A, "resolved", "rolled back")
    with pytest.raises(Refused, match=f"{A} is resolved: nobody works on it, .* reopen it first"):
        story.do(ending, B, A)
    with pytest.raises(Refused, match="needs a reason"):
        story.do(ending, B, A, forced=True)
    story.do(ending, B, A, "its alert came late", forced=True)
    assert not story.incident(B).live


def test_a_duplicate_of_what_is_closed_is_refused_with_the_way_round(story: Story) -> None:
    story.do(commands.change_status, A, "monitoring")
    story.do(commands.change_status, A, "resolved", "rolled back")
    story.do(commands.change_status, A, "closed", "a test", scheme=story.scheme)
    with pytest.raises(Refused, match=f"say that {A} is the duplicate of {B}"):
        story.do(commands.mark_duplicate, B, A, "the same page")
    story.do(commands.mark_duplicate, A, B)
    assert story.incident(B).live


@pytest.mark.parametrize("ending", [commands.mark_duplicate, commands.merge], ids=["duplicate", "merge"])
def test_an_incident_ends_in_a_milder_one_only_for_a_reason(
    story: Story, ending: Callable[..., tuple[Entry, ...]]
) -> None:
    story.do(commands.lower_severity, A, "few are hit", scheme=story.scheme)
    with pytest.raises(Refused, match=f"raise {A} first, or say why"):
        story.do(ending, B, A)
    story.do(ending, B, A, "it was rated too high")
    assert not story.incident(B).live


def test_while_a_service_is_down_an_incident_ends_in_another_only_for_a_reason(story: Story) -> None:
    story.write(HealthChanged("web", "ok", "down", "refused"))
    with pytest.raises(Refused, match="web is down: say why"):
        story.do(commands.mark_duplicate, B, A)
    story.do(commands.mark_duplicate, B, A, "the same page")
    assert not story.incident(B).live
