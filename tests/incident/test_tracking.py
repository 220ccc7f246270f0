"""Tracks of work: a lead, a question, and reports that come in time; and how many people one person leads."""

import pytest

from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.errors import Refused
from console.incident.state import fold
from console.incident.tracking import Asked, direct_reports, parse_track, running
from console.incident.tracks import TrackClosed, TrackOpened, TrackReported
from tests.incident.story import ID, START, Story

ASKED = Asked("alpha", "bob", 10 * MINUTE, "why is the pool full")


@pytest.fixture
def story() -> Story:
    found = Story()
    found.declare()
    return found


def test_a_track_is_understood_as_people_type_it() -> None:
    assert parse_track("alpha @bob 10m why is the pool full") == ASKED
    for text in ("", "alpha", "alpha bob 10m why", "alpha @bob 10m", "alpha @bob soon why"):
        with pytest.raises(Refused):
            parse_track(text)


def test_a_report_sets_the_time_of_the_next(story: Story) -> None:
    story.do(commands.open_track, ID, ASKED)
    assert story.incident().tracks["alpha"].due == START + 10 * MINUTE
    story.wait(4 * MINUTE)
    story.do(commands.report_track, ID, "Alpha", "it leaks")
    track = story.incident().tracks["alpha"]
    assert (track.due, track.last, track.reports) == (START + 14 * MINUTE, "it leaks", 1)
    story.do(commands.report_track, ID, "alpha", "it leaks more", span=MINUTE)
    assert story.incident().tracks["alpha"].due == START + 5 * MINUTE
    story.wait(MINUTE)
    story.do(commands.report_track, ID, "alpha", "the same")
    assert story.incident().tracks["alpha"].due == START + 6 * MINUTE


def test_a_track_ends_with_what_it_found_and_its_name_is_free_again(story: Story) -> None:
    story.do(commands.open_track, ID, ASKED)
    with pytest.raises(Refused, match="needs what it found: why is the pool full"):
        story.do(commands.close_track, ID, "alpha", " ")
    story.do(commands.close_track, ID, "alpha", "2.4.1 leaks")
    assert running(story.incident()) == []
    with pytest.raises(Refused, match=r"No track alpha goes on\. Tracks: none"):
        story.do(commands.report_track, ID, "alpha", "more")
    story.do(commands.open_track, ID, ASKED)
    assert [each.name for each in running(story.incident())] == ["alpha"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (ASKED._replace(name="a b"), "is no name of a track"),
        (ASKED._replace(name="@bob"), "is no name of a track"),
        (ASKED._replace(name="x" * 31), "is no name of a track"),
        (ASKED._replace(lead="someone"), "a track needs one person"),
        (ASKED._replace(lead="alise"), "did you mean 'alice'"),
        (ASKED._replace(question="  "), "The question is empty"),
        (ASKED._replace(span=25 * 60 * MINUTE), "at least once a day"),
    ],
)
def test_a_track_that_makes_no_sense_is_refused(story: Story, asked: Asked, words: str) -> None:
    with pytest.raises(Refused, match=words):
        story.do(commands.open_track, ID, asked)


def test_one_name_is_one_track(story: Story) -> None:
    story.do(commands.open_track, ID, ASKED)
    with pytest.raises(Refused, match="runs, led by bob"):
        story.do(commands.open_track, ID, ASKED._replace(lead="dana"))
    with pytest.raises(Refused, match="did you mean 'alpha'"):
        story.do(commands.report_track, ID, "alhpa", "x")


def test_of_two_consoles_the_later_one_changes_nothing(story: Story) -> None:
    story.write(TrackOpened("alpha", "bob", "why", START, MINUTE))
    story.write(TrackClosed("alpha", "found"))
    story.write(TrackReported("alpha", "late", START, MINUTE))
    story.write(TrackClosed("alpha", "found again"))
    assert story.incident().tracks["alpha"].last == "found"
    assert len(story.state.refusals) == 2
    assert fold(story.events) == story.state


def test_two_tracks_of_one_name_are_both_there_and_a_report_is_of_the_one_it_means(story: Story) -> None:
    first = story.write(TrackOpened("alpha", "bob", "why", START, MINUTE))
    other = story.write(TrackOpened("alpha", "dana", "since when", START, MINUTE))
    story.write(TrackReported("alpha", "since noon", START, MINUTE, other.key))
    story.write(TrackClosed("alpha", "the pool", first.key))
    assert [(each.name, each.lead, each.last) for each in story.incident().tracks.values()] == [
        ("alpha", "bob", "the pool"),
        ("alpha-2", "dana", "since noon"),
    ]
    story.write(TrackOpened("alpha", "carol", "again", START, MINUTE))
    story.write(TrackReported("alpha", "of the first", START, MINUTE, first.key))
    assert story.state.refusals[-1].reason == "the track alpha was over by then"


def test_who_has_a_role_or_leads_a_track_reports_to_the_commander_once(story: Story) -> None:
    story.do(commands.assign_role, ID, "technical", "bob")
    story.do(commands.assign_role, ID, "scribe", "alice")
    story.do(commands.assign_role, ID, "observer", "cara")
    story.do(commands.assign_role, ID, "sme", "dana")
    story.do(commands.open_track, ID, ASKED)
    story.do(commands.open_track, ID, Asked("beta", "erin", MINUTE, "since when"))
    assert direct_reports(story.incident()) == {"bob", "dana", "erin"}
