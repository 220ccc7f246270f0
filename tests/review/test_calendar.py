"""Due dates and the review as a calendar: what other programs read, and that the same log gives the same bytes."""

import json
from datetime import UTC, date

from icalendar import Calendar

from console.incident import commands
from console.incident.clock import DAY
from console.incident.redaction import MARK, Redactor
from console.review.action_list import Wish, list_csv, list_json, listed
from console.review.calendar import due_calendar, review_calendar
from tests.incident.story import ID, START, Story, told


def story() -> Story:
    made = told()
    made.do(commands.add_action_item, ID, "Page; on-call,\nnow", owner="bob", due=START + 5 * DAY)
    made.do(commands.add_action_item, ID, "no date")
    made.do(commands.add_action_item, ID, "done", due=START + DAY)
    made.do(commands.move_action_item, ID, "a3", "done")
    made.do(commands.schedule_review, ID, START + 2 * DAY, people=["bob", "dana"])
    return made


def calendar(made: Story) -> str:
    return due_calendar(listed(made.state, Wish(), made.now), [made.incident()], UTC, {"bob": "bob@shop.example"})


def test_what_is_left_and_the_review_are_entries_with_names_that_stay() -> None:
    made = story()
    text = calendar(made)
    assert text == calendar(made)
    due, review = Calendar.from_ical(text).walk("VEVENT")
    assert (due.decoded("DTSTART"), str(due["SUMMARY"])) == (date(2026, 11, 26), "Due: Page; on-call, now (bob)")
    assert str(review["SUMMARY"]) == f"Review of the postmortem: SEV2 {ID} Checkout errors"
    assert str(review["ATTENDEE"]) == "mailto:bob@shop.example"
    made.do(commands.change_action_item, ID, "a1", {"due": START + 9 * DAY})
    later = Calendar.from_ical(calendar(made)).walk("VEVENT")[0]
    assert (later["UID"], later["SEQUENCE"]) == (due["UID"], 1)


def test_the_invitation_is_one_entry_and_counts_how_often_it_was_moved() -> None:
    made = story()
    first = Calendar.from_ical(review_calendar(made.incident())).walk("VEVENT")[0]
    made.do(commands.schedule_review, ID, START + 3 * DAY)
    second = Calendar.from_ical(review_calendar(made.incident())).walk("VEVENT")[0]
    assert first["UID"] == second["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)


def test_hostile_text_makes_no_entry_of_its_own() -> None:
    made = told()
    text = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTACH:http://hostile.example\x1b[2J"
    made.do(commands.add_action_item, ID, text, due=START + DAY, source="a\r\nURL:http://hostile.example")
    (entry,) = Calendar.from_ical(calendar(made)).walk("VEVENT")
    assert not {"ATTACH", "URL"} & entry.keys()


def test_secrets_of_another_writer_are_in_no_list_and_no_calendar() -> None:
    secret = "sesame-" * 12
    made = Story()
    made.declare(title=f"the key {secret} is known")
    made.do(commands.add_action_item, ID, f"change the key {secret}", due=START + DAY, source=secret, owner=secret[:60])
    made.do(commands.schedule_review, ID, START + 2 * DAY, people=["bob"])
    redact = Redactor((secret, secret[:60]))
    found = listed(made.state, Wish(), made.now, redact)
    texts = (
        due_calendar(found, [made.incident()], UTC, redact=redact),
        review_calendar(made.incident(), redact=redact),
        list_csv(found, made.now, UTC),
        json.dumps(list_json(found, made.now)),
    )
    assert all("sesame" not in text and MARK in text for text in texts)
