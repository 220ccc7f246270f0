"""Action items as a pane and a list, and what is due after an incident."""

from console.incident import commands
from console.incident.clock import DAY
from console.incident.events import Exported, PostmortemMoved, ReviewScheduled
from console.present.due import due_table
from console.present.follow_up import action_table, choices, follows, list_title, review_line
from tests.incident.story import ID, Story, schemes, told
from tests.present.scene import cells, context, said, snapshot
from widgets.values import Tone

SCHEME = schemes()["sev1-4"]


def followed() -> Story:
    """A resolved incident with an item that is done, one that is late and one without owner and date."""
    story = told()
    story.do(commands.add_action_item, ID, "Write the test", owner="bob", due=story.now + 30 * DAY, priority="low")
    story.do(commands.add_action_item, ID, "Page on-call", owner="alice", due=story.now + DAY, type="detect")
    story.do(commands.add_action_item, ID, "Tidy\x1b[2J up")
    story.do(commands.move_action_item, ID, "a1", "done", "in web 2.4.2")
    story.wait(2 * DAY)
    return story


def test_the_pane_has_what_is_left_first_and_says_what_is_late_and_what_is_lacking() -> None:
    story = followed()
    table = action_table(story.incident(), story.now)
    assert [row.key for row in table.rows] == ["a2", "a3", "a1"]
    assert cells(table, "a2")[:3] == ["a2", "Page on-call", "alice"]
    assert (cells(table, "a2")[-1], table.badge) == ("overdue", ("1 late", Tone.BAD))
    assert cells(table, "a3")[2:4] == ["no owner", "no due date"]
    assert "\x1b" not in cells(table, "a3")[1]
    assert [column.name for column in table.columns if not column.drop] == ["id", "action", "state"]


def test_without_items_it_says_how_one_is_written() -> None:
    story = told()
    assert said(action_table(story.incident(), story.now).empty).endswith("/action TEXT")
    assert not action_table(None, story.now).rows


def test_the_list_says_where_each_stands_and_what_came_of_it() -> None:
    story = followed()
    rows = {row.key: row for row in choices(story.incident(), story.now)}
    assert rows["a1"].detail.endswith(". in web 2.4.2")
    assert (rows["a2"].label, rows["a2"].tone) == ("a2 · alice · Page on-call", Tone.BAD)
    assert list_title(story.incident(), story.now) == (
        "3 action items: 2 open (1 overdue, 1 without a due date), 1 done (1 within 30 days)"
    )


def test_the_due_pane_reminds_of_the_review_and_of_items_in_their_last_days() -> None:
    story = followed()
    rows = {row.key: row for row in due_table(snapshot(story), context(), story.now).rows}
    assert rows["review:"].cells[0].text == "write the postmortem (e), then review it"
    assert (rows["action:a2"].cells[0].text, rows["action:a2"].cells[1].text) == ("you: a2 Page on-call", "1d late")
    assert "action:a3" not in rows
    story.write(Exported("md", "x.md"))
    story.write(PostmortemMoved("draft", "in_review"))
    assert next(each.text for each in follows(story.incident(), SCHEME, story.now)) == "finish the review"
    story.write(PostmortemMoved("in_review", "reviewed"))
    assert [each.item for each in follows(story.incident(), SCHEME, story.now)] == ["a2"]


def test_the_line_of_the_review_says_state_meeting_deadline_and_readers() -> None:
    story = told()
    story.write(ReviewScheduled(story.now + DAY, people=("bob",)))
    line = said(review_line(story.incident(), SCHEME, story.now))
    assert line.startswith("Postmortem draft, meeting ")
    assert ", to be reviewed in " in line
    assert line.endswith(", not written yet")
    story.write(Exported("md", "x.md"))
    story.write(PostmortemMoved("draft", "reviewed", reviewers=("dana",)))
    assert said(review_line(story.incident(), SCHEME, story.now)) == "Postmortem reviewed, read by dana"
