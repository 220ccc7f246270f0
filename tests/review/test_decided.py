"""Decisions and the cause in the documents of an incident."""

import json

import jsonschema

from console.incident import commands
from console.incident.clock import MINUTE
from console.review.document import render_json
from console.review.markdown import render
from tests.incident.story import DATA, ID, Story
from tests.review.stories import report

SCHEMA = json.loads((DATA / "schemas" / "incident.schema.json").read_text())


def decided() -> Story:
    """A decision that was taken in spite of an objection, one that was withdrawn, and one that nobody took."""
    story = Story()
    story.declare()
    rejected = [("scale <web>", "too slow")]
    story.do(commands.propose, ID, "roll back", "it fits", options=["wait"], rejected=rejected, again=30 * MINUTE)
    story.do(commands.object_to, ID, "p1", "data was migrated", by="bob")
    story.wait(MINUTE)
    story.do(commands.take, ID, "p1", despite="it can be read")
    story.do(commands.propose, ID, "fail over")
    story.do(commands.withdraw, ID, "p2", "the replica is behind")
    story.do(commands.propose, ID, "tell the press")
    story.do(commands.tag_cause, ID, "deploy", known=["deploy"])
    return story


def test_the_postmortem_says_below_each_proposal_what_became_of_it() -> None:
    text = render(report(decided()))
    below = [line.strip() for line in text.splitlines() if line.startswith("  - ")]
    assert below == [
        "- 2026-11-21 17:42:13 bob objected: data was migrated",
        "- 2026-11-21 17:43:13 decided by alice: roll back, in spite of the objection: it can be read",
        "- not chosen: wait",
        "- not chosen: scale &lt;web> (too slow)",
        "- to be looked at again at 2026-11-21 18:13:13",
        "- withdrawn: the replica is behind",
        "- never decided",
    ]
    assert "Accepted cause: deploy" in text


def test_the_json_has_all_of_it_in_its_schema() -> None:
    made = json.loads(render_json(report(decided())))
    jsonschema.Draft202012Validator(SCHEMA).validate(made)
    details = made["details"]
    assert details["cause"] == "deploy"
    assert [each["state"] for each in details["decisions"]] == ["taken", "withdrawn", "proposed"]
    assert details["decisions"][0]["not_chosen"] == [
        {"option": "wait", "why": None},
        {"option": "scale <web>", "why": "too slow"},
    ]


def test_a_proposal_that_nobody_decided_is_an_open_question_once_it_is_over() -> None:
    story = decided()
    assert "What became of p3?" not in render(report(story))
    story.move("monitoring", "resolved", reason="it is well")
    assert "What became of p3? It was proposed and neither taken nor withdrawn." in render(report(story))
