"""Maintenance that is begun by hand, and what of it and of the plan holds at a time."""

import pytest

from console.incident import commands
from console.incident.clock import HOUR, MINUTE
from console.incident.closures import FREEZE, MAINTENANCE, Closure, holding
from console.incident.errors import Refused
from tests.incident.story import START, Story

SERVICES = ("api", "web")


def begun() -> Story:
    """The api is in maintenance for an hour."""
    story = Story()
    story.do(commands.start_maintenance, "api", HOUR, "new disks", services=SERVICES)
    return story


def test_maintenance_holds_until_its_time_is_over() -> None:
    story = begun()
    closure = story.state.maintenance["api"]
    assert (closure.holds(START), closure.holds(START + HOUR - 1), closure.holds(START + HOUR)) == (True, True, False)
    assert closure.covers("api", "")
    assert not closure.covers("web", "")
    assert not closure.covers("", "")


@pytest.mark.parametrize(
    ("service", "span", "reason", "why"),
    [
        ("apj", HOUR, "x", "did you mean 'api'"),
        ("web", 1000, "x", "from a minute"),
        ("web", 30 * 24 * HOUR, "x", "seven days"),
        ("web", HOUR, " ", "empty"),
        ("api", HOUR, "x", "in maintenance until"),
    ],
)
def test_maintenance_that_makes_no_sense_is_refused(service: str, span: int, reason: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        begun().do(commands.start_maintenance, service, span, reason, services=SERVICES)


def test_maintenance_ends_when_somebody_says_so_and_may_begin_again() -> None:
    story = begun()
    story.do(commands.end_maintenance, "api")
    with pytest.raises(Refused, match="not in maintenance"):
        story.do(commands.end_maintenance, "api")
    story.do(commands.start_maintenance, "api", MINUTE, "once more", services=SERVICES)
    story.wait(HOUR)
    story.do(commands.start_maintenance, "api", MINUTE, "and again", services=SERVICES)
    assert not story.state.refusals


def test_of_two_consoles_that_begin_it_at_once_the_first_holds() -> None:
    story = Story()
    one = commands.start_maintenance(story.state, "api", HOUR, "a", services=SERVICES, actor="alice", now=story.now)
    other = commands.start_maintenance(story.state, "api", MINUTE, "b", services=SERVICES, actor="bob", now=story.now)
    story.write(one)
    story.write(other)
    assert story.state.maintenance["api"].reason == "a"
    assert "alice had begun" in story.state.refusals[0].reason


def test_what_holds_is_told_with_freezes_first() -> None:
    plan = (
        Closure(MAINTENANCE, 0, 10, service="web"),
        Closure(FREEZE, 5, 20),
        Closure(MAINTENANCE, 10, 20, cluster="prod"),
    )
    assert [each.subject for each in holding(plan, now=7)] == ["all changes", "web"]
    assert [each.subject for each in holding(plan, now=15)] == ["all changes", "prod"]
    assert plan[2].covers("any", "prod")
