"""Roles that are offered: filled once the one who was asked says so, and by nobody else."""

import pytest

from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.errors import Refused
from console.incident.events import Entry, Event, RoleAccepted, RoleDeclined, RoleOffered
from console.incident.state import fold
from tests.incident.story import ID, Story

TECH = "technical_lead"


@pytest.fixture
def story() -> Story:
    found = Story()
    found.declare()
    return found


def offered(story: Story, role: str = TECH, person: str = "bob") -> Event:
    return story.do(commands.offer_role, ID, role, person, contact="tel 1")


def test_a_role_that_is_offered_is_not_filled_until_it_is_accepted(story: Story) -> None:
    offered(story)
    assert TECH not in story.incident().roles
    assert story.incident().offers[TECH].person == "bob"
    story.wait(3 * MINUTE)
    story.do(commands.accept_role, ID, actor="bob")
    holder = story.incident().roles[TECH]
    assert (holder.person, holder.since, holder.contact) == ("bob", story.now, "tel 1")
    assert story.incident().offers == {}


def test_who_takes_a_role_for_themselves_has_it_at_once(story: Story) -> None:
    story.do(commands.offer_role, ID, TECH, "alice")
    assert story.incident().roles[TECH].person == "alice"


def test_only_the_one_who_was_asked_accepts_or_declines(story: Story) -> None:
    offered(story)
    with pytest.raises(Refused, match=r"nothing is offered to dana\. Offered: technical to bob"):
        story.do(commands.accept_role, ID, actor="dana")
    with pytest.raises(Refused, match="scribe is not offered to bob"):
        story.do(commands.decline_role, ID, "scribe", actor="bob")
    story.write(RoleAccepted(TECH, "dana"))
    assert story.state.refusals[-1].reason == "it was not offered to dana any more"


def test_somebody_says_so_at_the_console_of_another(story: Story) -> None:
    offered(story)
    story.do(commands.accept_role, ID, TECH, "bob", actor="alice")
    assert story.incident().roles[TECH].person == "bob"


def test_who_declines_says_why_and_the_role_is_unfilled(story: Story) -> None:
    offered(story)
    event = story.do(commands.decline_role, ID, "", "on a train", actor="bob")
    assert event.fact.summary() == "bob declines technical lead: on a train"
    assert (story.incident().offers, TECH in story.incident().roles) == ({}, False)


def test_an_offer_is_withdrawn_or_goes_to_another(story: Story) -> None:
    offered(story)
    with pytest.raises(Refused, match="was offered to bob 0s ago"):
        offered(story)
    event = offered(story, person="dana")
    assert event.fact.summary() == "technical lead is offered to dana (no longer to bob)"
    assert story.incident().offers[TECH].person == "dana"
    story.do(commands.decline_role, ID, TECH, "", "dana", withdrawn=True)
    assert story.incident().offers == {}


def test_who_was_offered_two_roles_says_which(story: Story) -> None:
    offered(story)
    offered(story, "scribe")
    with pytest.raises(Refused, match="technical and scribe: say which"):
        story.do(commands.accept_role, ID, actor="bob")
    story.do(commands.accept_role, ID, "scribe", actor="bob")
    assert story.incident().roles["scribe"].person == "bob"


def test_a_role_of_several_is_offered_to_several(story: Story) -> None:
    offered(story, "sme", "bob")
    offered(story, "sme", "dana")
    for person in ("bob", "dana"):
        story.do(commands.accept_role, ID, actor=person)
    assert [holder.person for holder in story.incident().holders("sme")] == ["bob", "dana"]
    with pytest.raises(Refused, match="has the role subject expert already"):
        offered(story, "sme", "bob")


@pytest.mark.parametrize("person", ["", "someone", "tbd"])
def test_nobody_is_offered_nothing(story: Story, person: str) -> None:
    with pytest.raises(Refused, match="needs a named person"):
        offered(story, person=person)


def test_an_offer_ends_where_the_role_is_assigned_meanwhile(story: Story) -> None:
    offered(story)
    story.do(commands.assign_role, ID, TECH, "dana")
    assert story.incident().offers == {}
    story.write(RoleAccepted(TECH, "bob"))
    assert story.incident().roles[TECH].person == "dana"


@pytest.mark.parametrize("first", ["bob", "dana"])
def test_of_two_consoles_that_offer_a_role_at_once_the_first_wins(story: Story, first: str) -> None:
    second = {"bob": "dana", "dana": "bob"}[first]
    late = (RoleOffered(TECH, second), RoleAccepted(TECH, second), RoleDeclined(TECH, second))
    for fact in (RoleOffered(TECH, first), *late):
        story.write((Entry(fact, "alice", ID),))
    assert story.incident().offers[TECH].person == first
    assert len(story.state.refusals) == 3
    assert fold(story.events) == story.state


def test_an_answer_to_an_offer_that_was_taken_back_is_none_to_a_later_one(story: Story) -> None:
    stale = offered(story).key
    story.do(commands.decline_role, ID, TECH, person="bob", withdrawn=True)
    offered(story)
    for fact in (RoleDeclined(TECH, "bob", offered=stale), RoleAccepted(TECH, "bob", offered=stale)):
        story.write(fact)
    assert story.incident().offers[TECH].person == "bob"
    assert TECH not in story.incident().roles
    assert len(story.state.refusals) == 2


def test_who_answers_an_offer_that_is_over_is_told_what_became_of_it(story: Story) -> None:
    offered(story)
    stale = commands.accept_role(story.state, ID, TECH, actor="bob", now=story.now)
    story.do(commands.decline_role, ID, TECH, person="bob", withdrawn=True)
    with pytest.raises(Refused, match="not offered to bob any more: it was taken back by alice at "):
        story.do(commands.accept_role, ID, TECH, actor="bob")
    story.write(stale)
    assert "it was taken back by alice" in story.state.refusals[-1].reason
    offered(story)
    story.do(commands.accept_role, ID, TECH, actor="bob")
    with pytest.raises(Refused, match="not offered to bob any more: bob has the role since"):
        story.do(commands.accept_role, ID, TECH, actor="bob")
