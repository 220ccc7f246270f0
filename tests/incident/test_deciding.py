"""Deciding together: a proposal, objections, who took it for what, and the second look."""

import pytest

from console.incident import commands
from console.incident.clock import MINUTE, SECOND
from console.incident.deciding import rejected_of, span_of
from console.incident.decision import PROPOSED, TAKEN, WITHDRAWN, Decision
from console.incident.errors import Refused
from console.incident.events import DecisionObjected, DecisionProposed, DecisionTaken, DecisionWithdrawn, Entry, Noted
from tests.incident.story import ID, Story


def proposed(**more: object) -> Story:
    """A declared incident in which alice proposed to roll back; objections are waited for for a minute."""
    story = Story()
    story.declare()
    wanted: dict[str, object] = {"options": ["scale web"], "rejected": [("fail over", "the replica is behind")], **more}
    story.do(commands.propose, ID, "roll back web", "it began with it", **wanted)
    return story


def decision(story: Story, name: str = "p1") -> Decision:
    """What the state says of it."""
    return story.incident().decisions[name]


def test_a_proposal_waits_a_minute_for_objections_and_is_never_taken_by_itself() -> None:
    story = proposed()
    assert (decision(story).state, decision(story).until) == (PROPOSED, story.now + MINUTE)
    with pytest.raises(Refused, match="p1 can be taken in 1m"):
        story.do(commands.take, ID, "p1")
    story.wait(2 * MINUTE)
    assert decision(story).state == PROPOSED
    story.do(commands.take, ID, "p1")
    assert (decision(story).state, decision(story).option, decision(story).by) == (TAKEN, "roll back web", "alice")


def test_what_was_not_chosen_is_kept_with_why() -> None:
    story = proposed()
    assert decision(story).not_chosen == (("scale web", ""), ("fail over", "the replica is behind"))
    story.wait(MINUTE)
    story.do(commands.take, ID, "p1", "fail over")
    assert decision(story).not_chosen == (("roll back web", ""), ("scale web", ""))


def test_what_is_not_among_the_options_cannot_be_taken() -> None:
    story = proposed()
    story.wait(MINUTE)
    with pytest.raises(Refused, match="no option 'wait': roll back web; scale web; fail over"):
        story.do(commands.take, ID, "p1", "wait")


def test_an_objection_has_to_be_answered_by_a_reason_or_a_withdrawal() -> None:
    story = proposed()
    story.do(commands.object_to, ID, "p1", "it takes ten minutes", by="bob")
    story.wait(MINUTE)
    with pytest.raises(Refused, match="bob objects to p1: it takes ten minutes"):
        story.do(commands.take, ID, "p1")
    story.do(commands.take, ID, "p1", despite="ten minutes are fine")
    assert (decision(story).despite, decision(story).objections[0].by) == ("ten minutes are fine", "bob")
    other = proposed()
    other.do(commands.object_to, ID, "p1", "no")
    other.do(commands.withdraw, ID, "p1", "bob is right")
    assert (decision(other).state, decision(other).reason_off) == (WITHDRAWN, "bob is right")


def test_without_a_wait_it_is_decided_at_once_and_looked_at_again_when_that_was_said() -> None:
    story = proposed(wait=0, again=30 * MINUTE, by="bob")
    assert [event.fact.kind for event in story.events[-2:]] == ["decision.proposed", "decision.taken"]
    assert (decision(story).by, decision(story).again_at) == ("bob", story.now + 30 * MINUTE)
    story.wait(31 * MINUTE)
    story.do(commands.look_again, ID, "p1", "it holds", 10 * MINUTE)
    assert (decision(story).found, decision(story).again_at) == (("it holds",), story.now + 10 * MINUTE)
    story.do(commands.look_again, ID, "p1", "it holds still")
    with pytest.raises(Refused, match="nobody wants to look at p1 again"):
        story.do(commands.look_again, ID, "p1", "once more")


