"""Where an escalation stands, from the log alone: whom to call now and next, until somebody acknowledges."""

from typing import Any

import pytest

from console.incident import commands
from console.incident.duty import Duty
from console.incident.errors import Refused
from console.incident.escalations import EscalationAnswered, EscalationReached, EscalationStopped
from console.incident.state import fold
from console.present.due import due_items
from console.present.escalation import applies, called, calls_due, reached, rows, standing, stopped_calls
from console.present.guide import phases_of
from console.present.who import People
from console.settings import Directory, Person, Team
from console.settings.escalation import Chain, Step
from tests.incident.story import ID, START, Story
from tests.present.scene import MINUTE, an_incident, context
from widgets.values import Tone

CHAIN = Chain(
    "platform", (Step(1, 0, ("oncall:primary",)), Step(2, 5 * MINUTE, ("dana",)), Step(3, 10 * MINUTE, ("chiefs",)))
)
KNOWN = People(
    Directory(
        {"bob": Person("bob", telephone="+44 20 7946 0001"), "dana": Person("dana")},
        {"chiefs": Team("chiefs", ("bob",))},
    ),
    (Duty("primary", "bob"),),
)


def climbing(story: Story) -> list[str]:
    """Write what is due, as the room does: returns the sentences."""
    entries = tuple(reached((CHAIN,), story.state, KNOWN, story.now))
    if entries:
        story.write(entries)
    return [entry.fact.summary() for entry in entries]


def test_steps_are_due_one_after_the_other_and_written_once() -> None:
    story = an_incident()
    assert climbing(story) == ["escalation platform, step 1: call bob"]
    assert climbing(story) == []
    now = standing(CHAIN, story.incident())
    assert (now.state, now.next, now.due) == ("runs", CHAIN.steps[1], START + 5 * MINUTE)
    story.wait(5 * MINUTE)
    assert climbing(story) == ["escalation platform, step 2: call dana"]
    assert [(each.person, each.at) for each in calls_due(standing(CHAIN, story.incident()))] == [
        ("bob", START),
        ("dana", START + 5 * MINUTE),
    ]


def test_after_a_restart_everything_that_is_due_is_written() -> None:
    story = an_incident()
    story.wait(11 * MINUTE)
    assert len(climbing(story)) == 3
    assert standing(CHAIN, fold(story.events).incidents[ID]).state == "done"


def test_who_acknowledges_ends_it() -> None:
    story = an_incident()
    climbing(story)
    story.do(commands.answer_call, ID, "platform", 1, "bob", "acknowledged")
    assert story.incident().acknowledged_at == START
    assert standing(CHAIN, story.incident()).state == "acknowledged"
    story.wait(30 * MINUTE)
    assert climbing(story) == []
    assert calls_due(standing(CHAIN, story.incident())) == []


@pytest.mark.parametrize("how", ["telephoned", "no answer"])
def test_who_was_called_is_not_to_be_called_and_the_next_step_comes(how: str) -> None:
    story = an_incident()
    climbing(story)
    story.do(commands.answer_call, ID, "platform", 1, "bob", how)
    now = standing(CHAIN, story.incident())
    assert (calls_due(now), now.state, now.due) == ([], "runs", START + 5 * MINUTE)


def test_somebody_goes_to_a_step_and_the_later_ones_follow_from_there() -> None:
    story = an_incident()
    climbing(story)
    story.wait(MINUTE)
    story.do(commands.jump_to, ID, "platform", 3, "nobody answers")
    assert climbing(story) == ["escalation platform, step 3: call bob"]
    story.do(commands.jump_to, ID, "platform", 2)
    assert climbing(story) == ["escalation platform, step 2: call dana"]
    assert standing(CHAIN, story.incident()).due == START + 6 * MINUTE


def test_it_goes_on_after_an_acknowledgement_where_somebody_says_so() -> None:
    story = an_incident()
    climbing(story)
    story.do(commands.acknowledge, ID)
    story.wait(20 * MINUTE)
    story.do(commands.jump_to, ID, "platform", 1)
    assert climbing(story) == ["escalation platform, step 1: call bob"]
    story.do(commands.answer_call, ID, "platform", 1, "bob", "acknowledged")
    assert standing(CHAIN, story.incident()).state == "acknowledged"


def test_acknowledging_says_which_calls_it_stops_and_then_there_are_none() -> None:
    story = an_incident()
    climbing(story)
    story.wait(MINUTE)
    assert stopped_calls([standing(CHAIN, story.incident())], story.now) == "bob now, dana in 4m"
    shown = phases_of(story.state, story.incident(), context().scheme, story.now, (CHAIN,))
    assert shown[0].steps[0].text == "say that somebody has taken it; this stops the calls: bob now, dana in 4m"
    story.do(commands.acknowledge, ID)
    assert not stopped_calls([standing(CHAIN, story.incident())], story.now)


