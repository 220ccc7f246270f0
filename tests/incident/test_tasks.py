"""Tasks have one person and a time; promises are counted as they were kept; an update may wait for a reason."""

from collections.abc import Callable

import pytest

from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.deadlines import update_due
from console.incident.errors import Refused
from console.incident.roles import NOBODY
from console.incident.tasking import inherited, parse_task, tally
from console.incident.tasks import Task, TaskAccepted, TaskEnded, TaskExtended, TaskGiven, UpdateSnoozed
from console.review.on_time import updates_on_time
from console.review.standing import standing
from tests.incident.story import ID, START, Story


def declared(severity: str = "SEV1") -> Story:
    story = Story()
    story.declare(severity=severity)
    return story


def given(person: str = "bob", minutes: int = 5, **kwargs: object) -> Story:
    story = declared()
    story.do(commands.give_task, ID, person, minutes * MINUTE, "check the pool", **kwargs)
    return story


def task(story: Story, name: str = "t1") -> Task:
    return story.incident().tasks[name]


def test_a_typed_task_has_a_person_a_time_and_a_text() -> None:
    assert parse_task("@bob 5m check the pool") == ("bob", 5 * MINUTE, "check the pool")


@pytest.mark.parametrize("line", ["", "bob 5m check", "@bob", "@bob 5m", "@bob soon check the pool", "@bob 0m x"])
def test_a_task_that_says_not_who_when_or_what_is_refused(line: str) -> None:
    with pytest.raises(Refused):
        parse_task(line)


@pytest.mark.parametrize("nobody", ["", "  ", "@", "Someone", "@everybody", *sorted(NOBODY)[:5]])
def test_a_task_for_nobody_is_refused(nobody: str) -> None:
    with pytest.raises(Refused, match="needs one person"):
        given(nobody)


def test_a_slip_of_a_known_name_is_refused_with_the_name_that_is_meant() -> None:
    with pytest.raises(Refused, match="did you mean 'roberta'"):
        given("robert", known=("roberta",))


def test_a_known_name_is_taken_as_it_is_written_there() -> None:
    assert task(given("@bOb", known=("Bob",))).person == "Bob"


def test_tasks_are_numbered_in_their_incident() -> None:
    story = given()
    story.do(commands.give_task, ID, "dana", MINUTE, "call the bank")
    assert list(story.incident().tasks) == ["t1", "t2"]


def test_two_consoles_that_give_a_task_at_once_lose_none_and_end_the_one_they_mean() -> None:
    story = given()
    other = story.write(TaskGiven("t1", "dana", "call the bank", START + MINUTE))
    story.write(TaskEnded("t1", other.key, "done", "they know"))
    assert [(each.id, each.person, each.how) for each in story.incident().tasks.values()] == [
        ("t1", "bob", ""),
        ("t2", "dana", "done"),
    ]


def test_a_task_is_no_promise_until_its_person_says_yes() -> None:
    story = given()
    assert not task(story).is_promised
    story.do(commands.accept_task, ID, "t1")
    assert task(story).is_promised


def test_who_gives_it_to_themselves_promises_it() -> None:
    assert task(given("alice")).is_promised


@pytest.mark.parametrize(("after", "kept"), [(4, (1, 0)), (5, (1, 0)), (6, (0, 1))])
def test_a_promise_is_kept_when_it_is_done_in_time(after: int, kept: tuple[int, int]) -> None:
    story = given()
    story.wait(after * MINUTE)
    story.do(commands.end_task, ID, "t1", "done", "the pool is full")
    assert tally(story.incident(), story.now) == kept
    assert task(story).result == "the pool is full"


def test_an_open_promise_is_late_once_its_time_is_over_and_judged_by_nobody_before() -> None:
    story = given("alice")
    assert tally(story.incident(), START + 5 * MINUTE).of == 0
    assert tally(story.incident(), START + 5 * MINUTE + 1) == (0, 1)


def test_what_nobody_accepted_is_nobodys_broken_promise() -> None:
    assert tally(given().incident(), START + 60 * MINUTE).of == 0


def test_dropping_needs_a_reason_and_counts_as_neither_kept_nor_late() -> None:
    story = given("alice")
    with pytest.raises(Refused, match="needs a reason"):
        story.do(commands.end_task, ID, "t1", "dropped")
    story.wait(9 * MINUTE)
    story.do(commands.end_task, ID, "t1", "dropped", "rolled back")
    assert tally(story.incident(), START + 60 * MINUTE).of == 0


def test_more_time_is_never_less() -> None:
    with pytest.raises(Refused, match="already: that is later"):
        given("alice").do(commands.extend_task, ID, "t1", MINUTE, "hurry up")


def test_an_update_never_waits_for_more_than_two_hours() -> None:
    with pytest.raises(Refused, match="Two hours"):
        declared().do(commands.snooze_update, ID, 121 * MINUTE, "nothing new")


def test_more_time_needs_a_reason_and_keeps_a_promise_that_was_in_time() -> None:
    story = given("alice")
    with pytest.raises(Refused, match="needs a reason"):
        story.do(commands.extend_task, ID, "t1", 5 * MINUTE, " ")
    story.do(commands.extend_task, ID, "t1", 10 * MINUTE, "the dump still runs")
    story.wait(9 * MINUTE)
    story.do(commands.end_task, ID, "t1", "done")
    assert tally(story.incident(), story.now) == (1, 0)


