"""The states of a postmortem: its moves, its review, by when that is due, and how an incident closes."""

from datetime import UTC, date, time

import pytest

from console.incident import commands
from console.incident.business import Calendar, Within, parse_within
from console.incident.clock import DAY, HOUR, MINUTE, utc_iso
from console.incident.errors import Refused
from console.incident.events import Exported, PostmortemMoved, ReviewScheduled, StatusChanged
from console.incident.postmortem import ALLOWED, diagram
from console.incident.reviewing import review_due
from tests.incident.story import DATA, ID, START, Story, schemes, told


def written() -> Story:
    """A resolved incident whose postmortem was exported."""
    story = told()
    story.write(Exported("md", "incidents/x.md"))
    return story


def test_a_postmortem_goes_from_draft_over_review_to_closed_with_its_incident() -> None:
    story = written()
    assert story.incident().review.state == "draft"
    moved = story.do(commands.move_postmortem, ID, "in-review", reviewers=["dana", "@bob"])
    assert moved.fact.summary() == "postmortem draft -> in review by dana, bob"
    story.do(commands.move_postmortem, ID, "reviewed")
    assert (story.incident().postmortem, story.incident().review.reviewers) == ("reviewed", ("dana", "bob"))
    closing = story.do(commands.change_status, ID, "closed")
    assert isinstance(closing.fact, StatusChanged)
    assert closing.fact.postmortem == "reviewed"
    assert story.incident().review.state == "closed"


def test_a_waived_postmortem_says_why_and_lets_the_incident_close_without_a_second_reason() -> None:
    story = told()
    with pytest.raises(Refused, match="needs a reason"):
        story.do(commands.move_postmortem, ID, "waived")
    story.do(commands.move_postmortem, ID, "waived", "a test that went out by mistake")
    story.do(commands.change_status, ID, "closed")
    incident = story.incident()
    assert (incident.postmortem, incident.waiver) == ("waived", "a test that went out by mistake")
    assert incident.review.state == "waived"


def test_an_old_log_that_closed_as_reviewed_or_waived_has_the_state_that_follows() -> None:
    for word, state in (("reviewed", "closed"), ("waived", "waived"), ("", "draft")):
        story = told()
        story.write(StatusChanged("resolved", "closed", "why", postmortem=word))
        assert story.incident().review.state == state


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("reviewed", "No postmortem of INC-20261121-001 was exported yet"),
        ("in_review", "No postmortem"),
        ("closed", "It is closed with its incident: warroom move closed"),
        ("draft", "The postmortem is draft already"),
        ("reviwed", "is no state of a postmortem: did you mean 'reviewed'?"),
    ],
)
def test_a_move_that_makes_no_sense_writes_nothing_and_says_what_is_allowed(to: str, why: str) -> None:
    story = told()
    with pytest.raises(Refused) as refused:
        story.do(commands.move_postmortem, ID, to)
    assert why in str(refused.value)


def test_a_live_incident_has_no_postmortem_to_review_and_a_reopened_one_has_a_draft_again() -> None:
    story = told(resolved=False)
    with pytest.raises(Refused, match="its postmortem begins when it is resolved"):
        story.do(commands.move_postmortem, ID, "waived", "why")
    story = written()
    story.do(commands.schedule_review, ID, story.now + DAY)
    story.do(commands.move_postmortem, ID, "reviewed")
    story.move("investigating")
    incident = story.incident()
    assert (incident.review.state, incident.postmortem, incident.review.meeting) == ("draft", "", None)


def test_two_consoles_that_move_it_at_once_make_one_move() -> None:
    story = written()
    story.write(PostmortemMoved("draft", "in_review", reviewers=("dana",)))
    story.write(PostmortemMoved("draft", "waived", "why"))
    assert story.incident().review.state == "in_review"
    assert "the postmortem was in review by then" in story.state.refusals[-1].reason


def test_the_table_of_moves_reaches_every_state_and_prints_itself() -> None:
    assert {move for moves in ALLOWED.values() for move in moves} | {"closed"} == ALLOWED.keys()
    assert diagram().splitlines()[2] == "reviewed   -> in review | closed (with the incident)"


