"""Tasks in the Due pane and in their list, and what a call-out says."""

from console.incident import commands
from console.present.due import due_table
from console.present.tasks import call_out, call_outs, choices, headline
from tests.incident.story import ID, START, Story
from tests.present.scene import MINUTE, an_incident, context, snapshot
from widgets.values import Tone


def tasked(*people: str) -> Story:
    story = an_incident()
    for person in people:
        story.do(commands.give_task, ID, person, 5 * MINUTE, "check the pool")
    return story


def test_an_open_task_stands_in_the_due_pane_and_says_whether_it_was_accepted() -> None:
    story = tasked("bob", "alice")
    rows = {row.key: row for row in due_table(snapshot(story), context(), START).rows}
    assert rows["task:t1"].cells[0].text == "bob (asked): check the pool"
    assert rows["task:t2"].cells[0].text == "you: check the pool"
    story.do(commands.end_task, ID, "t1", "done")
    assert "task:t1" not in {row.key for row in due_table(snapshot(story), context(), START).rows}


def test_the_list_has_open_tasks_first_with_how_they_stand() -> None:
    story = tasked("bob", "alice")
    story.do(commands.end_task, ID, "t1", "done", "full")
    story.wait(6 * MINUTE)
    mine, bobs = choices(story.incident(), story.now)
    assert (mine.key, mine.tone, mine.detail.startswith("1m late")) == ("t2", Tone.BAD, True)
    assert (bobs.tone, bobs.detail.endswith(". full")) == (Tone.OK, True)
    assert headline(story.incident(), story.now) == "Tasks: 1 open, promises kept 1 of 2"


def test_a_call_out_comes_every_ten_minutes_while_it_is_live() -> None:
    story = tasked()
    assert [call_outs(story.incident(), START + at * MINUTE) for at in (0, 9, 10, 25)] == [0, 0, 1, 2]
    story.move("monitoring", "resolved", reason="back")
    assert call_outs(story.incident(), START + 25 * MINUTE) == 0


def test_a_call_out_says_how_long_it_lasts_and_what_nobody_did() -> None:
    story = tasked("alice")
    said = call_out(story.incident(), story.scheme, START + 20 * MINUTE)
    assert said.startswith("20 minutes in: SEV1, investigating; late: alice, check the pool; the update is 5m late;")
    assert "nobody is communications and 5 more" in said
