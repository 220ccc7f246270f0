"""The timeline of a document: what gets a row, and what is told elsewhere."""

from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.events import HealthChanged
from console.review.blocks import Paragraph, Timeline
from console.review.chronicle import chronicle
from tests.incident.story import ID, Story
from tests.review.stories import report


def _story() -> Story:
    story = Story()
    story.declare()
    story.wait(MINUTE)
    return story


def _rows(story: Story) -> list[str]:
    return [row.text for part in chronicle(report(story)) if isinstance(part, Timeline) for row in part.rows]


def _told(story: Story) -> list[str]:
    return [str(part.line) for part in chronicle(report(story)) if isinstance(part, Paragraph)]


def test_a_moment_without_sight_gets_no_row_and_is_counted() -> None:
    story = _story()
    story.write(HealthChanged("web", "ok", "unknown", "no answer"), actor="warroom")
    story.wait(MINUTE // 2)
    story.write(HealthChanged("web", "unknown", "ok"), actor="warroom")
    assert not [text for text in _rows(story) if text.startswith("web")]
    assert _told(story) == ["Once a check was blind for less than a minute and found its service as before: no rows."]


def test_what_was_otherwise_after_a_blind_moment_has_its_rows() -> None:
    story = _story()
    story.write(HealthChanged("web", "ok", "unknown", "no answer"), actor="warroom")
    story.write(HealthChanged("web", "unknown", "down"), actor="warroom")
    assert [text for text in _rows(story) if text.startswith("web")] == [
        "web ok -> unknown: no answer",
        "web unknown -> down",
    ]
    assert _told(story) == []


def test_a_service_that_was_long_out_of_sight_has_its_rows() -> None:
    story = _story()
    story.write(HealthChanged("web", "ok", "unknown"), actor="warroom")
    story.wait(2 * MINUTE)
    story.write(HealthChanged("web", "unknown", "ok"), actor="warroom")
    assert [text for text in _rows(story) if text.startswith("web")] == ["web ok -> unknown", "web unknown -> ok"]


def test_what_is_written_after_the_end_stands_in_its_own_part_and_is_counted() -> None:
    story = _story()
    story.do(commands.complain, ID, 3, "zendesk")
    story.do(commands.change_status, ID, "monitoring")
    story.do(commands.change_status, ID, "resolved", "rolled back")
    story.wait(MINUTE)
    story.do(commands.complain, ID, 2, "mail")
    found = _rows(story)
    assert "3 complaints from zendesk" in found
    assert "2 complaints from mail" not in found
    assert _told(story) == [
        "One event of the follow-up after the end has no row here: complaint. The parts about it tell it."
    ]