def test_more_time_for_what_was_late_does_not_make_it_kept() -> None:
    story = given("alice")
    story.wait(6 * MINUTE)
    story.do(commands.extend_task, ID, "t1", 10 * MINUTE, "the dump still runs")
    story.do(commands.end_task, ID, "t1", "done")
    assert tally(story.incident(), story.now) == (0, 1)


@pytest.mark.parametrize(
    "again",
    [
        lambda story: story.do(commands.accept_task, ID, "t1"),
        lambda story: story.do(commands.end_task, ID, "t1", "done"),
        lambda story: story.do(commands.extend_task, ID, "t1", 9 * MINUTE, "why"),
    ],
)
def test_what_has_ended_changes_no_more(again: Callable[[Story], object]) -> None:
    story = given()
    story.do(commands.end_task, ID, "t1", "done")
    with pytest.raises(Refused, match="t1 is done already"):
        again(story)


@pytest.mark.parametrize(
    "fact",
    [
        TaskAccepted("t1", "alice@host/2"),
        TaskEnded("t1", "alice@host/2", "dropped", "x"),
        TaskExtended("t1", "alice@host/2", START, "x"),
        TaskAccepted("t1", "bob@host/2"),
    ],
)
def test_what_another_console_wrote_too_late_changes_nothing(fact: TaskAccepted | TaskEnded | TaskExtended) -> None:
    story = given()
    story.do(commands.end_task, ID, "t1", "done")
    before = story.incident()
    story.write(fact)
    assert story.incident() == before
    assert story.state.refusals


def test_an_unknown_task_is_refused_with_those_that_are_open() -> None:
    with pytest.raises(Refused, match=r"no task 't7'; open: t1 \(bob: check the pool\)"):
        given().do(commands.end_task, ID, "t7", "done")


def test_a_snooze_needs_a_reason_and_moves_the_timer_until_the_next_update() -> None:
    story = declared()
    with pytest.raises(Refused, match="needs a reason"):
        story.do(commands.snooze_update, ID, 20 * MINUTE, "")
    story.do(commands.snooze_update, ID, 20 * MINUTE, "nothing new yet")
    assert due_at(story) == START + 20 * MINUTE
    story.wait(10 * MINUTE)
    story.do(commands.post_update, ID, "still at it")
    assert due_at(story) == START + 25 * MINUTE


def test_a_snooze_never_makes_an_update_due_earlier() -> None:
    story = declared()
    story.do(commands.snooze_update, ID, MINUTE, "nothing new yet")
    assert due_at(story) == START + 15 * MINUTE


def test_who_snoozes_in_time_is_not_late_and_who_snoozes_late_was() -> None:
    story = declared()
    story.do(commands.snooze_update, ID, 20 * MINUTE, "nothing new yet")
    assert updates_on_time(story.incident(), story.scheme, START + 16 * MINUTE) == (0, 0)
    late = declared()
    late.wait(16 * MINUTE)
    late.do(commands.snooze_update, ID, 20 * MINUTE, "nothing new yet")
    assert updates_on_time(late.incident(), late.scheme, late.now) == (0, 1)
    assert due_at(late) == late.now + 20 * MINUTE


def test_a_raise_ends_a_snooze_and_the_interval_of_the_worse_severity_begins_there() -> None:
    story = declared("SEV2")
    story.do(commands.snooze_update, ID, 120 * MINUTE, "nothing new")
    assert due_at(story) == START + 120 * MINUTE
    story.wait(40 * MINUTE)
    story.do(commands.raise_severity, ID, "it is everybody")
    assert due_at(story) == START + 55 * MINUTE
    assert updates_on_time(story.incident(), story.scheme, START + 60 * MINUTE) == (0, 1)
    story.do(commands.lower_severity, ID, "it is not")
    story.do(commands.snooze_update, ID, 120 * MINUTE, "nothing new yet")
    assert due_at(story) == START + 160 * MINUTE


def test_a_promise_whose_end_is_corrected_to_have_been_in_time_is_kept() -> None:
    story = given()
    story.do(commands.accept_task, ID, "t1")
    story.wait(9 * MINUTE)
    end = story.do(commands.end_task, ID, "t1", "done", "the pool is full")
    assert tally(story.incident(), story.now) == (0, 1)
    story.do(commands.correct, end, None, story.now - 5 * MINUTE)
    assert tally(story.incident(), story.now) == (1, 0)
    story.do(commands.correct, end, None, START - 5 * MINUTE, forced=True)
    assert task(story).ended == task(story).given


def test_what_is_open_in_a_merged_incident_is_inherited_and_can_still_be_ended() -> None:
    story, other = given(), "INC-20261121-002"
    story.declare(other)
    story.do(commands.merge, ID, other, "one cause")
    assert [(origin, each.id) for origin, each in inherited(story.state, story.incident(other))] == [(ID, "t1")]
    assert "bob still has t1 of" in standing(story.state, story.incident(other), story.now).risks[0]
    story.do(commands.accept_task, ID, "t1")
    story.do(commands.end_task, ID, "t1", "done")
    assert inherited(story.state, story.incident(other)) == []


def due_at(story: Story) -> int:
    due = update_due(story.incident(), story.scheme)
    assert due is not None
    return due.at


def test_the_sentences_name_who_and_until_when() -> None:
    assert TaskGiven("t1", "bob", "check the pool", START).summary() == "t1: bob until 17:42Z: check the pool"
    assert UpdateSnoozed(START, "no news").summary() == "update snoozed until 17:42Z: no news"
