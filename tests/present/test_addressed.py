"""What others ask of the person at this console: told once, each in a sentence."""

from console.incident import commands
from console.present.addressed import asked_of
from console.present.due import due_line, due_table
from tests.incident.story import ID, Story
from tests.present.scene import MINUTE, an_incident, context, said, snapshot

BOB = context(actor="bob")


def told(story: Story) -> list[tuple[str, str]]:
    """What bob is told."""
    return [(each.text, each.command) for each in asked_of(snapshot(story), BOB, story.now).values()]


def test_who_is_offered_the_command_is_told_so_with_the_command_that_answers() -> None:
    story = an_incident()
    story.do(commands.offer_role, ID, "incident_commander", "bob")
    assert told(story) == [("alice offers you the command", "handover")]
    assert not asked_of(snapshot(story), context(), story.now)


def test_a_task_is_told_to_its_person_and_not_where_one_gave_it_to_oneself() -> None:
    story = an_incident()
    story.do(commands.give_task, ID, "bob", 5 * MINUTE, "ask support")
    story.do(commands.give_task, ID, "alice", 5 * MINUTE, "look at web")
    assert told(story) == [("alice asks you, due 17:47Z: ask support", "tasks")]
    assert not asked_of(snapshot(story), context(), story.now)


def test_a_proposal_is_told_to_all_others_and_an_objection_to_who_decides() -> None:
    story = an_incident()
    story.do(commands.propose, ID, "roll back web", "it began with it")
    assert told(story) == [("alice proposes to roll back web; 1m for objections: /object p1 WHY", "")]
    story.do(commands.object_to, ID, "p1", "no way back", by="bob")
    assert told(story) == []
    (asked,) = asked_of(snapshot(story), context(), story.now).values()
    assert asked.text == "bob objects to p1 (no way back): /take p1 WHY, or /withdraw p1 WHY"


def test_what_waits_for_who_sits_here_comes_before_what_is_late() -> None:
    story = an_incident()
    story.wait(30 * MINUTE)
    story.do(commands.give_task, ID, "bob", 5 * MINUTE, "ask support")
    _, first, *_ = due_line(snapshot(story), BOB, story.now)
    assert said(first) == "5m you (asked): ask support"
    assert due_table(snapshot(story), BOB, story.now).rows[0].key == "task:t1"
    assert said(due_line(snapshot(story), context(), story.now)[1]).endswith("late steps 0-5 min: 5 left")


def test_each_asking_is_told_anew() -> None:
    story = an_incident()
    story.do(commands.offer_role, ID, "incident_commander", "bob")
    first = set(asked_of(snapshot(story), BOB, story.now))
    story.do(commands.decline_role, ID, "incident_commander", "on a train", "bob")
    story.do(commands.offer_role, ID, "incident_commander", "bob")
    assert not first & set(asked_of(snapshot(story), BOB, story.now))
