"""What helped, and what was learnt, in the JSON: as the log and people's own words say it, and nothing else."""

from console.incident import commands
from console.incident.clock import DAY
from console.incident.events import ActionMoved, MitigationSettled
from console.review.document import document, resolution
from console.review.keep import told
from tests.incident.story import ID, START, Story
from tests.review.stories import report


def acted(*steps: str) -> Story:
    story = Story()
    story.declare()
    for step in steps:
        story.write(ActionMoved("act-1", "rollback", "deploy/web", "prod", "shop", step))
    return story


def test_what_was_measured_to_help_is_the_mitigation_also_of_the_resolution() -> None:
    story = acted("executing", "executed", "verifying", "improved")
    assert document(report(story))["mitigation"] == {"immediate": "rollback deploy/web", "permanent": None}
    assert resolution(story.incident(), story.state.actions.values())["mitigation"] == "rollback deploy/web"


def test_what_changed_nothing_or_was_not_measured_is_no_mitigation() -> None:
    for last in ("unchanged", "worse", "unknown", "failed"):
        story = acted("executing", "executed", last)
        assert document(report(story))["mitigation"] == {"immediate": None, "permanent": None}


def test_for_good_is_what_stays_and_what_was_done_to_prevent_or_repair() -> None:
    story = acted("executing", "executed", "improved")
    story.write(MitigationSettled("act-1", "kept", "", "2.4.2 is the same"))
    for text, kind in (("a limit on retries", "prevent"), ("an alert", "detect"), ("a canary", "prevent")):
        story.do(commands.add_action_item, ID, text, owner="bob", due=START + DAY, type=kind)
    for item in ("a1", "a2"):
        story.do(commands.move_action_item, ID, item, "done", "it is there")
    assert document(report(story))["mitigation"]["permanent"] == "rollback deploy/web; a limit on retries"


def test_the_lessons_are_what_people_wrote_a_point_or_a_paragraph_each() -> None:
    body = "Watch the pool,\nnot the pods.\n\n- [ ] A canary\n  finds it.\n2. Two zones\n\n"
    words = ["Watch the pool, not the pods.", "A canary finds it.", "Two zones"]
    assert told(body) == words
    assert told("\n\n") == []
    made = report(acted())
    assert document(made, {"lessons": body})["post_mortem"]["lessons_learned"] == words
    assert document(made)["post_mortem"]["lessons_learned"] is None
