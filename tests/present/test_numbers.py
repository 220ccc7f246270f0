"""The numbers of an incident and what a severity means, as they are read."""

from datetime import UTC
from decimal import Decimal

from console.incident import commands
from console.incident.cost import Rates
from console.incident.deadlines import breaches
from console.incident.events import Assessed
from console.present.numbers import number_lines
from console.present.severity import level_lines
from tests.incident.story import ID, Story, told
from tests.present.scene import MINUTE, an_incident, context, said


def numbers(story: Story) -> list[str]:
    """What M shows."""
    return [said(line) for line in number_lines(story.incident(), context().scheme, story.now, UTC)]


def starts(lines: list[str], *words: str) -> bool:
    """Whether a line has these words in this order, whatever is between them."""
    return any(" ".join(line.split()).startswith(" ".join(words)) for line in lines)


def test_every_metric_stands_with_its_anchor() -> None:
    lines = numbers(told())
    assert starts(lines, "TTD", "2m", "started_at to detected_at")
    assert starts(lines, "TTA", "8m", "detected_at to acknowledged_at")
    assert starts(lines, "TTR", "14m", "started_at to resolved_at")


def test_what_cannot_be_known_says_which_time_is_missing_and_is_never_zero() -> None:
    lines = numbers(an_incident())
    assert starts(lines, "TTD", "n/a (started_at and detected_at unset)")
    assert starts(lines, "detected_at", "unset")
    assert starts(lines, "cost", "not estimated")


def test_the_cost_says_what_it_is_counted_from() -> None:
    story = an_incident()
    story.wait(60 * MINUTE)
    rates = Rates(Decimal("95.10"), "EUR")
    lines = [said(line) for line in number_lines(story.incident(), context().scheme, story.now, UTC, rates)]
    assert starts(lines, "cost", "237.75 EUR")
    assert starts(lines, "time in roles and review x 95.10 EUR/h")


def test_what_is_promised_stands_with_its_time_and_what_was_late_stays() -> None:
    story = an_incident()
    story.wait(6 * MINUTE)
    assert starts(numbers(story), "acknowledge", "1m late", "2026-11-21 17:47:13Z")
    story.write(breaches(story.state, context().scheme, story.now))
    story.do(commands.acknowledge, ID)
    assert starts(numbers(story), "acknowledge", "was late: due 2026-11-21 17:47:13Z")


def test_what_is_unknown_of_its_size_is_said_to_be_open() -> None:
    story = an_incident()
    story.write(Assessed({"users": "61", "impact": ""}))
    assert starts(numbers(story), "users affected", "61 %")
    assert starts(numbers(story), "customer impact", "unknown: an open question")


def test_a_severity_is_explained_with_its_examples_and_its_last_three_incidents() -> None:
    story = Story()
    for number in range(1, 6):
        story.declare(f"INC-20261121-00{number}", severity="SEV3" if number == 3 else "SEV1")
        story.wait(MINUTE)
    lines = [said(line) for line in level_lines(context().scheme.levels[0], story.state, story.now)]
    assert lines[0].startswith("SEV1: complete outage")
    assert "- Nobody can sign in or reach the site" in lines
    assert [line.split()[2] for line in lines if "INC-" in line] == [
        "INC-20261121-005",
        "INC-20261121-004",
        "INC-20261121-002",
    ]
    none = [said(line) for line in level_lines(context().scheme.levels[3], story.state, story.now)]
    assert none[-1] == "none in this log"
    assert starts(none, "update", "none")
