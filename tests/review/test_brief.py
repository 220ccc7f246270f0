import json

from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.sizing import Assessed
from console.review.brief import LAST_EVENTS, Brief, Call, brief, brief_json, brief_markdown
from tests.incident.story import ID, START, Story, told
from tests.review.stories import checkout


def _brief(story: Story) -> Brief:
    return brief(story.state, story.incident(), story.now, scheme=story.scheme, events=story.events)


def test_a_brief_says_how_bad_since_when_who_and_what_is_due() -> None:
    story = Story()
    story.declare(started_at=START - 10 * MINUTE)
    story.do(commands.assign_role, ID, "comms", "carol")
    story.wait(32 * MINUTE)
    text = brief_markdown(_brief(story))
    assert text.startswith(f"# SEV2 {ID} Checkout errors\n")
    assert "- **Status:** investigating, 42m since it began at 2026-11-21T17:32:13.000Z" in text
    assert "- **Incident commander:** alice" in text
    assert "- **Communications:** carol" in text
    assert "- **Unfilled:** technical, operations, security" in text
    assert "- **Acknowledge due:** 17:57:13Z (17m late)" in text
    assert "- **Update due:** 18:12:13Z (2m late)" in text
    assert "- **Goal due:** 19:32:13Z (in 1h 18m)" in text


def test_the_last_events_are_shown_the_newest_last() -> None:
    value = _brief(checkout())
    assert len(value.rows) == LAST_EVENTS
    assert value.rows[-1].text == "monitoring -> resolved: web was rolled back to 2.4.0"


def test_a_resolved_incident_has_nothing_due_and_its_time_stands_still() -> None:
    story = told()
    story.wait(60 * MINUTE)
    value = _brief(story)
    assert (value.due, value.unfilled) == ((), ())
    assert "14m since it began" in brief_markdown(value)
    assert "rolled back web" in brief_markdown(value)


def test_the_same_is_there_as_json() -> None:
    made = brief_json(_brief(checkout()), lambda text: text.replace("carol", "C."))
    assert made["incident"]["id"] == ID
    assert made["commander"] == "dana"
    assert {role["person"] for role in made["roles"]} == {"dana", "C."}
    assert made["services"] == {"api": "ok"}
    assert len(made["last_events"]) == LAST_EVENTS
    assert json.loads(json.dumps(made)) == made


def test_a_brief_without_events_and_promises_is_one_too() -> None:
    story = Story()
    story.declare(severity="SEV4")
    text = brief_markdown(brief(story.state, story.incident(), story.now))
    assert "due" not in text
    assert text.endswith("## Last events\n\nNone.\n\nAs of 2026-11-21T17:42:13.000Z.\n")


def test_a_brief_carries_the_short_hash_of_the_newest_event_to_many_people() -> None:
    story = checkout()
    events = [*story.events[:-1], story.events[-1]._replace(hash="0123456789abcdef" * 4)]
    value = brief(story.state, story.incident(), story.now, events=events)
    assert brief_markdown(value).endswith(f", log up to `{events[-1].key}` `0123456789ab`.\n")
    assert brief_json(value)["head"] == {"event": events[-1].key, "hash": "0123456789ab"}


def test_who_works_on_a_restricted_incident_reads_all_of_its_brief_and_a_chat_does_not() -> None:
    story = Story()
    story.declare(title="A key was leaked", type="security", codename="amber fox")
    story.do(commands.note, ID, "the key is in the build log")
    value = brief(story.state, story.incident(), story.now, scheme=story.scheme, events=story.events)
    assert "build log" not in brief_markdown(value)
    assert "build log" in brief_markdown(value, inside=True)


def test_an_objection_that_waits_for_an_answer_stands_with_the_next_decision() -> None:
    story = Story()
    story.declare()
    story.do(commands.propose, ID, "fail over db")
    story.write(commands.object_to(story.state, ID, "p1", "replicas lag", actor="bob"))
    assert "- p1 fail over db (bob objects: replicas lag; answer it first)" in brief_markdown(_brief(story))
    assert brief_json(_brief(story))["next_decision"] == [
        "p1 fail over db (bob objects: replicas lag; answer it first)"
    ]


def test_calls_that_are_due_stand_under_what_is_due() -> None:
    story = Story()
    story.declare()
    late = _brief(story)._replace(calls=(Call("call dana +44 20 7946 0002", story.now - 2 * MINUTE),))
    assert "- **Due:** ☏ call dana +44 20 7946 0002 (2m late)" in brief_markdown(late)
    assert brief_json(late)["due"][-1]["what"] == "call dana +44 20 7946 0002"
    assert brief_json(late)["due"][-1]["late"]


def test_what_the_triage_answered_stands_with_its_event_and_is_not_asked_again() -> None:
    story = Story()
    story.declare()
    story.write(Assessed({"users": "", "impact": ""}))
    story.do(commands.answer, ID, {"reach": "10 to 50 %", "data_risk": "yes", "business": "no"})
    text = brief_markdown(_brief(story))
    assert "users hit: 10 to 50 % (`alice@host/" in text
    assert "- **Not known yet:** customer impact\n" in text
