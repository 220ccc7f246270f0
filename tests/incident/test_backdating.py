"""What was declared or moved afterwards: the times of moves keep the order of the moves."""

import pytest

from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.errors import Refused
from console.incident.metrics import time_in_statuses
from tests.incident.story import ID, START, Story


@pytest.fixture
def story() -> Story:
    """Declared an hour late."""
    made = Story()
    made.declare(started_at=START - 60 * MINUTE)
    return made


def test_an_incident_that_was_declared_afterwards_has_the_moves_that_it_had(story: Story) -> None:
    for status, ago in (("identified", 50), ("mitigating", 40), ("monitoring", 30)):
        story.do(commands.change_status, ID, status, occurred_at=START - ago * MINUTE)
    story.do(commands.change_status, ID, "resolved", "it was over", occurred_at=START - 20 * MINUTE)
    incident = story.incident()
    assert (incident.identified_at, incident.resolved_at) == (START - 50 * MINUTE, START - 20 * MINUTE)
    shares = {each.name: each.ms // MINUTE for each in time_in_statuses(incident, story.now)}
    assert shares == {"identified": 10, "mitigating": 10, "monitoring": 10, "resolved": 0}


def test_a_move_is_not_dated_before_the_move_that_it_follows(story: Story) -> None:
    story.do(commands.change_status, ID, "identified", occurred_at=START - 10 * MINUTE)
    with pytest.raises(Refused, match="the move before it, to identified"):
        story.do(commands.change_status, ID, "mitigating", occurred_at=START - 11 * MINUTE)


def test_the_time_of_a_move_is_corrected_only_between_its_neighbours(story: Story) -> None:
    first = story.do(commands.change_status, ID, "identified", occurred_at=START - 30 * MINUTE)
    middle = story.do(commands.change_status, ID, "mitigating", occurred_at=START - 20 * MINUTE)
    story.do(commands.change_status, ID, "monitoring", occurred_at=START - 10 * MINUTE)
    with pytest.raises(Refused, match="the move before it"):
        story.do(commands.correct, middle, occurred_at=START - 31 * MINUTE)
    with pytest.raises(Refused, match="the move after it"):
        story.do(commands.correct, middle, occurred_at=START - 9 * MINUTE)
    story.do(commands.correct, middle, occurred_at=START - 25 * MINUTE)
    story.do(commands.correct, first, occurred_at=START - 28 * MINUTE)
    steps = [(step.status, (START - step.at) // MINUTE) for step in story.incident().statuses[1:]]
    assert steps == [("identified", 28), ("mitigating", 25), ("monitoring", 10)]


def test_of_two_corrections_at_once_the_one_that_no_longer_fits_changes_nothing(story: Story) -> None:
    first = story.do(commands.change_status, ID, "identified", occurred_at=START - 30 * MINUTE)
    second = story.do(commands.change_status, ID, "mitigating", occurred_at=START - 10 * MINUTE)
    later = commands.correct(story.state, first, occurred_at=START - 15 * MINUTE, actor="alice", now=story.now)
    sooner = commands.correct(story.state, second, occurred_at=START - 25 * MINUTE, actor="bob", now=story.now)
    story.write(later)
    story.write(sooner)
    assert story.incident().statuses[2].at == START - 10 * MINUTE
    assert len(story.state.refusals) == 1
