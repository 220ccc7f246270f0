"""The checklist by phases."""

from console.incident import commands
from console.present.checklist import checklist_table
from tests.incident.story import ID, START, Story, checklists
from tests.present.scene import MINUTE, an_incident, context, row, snapshot
from widgets.values import TableValue, Tone

ITEM = checklists()[0].phases[0].items[0]


def shown(story: Story, after: int = 0) -> TableValue:
    """The pane some time after the declaration."""
    return checklist_table(snapshot(story), context(), START + after)


def ticked(state: str, reason: str = "") -> Story:
    """An incident whose first item is in this state."""
    story = an_incident()
    story.do(commands.set_item, ID, ITEM.id, ITEM.title, state, reason)
    return story


def test_without_an_incident_the_checklist_says_when_it_opens() -> None:
    assert checklist_table(snapshot(), context(), START).empty[0].text == "opens with an incident"


def test_a_console_without_checklists_says_so() -> None:
    table = checklist_table(snapshot(an_incident()), context(checklists=()), START)
    assert table.empty[0].text == "none for this severity"


def test_the_phase_of_the_moment_stands_in_the_title() -> None:
    story = an_incident()
    assert [shown(story, after * MINUTE).title for after in (1, 7, 20, 60)] == [
        "Checklist  0-5 min",
        "Checklist  5-15 min",
        "Checklist  15-30 min",
        "Checklist  30+ min",
    ]


def test_every_state_has_a_box_of_its_own() -> None:
    stories = [an_incident(), *(ticked(state) for state in ("doing", "done", "n/a")), ticked("skipped", "not ours")]
    boxes = [row(shown(story), ITEM.id).cells[0].text for story in stories]
    assert boxes == ["[ ]", "[~]", "[x]", "[/]", "[-]"]


def test_what_was_skipped_says_why() -> None:
    assert row(shown(ticked("skipped", "not ours")), ITEM.id).cells[1].text == f"{ITEM.title} (not ours)"


def test_what_is_done_is_counted() -> None:
    total = sum(len(phase.items) for phase in checklists()[0].phases)
    assert shown(ticked("done")).badge.text == f"1/{total}"


def test_a_phase_that_is_over_says_how_late_it_is() -> None:
    heading = shown(an_incident(), 12 * MINUTE).rows[0]
    assert heading.key.startswith("#")
    assert heading.cells[1] == ("0-5 min  7m overdue", Tone.BAD)


def test_an_item_that_is_late_is_amber() -> None:
    assert row(shown(an_incident(), 4 * MINUTE), ITEM.id).cells[1].tone is Tone.PLAIN
    assert row(shown(an_incident(), 6 * MINUTE), ITEM.id).cells[1].tone is Tone.WARN
