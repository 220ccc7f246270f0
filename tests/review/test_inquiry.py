"""The report of an investigation: every cited event quoted and with its hash, queries as they are, nothing invented."""

from markdown_it import MarkdownIt

from console.incident import commands
from console.papers.inquiry import render_inquiry
from console.review.inquiry import Inquiry, Query, Suggestion, cited_events
from tests.incident.story import ID, Story
from tests.review.reasoning import attacked, reasoned
from tests.review.stories import ATTACKS, GOLDEN, report

QUERIES = (
    Query("api prometheus", "error_rate", 'sum(rate(http_requests_total{code=~"5.."}[5m]))'),
    Query("web http", "http", "https://shop.example/health"),
)


def inquiry(story: Story) -> Inquiry:
    """What a story's log tells, with a query and a suggestion."""
    cited = {event.key: event for event in story.events if event.key in cited_events(story.incident())}
    suggestions = (Suggestion("ci@h/3", "web 2.4.1 went out", ("for: 5m before", "against: nothing known"), "h1"),)
    return Inquiry(report(story), cited, suggestions, QUERIES)


def test_the_report_is_that_of_the_golden_file() -> None:
    assert render_inquiry(inquiry(reasoned())) == (GOLDEN / "investigation.md").read_text(encoding="utf-8")


def test_every_event_that_something_rests_on_is_quoted_with_its_hash() -> None:
    story = reasoned()
    text = render_inquiry(inquiry(story))
    appendix = text.partition("## Appendix: cited events")[2]
    hashes = {event.key: event.hash for event in story.events}
    for name in cited_events(story.incident()):
        assert f"| `{name}` |" in appendix
        assert hashes[name] in appendix
    assert "the pool is full: 200 of 200 |" in appendix


def test_an_event_that_is_not_there_is_said_to_be_not_there() -> None:
    story = reasoned()
    text = render_inquiry(inquiry(story)._replace(cited={}))
    assert "| `alice@host/2` |  |  |  | not in this log |  |" in text


def test_an_incident_that_nobody_thought_about_says_so_everywhere() -> None:
    story = Story()
    story.declare()
    text = render_inquiry(Inquiry(report(story), {}))
    for said in (
        "none was accepted",
        "None was proposed.",
        "The log suggests none",
        "Nothing was ticked",
        "No event is",
    ):
        assert said in text
    assert "The configuration asks nothing of this kind." in text


def test_what_was_looked_at_is_told_with_who_looked() -> None:
    story = Story()
    story.declare()
    story.do(commands.set_item, ID, "look:dns-tls", "looked at: Names and certificates", "done", actor="bob")
    text = render_inquiry(Inquiry(report(story), {}))
    assert "| Names and certificates | done | bob | 2026-11-21 17:42:13 | `alice@host/2` |" in text


def test_hostile_texts_change_no_structure() -> None:
    text = render_inquiry(inquiry(attacked(ATTACKS)))
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    titles = [
        tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"
    ]
    assert titles == [
        "Question",
        "Root cause, trigger and whys",
        "Hypotheses",
        "Candidates",
        "What was looked at",
        "What changed",
        "What contributed",
        "What else is to be said",
        "Appendix: queries",
        "Appendix: cited events",
    ]
    html = [each.content for each in tokens if each.type == "html_block"]
    assert all(each.startswith("<!-- ") for each in html)
    assert text.count("\n<!-- warroom:keep") == text.count("\n<!-- /warroom:keep") == 1
