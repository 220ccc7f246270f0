"""The whys as a tree, and what contributed: names, places, evidence, and what falls with what."""

import pytest

from console.incident import commands
from console.incident.asking_why import prompt
from console.incident.codec import decode, encode
from console.incident.contributing import find_category
from console.incident.errors import Refused
from console.incident.events import Event, FactorNamed, FactorSet, WhyAnswered, WhyStruck
from console.incident.factors import CATEGORIES, EXAMPLES, TRIGGER, accepted_factors
from console.incident.state import fold
from console.incident.whys import branches, first_question
from tests.incident.story import ID, Story

SEEN = ("alice@host/1",)


@pytest.fixture
def story() -> Story:
    found = Story()
    found.declare()
    return found


def _tree(story: Story) -> list[tuple[int, str, bool]]:
    return [(each.depth, each.why.id, each.holds) for each in branches(story.incident().whys)]


def test_one_why_has_several_answers_and_each_of_them_its_own(story: Story) -> None:
    story.do(commands.answer_whys, ID, ["the pool was full", "connections leak", "no test ran", "", "never read"])
    story.do(commands.answer_why, ID, "nobody saw it", "w1", asked="how")
    story.do(commands.answer_why, ID, "the cache was cold")
    assert _tree(story) == [(1, "w1", True), (2, "w2", True), (3, "w3", True), (2, "w4", True), (1, "w5", True)]
    assert story.incident().whys["w4"].asked == "how"
    assert [each.why.id for each in branches(story.incident().whys) if each.is_end] == ["w3", "w4", "w5"]
    with pytest.raises(Refused, match="No answer was given"):
        story.do(commands.answer_whys, ID, [" ", "more"])
    with pytest.raises(Refused, match="The answer is empty"):
        story.do(commands.answer_why, ID, "")
    with pytest.raises(Refused, match=r"there is no answer 'w9'\. Answers: w1 the pool was full; w2"):
        story.do(commands.answer_why, ID, "x", "w9")
    with pytest.raises(Refused, match="'when' is not asked"):
        story.do(commands.answer_why, ID, "x", asked="when")


def test_people_are_asked_five_deep_and_may_go_on(story: Story) -> None:
    assert prompt(story.incident()) == "Why did it come to this: Checkout errors?"
    story.do(commands.ask_why, ID, "Why did nobody notice?")
    assert first_question(story.incident().why_asked, "x") == prompt(story.incident()) == "Why did nobody notice?"
    story.do(commands.answer_whys, ID, [f"answer {number}" for number in range(1, 6)])
    assert prompt(story.incident(), "w1") == "Why 2 of 5: why did it come to this: answer 1?"
    assert prompt(story.incident(), "w5", "how") == "How 6: how did it come to this: answer 5?"


def test_an_answer_without_an_event_is_unsupported_and_what_was_struck_falls_with_all_below_it(story: Story) -> None:
    story.do(commands.answer_whys, ID, ["the pool was full", "connections leak", "no test ran"])
    assert all(each.is_unsupported for each in branches(story.incident().whys))
    story.do(commands.weigh, ID, "w1", "for", "alice@host/1", known=SEEN)
    with pytest.raises(Refused, match="'against' is not what an event can be to w1"):
        story.do(commands.weigh, ID, "w1", "against", "alice@host/1", known=SEEN)
    with pytest.raises(Refused, match="Say why w2 does not hold"):
        story.do(commands.strike_why, ID, "w2", " ")
    story.do(commands.strike_why, ID, "w2", "the pool does not leak")
    assert _tree(story) == [(1, "w1", True), (2, "w2", False), (3, "w3", False)]
    assert not any(each.is_unsupported for each in branches(story.incident().whys))
    with pytest.raises(Refused, match="w3 does not hold any more"):
        story.do(commands.answer_why, ID, "x", "w3")


def test_a_tree_that_is_a_thousand_deep_is_walked(story: Story) -> None:
    story.do(commands.answer_whys, ID, [f"answer {number}" for number in range(1_500)])
    assert [each.depth for each in branches(story.incident().whys)] == list(range(1, 1_501))


