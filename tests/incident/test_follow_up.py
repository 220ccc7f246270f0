"""Action items: what is checked, what the log keeps, what two consoles at once make of it, and how they are counted."""

from datetime import UTC, timedelta, timezone

import pytest

from console.incident import commands
from console.incident.ahead import parse_ahead
from console.incident.clock import DAY, HOUR, MINUTE, utc_iso
from console.incident.errors import Refused
from console.incident.events import ActionItemAdded, ActionItemChanged, ActionItemMoved, Event
from console.incident.follow_up import ALLOWED, count
from console.incident.state import fold
from tests.incident.story import ID, START, Story, told


def a_story() -> Story:
    story = Story()
    story.declare()
    story.do(commands.add_action_item, ID, "Page on-call when the pool is full", owner="bob", due=START + 5 * DAY)
    return story


def test_an_action_item_stands_in_the_log_with_all_that_was_said_and_nothing_that_was_not() -> None:
    story = Story()
    story.declare()
    event = story.do(
        commands.add_action_item,
        ID,
        "  Page on-call\nwhen the pool is full ",
        owner="@BOB,",
        due=START + DAY,
        priority="P1",
        type="Detect",
        horizon="imm",
        source="alice@host/1",
        known=["bob"],
    )
    story.do(commands.add_action_item, ID, "Write it down")
    first, second = story.incident().action_items.values()
    assert (first.id, first.text, first.owner) == ("a1", "Page on-call when the pool is full", "bob")
    assert (first.priority, first.type, first.horizon, first.source) == ("high", "detect", "immediate", "alice@host/1")
    assert (first.state, first.event, first.due) == ("open", event.key, START + DAY)
    assert (second.id, second.owner, second.due, second.type, second.priority) == ("a2", "", None, "", "medium")
    assert event.fact.summary().startswith("action item a1: Page on-call when the pool is full (bob, due 2026-11-22")


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"owner": "team"}, "'team' is nobody: an action item needs one person"),
        ({"owner": "Somebody"}, "'Somebody' is nobody"),
        ({"owner": "the platform team"}, "is a team, and what a team owns nobody does"),
        ({"owner": "Platform"}, "'Platform' is a team"),
        ({"due": START - DAY}, "has passed: it is"),
        ({"due": START}, "has passed"),
        ({"priority": "hihg"}, "'hihg' is no priority: did you mean 'high'? Expected: high, medium, low."),
        ({"type": "fix"}, "'fix' is no type. Expected: detect, prevent, mitigate, repair."),
        ({"horizon": "soon"}, "'soon' is no horizon"),
        ({"text": "x" * 501}, "at most 500 characters, this one has 501"),
        ({"text": " \n"}, "The action item is empty"),
    ],
)
def test_what_is_no_action_item_is_refused_with_the_reason(wish: dict[str, object], why: str) -> None:
    story = Story()
    story.declare()
    with pytest.raises(Refused) as refused:
        story.do(commands.add_action_item, ID, **{"text": "Write a test", "teams": ["platform"], **wish})
    assert why in str(refused.value)


def test_every_edit_is_an_event_that_says_what_was_and_what_is() -> None:
    story = a_story()
    story.wait(MINUTE)
    wishes = {"owner": "dana", "due": None, "priority": "low", "text": "Page on-call when the pool is full"}
    event = story.do(commands.change_action_item, ID, "A1", wishes)
    item = story.incident().action_items["a1"]
    assert (item.owner, item.due, item.priority, item.changed, item.last) == ("dana", None, "low", 1, story.now)
    assert isinstance(event.fact, ActionItemChanged)
    assert [change[0] for change in event.fact.changes] == ["owner", "due", "priority"]
    said = "action item a1: owner dana (was bob), due none (was 2026-11-26 17:42Z), priority low (was medium)"
    assert event.fact.summary() == said
    with pytest.raises(Refused, match="Nothing of a1 is changed by that"):
        story.do(commands.change_action_item, ID, "a1", {"owner": "Dana"}, known=["dana"])
    with pytest.raises(Refused, match="has passed"):
        story.do(commands.change_action_item, ID, "a1", {"due": START - 1})
    with pytest.raises(Refused, match=r"has no action item 'a7'\. It has a1 Page on-call"):
        story.do(commands.change_action_item, ID, "a7", {"owner": "dana"})


def test_it_is_begun_done_dropped_for_a_reason_and_opened_again_for_one() -> None:
    story = a_story()
    story.do(commands.move_action_item, ID, "a1", "in_progress")
    with pytest.raises(Refused, match=r"a1 is in progress\. Allowed next: open, done, won't do\."):
        story.do(commands.move_action_item, ID, "a1", "in_progress")
    with pytest.raises(Refused, match=r"Not doing a1 \(Page on-call when the pool is full\) needs a reason"):
        story.do(commands.move_action_item, ID, "a1", "wont_do")
    assert story.do(commands.move_action_item, ID, "a1", "done", "it fired").fact.summary() == (
        "action item a1 done: it fired"
    )
    with pytest.raises(Refused, match="opening it again needs a reason"):
        story.do(commands.move_action_item, ID, "a1", "open")
    story.do(commands.move_action_item, ID, "a1", "open", "it did not fire at night")
    assert story.incident().action_items["a1"].is_left


def test_every_state_may_be_left_and_only_for_states_that_there_are() -> None:
    assert all(moves and set(moves) <= ALLOWED.keys() - {state} for state, moves in ALLOWED.items())


def test_they_are_written_and_changed_after_the_incident_has_ended() -> None:
    story = told()
    story.do(commands.change_status, ID, "closed", "a false alarm")
    story.do(commands.add_action_item, ID, "Write a test", owner="bob")
    story.do(commands.move_action_item, ID, "a1", "done")
    assert story.incident().action_items["a1"].state == "done"


