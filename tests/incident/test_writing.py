import pytest

from console.incident import commands
from console.incident.clock import DAY, HOUR, MINUTE, SECOND
from console.incident.errors import Refused
from console.incident.events import (
    Acknowledged,
    Declared,
    Entry,
    HealthChanged,
    Noted,
    Pinned,
    TimestampSet,
    UpdatePosted,
)
from console.incident.state import EMPTY, FOLD_KINDS, apply, fold
from console.incident.texts import clean_text, clean_title
from tests.incident.story import ID, START, Story, told


def test_a_declared_incident_has_what_was_said() -> None:
    story = Story()
    story.declare(severity="sev1", started_at=START - HOUR, detected_by="customer", purpose="drill", type="security")
    incident = story.incident()
    assert (incident.severity, incident.rank, incident.scheme) == ("SEV1", 0, "sev1-4")
    assert (incident.started_at, incident.detected_by) == (START - HOUR, "customer")
    assert (incident.purpose, incident.type, incident.declared_by) == ("drill", "security", "alice")
    assert (incident.since, incident.until, incident.live) == (START - HOUR, None, True)


def test_without_a_start_time_elapsed_counts_from_the_declaration() -> None:
    story = Story()
    story.declare()
    assert story.incident().started_at is None
    assert story.incident().since == START


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"title": " \n "}, "empty"),
        ({"title": "x" * 201}, "201 characters"),
        ({"severity": "SEV9"}, "did you mean"),
        ({"purpose": "fun"}, "incident, drill, test"),
        ({"started_at": START + HOUR}, "future"),
        ({"started_at": START + 1}, "started_at .* may not lie after declared_at"),
        ({"started_at": START - 1, "detected_at": START - 2}, "detected_at .* may not lie before started_at"),
    ],
)
def test_a_declaration_that_cannot_be_is_refused(wrong: dict[str, object], why: str) -> None:
    story = Story()
    with pytest.raises(Refused, match=why):
        story.declare(**wrong)
    assert story.events == []


def test_an_id_is_declared_once() -> None:
    story = Story()
    story.declare()
    with pytest.raises(Refused, match="declared already"):
        story.declare()
    story.write(Declared("another", "SEV1", 0))
    assert story.incident().title == "Checkout errors"
    assert "declared before" in story.state.refusals[0].reason
    story.write(Declared("nameless", "SEV1", 0), incident="")
    assert story.state.refusals[1].reason == "no incident was named"
    assert len(story.state.incidents) == 1


def test_control_characters_and_line_breaks_leave_the_title_with_a_notice() -> None:
    assert clean_title("a\x1b[2Jb\tc\r\nd \u202e e") == (
        "a[2Jb c d e",
        "Control characters and line breaks were taken out of the title.",
    )
    assert clean_title("plain") == ("plain", "")
    assert clean_title("café 👩\u200d🚒")[1] == ""
    with pytest.raises(Refused):
        clean_title("\x1b\u202e")


def test_a_text_that_a_database_cannot_hold_is_made_fit() -> None:
    assert clean_text("a\0b\udcffc") == "a\u2400b?c"
    assert clean_text(" two\nlines ") == "two\nlines"
    with pytest.raises(Refused, match="note is empty"):
        clean_text(" ")
    with pytest.raises(Refused, match="65537 characters"):
        clean_text("x" * 65_537)


def test_notes_and_decisions_change_no_state_and_copy_nothing() -> None:
    story = told()
    before = story.state
    story.do(commands.note, ID, "it is the pool")
    story.do(commands.decide, ID, "roll back", "quickest")
    story.do(commands.note, "", "the room is quiet")
    assert story.state is before
    assert {"note", "decision"} & FOLD_KINDS == set()
    assert story.events[-2].fact.summary() == "roll back (because quickest)"


def test_a_note_about_an_unknown_incident_is_refused_with_the_near_one() -> None:
    story = Story()
    story.declare()
    with pytest.raises(Refused, match=f"did you mean '{ID}'"):
        story.do(commands.note, "INC-20261121-01", "x")


def test_an_entry_may_be_dated_back_a_day_and_further_only_by_force() -> None:
    story = Story()
    story.declare()
    story.do(commands.note, ID, "first signs", occurred_at=START - DAY)
    with pytest.raises(Refused, match="24 hours before"):
        story.do(commands.note, ID, "x", occurred_at=START - DAY - 1)
    event = story.do(commands.note, ID, "x", occurred_at=START - 2 * DAY, forced=True)
    assert event.occurred_at == START - 2 * DAY
    with pytest.raises(Refused, match="future"):
        story.do(commands.note, ID, "x", occurred_at=START + MINUTE + 1)
    story.do(commands.note, ID, "x", occurred_at=START + MINUTE)


def test_acknowledging_happens_once() -> None:
    story = Story()
    story.declare(detected_at=START - MINUTE)
    with pytest.raises(Refused, match=r"acknowledged_at .* may not lie before detected_at"):
        story.do(commands.acknowledge, ID, occurred_at=START - 2 * MINUTE)
    story.do(commands.acknowledge, ID, actor="bob")
    with pytest.raises(Refused, match="was acknowledged at"):
        story.do(commands.acknowledge, ID)
    story.write(Acknowledged())
    assert story.state.refusals[0].reason == "it was acknowledged before"


