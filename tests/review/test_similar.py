"""What resembles what: points by hand, reasons for each, and nothing where nothing is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.incident import commands
from console.incident.clock import DAY
from console.incident.errors import Refused
from console.incident.events import HealthChanged
from console.incident.searching import CauseTagged
from console.review.fingerprints import Fingerprint, gather, signal, words
from console.review.similar import LEAST, compare, similar, similar_json
from tests.hostile import HOSTILE
from tests.incident.story import Story

_TEXTS = st.frozensets(st.sampled_from(["a", "b", "c"]))
_PRINTS = st.builds(Fingerprint, _TEXTS, _TEXTS, st.sampled_from(["", "deploy", "load"]), _TEXTS, st.just("security"))


def _id(number: int) -> str:
    return f"INC-20261121-{number:03d}"


def test_the_points_are_those_of_the_formula() -> None:
    one = Fingerprint(frozenset({"web", "api"}), frozenset({"web: error rate"}), "deploy", frozenset({"pay"}), "x")
    other = Fingerprint(frozenset({"web"}), frozenset({"web: error rate"}), "deploy", frozenset({"pay", "slow"}), "y")
    # services 40 x 1/2, cause 25, words 20 x 1/2, signals 10 x 1, another type
    assert compare(one, other) == (65, ("services web", "cause deploy", "words pay", "signals web: error rate"))


@given(_PRINTS, _PRINTS)
def test_it_is_the_same_both_ways_never_over_a_hundred_and_every_point_has_a_reason(
    one: Fingerprint, other: Fingerprint
) -> None:
    points, why = compare(one, other)
    assert compare(other, one) == (points, why)
    assert 0 <= points <= 100
    assert bool(points) == bool(why)


def test_what_nobody_knows_resembles_nothing() -> None:
    points, _ = compare(Fingerprint(type="operational"), Fingerprint(type="operational"))
    assert points < LEAST


def _three() -> Story:
    story = Story()
    for number, (title, service, cause) in enumerate(
        (("Checkout fails", "web", "deploy"), ("Search is slow", "search", "load"), ("Checkout is down", "web", "")), 1
    ):
        story.declare(_id(number), title=title, started_at=story.now)
        story.write(HealthChanged(service, "ok", "down", f"error rate {number} % over 5 %"), incident="")
        if cause:
            story.write(CauseTagged(cause), incident=_id(number))
            story.do(commands.change_status, _id(number), "monitoring")
            story.do(commands.change_status, _id(number), "resolved", "rolled back")
        story.wait(DAY)
    return story


def test_a_past_incident_is_found_with_what_both_have_in_common() -> None:
    story = _three()
    (found,) = similar(gather(story.events), _id(3), story.now)
    assert found.incident.id == _id(1)
    assert found.why[0] == "services web"
    assert "words checkout" in found.why
    assert similar_json([found])[0]["summary"] == "rolled back"
    assert similar(gather(story.events), _id(1), story.now) == ()  # the later ones are not its past
    with pytest.raises(Refused, match="No incident INC-1"):
        similar(gather(story.events), "INC-1", story.now)


def test_drills_and_what_was_none_are_not_found() -> None:
    story = _three()
    for number, purpose in ((4, "drill"), (5, "incident")):
        story.declare(_id(number), title="Checkout fails", purpose=purpose)
    story.do(commands.change_status, _id(5), "cancelled", "it was none")
    story.declare(_id(6), title="Checkout fails")
    found = {each.incident.id for each in similar(gather(story.events), _id(6), story.now)}
    assert not found & {_id(4), _id(5)}


def test_a_codename_hides_title_summary_and_document() -> None:
    story = _three()
    story.do(commands.classify, _id(1), "security", "an intruder", types=("operational", "security"))
    for each in similar_json(similar(gather(story.events), _id(3), story.now)):
        assert each["title"] != "Checkout fails"
        assert each["summary"] is None
        assert each["document"] is None


def test_a_signal_has_no_numbers_and_words_tell_something() -> None:
    assert signal("web", "error rate 9 % over 5 %") == signal("web", "error rate 12.5 % over 5 %")
    assert signal("web", "500") == ""
    assert words("The checkout fails for SOME users") == {"checkout", "fails", "users"}


def test_hostile_titles_and_reasons_are_only_words() -> None:
    story = Story()
    for number, text in enumerate(HOSTILE.values(), 1):
        story.write(HealthChanged(f"web{text[:50]}", "ok", "down", text[:500]), incident="")
        story.declare(_id(number), title=f"Checkout {text[:150]}")
    for each in similar(gather(story.events), _id(len(HOSTILE)), story.now):
        assert each.points >= LEAST
