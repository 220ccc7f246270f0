"""How the response went: each fact by a story worked out by hand, and nothing about a person."""

from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.deed import Deed
from console.incident.escalations import EscalationReached
from console.incident.rating import Rating
from console.review.markdown import render
from console.review.response import of_report, rated, response_json
from tests.hostile import HOSTILE
from tests.incident.story import ID, START, Story
from tests.review.stories import report


def _story() -> Story:
    """A SEV1 of 40 minutes: an update every 15 is due; one comes in time, one is missed."""
    story = Story()
    story.declare(severity="SEV1", started_at=START - 5 * MINUTE)
    story.do(commands.give_task, ID, "bob", 5 * MINUTE, "look at the pool", known=("bob",))
    story.do(commands.accept_task, ID, "t1", actor="bob")
    story.wait(2 * MINUTE)
    story.do(commands.end_task, ID, "t1", "done", "it was full", actor="bob")
    story.wait(8 * MINUTE)
    story.do(commands.post_update, ID, "we look at it")
    story.write(EscalationReached("pages", 1, ("dana",)))
    story.write(EscalationReached("pages", 2, ("erin",)))
    story.do(commands.answer_call, ID, "pages", 2, "erin", "acknowledged")
    story.do(commands.assign_role, ID, "ic", "bob")
    story.wait(30 * MINUTE)
    story.do(commands.set_item, ID, "assess", "Assess the impact", "done")
    story.do(commands.change_status, ID, "monitoring")
    story.do(commands.change_status, ID, "resolved", "rolled back")
    return story


def test_the_facts_are_counted() -> None:
    made = of_report(report(_story()))
    assert made.updates == (1, 3)  # due at 15 (came at 10), at 25 and at 40: the last two did not come
    assert made.handovers == 1
    assert made.calls == (1, 2)
    assert (made.tasks.kept, made.tasks.of) == (1, 1)
    assert made.items.of == made.items.done + made.items.skipped + made.items.settled + made.items.left


def test_without_the_severities_nothing_is_said_of_updates() -> None:
    made = response_json(report(_story())._replace(scheme=None))
    assert (made["response"]["updates_on_time"], made["response"]["updates_due"]) == (None, None)
    assert "| updates on time | n/a (the severities are not known) |" in render(report(_story())._replace(scheme=None))


def test_what_there_was_none_of_is_said_in_words_and_is_no_zero() -> None:
    story = Story()
    story.declare()
    text = render(report(story))
    for line in ("updates on time | none was due", "actions verified | none was done", "tasks kept | none was given"):
        assert f"| {line} |" in text


def _deed(id_: str, step: str, *, took: bool = True) -> Deed:
    made = Deed(id_, "rollback", "deploy/web", "prod", "shop", ID, step, START, START, "bob", "bob@host")
    return made._replace(took=took)


def test_an_action_counts_as_verified_only_where_a_verdict_says_what_it_did() -> None:
    deeds = (
        *(_deed(step, step) for step in ("improved", "unchanged", "worse", "unknown", "executed", "in doubt")),
        _deed("declined", "declined", took=False),
    )
    made = of_report(report(_story())._replace(deeds=deeds))
    assert made.acted == 6
    assert [each.step for each in made.unverified] == ["unknown", "executed", "in doubt"]
    text = render(report(_story())._replace(deeds=deeds))
    assert "| actions verified | 3 of 6 (50 %) |" in text
    assert "- rollback deploy/web: in doubt" in text


def test_skipped_items_stand_with_their_reasons() -> None:
    story = _story()
    phases = report(story).phases
    item = phases[0].items[0].item
    story.do(commands.set_item, ID, item.id, item.title, "skipped", "nobody could")
    made = of_report(report(story))
    assert made.items.skips == ((item.title, "nobody could"),)


def test_ratings_have_a_median_and_texts_in_no_order_that_tells_who() -> None:
    assert rated(()) == (0, None, ())
    one, two = Rating(4, "b", START, "x/1"), Rating(1, "a", START + 1, "y/1")
    assert rated((one, two)) == rated((two, one)) == (2, 2.5, ("a", "b"))
    assert rated((one, two, Rating(5, "", START, "z/1"))).median == 4


def test_what_people_wrote_is_inert_and_has_no_name() -> None:
    story = _story()
    for index, text in enumerate(HOSTILE.values()):
        story.do(commands.rate, ID, "3", f"<b>[x](javascript:y) {text[:300]}", actor=f"person-{index}")
    document = render(report(story))
    assert "<b>" not in document
    assert "[x](javascript" not in document
    assert "\x1b" not in document
    assert "person-" not in document
    assert f"**{len(HOSTILE)} rated it, median 3 of 5.**" in document
