"""`warroom decide`, object, take, withdraw."""

import json

from tests.cli.line import Line


def kinds(warroom: Line) -> list[str]:
    return [json.loads(line)["type"] for line in warroom("events").out.splitlines()]


def test_a_decision_is_one_event_as_it_always_was(warroom: Line) -> None:
    warroom.declared()
    assert warroom("decide", "roll back", "--because", "it began with it", "--pin").status == 0
    assert kinds(warroom) == ["declared", "decision"]


def test_rejected_options_are_kept_and_stand_in_the_export(warroom: Line) -> None:
    warroom.declared()
    said = warroom("decide", "roll back", "--option", "wait", "--rejected", "scale: too slow", "--revisit", "30m")
    assert said.status == 0, said.err
    assert kinds(warroom) == ["declared", "decision.proposed", "decision.taken"]
    document = warroom("export", "--format", "md", "-o", "-").out
    assert "- not chosen: wait" in document
    assert "- not chosen: scale (too slow)" in document


def test_a_rejected_option_needs_its_why_and_a_duration_has_to_be_one(warroom: Line) -> None:
    warroom.declared()
    assert 'write it as "scale up: too slow"' in warroom("decide", "x", "--rejected", "scale").err
    assert "soon" in warroom("decide", "x", "--revisit", "soon").err
    assert kinds(warroom) == ["declared"]


def test_a_proposal_waits_is_objected_to_and_taken_all_the_same(warroom: Line) -> None:
    warroom.declared()
    warroom("decide", "fail over", "--objections", "1m")
    assert "p1 can be taken in 1m" in warroom("take", "p1").err
    assert warroom("object", "p1", "the replica", "is behind", "--by", "bob").status == 0
    warroom.clock.advance(61)
    said = warroom("take", "p1")
    assert (said.status, "bob objects to p1: the replica is behind" in said.err) == (1, True)
    assert warroom("take", "p1", "--despite", "it has caught up").status == 0
    assert "p1 is taken already" in warroom("withdraw", "p1").err
    assert kinds(warroom)[-3:] == ["decision.proposed", "decision.objected", "decision.taken"]


def test_a_proposal_is_withdrawn(warroom: Line) -> None:
    warroom.declared()
    warroom("decide", "fail over", "--objections", "1m")
    assert warroom("withdraw", "p1", "--because", "it came back").status == 0
    assert "- withdrawn: it came back" in warroom("export", "--format", "md", "-o", "-").out
