"""Links to what stands elsewhere: which addresses may be one, and what the state keeps."""

import pytest

from console.incident import commands
from console.incident.errors import Refused
from console.incident.links import LinkNoted
from tests.incident.story import ID, Story

URL = "https://ci.example/builds/42"


def declared() -> Story:
    story = Story()
    story.declare()
    return story


def test_a_link_is_kept_with_its_kind_and_title_and_can_be_added_after_the_end() -> None:
    story = declared()
    story.do(commands.add_link, ID, URL, "Log", "the build", actor="bob")
    story.move("monitoring", "resolved", reason="well")
    story.do(commands.add_link, ID, URL, "log", "the failed build")
    (found,) = story.incident().links.values()
    assert (found.sort, found.url, found.title) == ("log", URL, "the failed build")
    assert (found.by, found.event) == ("bob", "alice@host/2")
    assert story.events[1].fact.summary() == f"log: the build {URL}"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("javascript:alert(1)", "no address of the web"),
        ("data:text/html,x", "no address of the web"),
        ("ci.example/42", "no address of the web"),
        ("https://", "no address of the web"),
        ("https://ci.example/a b", "no address of the web"),
        ("https://[::1", "no address of the web"),
        (f"https://ci.example/{'x' * 2001}", "at most 2000"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        declared().do(commands.add_link, ID, url, "log")


def test_an_unknown_kind_a_repetition_and_a_drop_without_a_reason_are_refused() -> None:
    story = declared()
    with pytest.raises(Refused, match="did you mean 'graph'"):
        story.do(commands.add_link, ID, URL, "grap")
    story.do(commands.add_link, ID, URL, "log", "the build")
    with pytest.raises(Refused, match="alice added"):
        story.do(commands.add_link, ID, URL, "log")
    with pytest.raises(Refused, match="Say why"):
        story.do(commands.drop_link, ID, URL, " ")
    with pytest.raises(Refused, match=f"Links: {URL}"):
        story.do(commands.drop_link, ID, f"{URL}1", "another")
    story.do(commands.drop_link, ID, URL, "another build")
    assert story.incident().links == {}
    assert story.events[-1].fact.summary() == f"no link: {URL}: another build"


def test_a_link_that_is_dropped_twice_by_two_consoles_is_refused_the_second_time() -> None:
    story = declared()
    story.write(LinkNoted("log", URL, withdrawn="x"))
    assert story.state.refusals[-1].reason == "it was no link by then"