def test_two_consoles_that_answer_at_once_hang_each_answer_where_it_was_meant(story: Story) -> None:
    story.do(commands.answer_why, ID, "the pool was full")
    other = Story("bob@host", story.now + 1)
    other.state = story.state
    story.do(commands.answer_why, ID, "the cache was cold")
    other.do(commands.answer_whys, ID, ["a leak", "no test ran"], actor="bob")
    other.do(commands.answer_why, ID, "nobody looked", "w3", actor="bob")
    found = fold(_merged(story, other)).incidents[ID].whys
    shown = {each.text: found[each.under].text if each.under else "" for each in found.values()}
    assert shown == {
        "the pool was full": "",
        "the cache was cold": "",
        "a leak": "",
        "no test ran": "a leak",
        "nobody looked": "no test ran",
    }


def _merged(*stories: Story) -> tuple[Event, ...]:
    return tuple(sorted((event for each in stories for event in each.events), key=lambda event: event.order))


def test_a_factor_has_a_category_a_kind_and_tags_and_is_judged_by_a_person(story: Story) -> None:
    name = {"tags": ["Deploy"], "known_tags": ("deploy", "capacity"), "sort": "trigger"}
    story.do(commands.name_factor, ID, "2.4.1 went out on a Saturday", "proc", **name)
    factor = story.incident().factors["f1"]
    assert (factor.category, factor.sort, factor.tags, factor.state) == ("Process", TRIGGER, ("deploy",), "proposed")
    assert factor.is_unsupported
    story.do(commands.judge_factor, ID, "f1", "accepted")
    assert accepted_factors(story.incident().factors, TRIGGER) == [story.incident().factors["f1"]]
    with pytest.raises(Refused, match=r"f1 is accepted already\. Allowed next: proposed, struck"):
        story.do(commands.judge_factor, ID, "f1", "accepted")
    with pytest.raises(Refused, match="Say why f1 is struck"):
        story.do(commands.judge_factor, ID, "f1", "struck")
    story.do(commands.judge_factor, ID, "f1", "struck", "it went out on Friday")
    assert accepted_factors(story.incident().factors) == []
    assert not story.incident().factors["f1"].is_unsupported


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"category": "Weather"}, "'Weather' is no category. Categories: People, Process"),
        ({"category": "P"}, "'P' is no category"),
        ({"category": "Toolz"}, "did you mean 'Tools'?"),
        ({"sort": "cause"}, "'cause' is no kind of factor. Kinds: contributing, trigger, mitigating luck"),
        ({"tags": ["deplo"], "known_tags": ["deploy"]}, "'deplo' is no tag of a cause: did you mean 'deploy'?"),
    ],
)
def test_what_is_no_category_kind_or_tag_is_refused_with_those_that_are(
    story: Story, more: dict[str, object], words: str
) -> None:
    with pytest.raises(Refused, match=words.replace("?", r"\?")):
        story.do(commands.name_factor, ID, "x", **{"category": "Code", **more})


def test_the_parts_of_a_factor_can_be_changed(story: Story) -> None:
    story.do(commands.name_factor, ID, "one zone", "infra", sort="luck", accepted=True)
    story.do(commands.set_factor, ID, "f1", text="one zone only", category="external", sort="contributing")
    story.do(commands.set_factor, ID, "f1", tags=["capacity"], known_tags=["capacity"])
    factor = story.incident().factors["f1"]
    assert (factor.text, factor.category, factor.sort) == ("one zone only", "External", "contributing")
    assert (factor.tags, factor.state, factor.judged) == (("capacity",), "accepted", "alice")
    with pytest.raises(Refused, match="Say what is different about f1"):
        story.do(commands.set_factor, ID, "f1")


def test_every_category_that_ships_has_an_example_and_own_ones_are_found_too() -> None:
    assert set(EXAMPLES) == set(CATEGORIES)
    assert find_category("vendors", ("Vendors", "People")) == "Vendors"


def test_facts_of_whys_and_factors_survive_the_log_and_those_that_make_no_sense_change_nothing(story: Story) -> None:
    for fact in (
        WhyAnswered("w1", "x", under="w7"),
        WhyAnswered("w1", "x", asked="when"),
        WhyStruck("w1", "x"),
        FactorNamed("f1", "x", "Code", sort="cause"),
        FactorSet("f1", text="x", retagged=True, tags=("a", "b")),
    ):
        story.write(fact)
        assert (story.incident().whys, story.incident().factors) == ({}, {})
        assert decode(*encode(fact)) == fact


def test_a_cause_that_was_tagged_is_told_with_its_words_and_its_event(story: Story) -> None:
    event = story.do(commands.tag_cause, ID, "deploy", "web 2.4.1", known=["deploy"])
    incident = story.incident()
    assert (incident.cause, incident.cause_told, incident.cause_event) == ("deploy", "web 2.4.1", event.key)
