"""The hypothesis board: moves with reasons, evidence by event, and that a root cause is what a person accepted."""

from pathlib import Path

import pytest

from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.codec import decode, encode
from console.incident.errors import Refused
from console.incident.events import Event, HypothesisAdded, HypothesisMoved, HypothesisSet, Weighed
from console.incident.hypotheses import ACCEPTED, MOVES, PROPOSED, REFUTED, SUPPORTED, TESTING, root_causes
from console.incident.state import fold
from console.incident.weighing import parse_confidence
from tests.incident.story import ID, Story

SEEN = ("alice@host/1",)


@pytest.fixture
def story() -> Story:
    found = Story()
    found.declare()
    found.do(commands.add_hypothesis, ID, "2.4.1 leaks connections", owner="bob", confidence=60)
    return found


def _move(story: Story, *states: str) -> None:
    for each in states:
        story.wait(MINUTE)
        story.do(commands.move_hypothesis, ID, "h1", each, "so it is")


def test_a_hypothesis_has_a_test_an_owner_and_a_confidence_that_can_be_changed_and_taken_away(story: Story) -> None:
    story.do(commands.set_hypothesis, ID, "H1", test="roll back one pod", confidence=80, component="web")
    found = story.incident().hypotheses["h1"]
    assert (found.test, found.owner, found.confidence, found.component) == ("roll back one pod", "bob", 80, "web")
    story.do(commands.set_hypothesis, ID, "h1", test="", owner="", confidence=parse_confidence("none"))
    found = story.incident().hypotheses["h1"]
    assert (found.test, found.owner, found.confidence, found.text) == ("", "", None, "2.4.1 leaks connections")
    assert story.events[-1].fact.summary() == "h1 test: none; owner: none; confidence: none"
    with pytest.raises(Refused, match="Say what is different about h1"):
        story.do(commands.set_hypothesis, ID, "h1")


@pytest.mark.parametrize("before", MOVES)
@pytest.mark.parametrize("after", MOVES)
def test_the_table_says_which_moves_there_are_and_a_refusal_names_them(story: Story, before: str, after: str) -> None:
    way = {
        PROPOSED: (),
        TESTING: (TESTING,),
        SUPPORTED: (SUPPORTED,),
        REFUTED: (REFUTED,),
        ACCEPTED: (ACCEPTED,),
    }
    _move(story, *way[before])
    if after in MOVES[before]:
        _move(story, after)
        assert story.incident().hypotheses["h1"].state == after
        return
    with pytest.raises(Refused, match=f"Allowed next: {', '.join(MOVES[before])}"):
        _move(story, after)


def test_a_move_needs_a_reason_unless_the_board_says_it_already(story: Story) -> None:
    for after, words in ((TESTING, "how is it tested"), (REFUTED, "what speaks against"), (ACCEPTED, "root cause")):
        with pytest.raises(Refused, match=words):
            story.do(commands.move_hypothesis, ID, "h1", after)
    story.do(commands.set_hypothesis, ID, "h1", test="roll back one pod")
    story.do(commands.move_hypothesis, ID, "h1", TESTING)
    story.do(commands.weigh, ID, "h1", "against", "alice@host/1", "it began before", known=SEEN)
    story.do(commands.move_hypothesis, ID, "h1", REFUTED)
    with pytest.raises(Refused, match="Say why h1 is testing"):  # what was decided is not undone without a word
        story.do(commands.move_hypothesis, ID, "h1", TESTING)
    assert [each.state for each in story.incident().hypotheses["h1"].steps] == [PROPOSED, TESTING, REFUTED]


