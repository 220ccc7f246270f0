"""A document laid out as lines of a width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.review.blocks import (
    Chart,
    Code,
    Document,
    Heading,
    Link,
    Listing,
    Paragraph,
    Point,
    Points,
    Section,
    Strong,
    Struck,
    Table,
    Timeline,
    Written,
    named,
)
from console.review.rows import Row
from console.screens.review.layout import beside, laid_out, shared
from widgets.paint import line_text, line_width
from widgets.values import Line, Span

NOON = 1_795_000_000_000


def a_document(*blocks: object) -> Document:
    return Document("Postmortem: web", (), (Section("Impact", tuple(blocks)),))  # type: ignore[arg-type]  # whatever blocks


def drawn(document: Document, width: int = 60) -> list[str]:
    return [line_text(line).rstrip() for line in laid_out(document, width)]


def test_a_table_stands_in_columns_and_folds_in_its_cells() -> None:
    table = Table(("what", "why"), [("web", "a " * 40), (("api ", Code("a/1")), "short")])
    shown = drawn(a_document(table), 40)
    assert shown[4].split() == ["what", "why"]
    assert shown[5].startswith("web      a a")
    assert shown[6].startswith("         a a"), "what is folded stays in its column"
    assert shown[-1] == "api a/1  short"


def test_a_table_without_room_stands_below_each_other() -> None:
    table = Table(("what", "who", "when", "why"), [("web", "alice", "12:00", ""), ("api", "bob", "12:01", "it fell")])
    shown = drawn(a_document(table), 30)
    assert shown[4:7] == ["what: web", "who: alice", "when: 12:00"]
    assert "why: it fell" in shown
    assert "why:" not in shown[7]


def test_points_hang_and_boxes_are_ticked() -> None:
    shown = drawn(a_document(Points((named("Users", "many"), Point("done", ("below",), done=True)))), 60)
    assert shown[4:] == ["• Users: many", "[x] done", "    - below"]


def test_a_timeline_tells_the_day_once_and_cites_every_event() -> None:
    rows = (
        Row(NOON, "alice@host/1", "alice", "note", "first"),
        Row(NOON + 60_000, "alice@host/2", "alice", "note", "second", pinned=True),
        Row(NOON + 120_000, "bob@host/1", "bob", "role", "third", ("refused: too late",), refused=True),
    )
    shown = drawn(a_document(Timeline(rows)), 70)
    assert sum("(UTC)" in line for line in shown) == 1
    assert shown[5].endswith("alice: note first  alice@host/1")
    assert "pinned: second" in shown[6]
    assert "[refused] third" in shown[7]


def test_diagrams_are_shown_as_text_and_pictures_are_not() -> None:
    shown = drawn(
        a_document(Listing("a  b\n c", "text"), Listing("graph TD", "mermaid"), Chart("error rate"), Written("x"))
    )
    assert "a  b" in shown
    assert "graph TD" not in "\n".join(shown)
    assert any("Nobody has written this yet" in line for line in shown)


def test_links_show_where_they_lead_and_headings_stand_out() -> None:
    shown = drawn(a_document(Heading("Roles"), Paragraph((Link("the graph", "https://x.example/g"),))))
    assert "Roles" in shown
    assert "the graph <https://x.example/g>" in shown


def test_secrets_and_escapes_never_reach_the_screen() -> None:
    document = a_document(Paragraph("token s3cret \x1b[31mred"), Table(("a",), [((Strong("s3cret"),),)]))
    lines = laid_out(document, 60, lambda text: text.replace("s3cret", "[removed]"))
    text = "\n".join(map(line_text, lines))
    assert "s3cret" not in text
    assert "\x1b" not in text


@given(st.lists(st.integers(0, 300), min_size=1, max_size=8), st.integers(8, 200))
def test_columns_never_need_more_room_than_there_is(natural: list[int], room: int) -> None:
    widths = shared(natural, room)
    assert sum(widths) <= max(room, len(natural))
    assert all(width <= max(1, wanted) for width, wanted in zip(widths, natural, strict=True))


@given(st.lists(st.text("ab é漢\t\x1b[", max_size=80), min_size=2, max_size=5), st.integers(20, 100))
def test_no_line_is_wider_than_the_width(cells: list[str], width: int) -> None:
    rows = [tuple(cells)]
    document = a_document(
        Table(tuple(f"c{at}" for at in range(len(cells))), rows),
        Paragraph(tuple(cells)),
        Points((Point(cells[0], tuple(cells)),)),
        Timeline((Row(NOON, "a/1", cells[0], "note", cells[1]),)),
    )
    assert all(line_width(line) <= width + 2 for line in laid_out(document, width)), "two for the gap of a last column"


@pytest.mark.parametrize("struck", [Struck("no"), Strong("yes")])
def test_every_kind_of_words_is_drawn(struck: Struck | Strong) -> None:
    assert struck.text in "\n".join(drawn(a_document(Paragraph((struck,)))))


def test_cells_beside_each_other_are_filled() -> None:
    row: list[Line] = [(Span("a"),), (Span("b"),)]
    assert [line_text(line) for line in beside(row, [3, 2])] == ["a    b   "]
