"""`warroom task` and `warroom snooze`: who promised what by when, from the command line."""

import json

import pytest

from tests.cli.line import Line


@pytest.fixture
def live(warroom: Line) -> Line:
    assert warroom("declare", "Checkout fails", "--severity", "SEV1").status == 0
    return warroom


def test_a_task_is_given_accepted_done_and_told(live: Line) -> None:
    assert live("task", "give", "bob", "5m", "check", "the", "pool").status == 0
    assert live("task", "accept", "t1").status == 0
    assert "bob: check the pool" in live("status").out
    assert live("task", "done", "t1", "it", "is", "full").status == 0
    made = json.loads(live("task", "list", "--json").out)
    assert (made["kept"], made["late"]) == (1, 0)
    assert (made["tasks"][0]["result"], made["tasks"][0]["open"]) == ("it is full", False)
    assert live("task", "list").out.startswith("Tasks: 0 open, promises kept 1 of 1\n  t1 · bob · check the pool\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("task", "give", "someone", "5m", "x"), "'someone' is nobody"),
        (("task", "give", "bob", "soon", "x"), "'soon' is not a duration"),
        (("task", "give", "bob", "0", "x"), "'0' is not a duration"),
        (("task", "give", "bob", "30d", "x"), "more than a week"),
        (("task", "done", "t4"), "There is no task 't4'; none is open"),
        (("snooze", "10m", "--because", " "), "needs a reason"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(live: Line, words: tuple[str, ...], said: str) -> None:
    before = live("events").out
    answer = live(*words)
    assert (answer.status, said in answer.err) == (1, True), answer.err
    assert live("events").out == before


def test_more_time_dropping_and_a_snooze_are_logged_with_their_reasons(live: Line) -> None:
    live("task", "give", "bob", "5m", "check the pool")
    assert live("task", "more", "t1", "10m", "--because", "the dump runs").status == 0
    assert live("task", "drop", "t1", "--because", "rolled", "back").status == 0
    assert live("snooze", "30m", "--because", "nothing new").status == 0
    told = live("status").out
    for reason in ("the dump runs", "t1 dropped: rolled back", "nothing new"):
        assert reason in told


def test_the_postmortem_and_its_json_tell_what_became_of_promises(live: Line) -> None:
    live("task", "give", "bob", "5m", "check the pool")
    live("task", "done", "t1", "it is full")
    assert "### Promises: 1 of 1 kept" in live("export", "-o", "-").out
    assert json.loads(live("export", "--format", "json", "-o", "-").out)["details"]["promises"][0]["kept"] is True
