"""Types of incidents: they are checked; a security incident has a codename, evidence, and is nobody else's business."""

import pytest

from console.incident import codenames, commands
from console.incident.errors import Refused
from console.incident.events import EvidenceNoted
from tests.incident.story import ID, Story

TYPES = ("operational", "security", "compliance", "data-loss")


def security() -> Story:
    """A security incident."""
    story = Story()
    story.declare(title="Somebody reads our mail", type="security")
    return story


def test_a_type_that_nobody_knows_is_refused_with_what_is_meant() -> None:
    with pytest.raises(Refused, match="did you mean 'security'"):
        Story().declare(type="securty")


def test_a_security_incident_gets_a_codename_and_others_get_none() -> None:
    story = security()
    assert story.incident().codename in codenames.WORDS
    assert story.incident().known_as == story.incident().codename
    story.declare("INC-20261121-002", title="Search is slow")
    assert story.incident("INC-20261121-002").known_as == "Search is slow"


def test_no_two_incidents_have_the_same_codename() -> None:
    story = Story()
    for number in range(len(codenames.WORDS) + 3):
        story.declare(f"INC-20261121-{number:03d}", type="security")
    names = [each.codename for each in story.state.incidents.values()]
    assert len(set(names)) == len(names)
    with pytest.raises(Refused, match="choose another"):
        story.declare("INC-20261122-001", type="security", codename=names[0].lower())


def test_an_incident_that_turns_out_to_be_one_becomes_restricted_and_needs_a_reason_to_be_none() -> None:
    story = Story()
    story.declare()
    story.do(commands.classify, ID, "security", types=TYPES)
    assert story.incident().codename
    with pytest.raises(Refused, match="needs a reason"):
        story.do(commands.classify, ID, "operational", types=TYPES)
    story.do(commands.classify, ID, "operational", "a false alarm", types=TYPES)
    assert story.incident().codename == ""


def test_a_codename_can_be_chosen_and_the_type_stays() -> None:
    story = security()
    story.do(commands.classify, ID, "security", types=TYPES, codename="Blue Door")
    assert (story.incident().type, story.incident().codename) == ("security", "Blue Door")
    with pytest.raises(Refused, match="already"):
        story.do(commands.classify, ID, "security", types=TYPES)


def test_evidence_that_was_taken_is_not_untaken_by_a_later_waiver() -> None:
    story = security()
    with pytest.raises(Refused, match="empty"):
        story.do(commands.note_evidence, ID, "taken", " ")
    with pytest.raises(Refused, match="not 'lost'"):
        story.do(commands.note_evidence, ID, "lost", "x")
    story.do(commands.note_evidence, ID, "taken", "image of api-1")
    story.do(commands.note_evidence, ID, "waived", "of the others")
    assert story.incident().evidence == "taken"
    story.write(EvidenceNoted("burnt", "x"))
    assert len(story.state.refusals) == 1


@pytest.mark.parametrize("audience", ["public", "customers"])
def test_nobody_outside_is_told_of_a_security_incident_by_default(audience: str) -> None:
    story = security()
    with pytest.raises(Refused, match="nobody outside"):
        story.do(commands.post_update, ID, "mail is read", audience)
    story.do(commands.post_update, ID, "mail is read", audience, forced=True)
    story.do(commands.post_update, ID, "we look at it", "internal")
    assert len(story.incident().updates) == 2


def test_a_security_incident_does_not_go_on_in_one_that_everybody_may_know_of() -> None:
    story = security()
    other = "INC-20261121-002"
    story.declare(other)
    with pytest.raises(Refused, match="would be open"):
        story.do(commands.merge, ID, other)
    with pytest.raises(Refused, match="would be open"):
        story.do(commands.mark_duplicate, ID, other)
    story.do(commands.classify, other, "security", types=TYPES)
    story.do(commands.merge, ID, other)
    assert story.incident().survivor == other
