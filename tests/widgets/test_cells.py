"""Widths, columns and windows: the pure geometry."""

from hypothesis import given
from hypothesis import strategies as st

from widgets.cells import cells, clip, clip_middle, pad
from widgets.columns import Fitted, fit
from widgets.paint import line_text, line_width, strokes, wrapped
from widgets.style import palette
from widgets.text import safe_text
from widgets.values import Column, Row, Span
from widgets.window import Window

TEXT = st.text(max_size=40).map(safe_text)


@given(TEXT, st.integers(0, 30))
def test_a_padded_text_has_exactly_the_width(text: str, width: int) -> None:
    for align in ("left", "right", "center"):
        assert cells(pad(text, width, align)) == width


def test_a_clipped_text_says_so() -> None:
    assert clip("checkout errors", 9) == "checkout…"
    assert clip("漢字漢字", 5) == "漢字…"
    assert clip("abc", 3) == "abc"
    assert clip("abc", 1) == "…"
    assert clip("abc", 0) == ""


@given(st.lists(TEXT, max_size=4), st.integers(1, 30))
def test_drawn_spans_fill_the_width_exactly(texts: list[str], width: int) -> None:
    drawn = strokes(tuple(map(Span, texts)), width, palette("dark"))
    assert sum(cells(segment.text) for segment in drawn) == width


@given(st.lists(TEXT, max_size=4), st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_no_word(texts: list[str], width: int) -> None:
    line = tuple(map(Span, texts))
    lines = wrapped(line, width)
    assert all(line_width(one) <= width for one in lines)
    assert "".join(map(line_text, lines)).replace(" ", "") == line_text(line).replace(" ", "")


def rows(*texts: tuple[str, ...]) -> tuple[Row, ...]:
    return tuple(Row(str(at), tuple(map(Span, row))) for at, row in enumerate(texts))


def test_columns_that_matter_less_leave_first() -> None:
    columns = (Column("glyph", 1), Column("name", grow=True), Column("value"), Column("why", drop=1))
    table = rows(("!", "checkout", "6.1 %", "5 of 6 probes"), ("o", "db", "12 ms", ""))
    assert [at for at, _ in fit(columns, table, 60)[0]] == [0, 1, 2, 3]
    assert [at for at, _ in fit(columns, table, 20)[0]] == [0, 1, 2]


def test_the_column_that_grows_takes_what_is_left() -> None:
    columns = (Column("name", grow=True), Column("value"))
    fitted, gap = fit(columns, rows(("api", "ok")), 30)
    assert fitted == [Fitted(0, 26), Fitted(1, 2)]
    assert gap == 2


def test_a_column_without_any_text_takes_no_room() -> None:
    columns = (Column("name"), Column("note"))
    assert fit(columns, rows(("api", "")), 30)[0] == [Fitted(0, 3)]


@given(
    st.lists(st.tuples(st.integers(0, 12), st.booleans(), st.integers(0, 2)), min_size=1, max_size=5),
    st.lists(st.integers(0, 30), min_size=1, max_size=5),
    st.integers(0, 80),
)
def test_columns_never_take_more_than_there_is(
    shapes: list[tuple[int, bool, int]], lengths: list[int], width: int
) -> None:
    columns = tuple(Column("", least, grow=grow, drop=drop) for least, grow, drop in shapes)
    table = rows(tuple("x" * lengths[at % len(lengths)] for at in range(len(columns))))
    fitted, gap = fit(columns, table, width)
    if len(fitted) > 1:
        assert sum(size for _, size in fitted) + gap * (len(fitted) - 1) <= max(width, 2 * len(fitted))


def test_the_cursor_stays_on_the_screen() -> None:
    window = Window().moved(7, 20, 5)
    assert window == Window(7, 3)
    assert window.moved(-6, 20, 5) == Window(1, 1)
    assert window.paged(1, 20, 5) == Window(11, 7)
    assert window.moved(100, 20, 5) == Window(19, 15)
    assert Window(19, 15).fitted(3, 5) == Window(2, 0)
    assert Window(3, 0).fitted(0, 5) == Window(0, 0)


def test_the_wheel_takes_the_cursor_along_at_the_edge() -> None:
    assert Window(4, 0).scrolled(3, 20, 5) == Window(4, 3)
    assert Window(4, 0).scrolled(6, 20, 5) == Window(6, 6)
    assert Window(19, 15).scrolled(-9, 20, 5) == Window(10, 6)


@given(st.integers(0, 500), st.integers(1, 40), st.integers(0, 600))
def test_the_thumb_is_inside_its_bar(count: int, height: int, top: int) -> None:
    window = Window(top, top).fitted(count, height)
    thumb = window.thumb(count, height)
    assert (thumb is None) == (count <= height)
    if thumb is not None:
        assert 0 <= thumb[0] < thumb[1] <= height
        assert (thumb[1] == height) == (window.top == count - height) or height * height < count * 3


def test_a_name_that_keeps_its_ends_loses_its_middle() -> None:
    assert clip_middle("web-57l52wjkrv-5jtb2", 13) == "web-57…-5jtb2"
    assert clip_middle("web-57l52wjkrv-5jtb2", 20) == "web-57l52wjkrv-5jtb2"
    assert clip_middle("web-57l52wjkrv-5jtb2", 6) == "web-5…"
    assert cells(clip_middle("漢字" * 10, 11)) <= 11
