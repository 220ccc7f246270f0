import json

from console.incident import commands
from console.incident.clock import MINUTE
from console.review.brief import LAST_EVENTS, Brief, brief, brief_json, brief_markdown
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
    assert "- **Status:** investigating, 00:42:00 since it began at 2026-11-21T17:32:13.000Z" in text
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
    assert "00:14:30 since it began" in brief_markdown(value)
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
