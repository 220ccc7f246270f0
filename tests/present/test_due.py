"""What is due next and what is late."""

import pytest

from console.incident import commands
from console.incident.events import Assessed
from console.present.due import due_items, due_line, due_table
from tests.incident.story import ID, START
from tests.present.scene import MINUTE, SECOND, an_incident, cells, context, row, snapshot
from widgets.values import Line, Tone


def text(line: Line) -> str:
    """What a line says."""
    return "".join(span.text for span in line)


def keys(severity: str) -> list[str]:
    """What is due in an incident that was just declared."""
    return [item.key for item in due_items(an_incident(severity).incident(), context(), START)]


def test_without_an_incident_nothing_is_due() -> None:
    table = due_table(snapshot(), context(), START)
    assert (table.rows, table.empty[0].text) == ((), "nothing is due")


def test_the_most_pressing_comes_first() -> None:
    items = due_items(an_incident().incident(), context(), START)
    assert [item.at for item in items] == sorted(item.at for item in items)
    assert {"update", "acknowledge", "roles"} <= {item.key for item in items}


def test_the_step_to_take_next_leads_and_goes_once_it_is_done() -> None:
    story = an_incident()
    assert cells(due_table(snapshot(story), context(), START), "guide:") == [
        "next: say that somebody has taken it",
        "g",
    ]
    story.do(commands.acknowledge, ID)
    assert cells(due_table(snapshot(story), context(), START), "guide:")[0] == "next: find out how bad it is"


def test_a_small_screen_says_in_one_line_what_is_due_beside_what_the_header_counts_down() -> None:
    story = an_incident()
    story.do(commands.give_task, ID, "bob", 2 * MINUTE, "ask support")
    label, first, *rest = due_line(snapshot(story), context(), story.now)
    assert text(label) == "Due"
    assert text(first) == "2m bob (asked): ask support"
    assert not any("status update" in text(part) or "acknowledge" in text(part) for part in rest)
    assert due_line(snapshot(), context(), START) == ()


def test_the_lowest_severity_asks_for_no_updates() -> None:
    assert "update" not in keys("SEV4")


def test_an_acknowledged_incident_asks_for_no_acknowledgement() -> None:
    story = an_incident()
    story.do(commands.acknowledge, ID)
    assert "acknowledge" not in [item.key for item in due_items(story.incident(), context(), story.now)]


def test_an_update_starts_the_timer_again() -> None:
    story = an_incident()
    story.wait(10 * MINUTE)
    story.do(commands.post_update, ID, "we are on it", "internal")
    update = next(item for item in due_items(story.incident(), context(), story.now) if item.key == "update")
    assert update.at == START + 25 * MINUTE


def test_a_resolved_incident_has_nothing_due_but_its_review() -> None:
    story = an_incident()
    story.do(commands.acknowledge, ID)
    story.move("identified", "mitigating", "monitoring", "resolved", reason="rolled back")
    assert [item.key for item in due_items(story.incident(), context(), story.now + 600 * MINUTE)] == ["review:"]


@pytest.mark.parametrize(
    ("after", "shown", "tone"),
    [
        (11 * MINUTE, "4m", Tone.MUTED),
        (12 * MINUTE, "3m", Tone.WARN),
        (15 * MINUTE, "0s late", Tone.BAD),
        (15 * MINUTE + 40 * SECOND, "40s late", Tone.BAD),
    ],
)
def test_what_is_due_turns_amber_at_eighty_percent_and_is_late_after(after: int, shown: str, tone: Tone) -> None:
    table = due_table(snapshot(an_incident()), context(), START + after)
    assert row(table, "update").cells[1] == (shown, tone)


def test_what_is_late_is_counted() -> None:
    assert due_table(snapshot(an_incident()), context(), START).badge.text == ""
    assert due_table(snapshot(an_incident()), context(), START + 6 * MINUTE).badge.text == "2 late"


def test_a_phase_of_the_checklist_is_named_by_its_minutes() -> None:
    table = due_table(snapshot(an_incident()), context(), START)
    steps = [cells(table, each.key)[0] for each in table.rows if each.key.startswith("phase:")]
    assert steps[0].startswith("steps 0-5 min: ")
    assert len(set(steps)) == len(steps)


def test_an_offer_that_nobody_answers_is_due_and_does_not_count_as_unfilled() -> None:
    story = an_incident("SEV3")
    story.do(commands.offer_role, ID, "technical", "bob")
    items = {item.key: item for item in due_items(story.incident(), context(), story.now)}
    assert items["offer:technical_lead"].text == "bob: take technical?"
    assert items["offer:technical_lead"].at == START + 5 * MINUTE
    assert items["roles"].text == "unfilled: communications"
    story.do(commands.accept_role, ID, actor="bob")
    assert "offer:technical_lead" not in [item.key for item in due_items(story.incident(), context(), story.now)]


def test_what_nobody_knows_yet_is_one_row_until_it_is_answered() -> None:
    story = an_incident()
    story.write(Assessed({"seen": "502", "services": "", "users": "", "reach": ""}))
    assert cells(due_table(snapshot(story), context(), START), "ask:") == [
        "find out: affected services and 1 more",
        "open",
    ]
    story.do(commands.answer, ID, {"services": "api"})
    assert cells(due_table(snapshot(story), context(), START), "ask:") == ["find out: users affected", "open"]
    story.do(commands.answer, ID, {"users": "10"})
    assert "ask" not in [each.key for each in due_table(snapshot(story), context(), START).rows]