def test_two_consoles_that_take_the_same_name_at_once_make_two_items_and_each_word_finds_its_own() -> None:
    story = Story()
    story.declare()
    later = START + MINUTE

    def event(writer: str, seq: int, at: int, fact: ActionItemAdded | ActionItemMoved) -> Event:
        return Event(f"{writer}@host", seq, at << 16, ID, at, at, writer, fact)

    log = [
        *story.events,
        event("bob", 1, later, ActionItemAdded("a1", "the test", "bob")),
        event("dana", 1, later + 1, ActionItemAdded("a1", "the alert", "dana")),
        event("dana", 2, later + 2, ActionItemMoved("a1", "dana@host/1", "open", "done")),
        event("bob", 2, later + 3, ActionItemMoved("a1", "dana@host/1", "open", "wont_do", "why")),
    ]
    state = fold(log)
    found = state.incidents[ID].action_items
    assert [(each.id, each.text, each.state) for each in found.values()] == [
        ("a1", "the test", "open"),
        ("a2", "the alert", "done"),
    ]
    assert state.refusals[-1] == ("bob@host/2", "a2 was done by then")


@pytest.mark.parametrize(
    "changes",
    [(("owner", "bob"),), (("event", "", "x"),), (("priority", "medium", "urgent"),), (("due", "", "soon"),), ((),)],
)
def test_a_change_that_makes_no_sense_changes_nothing(changes: tuple[tuple[str, ...], ...]) -> None:
    story = a_story()
    item = story.incident().action_items["a1"]
    story.write(ActionItemChanged("a1", item.event, changes))
    assert story.incident().action_items["a1"] == item
    assert story.state.refusals


def test_items_are_counted_with_a_bucket_for_those_without_a_date() -> None:
    story = a_story()
    story.do(commands.add_action_item, ID, "without a date")
    story.do(commands.add_action_item, ID, "done late")
    story.do(commands.add_action_item, ID, "done soon")
    story.do(commands.add_action_item, ID, "dropped", due=START + DAY)
    story.do(commands.move_action_item, ID, "a4", "done")
    story.do(commands.move_action_item, ID, "a5", "wont_do", "gone")
    story.wait(31 * DAY)
    story.do(commands.move_action_item, ID, "a3", "done")
    found = count(story.incident().action_items, now=story.now)
    assert found == (5, 2, 2, 1, 1, 1, 1)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("+14d", "2026-12-05T23:59:59.000Z"),
        ("14d", "2026-12-05T23:59:59.000Z"),
        ("2w", "2026-12-05T23:59:59.000Z"),
        ("+90m", "2026-11-21T19:12:13.000Z"),
        ("today", "2026-11-21T23:59:59.000Z"),
        ("Tomorrow", "2026-11-22T23:59:59.000Z"),
        ("fri", "2026-11-27T23:59:59.000Z"),
        ("saturday", "2026-11-28T23:59:59.000Z"),
        ("fri 14:00", "2026-11-27T14:00:00.000Z"),
        ("tomorrow 9:30", "2026-11-22T09:30:00.000Z"),
        ("2026-12-05", "2026-12-05T23:59:59.000Z"),
        ("2026-12-05 14:00", "2026-12-05T14:00:00.000Z"),
        ("2026-12-05T14:00Z", "2026-12-05T14:00:00.000Z"),
        ("2026-12-05T14:00+02:00", "2026-12-05T12:00:00.000Z"),
    ],
)
def test_a_date_ahead_is_read_as_people_write_it(text: str, iso: str) -> None:
    assert utc_iso(parse_ahead(text, START, UTC)) == iso


def test_a_day_ends_where_the_reader_lives() -> None:
    here = timezone(timedelta(hours=-8))
    assert utc_iso(parse_ahead("today", START, here)) == "2026-11-22T07:59:59.000Z"
    assert utc_iso(parse_ahead("+1d", START + 7 * HOUR, here)) == "2026-11-23T07:59:59.000Z"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-11-20", "Fri 2026-11-20 23:59 has passed: it is Sat 2026-11-21 17:42 now"),
        ("today 10:00", "has passed"),
        ("2046-01-01", "more than ten years ahead"),
        ("9999d", "is not a date"),
        ("soon", "'soon' is not a date: write it like +14d, fri, tomorrow"),
        ("fri 25:00", "is not a date"),
        ("fri at noon", "is not a date"),
        ("2026-02-30", "is not a date"),
        ("", "is not a date"),
        ("+", "is not a date"),
    ],
)
def test_what_is_no_date_ahead_is_refused(text: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_ahead(text, START, UTC)
    assert why in str(refused.value)


@pytest.mark.parametrize("due", [10**16, 10**25, -1])
def test_a_due_date_that_no_calendar_can_show_is_none(due: int) -> None:
    story = Story()
    story.declare()
    story.write(ActionItemAdded("a1", "page at 80 %", due=due))
    assert not story.incident().action_items
    assert story.state.refusals[-1].reason == f"{due} is no due date"


@pytest.mark.parametrize("due", ["²", "9" * 5_000, str(10**16)])
def test_a_date_that_another_program_changed_into_none_changes_nothing_and_can_be_told(due: str) -> None:
    story = Story()
    story.declare()
    added = story.write(ActionItemAdded("a1", "page at 80 %"))
    changed = story.write(ActionItemChanged("a1", added.key, (("due", "", due),)))
    assert story.incident().action_items["a1"].due is None
    assert story.state.refusals[-1].reason == f"{due[:40]} is no due date"
    assert changed.fact.summary() == f"action item a1: due {due} (was none)"
