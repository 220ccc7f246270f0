"""Fields that a configuration adds: what they may hold, and that some have to be filled in time."""

import pytest

from console.incident import commands
from console.incident.custom import FieldRule
from console.incident.errors import Refused
from tests.incident.story import ID, Story

RULES = (
    FieldRule("customer", "Customer", required_at="resolved"),
    FieldRule("users", "Users", "number"),
    FieldRule("region", "Region", "choice", ("eu", "us")),
    FieldRule("legal", "Legal told", "yes_no"),
    FieldRule("call", "Next call", "time"),
)


@pytest.fixture
def story() -> Story:
    made = Story()
    made.declare()
    return made


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        ("customer", " Acme  Inc ", "Acme Inc"),
        ("users", "1200", "1200"),
        ("users", "-3.5", "-3.5"),
        ("Region", "EU", "eu"),
        ("legal", "Y", "yes"),
        ("legal", "false", "no"),
        ("call", "2026-11-21T17:00Z", "2026-11-21T17:00:00.000Z"),
    ],
)
def test_a_value_is_kept_as_its_kind_has_it(story: Story, field: str, given: str, kept: str) -> None:
    story.do(commands.set_field, ID, field, given, rules=RULES)
    assert list(story.incident().fields.values()) == [kept]


@pytest.mark.parametrize(
    ("field", "given", "why"),
    [
        ("users", "many", "is a number"),
        ("users", "1e9", "is a number"),
        ("region", "asia", "one of eu, us"),
        ("legal", "perhaps", "one of yes, no"),
        ("call", "soon", "soon"),
        ("regoin", "eu", "did you mean 'region'"),
        ("customer", " ", "empty"),
    ],
)
def test_what_does_not_fit_is_refused_and_says_what_would(story: Story, field: str, given: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        story.do(commands.set_field, ID, field, given, rules=RULES)


def test_the_same_value_again_is_refused_and_another_takes_its_place(story: Story) -> None:
    story.do(commands.set_field, ID, "region", "eu", rules=RULES)
    with pytest.raises(Refused, match="eu already"):
        story.do(commands.set_field, ID, "region", "EU", rules=RULES)
    story.do(commands.set_field, ID, "region", "us", rules=RULES)
    assert story.incident().fields == {"region": "us"}


def test_a_field_that_is_needed_holds_the_status_back_until_it_is_filled_or_forced(story: Story) -> None:
    story.move("monitoring")
    with pytest.raises(Refused, match="Customer"):
        story.do(commands.change_status, ID, "resolved", "done", fields=RULES)
    story.do(commands.set_field, ID, "customer", "Acme", rules=RULES)
    story.do(commands.change_status, ID, "resolved", "done", fields=RULES)
    assert story.incident().status == "resolved"
