"""Raising and lowering are two verbs, and the second is barred while a service is down."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.incident import commands
from console.incident.errors import Refused
from console.incident.events import HealthChanged, SeverityChanged
from console.incident.grading import newly_required
from tests.incident.story import ID, Story


def down(severity: str = "SEV1") -> Story:
    """An incident in which a service is down."""
    story = Story()
    story.declare(severity=severity)
    story.write(HealthChanged("api", "ok", "down"))
    return story


@pytest.mark.parametrize(("command", "args"), [(commands.lower_severity, ()), (commands.set_severity, ("SEV4",))])
def test_while_a_service_is_down_lowering_is_refused_unless_forced(command: Any, args: tuple[str, ...]) -> None:
    story = down()
    with pytest.raises(Refused, match="stays SEV1: api is down"):
        story.do(command, ID, *args, "it looks better")
    with pytest.raises(Refused, match="needs a reason"):
        story.do(command, ID, *args, forced=True)
    story.do(command, ID, *args, "only a test is down", forced=True)
    fact = story.events[-1].fact
    assert isinstance(fact, SeverityChanged)
    assert fact.forced
    assert "(forced): only a test is down" in fact.summary()


def test_a_degraded_service_bars_nothing_and_what_needs_no_force_is_not_called_forced() -> None:
    story = down()
    story.write(HealthChanged("api", "down", "degraded"))
    story.do(commands.lower_severity, ID, "it is better", forced=True)
    fact = story.events[-1].fact
    assert isinstance(fact, SeverityChanged)
    assert (fact.after, fact.forced) == ("SEV2", False)


def test_raising_is_never_barred_and_needs_no_force() -> None:
    story = down("SEV3")
    story.do(commands.raise_severity, ID)
    assert story.incident().severity == "SEV2"


@given(st.lists(st.sampled_from(["raise", "lower", "force", "down", "ok"]), max_size=14))
def test_raising_never_lowers_whatever_else_happens(steps: list[str]) -> None:
    story = down("SEV3")
    for step in steps:
        before = story.incident().rank
        if step in {"down", "ok"}:
            story.write(HealthChanged("api", "", step))
            continue
        command = commands.raise_severity if step == "raise" else commands.lower_severity
        more = {"forced": True} if step == "force" else {}
        try:
            story.do(command, ID, "because", **more)
        except Refused:
            assert story.incident().rank == before
        else:
            assert story.incident().rank == (before - 1 if step == "raise" else before + 1)


def test_the_roles_that_are_needed_from_now_on_are_named_as_far_as_nobody_has_them() -> None:
    story = Story()
    story.declare(severity="SEV3")
    story.do(commands.assign_role, ID, "security_lead", "dana")
    assert newly_required(story.incident(), 0) == ("operations_lead", "customer_support_lead", "executive_liaison")
    assert newly_required(story.incident(), 3) == ()
