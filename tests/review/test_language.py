"""Hints at blame, hindsight and what never happened: where they stand, and the better question."""

import pytest

from console.review.keep import seal
from console.review.language import hints, rules
from console.wiring.shipped import language


def document(text: str) -> str:
    body = f"# Postmortem\n\n<!-- warroom:keep lessons -->\n{text}\n<!-- /warroom:keep -->\n\nWe should have known.\n"
    return seal("INC-1", body)


def found(text: str, *people: str) -> list[tuple[int, str, str]]:
    return [(each.line, each.kind, each.words.lower()) for each in hints(document(text), language(), people)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("It was human error.", "blame", "human error"),
        ("The team Failed To check.", "blame", "failed to"),
        ("This was careless work.", "blame", "careless"),
        ("We should have seen it.", "hindsight", "should have"),
        ("Obviously the pool was full.", "hindsight", "obviously"),
        ("It could have been worse.", "counterfactual", "could have"),
        ("If only we had known.", "counterfactual", "if only"),
    ],
)
def test_words_of_blame_and_of_hindsight_are_found_where_people_wrote(text: str, kind: str, words: str) -> None:
    assert found(f"All was well.\n{text}") == [(6, kind, words)]


def test_a_hint_says_the_sentence_and_asks_a_better_question() -> None:
    (hint,) = hints(document("- First. Bob should have asked! Last."), language())
    assert hint.sentence == "Bob should have asked!"
    assert hint.part == "lessons"
    assert hint.ask == "What was known then, and what made another way look right?"


def test_what_somebody_did_is_hinted_at_only_behind_a_name() -> None:
    assert found("bob completely forgot the flag", "bob") == [(5, "blame", "bob completely forgot")]
    assert found("the cache forgot the flag", "bob") == []
    assert found("bob forgot the flag") == []


def test_code_and_what_the_log_says_itself_are_left_alone() -> None:
    assert found("```\nwe should have\n```\nthe flag `could have` is off; shoulder haven't") == []
    assert hints(seal("INC-1", "We should have known.\n"), language()) == ()


def test_every_rule_that_ships_asks_a_question() -> None:
    assert all(rule.words and "?" in rule.ask for rule in language())
    with pytest.raises(Exception, match="damaged"):
        rules({"hint": [{"kind": "blame"}]})