def test_proposals_are_numbered_in_their_incident() -> None:
    story = proposed()
    story.do(commands.propose, ID, "wait")
    assert list(story.incident().decisions) == ["p1", "p2"]
    with pytest.raises(Refused, match="there is no proposal 'p9'; open: p1 roll back web, p2 wait"):
        story.do(commands.withdraw, ID, "p9")


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (
            DecisionTaken("p1", "roll back web", "alice"),
            DecisionTaken("p1", "scale web", "bob"),
            "p1 was taken by then",
        ),
        (DecisionObjected("p1", "no", "bob"), DecisionTaken("p1", "roll back web", "alice"), "bob objected by then"),
        (DecisionWithdrawn("p1"), DecisionTaken("p1", "roll back web", "alice"), "p1 was withdrawn by then"),
        (DecisionTaken("p1", "roll back web", "alice"), DecisionWithdrawn("p1"), "p1 was taken by then"),
        (DecisionTaken("p1", "roll back web", "alice"), DecisionObjected("p1", "no"), "p1 was taken by then"),
    ],
)
def test_of_two_consoles_the_first_wins(first: DecisionTaken, second: DecisionTaken, reason: str) -> None:
    story = proposed()
    story.write(first)
    before = story.incident()
    story.write(second, actor="bob")
    assert story.incident() == before
    assert [refusal.reason for refusal in story.state.refusals] == [reason]


def test_an_answer_to_one_objection_is_none_to_a_later_one() -> None:
    story = proposed()
    story.write(DecisionObjected("p1", "no", "bob"))
    story.write(DecisionObjected("p1", "never", "carol"))
    story.write(DecisionTaken("p1", "roll back web", "alice", answered=1, despite="bob was heard"))
    assert decision(story).state == PROPOSED
    assert story.state.refusals[0].reason == "carol objected by then"


def test_two_consoles_that_propose_at_once_lose_neither_and_decide_on_the_one_they_mean() -> None:
    story = proposed()
    other = story.write(DecisionProposed("p1", "something else"), actor="bob")
    story.write(DecisionObjected("p1", "too slow", "dana", other.key))
    story.write(DecisionTaken("p1", "something else", "bob", answered=1, despite="it is safe", proposed=other.key))
    assert [(each.id, each.text, each.state) for each in story.incident().decisions.values()] == [
        ("p1", "roll back web", PROPOSED),
        ("p2", "something else", TAKEN),
    ]


def test_what_is_proposed_and_taken_at_once_is_taken_under_whatever_name() -> None:
    story = proposed()
    story.write(
        (Entry(DecisionProposed("p1", "wait"), "bob", ID), Entry(DecisionTaken("p1", "wait", "bob"), "bob", ID))
    )
    assert [(each.id, each.state) for each in story.incident().decisions.values()] == [("p1", PROPOSED), ("p2", TAKEN)]


def test_a_decision_of_an_older_log_goes_by_the_name_of_its_proposal() -> None:
    story = proposed()
    story.write(Noted("something in between"))
    story.write(DecisionTaken("p1", "roll back web", "alice"))
    assert decision(story).state == TAKEN


def test_a_report_says_conditions_actions_and_needs() -> None:
    story = proposed()
    story.do(commands.report_can, ID, "queue grows", "draining", "rights on the broker", by="bob")
    summary = "CAN from bob: conditions: queue grows; actions: draining; needs: rights on the broker"
    assert story.events[-1].fact.summary() == summary
    with pytest.raises(Refused, match="report is empty"):
        story.do(commands.report_can, ID, " ")


def test_durations_and_rejected_options_as_people_write_them() -> None:
    assert (span_of("0"), span_of(""), span_of("90s")) == (0, 0, 90 * SECOND)
    assert rejected_of("scale: it: is slow") == ("scale", "it: is slow")
    for wrong in ("scale", "scale: ", ": slow"):
        with pytest.raises(Refused, match="does not say why"):
            rejected_of(wrong)


def test_an_incident_that_is_over_decides_nothing() -> None:
    story = proposed()
    story.move("cancelled", reason="a test")
    for command, *values in (
        (commands.propose, "wait"),
        (commands.object_to, "p1", "no"),
        (commands.take, "p1"),
        (commands.withdraw, "p1"),
    ):
        with pytest.raises(Refused, match="is cancelled"):
            story.do(command, ID, *values)