def test_evidence_is_an_event_that_exists_and_the_newest_word_on_it_counts(story: Story) -> None:
    with pytest.raises(Refused, match="no event 'bob@host/9' in this log"):
        story.do(commands.weigh, ID, "h1", "for", "bob@host/9", known=())
    story.do(commands.weigh, ID, "h1", "for", " alice@host/1 ", "the pool was full", known=SEEN)
    story.do(commands.weigh, ID, "h1", "against", "alice@host/1", "it was full before", known=SEEN)
    found = story.incident().hypotheses["h1"]
    assert [(each.event, each.side, each.why) for each in found.evidence] == [
        ("alice@host/1", "against", "it was full before")
    ]
    assert found.evidence[0].said == story.events[-1].key
    story.do(commands.weigh, ID, "h1", "neither", "alice@host/1", known=())
    assert story.incident().hypotheses["h1"].evidence == ()
    with pytest.raises(Refused, match=r"is no evidence of h1\. Evidence: none"):
        story.do(commands.weigh, ID, "h1", "neither", "alice@host/1", known=SEEN)
    with pytest.raises(Refused, match=r"There is no 'h9' in .* There are: h1"):
        story.do(commands.weigh, ID, "h9", "for", "alice@host/1", known=SEEN)
    with pytest.raises(Refused, match="'with' is not what an event can be to h1"):
        story.do(commands.weigh, ID, "h1", "with", "alice@host/1", known=SEEN)


def test_only_what_a_person_accepted_is_a_root_cause_and_without_evidence_it_is_unsupported(story: Story) -> None:
    _move(story, SUPPORTED)
    assert root_causes(story.incident().hypotheses) == []
    with pytest.raises(Refused, match="'nobody' is nobody"):
        story.do(commands.move_hypothesis, ID, "h1", ACCEPTED, "it is", by="nobody")
    story.do(commands.move_hypothesis, ID, "h1", ACCEPTED, "the pool filled each time", by="dana")
    (cause,) = root_causes(story.incident().hypotheses)
    assert (cause.last.by, cause.is_unsupported) == ("dana", True)
    story.do(commands.weigh, ID, "h1", "for", "alice@host/1", known=SEEN)
    assert not root_causes(story.incident().hypotheses)[0].is_unsupported
    _move(story, TESTING)  # taken back, with a reason
    assert root_causes(story.incident().hypotheses) == []


def test_the_same_hypothesis_is_not_proposed_twice_and_the_review_may_propose_one_after_the_end(story: Story) -> None:
    with pytest.raises(Refused, match=r"h1 says so already \(proposed\)"):
        story.do(commands.add_hypothesis, ID, "2.4.1 LEAKS connections")
    story.move("mitigating", "monitoring", "resolved", reason="rolled back")
    story.do(commands.add_hypothesis, ID, "the pool is too small")
    assert list(story.incident().hypotheses) == ["h1", "h2"]
    for text in ("", " \n "):
        with pytest.raises(Refused, match="The hypothesis is empty"):
            story.do(commands.add_hypothesis, ID, text)


def test_a_confidence_is_a_whole_percent() -> None:
    assert [parse_confidence(each) for each in ("60", " 60 % ", "0", "100", "", "none")] == [60, 60, 0, 100, None, -1]
    for text in ("101", "-1", "6.5", "sixty", "²"):
        with pytest.raises(Refused, match="expected a whole percent from 0 to 100"):
            parse_confidence(text)


def _two(first: Story) -> Story:
    """Another console that has seen the same events, and writes a little later."""
    other = Story("bob@host", first.now + 1)
    other.state = first.state
    return other


def _merged(*stories: Story) -> tuple[Event, ...]:
    return tuple(sorted((event for story in stories for event in story.events), key=lambda event: event.order))


def test_two_consoles_that_propose_at_once_both_keep_what_they_said(story: Story) -> None:
    other = _two(story)
    story.do(commands.add_hypothesis, ID, "the cache is cold")
    other.do(commands.add_hypothesis, ID, "the database is slow", actor="bob")
    other.do(commands.weigh, ID, "h2", "for", "alice@host/1", "slow queries", known=SEEN, actor="bob")
    found = fold(_merged(story, other)).incidents[ID].hypotheses
    assert {name: each.text for name, each in found.items()} == {
        "h1": "2.4.1 leaks connections",
        "h2": "the cache is cold",
        "h3": "the database is slow",
    }
    assert [each.why for each in found["h3"].evidence] == ["slow queries"]
    assert found["h2"].evidence == ()