def test_it_is_stopped_for_a_reason_and_ends_with_the_incident() -> None:
    story = an_incident()
    climbing(story)
    with pytest.raises(Refused, match="needs a reason"):
        story.do(commands.stop_escalation, ID, "platform", " ")
    story.do(commands.stop_escalation, ID, "platform", "all are here")
    assert standing(CHAIN, story.incident()).state == "stopped"
    with pytest.raises(Refused, match="stopped already: all are here"):
        story.do(commands.stop_escalation, ID, "platform", "again")
    other = an_incident()
    other.do(commands.change_status, ID, "cancelled", "a false alarm")
    assert (standing(CHAIN, other.incident()).state, climbing(other)) == ("over", [])


@pytest.mark.parametrize(
    ("before", "late", "why"),
    [
        ((), EscalationReached("platform", 1), "reached before"),
        ((commands.jump_to, "platform", 2), EscalationReached("platform", 2), "gone to another step"),
        ((commands.stop_escalation, "platform", "x"), EscalationReached("platform", 2), "stopped by then"),
        ((commands.acknowledge,), EscalationReached("platform", 2), "acknowledged by then"),
        ((commands.stop_escalation, "platform", "x"), EscalationStopped("platform", "y"), "stopped before"),
        ((), EscalationAnswered("platform", 1, "erin", "telephoned"), "was not to be called"),
        ((), EscalationAnswered("platform", 2, "bob", "telephoned"), "was not to be called"),
        ((), EscalationAnswered("platform", 1, "bob", "sang"), "not an answer"),
        (
            (commands.answer_call, "platform", 1, "bob", "no answer"),
            EscalationAnswered("platform", 1, "bob", "no answer"),
            "said so before",
        ),
    ],
)
def test_of_two_consoles_the_later_one_changes_nothing(before: tuple[Any, ...], late: Any, why: str) -> None:
    story = an_incident()
    climbing(story)
    if before:
        story.do(before[0], ID, *before[1:])
    kept = story.incident()
    story.write(late)
    assert why in story.state.refusals[-1].reason
    assert story.incident() == kept


@pytest.mark.parametrize(
    ("step", "person", "how", "words"),
    [(2, "dana", "telephoned", "not reached yet"), (1, "dana", "telephoned", "names bob"), (1, "bob", "x", "expected")],
)
def test_what_is_said_of_a_call_that_nobody_had_to_make_is_refused(
    step: int, person: str, how: str, words: str
) -> None:
    story = an_incident()
    climbing(story)
    with pytest.raises(Refused, match=words):
        story.do(commands.answer_call, ID, "platform", step, person, how)


def test_a_step_names_who_is_on_call_a_person_or_who_answers_for_a_team() -> None:
    assert called(Step(1, 0, ("oncall:primary", "chiefs", "dana", "team:cto")), KNOWN, START) == ("bob", "dana")
    assert called(Step(1, 0, ("oncall:other",)), KNOWN, START) == ()


def test_a_chain_is_for_severities_and_services_that_are_hit() -> None:
    incident = an_incident("SEV2").incident()
    assert not applies(CHAIN._replace(severities=("SEV1",)), incident, {})
    served = CHAIN._replace(services=("web",), severities=("SEV2",))
    assert [applies(served, incident, {"web": word}) for word in ("ok", "degraded", "unknown", "down")] == [
        False,
        True,
        False,
        True,
    ]


def test_the_due_pane_has_the_number_to_call_and_the_step_that_comes() -> None:
    story = an_incident()
    climbing(story)
    known = context(chains=(CHAIN,), directory=KNOWN.directory)
    items = {item.key: item for item in due_items(story.incident(), known, START)}
    assert items["call:platform:1:bob"].text == "☏ bob +44 20 7946 0001"
    assert (items["call:platform"].text, items["call:platform"].at) == (
        "escalation platform 2: dana",
        START + 5 * MINUTE,
    )


def test_the_view_tells_whom_to_call_on_which_number_and_when_the_next_step_comes() -> None:
    story = an_incident()
    climbing(story)
    story.wait(MINUTE)
    first, second, third = rows([standing(CHAIN, story.incident())], KNOWN, story.now)
    assert (first.label, first.detail, first.tone) == (
        "platform 1 · ☏ call bob",
        "+44 20 7946 0001, due 1m ago",
        Tone.BAD,
    )
    assert (second.label, second.detail) == ("platform 2 · dana", "in 4m")
    assert (third.label, third.detail) == ("platform 3 · bob (chiefs)", "in 9m, +44 20 7946 0001")
    story.do(commands.answer_call, ID, "platform", 1, "bob", "no answer")
    (first, *_) = rows([standing(CHAIN, story.incident())], KNOWN, story.now)
    assert first.label == "platform 1 · no answer: bob"
    nobody = People(KNOWN.directory)
    other = an_incident()
    other.write(tuple(reached((CHAIN,), other.state, nobody, other.now)))
    (gap, *_) = rows([standing(CHAIN, other.incident())], nobody, other.now)
    assert (gap.tone, "nobody is there to be called" in gap.label) == (Tone.BAD, True)
    due = due_items(other.incident(), context(chains=(CHAIN,)), other.now)
    assert "☏ nobody for platform 1" in [item.text for item in due]
