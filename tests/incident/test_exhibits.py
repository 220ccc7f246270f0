"""Exhibits: their names, what counts as taken, and who had them."""

import pytest

from console.incident import commands
from console.incident.errors import Refused
from console.incident.exhibits import ExhibitHandled, ExhibitKept, ExhibitMissed
from tests.incident.story import ID, Story

A, B = "a" * 64, "a" * 11 + "b" * 53


def kept(
    sha256: str = A, size: int = 5, exhibit: str = "", errors_sha256: str = "", errors_size: int = 0
) -> ExhibitKept:
    return ExhibitKept(
        exhibit,
        "auth.log",
        sha256,
        size,
        "file copy",
        "/var/log/auth.log",
        "web-1",
        "warroom",
        "1",
        1,
        2,
        errors_sha256=errors_sha256,
        errors_size=errors_size,
    )


def secret() -> Story:
    story = Story()
    story.declare(type="security")
    return story


def test_each_piece_gets_the_next_name_and_counts_as_evidence_taken() -> None:
    story = secret()
    story.do(commands.keep_exhibits, ID, [kept(A), kept(B)], [ExhibitMissed("processes", "exec", "not done")])
    incident = story.incident()
    assert [(each.id, each.kept.sha256) for each in incident.exhibits.values()] == [("e1", A), ("e2", B)]
    assert incident.evidence == "taken"
    assert [each.what for each in incident.missed] == ["processes"]


def test_nothing_at_all_is_kept_as_a_fact_and_is_no_evidence_yet() -> None:
    story = secret()
    story.do(commands.keep_exhibits, ID, [kept(size=0)])
    assert "e1" in story.incident().exhibits
    assert story.incident().evidence == ""
    story.do(commands.keep_exhibits, ID, [kept(size=0, errors_sha256=B, errors_size=3)])
    assert story.incident().evidence == "taken"


def test_the_same_content_twice_is_two_acquisitions() -> None:
    story = secret()
    story.do(commands.keep_exhibits, ID, [kept()])
    story.do(commands.keep_exhibits, ID, [kept()])
    assert list(story.incident().exhibits) == ["e1", "e2"]


def test_who_viewed_it_and_who_has_it_is_known_and_needs_a_purpose() -> None:
    story = secret()
    story.do(commands.keep_exhibits, ID, [kept()])
    story.do(commands.handle_exhibit, ID, "e1", "viewed")
    story.do(commands.handle_exhibit, ID, A[:8], "transferred", "case 4711", to="D. Lee")
    found = story.incident().exhibits["e1"]
    assert [each.how for each in found.custody] == ["viewed", "transferred"]
    assert found.holder == "D. Lee"
    with pytest.raises(Refused, match="what e1 is exported for"):
        story.do(commands.handle_exhibit, ID, "e1", "exported")
    with pytest.raises(Refused, match="to whom"):
        story.do(commands.handle_exhibit, ID, "e1", "transferred", "because")


def test_an_exhibit_is_named_by_the_digits_that_only_it_begins_with() -> None:
    story = secret()
    story.do(commands.keep_exhibits, ID, [kept(A), kept(B)])
    incident = story.incident()
    assert commands.exhibit_of(incident, " E2 ").kept.sha256 == B
    assert commands.exhibit_of(incident, A[:12]).id == "e1"
    with pytest.raises(Refused, match="several begin with 'aaaa'"):
        commands.exhibit_of(incident, "aaaa")
    with pytest.raises(Refused, match=r"e1 auth\.log; e2 auth\.log"):
        commands.exhibit_of(incident, "e9")


def test_two_consoles_that_chose_one_name_get_two_and_their_handling_stays_apart() -> None:
    story = secret()
    story.write(kept(A, exhibit="e1"))
    story.write(kept(B, exhibit="e1"))
    first, second = story.incident().exhibits.values()
    assert (first.id, second.id) == ("e1", "e2")
    story.write(ExhibitHandled("e1", "viewed", kept=second.event))
    assert [len(each.custody) for each in story.incident().exhibits.values()] == [0, 1]


def test_what_is_no_hash_or_no_handling_is_refused_by_the_state() -> None:
    story = secret()
    story.write(kept("../../etc/passwd"))
    assert not story.incident().exhibits
    story.write(kept(A, exhibit="e1"))
    story.write(ExhibitHandled("e1", "eaten"))
    story.write(ExhibitHandled("e9", "viewed"))
    assert not story.incident().exhibits["e1"].custody
    assert len(story.state.refusals) == 3
