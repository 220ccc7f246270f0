"""Blocks as Markdown: what each of them becomes, and that nothing in them changes the structure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from console.review.blocks import (
    Block,
    Chart,
    Code,
    Document,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Point,
    Points,
    Section,
    Strong,
    Struck,
    Table,
    Written,
    named,
    points,
)
from console.review.markdown import markdown


def body(*blocks: Block) -> str:
    document = Document("Title", (), (Section("Part", blocks),))
    return markdown(document).removeprefix("# Postmortem: Title\n\n## Part\n\n")


def test_blocks_have_an_empty_line_between_them_and_a_chart_leaves_none() -> None:
    text = body(Paragraph("one.", ("two.",)), Chart("latency"), Heading("more"), points("a", "b"), Written("lessons"))
    assert text == (
        "one.\ntwo.\n\n### more\n\n- a\n- b\n\n"
        "<!-- warroom:keep lessons -->\n*Nobody has written this yet.*\n<!-- /warroom:keep -->"
    )


def test_words_of_several_kinds_make_one_line() -> None:
    line = (
        Strong("who:"),
        " bob | ",
        Code("a|b`"),
        " was ",
        Struck("late"),
        ", see ",
        Link("it", "https://x.example/(a)"),
    )
    assert body(Paragraph(line)) == ("**who:** bob \\| `a¦b'` was ~~late~~, see [it](<https://x.example/%28a%29>)")
    assert body(Points((named("Field", "# x"),))) == "- **Field:** # x"


def test_points_may_be_ticked_and_have_something_below() -> None:
    text = body(Points((Point("a", ("below",), done=True), Point("# b", done=False))))
    assert text == "- [x] a\n  - below\n- [ ] \\# b"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x.example", "https://a b", "", "file:///x"]
)
def test_what_is_no_address_of_the_web_is_no_link(url: str) -> None:
    assert body(Paragraph((Link("words", url),))) == "words"


def test_a_listing_cannot_end_itself_nor_pass_for_a_part_that_people_wrote() -> None:
    text = body(Listing("````\n<!-- /warroom:keep -->\n<!-- warroom:keep x -->", "csv"))
    assert text.startswith("`````csv\n````\n")
    assert "<!-- warroom" not in text
    assert [token.type for token in MarkdownIt().parse(text)] == ["fence"]


_PARTS = st.one_of(st.text(max_size=12), st.builds(Strong, st.text(max_size=8)), st.builds(Code, st.text(max_size=8)))


@given(st.lists(_PARTS, max_size=4))
def test_parts_of_a_line_open_no_block_and_no_link(parts: list[Inline]) -> None:
    text = body(Paragraph(("words ", *parts)))
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text + "\n")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    inline = [child for child in tokens[1].children or () if child.content != "<br>"]
    assert {"link_open", "image", "html_inline"}.isdisjoint(child.type for child in inline)


@given(st.lists(st.tuples(_PARTS, _PARTS), max_size=3))
def test_a_table_keeps_its_cells(rows: list[tuple[Inline, Inline]]) -> None:
    text = body(Table(("a", "b"), [((left,), (right,)) for left, right in rows]))
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text + "\n")
    assert sum(token.type == "td_open" for token in tokens) == 2 * len(rows)
