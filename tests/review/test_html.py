"""The postmortem as a page: what it holds, that it leads from a citation to its row, and that it stays as it was."""

import re

import pytest

from console.papers.webpage import webpage
from console.review.blocks import (
    Block,
    Chart,
    Code,
    Document,
    Link,
    Listing,
    Paragraph,
    Point,
    Points,
    Section,
    Struck,
    Timeline,
)
from console.review.chronicle import chronicle
from console.review.handwriting import handwriting
from console.review.html import Look, page
from console.review.hypertext import Html, esc, tag
from console.review.keep import edited, incident_in
from tests.incident.story import ID
from tests.review.stories import STORIES, checkout, report


def body(*blocks: Block) -> str:
    text = page(Document("Title", (), (Section("Part", blocks),)), Look(""))
    return text.partition("<main")[2].partition("</h2>\n")[2].partition("</section>")[0]


@pytest.mark.parametrize("name", STORIES)
def test_the_same_log_gives_the_same_page_and_every_link_in_it_leads_somewhere(name: str) -> None:
    made = report(STORIES[name]())
    text = webpage(made, {}, "x.md")
    assert text == webpage(report(STORIES[name]()), {}, "x.md")
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(re.findall(r' id="([^"]+)"', text))
    shown = (each for each in chronicle(made) if isinstance(each, Timeline))
    assert {row.event for part in shown for row in part.rows} <= set(re.findall(r'<tr id="([^"]+)"', text))


def test_what_cites_an_event_leads_to_its_row() -> None:
    text = webpage(report(checkout()), {}, "x.md")
    decisions = text.partition("Decisions</h3>")[2].partition("</ul>")[0]
    assert '(<a class="event" href="#alice@host/7"><code>alice@host/7</code></a>)' in decisions


def test_a_page_is_one_file_that_loads_nothing() -> None:
    text = webpage(report(checkout()), {}, "x.md")
    assert "default-src 'none'" in text
    assert not re.search(r"<script|<img|<iframe|@import|src=|url\(", text)
    assert set(re.findall(r"<link ([^>]*)>", text)) == {'rel="icon" href="data:,"'}


def test_what_people_wrote_in_the_markdown_stands_in_the_page() -> None:
    text = webpage(report(checkout()), {"lessons": "# Watch\n\n**the pool** at [this](https://x.example)"}, "x.md")
    lessons = text.partition("Lessons</h2>")[2].partition("</section>")[0]
    assert "<h4>Watch</h4>" in lessons
    assert '<strong>the pool</strong> at <a href="https://x.example" rel="noopener' in lessons
    assert "What did we learn?" not in text
    assert "written into x.md" in text


def test_a_page_says_which_incident_it_is_about_and_shows_when_somebody_wrote_into_it() -> None:
    text = webpage(report(checkout()), {}, "x.md")
    assert incident_in(text) == ID
    assert edited(text) == ()
    assert [each.reason for each in edited(text.replace("Lessons", "Lesson"))] == [
        "the page was changed by hand; people write into the Markdown document"
    ]


def test_everything_that_is_not_html_already_is_escaped() -> None:
    assert tag("p", "a < b & c", Html("<b>c</b>"), class_="x\"'>") == (
        '<p class="x&quot;&#39;&gt;">a &lt; b &amp; c<b>c</b></p>'
    )
    assert esc("a\nb\x1b[2J") == "a\nb␛[2J"
    assert body(Paragraph(("one\ntwo", Struck("<s>")))) == "<p>one<br>two<s>&lt;s&gt;</s></p>"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "//x.example", "file:///etc"])
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    assert body(Paragraph((Link("words", url),))) == "<p>words</p>"
    assert "<a" not in handwriting(f"[words]({url}) <{url}>")
    assert "<img" not in handwriting("![x](https://x.example/a.png)")


def test_blocks_that_need_a_picture_or_room() -> None:
    assert body(Chart("web")) == ""
    assert body(Listing("a,b\n1,<2", "csv", "numbers")) == (
        "<details><summary>numbers</summary><pre><code>a,b\n1,&lt;2</code></pre></details>"
    )
    assert body(Points((Point("a", ("b",), done=True),))) == (
        '<ul class="ticked"><li class="done">a<ul><li>b</li></ul></li></ul>'
    )
    assert body(Paragraph((Code("elsewhere/1"),))) == "<p><code>elsewhere/1</code></p>"
