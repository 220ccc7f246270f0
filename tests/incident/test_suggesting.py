"""Suggestions after a cause, and hints at words after which nobody can say when something is done."""

import pytest

from console.incident import commands
from console.incident.errors import Refused
from console.incident.priors import parse_priors
from console.incident.suggesting import draft_of, drafts, parse_suggestions, read_suggestions
from console.incident.toml_source import TomlSource
from console.incident.wording import hint_of, parse_weak
from tests.incident.story import DATA, ID, told

RULES = parse_suggestions((DATA / "suggestions.toml").read_text(), "suggestions.toml")
WEAK = parse_weak((DATA / "weak_verbs.toml").read_text(), "weak_verbs.toml")


def test_every_cause_that_ships_has_suggestions() -> None:
    tags = {prior.tag for prior in parse_priors((DATA / "priors.toml").read_text(), "priors.toml")}
    assert tags <= {tag for rule in RULES for tag in rule.tags}


def test_nothing_is_suggested_before_a_person_accepted_a_cause_and_what_was_taken_is_not_again() -> None:
    story = told()
    assert not drafts(RULES, story.incident())
    story.do(commands.tag_cause, ID, "deploy", known=["deploy"])
    found = drafts(RULES, story.incident())
    assert [each.suggestion.id for each in found] == ["canary", "rollback-drill", "release-test"]
    assert found[0].because == ("deploy",)
    assert not story.incident().action_items
    story.do(commands.add_action_item, ID, "a canary", source=found[0].suggestion.source)
    assert [each.suggestion.id for each in drafts(RULES, story.incident())] == ["rollback-drill", "release-test"]


def test_a_draft_is_found_by_its_number_and_its_name() -> None:
    story = told()
    story.do(commands.tag_cause, ID, "deploy", known=["deploy"])
    found = drafts(RULES, story.incident())
    assert draft_of(found, "2") == draft_of(found, "Rollback-Drill")
    with pytest.raises(Refused, match="'canery' is no suggestion: did you mean 'canary'"):
        draft_of(found, "canery")
    with pytest.raises(Refused, match="Nothing is suggested"):
        draft_of((), "1")


def test_a_rule_that_is_wrong_is_left_out_and_told_with_its_line() -> None:
    good = '[[suggestions]]\nid = "a"\ntags = ["x"]\ntext = "t"\n'
    bad = '[[suggestions]]\nid = "a"\ntags = "x"\ntext = "t"\ntype = "fix"\npercent = 3\n'
    source = TomlSource(f"{good}{bad}{good}", "own.toml")
    found = read_suggestions(source)
    assert found is not None
    assert [each.id for each in found] == ["a"]
    told_of = " ".join(source.mistakes)
    assert "own.toml:7: 'tags' is 'x'" in told_of
    assert "'type' is 'fix'" in told_of
    assert "unknown key 'percent'" in told_of
    assert "id 'a' occurs twice" in told_of


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Investigate the pool", "'investigate': when is that done?"),
        ("We should be  more careful with deploys", "'be more careful'"),
        ("Look into caching", "'look into'"),
        ("Improve monitoring", "'improve'"),
        ("Page on-call when the queue is older than 5 min", ""),
        ("Add a monitoring page", ""),
        ("Add a monitor for the age of the queue", ""),
        ("Ask ops to monitor the queue", "'monitor'"),
        ("Write the investigation into the runbook", ""),
    ],
)
def test_weak_words_are_hinted_at_with_a_better_form(text: str, word: str) -> None:
    hint = hint_of(text, WEAK)
    assert hint.startswith(word) if word else not hint


def test_accepted_factors_suggest_by_their_tags_and_categories_and_others_do_not() -> None:
    story = told()
    known = ["deploy", "coordination"]
    story.do(commands.name_factor, ID, "nobody commanded", "People", tags=["coordination"], known_tags=known)
    assert not drafts(RULES, story.incident())
    story.do(commands.name_factor, ID, "no alert", "Tools", tags=["deploy"], known_tags=known, accepted=True)
    found = {each.suggestion.id: each.because for each in drafts(RULES, story.incident())}
    assert (found["canary"], found["missing-alert"]) == (("deploy",), ("tools",))
    assert "handover-practice" not in found
