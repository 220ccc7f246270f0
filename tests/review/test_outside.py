"""What people outside may read, in every format: no name, note, host or service of the log."""

import json

import pytest

from console.incident import commands
from console.papers import render_outside
from console.papers.writing import FORMATS
from tests.incident.story import ID
from tests.review.stories import checkout, report

NAMES = (
    "alice",
    "bob",
    "carol",
    "dana",
    "erin",
    "pool",
    "roll back",
    "probes",
    "api",
    "host",
    "carts",
    "web",
)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_of_the_log_is_in_it_that_was_not_told_outside(form: str) -> None:
    story = checkout()
    story.do(commands.note, ID, "the databse pool of api on host-7, said bob")
    made = report(story)
    made = made._replace(incident=made.incident._replace(title="Checkout errors"))
    text = render_outside(made, form)
    assert "We see failing checkouts and are on it." in text
    body = text.partition("<body>")[2] or text
    assert [name for name in NAMES if name in body.lower()] == []


def test_the_json_has_the_published_keys_and_the_times() -> None:
    found = json.loads(render_outside(report(checkout()), "json"))
    assert found["status"] == "resolved"
    assert found["incident"]["id"] == ID
    assert found["duration_minutes"] == 20
    assert found["timeline"]["started"] == "2026-11-21T17:32:13.000Z"
    assert [each["text"] for each in found["said"]] == ["We see failing checkouts and are on it."]
