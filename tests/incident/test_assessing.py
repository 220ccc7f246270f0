"""How bad it is: what was said, what is open, and promises that were not kept."""

import pytest

from console.incident import commands
from console.incident.assessing import check_choice, clean, open_questions, size, told
from console.incident.clock import HOUR, MINUTE
from console.incident.deadlines import breaches, late
from console.incident.errors import Refused
from console.incident.events import Acknowledged, Assessed, Breached
from console.incident.state import fold
from tests.incident.story import ID, Story
from tests.incident.test_classifier import SCHEME, shipped


def assessed(**answers: str) -> Story:
    """An incident of which this was said."""
    story = Story()
    story.declare(severity="SEV1")
    story.write(Assessed(answers))
    return story


def test_what_is_unknown_is_an_open_question_until_it_is_answered() -> None:
    story = assessed(seen="502", services="", users="", impact="")
    assert open_questions(story.incident()) == ("services", "users", "impact")
    story.do(commands.answer, ID, {"users": "30 %"}, actor="bob")
    assert open_questions(story.incident()) == ("services", "impact")
    assert told(story.incident())["users"] == "30"
    assert (story.incident().answers["users"].by, story.incident().answers["seen"].by) == ("bob", "alice")


def test_what_was_said_reads_as_a_sentence() -> None:
    fact = Assessed({"users": "61", "impact": ""}, "SEV1", "SEV1 because affected users 61 % > 50 %", "one region")
    assert fact.summary() == (
        "users affected: 61 %; unknown: customer impact; the rules propose SEV1 because affected users 61 % > 50 %; "
        "another was taken: one region"
    )


@pytest.mark.parametrize("answers", [{"colour": "red"}, {"users": 61}, {"users": None}])
def test_an_answer_that_is_none_changes_nothing(answers: dict[str, str]) -> None:
    story = assessed(users="61")
    before = story.incident()
    story.write(Assessed(answers))
    assert story.incident() == before
    assert "no question" in story.state.refusals[-1].reason


def test_services_are_those_that_are_known() -> None:
    known = ("api", "web")
    assert clean("services", " API ,web, api", known) == "api, web"
    assert clean("services", "unknown", known) == clean("services", "", known) == ""
    assert clean("services", "anything", ()) == "anything"
    with pytest.raises(Refused, match=r"services: 'wbe' is not one: did you mean 'web'\? Known: api, web, unknown"):
        clean("services", "api, wbe", known)


def test_a_question_that_nobody_asks_is_refused_with_the_near_one() -> None:
    with pytest.raises(Refused, match="did you mean 'users'"):
        clean("user", "61")


def test_a_severity_milder_than_the_rules_propose_needs_a_reason_and_a_worse_one_does_not() -> None:
    proposal = size(shipped(), {"users": "30", "impact": "critical feature"})
    worst, major, minor, _ = SCHEME.levels
    assert proposal is not None
    for level, reason in ((worst, ""), (major, ""), (minor, "one customer")):
        check_choice(proposal, level, reason, SCHEME)
    with pytest.raises(Refused, match=r"rules propose SEV2 because critical feature down\. SEV3 is milder: say why"):
        check_choice(proposal, minor, " ", SCHEME)
    check_choice(None, minor, "", SCHEME)


def test_an_ended_incident_is_answered_no_more() -> None:
    story = assessed(users="")
    story.do(commands.change_status, ID, "cancelled", "a test")
    with pytest.raises(Refused, match="cancelled"):
        story.do(commands.answer, ID, {"users": "5"})


def kept(story: Story) -> list[str]:
    """What is late and not written down."""
    return [f"{each.promise}.{each.round}" for each in late(story.incident(), SCHEME, story.now)]


def test_a_promise_that_was_not_kept_is_written_once() -> None:
    story = Story()
    story.declare(severity="SEV1")
    story.wait(5 * MINUTE)
    assert kept(story) == []
    story.wait(1)
    assert kept(story) == ["acknowledge.0"]
    story.write(breaches(story.state, SCHEME, story.now))
    assert kept(story) == []
    assert story.incident().breaches == {"acknowledge.0": story.now - 1}
    assert story.events[-1].actor == "warroom"
    assert story.events[-1].fact.summary() == "late: acknowledge was due 17:47:13Z (SEV1: 5m)"


def test_each_update_is_a_promise_of_its_own() -> None:
    story = Story()
    story.declare(severity="SEV1")
    story.do(commands.acknowledge, ID)
    story.wait(16 * MINUTE)
    story.write(breaches(story.state, SCHEME, story.now))
    story.do(commands.post_update, ID, "we are on it")
    assert kept(story) == []
    story.wait(16 * MINUTE)
    assert kept(story) == ["update.1"]
    story.wait(HOUR)
    assert kept(story) == ["update.1", "goal.0"] or kept(story) == ["goal.0", "update.1"]


def test_two_consoles_that_write_it_at_once_write_it_once_in_the_state() -> None:
    story = Story()
    story.declare(severity="SEV1")
    story.wait(6 * MINUTE)
    first = breaches(story.state, SCHEME, story.now)
    second = breaches(story.state, SCHEME, story.now)
    story.write(first)
    story.write(second)
    assert len(story.incident().breaches) == 1
    assert story.state.refusals[-1].reason == "another console wrote it before"
    assert fold(story.events) == story.state


def test_a_breach_that_came_too_late_changes_nothing() -> None:
    story = Story()
    story.declare(severity="SEV1")
    story.write(Acknowledged())
    story.write(Breached("acknowledge", 0, story.now, 1, "SEV1"))
    story.do(commands.post_update, ID, "we are on it")
    story.write(Breached("update", 0, story.now, 1, "SEV1"))
    story.do(commands.change_status, ID, "cancelled", "a test")
    story.write(Breached("goal", 0, story.now, 1, "SEV1"))
    assert story.incident().breaches == {}
    assert [each.reason for each in story.state.refusals] == [
        "it was acknowledged by then",
        "an update was given by then",
        "it was cancelled by then",
    ]


def test_an_incident_that_is_over_breaks_no_promise() -> None:
    story = Story()
    story.declare(severity="SEV1")
    story.do(commands.change_status, ID, "cancelled", "a test")
    story.wait(24 * HOUR)
    assert breaches(story.state, SCHEME, story.now) == ()