def test_of_two_moves_at_once_the_first_counts_and_the_other_is_told_why_not(story: Story) -> None:
    other = _two(story)
    story.do(commands.move_hypothesis, ID, "h1", REFUTED, "it began before")
    late = other.do(commands.move_hypothesis, ID, "h1", ACCEPTED, "it fits", actor="bob")
    state = fold(_merged(story, other))
    assert state.incidents[ID].hypotheses["h1"].state == REFUTED
    refusal = state.refusal_of([late.key])
    assert refusal is not None
    assert refusal.reason == "h1 was refuted by then"


def test_facts_that_make_no_sense_change_nothing_and_survive_the_log(story: Story) -> None:
    story.do(commands.note, ID, "what a fact means that names no event is not what was made just before it")
    for fact in (
        HypothesisMoved("h9", PROPOSED, TESTING, "why"),
        HypothesisMoved("h1", PROPOSED, "proven", "why"),
        HypothesisMoved("h1", PROPOSED, ACCEPTED),
        Weighed("h1", "beside", "alice@host/1"),
        Weighed("x1", "for", "alice@host/1"),
    ):
        before = story.state.incidents
        story.write(fact)
        assert story.state.incidents == before
        kind, text, data = encode(fact)
        assert decode(kind, text, data) == fact
    odd = HypothesisAdded("h1", "odd", confidence=900, evidence=(("for", "a/1", "x"), ("for",), ("maybe", "a/2", "")))
    story.write(odd)
    assert decode(*encode(odd)) == odd
    found = story.incident().hypotheses["h2"]
    assert (found.confidence, [each.event for each in found.evidence]) == (None, ["a/1"])


def test_the_documented_table_is_the_one_that_holds() -> None:
    text = (Path(__file__).parents[2] / "docs/review.md").read_text(encoding="utf-8")
    found = {
        cells[0]: tuple(cells[1].split(", "))
        for line in text.splitlines()
        if line.startswith("| ") and len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 3
    }
    assert {state: found.get(state) for state in MOVES} == dict(MOVES)


def test_what_was_accepted_is_not_put_into_other_words_and_another_console_cannot_either(story: Story) -> None:
    _move(story, ACCEPTED)
    with pytest.raises(Refused, match=r"accepted as it reads: alice would have accepted other words\. Take it back"):
        story.do(commands.set_hypothesis, ID, "h1", text="somebody slept")
    story.do(commands.set_hypothesis, ID, "h1", component="web")  # what the words are about may be said later
    story.write(HypothesisSet("h1", text="somebody slept"), actor="eve")
    assert [each.text for each in root_causes(story.incident().hypotheses)] == ["2.4.1 leaks connections"]
    assert story.state.refusals[-1].reason == "h1 was accepted by then, and somebody accepted its words"


def test_a_cause_that_is_taken_back_takes_the_tag_with_it_that_was_given_for_it(story: Story) -> None:
    _move(story, ACCEPTED)
    tags = ("deploy", "capacity")
    story.do(commands.tag_cause, ID, "deploy", "2.4.1 leaks connections", known=tags)
    _move(story, REFUTED)
    assert (story.incident().cause, story.incident().cause_told) == ("", "")
    _move(story, TESTING, ACCEPTED)
    story.do(commands.tag_cause, ID, "capacity", "the pool is too small", known=tags)
    _move(story, REFUTED)
    assert story.incident().cause == "capacity"


def test_nobody_accepts_no_root_cause_whoever_wrote_the_log(story: Story) -> None:
    story.write(HypothesisMoved("h1", PROPOSED, ACCEPTED, "so it is", by="Everybody"))
    assert root_causes(story.incident().hypotheses) == []
    assert "'Everybody' is nobody" in story.state.refusals[-1].reason