def test_what_was_mitigated_before_cannot_be_acknowledged_after_it() -> None:
    story = Story()
    story.declare()
    story.do(commands.set_timestamp, ID, "mitigated", START)
    story.wait(MINUTE)
    with pytest.raises(Refused, match=r"acknowledged_at .* may not lie after mitigated_at"):
        story.do(commands.acknowledge, ID)
    story.write(Acknowledged())
    assert story.state.refusals[0].reason == "it was mitigated before"
    story.do(commands.acknowledge, ID, occurred_at=START)
    assert story.incident().acknowledged_at == START


def test_an_update_starts_the_timer_again() -> None:
    story = Story()
    story.declare()
    story.wait(MINUTE)
    story.do(commands.post_update, ID, "we are on it", "public")
    story.do(commands.post_update, ID, "earlier, by phone", "executives", occurred_at=START + SECOND)
    assert story.incident().last_update_at == START + MINUTE
    with pytest.raises(Refused, match="internal, public, executives, customers"):
        story.do(commands.post_update, ID, "x", "everybody")


def test_timestamps_are_set_by_name_and_the_order_is_kept() -> None:
    story = told()
    story.do(commands.set_timestamp, ID, "started_at", START - 20 * MINUTE, "the graphs say so")
    assert story.incident().started_at == START - 20 * MINUTE
    story.wait(HOUR)
    for name, at, why in (
        ("started", START - 8 * MINUTE + 1, "started_at .* may not lie after detected_at"),
        ("detected", START + MINUTE, "detected_at .* may not lie after acknowledged_at"),
        ("detected", START - 21 * MINUTE, "detected_at .* may not lie before started_at"),
        ("acknowledged", START + 10 * MINUTE, "acknowledged_at .* may not lie after mitigated_at"),
        ("mitigated", story.now - SECOND, "mitigated_at .* may not lie after resolved_at"),
        ("resolved", START, "resolved_at .* may not lie before acknowledged_at"),
        ("identified", START - HOUR, "identified_at .* may not lie before started_at"),
        ("declared", START, "not a timestamp that can be set"),
        ("fixed", START, "one of started, detected"),
        ("closed", START, "change its status to closed first"),
        ("resolved", story.now + 2 * MINUTE, "future"),
    ):
        with pytest.raises(Refused, match=why):
            story.do(commands.set_timestamp, ID, name, at)


def test_both_values_of_a_broken_order_are_named() -> None:
    story = told()
    with pytest.raises(Refused) as refused:
        story.do(commands.set_timestamp, ID, "detected", START + MINUTE)
    assert "2026-11-21T17:43:13.000Z" in str(refused.value)
    assert "2026-11-21T17:42:43.000Z" in str(refused.value)


def test_a_set_timestamp_that_no_longer_fits_is_refused_in_the_fold() -> None:
    story = told()
    story.write(TimestampSet("detected", story.now + HOUR))
    story.write(TimestampSet("declared", START))
    assert story.incident().detected_at == START - 8 * MINUTE
    assert len(story.state.refusals) == 2


def test_a_clock_that_was_set_back_never_makes_a_span_negative() -> None:
    story = Story()
    story.declare(detected_at=START)
    story.now = START - HOUR
    story.do(commands.acknowledge, ID)
    story.move("monitoring", "resolved", reason="done")
    incident = story.incident()
    assert incident.acknowledged_at == incident.mitigated_at == incident.resolved_at == START


def test_a_move_dated_by_hand_has_to_fit() -> None:
    story = told(resolved=False)
    with pytest.raises(Refused, match=r"resolved_at .* may not lie before acknowledged_at"):
        story.do(commands.change_status, ID, "resolved", "done", occurred_at=START)
    story.do(commands.change_status, ID, "resolved", "done", occurred_at=story.now)
    assert story.incident().resolved_at == story.now


def test_a_correction_changes_text_and_time_and_keeps_the_first() -> None:
    story = Story()
    story.declare()
    note = story.do(commands.note, ID, "the databse is down")
    story.do(commands.correct, note, "the database is down", actor="bob")
    story.do(commands.correct, note, occurred_at=START - MINUTE)
    correction = story.state.corrections[note.key]
    assert (correction.text, correction.occurred_at) == ("the database is down", START - MINUTE)
    assert correction.by == "alice"
    assert note.fact == Noted("the databse is down")
    assert story.events[-1].supersedes == note.key


def test_a_correction_of_a_correction_corrects_the_first_event() -> None:
    story = Story()
    story.declare()
    note = story.do(commands.note, ID, "a")
    first = story.do(commands.correct, note, "b")
    second = story.do(commands.correct, first, "c")
    assert story.state.corrections[note.key].text == "c"
    assert second.supersedes == note.key
    from console.incident.events import Corrected

    story.write(Corrected(second.key, "d"))
    assert story.state.corrections[note.key].text == "d"
    assert set(story.state.corrections) == {note.key}