def test_a_review_is_scheduled_moved_with_the_same_people_and_called_off() -> None:
    story = written()
    event = story.do(commands.schedule_review, ID, story.now + DAY, people=["dana"], span=30 * MINUTE)
    assert event.fact.summary() == "review at 2026-11-22 17:46Z, 30 min with dana"
    story.do(commands.schedule_review, ID, story.now + 2 * DAY)
    meeting = story.incident().review.meeting
    assert meeting is not None
    assert (meeting.people, meeting.number) == (("dana",), 2)
    with pytest.raises(Refused, match="already"):
        story.do(commands.schedule_review, ID, story.now + 2 * DAY)
    with pytest.raises(Refused, match="needs a reason"):
        story.do(commands.call_off_review, ID)
    story.do(commands.call_off_review, ID, "half of us are ill")
    assert story.incident().review.meeting is None
    with pytest.raises(Refused, match="No review of INC-20261121-001 is scheduled"):
        story.do(commands.call_off_review, ID, "why")


@pytest.mark.parametrize(
    ("wish", "why"),
    [({"at": START}, "has passed"), ({"span": 10}, "between a minute and a day"), ({"people": ["team"]}, "is nobody")],
)
def test_a_review_that_makes_no_sense_is_refused(wish: dict[str, object], why: str) -> None:
    story = written()
    with pytest.raises(Refused, match=why):
        story.do(commands.schedule_review, id=ID, **{"at": story.now + DAY, **wish})


def test_what_was_reviewed_needs_no_meeting() -> None:
    story = written()
    story.do(commands.move_postmortem, ID, "waived", "why")
    with pytest.raises(Refused, match="there is nothing to review"):
        story.do(commands.schedule_review, ID, story.now + DAY)


@pytest.mark.parametrize(
    ("severity", "due"),
    [("SEV1", "2026-11-24T17:46:13"), ("SEV2", "2026-11-27T17:46:13"), ("SEV3", None)],
)
def test_by_when_it_is_reviewed_follows_from_the_severity(severity: str, due: str | None) -> None:
    story = Story()
    story.declare(severity=severity)
    story.move("identified", "mitigating", "monitoring", "resolved", reason="over")
    scheme = schemes()["sev1-4"]._replace(calendar=Calendar(UTC))
    found = review_due(story.incident(), scheme)
    assert (None if found is None else utc_iso(found)[:19]) == due
    story.write(ReviewScheduled(story.now + DAY))
    assert (review_due(story.incident(), scheme) is None) is False
    story.write(PostmortemMoved("draft", "waived", "why"))
    assert review_due(story.incident(), scheme) is None


def test_business_days_leave_out_weekends_and_holidays() -> None:
    calendar = Calendar(UTC, frozenset({date(2026, 11, 24)}))
    assert utc_iso(calendar.after(START, parse_within("5 business days")))[:10] == "2026-11-30"
    assert calendar.after(START, parse_within("48h")) == START + 48 * HOUR
    assert (str(Within(days=5)), str(parse_within("1bd"))) == ("5 business days", "1 business days")
    with pytest.raises(Refused):
        parse_within("soon")


def test_a_meeting_is_on_a_business_day_before_it_is_due() -> None:
    calendar = Calendar(UTC)
    due = START + 5 * DAY  # a Thursday, 17:42
    assert utc_iso(calendar.last_at(time(10), due, START)) == "2026-11-26T10:00:00.000Z"
    assert utc_iso(calendar.last_at(time(18), due, START)) == "2026-11-25T18:00:00.000Z"
    assert calendar.last_at(time(10), START + DAY, START) == START + DAY


def test_monitors_that_were_added_are_kept_with_the_end() -> None:
    story = written()
    story.do(commands.change_status, ID, "closed", reviewed=True, monitors=["age of the queue", " "])
    assert story.incident().review.monitors == ("age of the queue",)
    assert story.events[-1].fact.summary().endswith("(monitors added: age of the queue)")


def test_the_documentation_prints_the_table_of_moves() -> None:
    page = (DATA.parents[1] / "docs" / "review.md").read_text()
    assert diagram() in page


def test_words_on_closing_do_not_waive_what_was_reviewed() -> None:
    story = written()
    story.do(commands.move_postmortem, ID, "reviewed")
    story.do(commands.change_status, ID, "closed", "all is done")
    incident = story.incident()
    assert (incident.review.state, incident.postmortem, incident.waiver) == ("closed", "reviewed", "")


@pytest.mark.parametrize(("at", "span"), [(10**16, HOUR), (-1, HOUR), (START, 10**18), (START, -1)])
def test_a_meeting_that_no_calendar_can_show_is_none(at: int, span: int) -> None:
    story = written()
    story.write(ReviewScheduled(at, span))
    assert story.incident().review.meeting is None
    assert story.state.refusals[-1].reason == "no calendar can show that time"
