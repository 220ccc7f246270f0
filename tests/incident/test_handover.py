"""The command is handed over by an offer and its acceptance: exactly one commander at every moment."""

import pytest

from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.errors import Refused
from console.incident.events import RoleAccepted, RoleAssigned
from console.incident.record import COMMANDER
from console.review.standing import standing
from tests.incident.story import ID, START, Story


@pytest.fixture
def offered() -> Story:
    story = Story()
    story.declare(severity="SEV1")
    story.do(commands.offer_role, ID, "ic", "bob", coming="fail over?", risks="the queue grows")
    return story


def commanders(story: Story) -> list[str]:
    """Everybody who commands at the end of the log."""
    return [span.person for span in story.incident().roster if span.role == COMMANDER and span.until is None]


def test_until_it_is_accepted_the_one_who_offers_commands(offered: Story) -> None:
    assert commanders(offered) == ["alice"]
    offered.do(commands.accept_role, ID, actor="bob", read_back="fail over at 10k")
    assert commanders(offered) == ["bob"]
    assert offered.events[-1].fact.summary() == "bob accepts incident commander: fail over at 10k"


def test_an_offer_is_void_once_somebody_else_has_the_command(offered: Story) -> None:
    offered.do(commands.assign_role, ID, "ic", "carol")
    offered.write(RoleAccepted(COMMANDER, "bob"))
    assert commanders(offered) == ["carol"]
    assert offered.state.refusals[-1].reason == "it was not offered to bob any more"


def test_of_an_acceptance_and_an_assignment_at_once_the_first_holds(offered: Story) -> None:
    offered.do(commands.accept_role, ID, actor="bob")
    offered.write(RoleAssigned(COMMANDER, "carol", previous="alice"))
    assert commanders(offered) == ["bob"]


def test_nobody_accepts_what_they_were_not_offered(offered: Story) -> None:
    with pytest.raises(Refused, match="not offered to carol"):
        offered.do(commands.accept_role, ID, "commander", actor="carol")


def test_what_was_said_at_the_handover_stands_in_the_brief_before_and_after(offered: Story) -> None:
    for accepted in (False, True):
        if accepted:
            offered.do(commands.accept_role, ID, actor="bob")
        found = standing(offered.state, offered.incident(), START)
        assert (found.risks, found.upcoming) == (("alice: the queue grows",), ("fail over?",))


def test_the_brief_names_late_promises_proposals_and_what_is_not_well(offered: Story) -> None:
    offered.do(commands.give_task, ID, "dana", MINUTE, "check the pool")
    offered.do(commands.propose, ID, "roll back web", by="alice")
    found = standing(offered.state, offered.incident(), START + 3 * MINUTE)
    assert "dana is 2m late: check the pool" in found.risks
    assert "p1 roll back web (to be taken)" in found.upcoming