def test_a_correction_has_to_say_something_that_can_be() -> None:
    story = Story()
    story.declare()
    note = story.do(commands.note, ID, "a")
    for words, why in (({}, "another text"), ({"text": " "}, "empty"), ({"occurred_at": START + HOUR}, "future")):
        with pytest.raises(Refused, match=why):
            story.do(commands.correct, note, **words)


def test_correcting_the_time_of_a_step_moves_what_it_had_set() -> None:
    story = told()
    monitoring = next(event for event in story.events if event.fact.summary() == "mitigating -> monitoring")
    before = story.incident().mitigated_at
    assert before is not None
    with pytest.raises(Refused, match=r"mitigated_at .* may not lie before acknowledged_at"):
        story.do(commands.correct, monitoring, occurred_at=START)
    story.do(commands.correct, monitoring, occurred_at=before - MINUTE)
    incident = story.incident()
    assert incident.mitigated_at == before - MINUTE
    assert next(step for step in incident.statuses if step.status == "monitoring").at == before - MINUTE
    from console.incident.events import Corrected

    story.write(Corrected(monitoring.key, None, START))
    assert "does not fit" in story.state.refusals[-1].reason
    assert story.incident().mitigated_at == before - MINUTE


def test_correcting_the_time_of_the_declaration_moves_nothing() -> None:
    story = told()
    before = story.incident()
    story.do(commands.correct, story.events[0], occurred_at=START - MINUTE)
    assert story.incident() == before


def test_correcting_a_step_leaves_a_timestamp_alone_that_was_set_by_hand_since() -> None:
    story = told()
    monitoring = next(event for event in story.events if event.fact.summary() == "mitigating -> monitoring")
    story.do(commands.set_timestamp, ID, "mitigated", START + 2 * MINUTE)
    story.do(commands.correct, monitoring, occurred_at=START + 3 * MINUTE)
    assert story.incident().mitigated_at == START + 2 * MINUTE


def test_pins_are_events_and_can_be_taken_off() -> None:
    story = Story()
    story.declare()
    note = story.do(commands.note, ID, "look here")
    born = story.do(commands.note, ID, "and here", pinned=True)
    assert (story.state.is_pinned(note.key), story.state.is_pinned(born.key, born=born.pinned)) == (False, True)
    story.write(commands.pin(story.state, note, actor="alice"))
    story.write(commands.unpin(story.state, born, actor="alice"))
    assert (story.state.is_pinned(note.key), story.state.is_pinned(born.key, born=born.pinned)) == (True, False)
    with pytest.raises(Refused, match="pinned already"):
        story.write(commands.pin(story.state, note, actor="alice"))
    with pytest.raises(Refused, match="not pinned"):
        story.write(commands.unpin(story.state, born, actor="alice"))
    story.write(commands.pin(story.state, born, actor="alice"))
    assert story.state.is_pinned(born.key, born=True)


def test_the_room_is_about_the_newest_live_incident_else_the_newest_resolved_one() -> None:
    story = told()
    assert story.state.current() == story.incident()
    story.declare("INC-20261121-002")
    story.declare("INC-20261121-003")
    assert [incident.id for incident in story.state.live()] == ["INC-20261121-002", "INC-20261121-003"]
    for number, expected in ((3, "002"), (2, "001")):
        story.do(commands.change_status, f"INC-20261121-00{number}", "cancelled", "a false alarm")
        current = story.state.current()
        assert current is not None
        assert current.id.endswith(expected)
    story.move("closed", reason="waived")
    assert story.state.current() is None


def test_health_is_the_last_word_about_each_service() -> None:
    story = Story()
    story.write(HealthChanged("api", "ok", "down"), incident="")
    story.write(HealthChanged("web", "ok", "degraded"), incident="")
    story.write(HealthChanged("api", "down", "ok"), incident="")
    assert story.state.health == {"api": "ok", "web": "degraded"}


def test_an_event_of_an_incident_that_nobody_declared_is_refused_and_not_lost() -> None:
    story = Story()
    story.write(UpdatePosted("x"), incident="INC-20261121-777")
    story.write(UpdatePosted("x"), incident="")
    assert [refusal.reason for refusal in story.state.refusals] == [
        "no incident INC-20261121-777",
        "no incident was named",
    ]


def test_only_the_newest_refusals_are_kept() -> None:
    story = Story()
    events = [story.write(Entry(UpdatePosted("x"), "a", "INC-1").fact, incident="INC-1") for _ in range(50)]
    state = fold(events, keep=10)
    assert [refusal.event for refusal in state.refusals] == [event.key for event in events[-10:]]


def test_folding_at_once_and_step_by_step_come_to_the_same() -> None:
    story = told()
    story.write(Pinned("alice@host/1"))
    stepwise = EMPTY
    for event in story.events:
        stepwise = apply(stepwise, event)
    assert fold(story.events) == stepwise == story.state
    half = len(story.events) // 2
    assert fold(story.events[half:], fold(story.events[:half])) == stepwise
