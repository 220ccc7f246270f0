"""Curves, axes, marks: the chart as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.widgets.drawn import stage
from tests.widgets.scene import ERRORS, LATENCY
from widgets.band import STRENGTH, shades
from widgets.braille import curve
from widgets.cells import cells
from widgets.chart import ChartPane
from widgets.marks import marks_line
from widgets.paint import Strokes
from widgets.plot import draw_chart
from widgets.style import palette
from widgets.values import ChartValue, Mark, Series, Span, Tone

INK = palette("dark")


def drawn(value: ChartValue, width: int = 40, height: int = 8) -> list[str]:
    return ["".join(segment.text for segment in line) for line in draw_chart(value, width, height, INK)]


def only(*points: float | None, low: float = 0.0, high: float = 10.0) -> ChartValue:
    return ChartValue("", Span(""), (Series("one", points),), low=low, high=high)


def dots(lines: list[str]) -> list[str]:
    return [char for line in lines for char in line if "\u2800" < char <= "\u28ff"]


def test_no_data_is_a_gap_and_never_zero() -> None:
    lines = drawn(only(5.0, 5.0, None, None, 5.0, 5.0), width=42, height=3)
    assert "⠒" not in lines[2]
    middle = lines[1].strip(" ")
    assert "   " in middle
    assert not dots([lines[2]])


def test_a_chart_without_any_data_says_why() -> None:
    value = only(None, None)._replace(empty=(Span("no data: refused", Tone.UNKNOWN),))
    assert "no data: refused" in "\n".join(drawn(value))
    assert not dots(drawn(value))
    assert "no data" in "\n".join(drawn(ChartValue("", Span(""))))


@pytest.mark.parametrize("flat", [0.0, 10.0, 5.0, 99.0, -99.0])
def test_a_flat_series_is_seen_wherever_it_lies(flat: float) -> None:
    assert dots(drawn(only(flat, flat, flat), height=3))
    assert dots(drawn(only(flat, flat, flat, low=flat, high=flat), height=3))


def test_a_jump_is_one_unbroken_line() -> None:
    before = None
    for reach in curve((0.0, 0.0, 10.0, 10.0), 40, 32, 0.0, 10.0):
        assert reach is not None
        if before is not None:
            assert reach[0] <= before[1] + 1
            assert reach[1] >= before[0] - 1
        before = reach


def test_a_peak_between_two_columns_is_not_lost() -> None:
    points = [1.0] * 1000
    points[537] = 9.0
    found = curve(points, 40, 32, 0.0, 10.0)
    assert min(reach[0] for reach in found if reach is not None) <= 4


def test_one_value_between_gaps_is_seen() -> None:
    assert any(curve((None, 5.0, None), 9, 8, 0.0, 10.0))


def test_a_chart_has_axes_marks_and_a_threshold() -> None:
    lines = drawn(ERRORS, 80, 10)
    assert "▼ deploy web 2.4.1" in lines[0]
    assert lines[0].rstrip().endswith("◆")
    assert lines[1].startswith(" 8 % ")
    assert lines[8].startswith(" 0 % ")
    assert lines[9].startswith("     16:42")
    assert lines[9].rstrip().endswith("17:42")
    assert any(line.count("⠁") + line.count("⠂") + line.count("⠄") + line.count("⡀") > 20 for line in lines)
    assert any("┊" in line for line in lines)


def test_two_series_have_a_legend_that_does_not_need_colour() -> None:
    assert "── api p95  ╌╌ web p95" in drawn(LATENCY, 80, 10)[-1]


def test_marks_that_are_too_close_keep_their_glyphs_and_one_label() -> None:
    marks = (Mark(0.5, "▼", "first change"), Mark(0.52, "◆", "second change"))
    top = drawn(ERRORS._replace(marks=marks), 60, 8)[0]
    assert "▼" in top
    assert "second change" in top or "first change" in top


@pytest.mark.parametrize("value", [ERRORS, LATENCY, ChartValue("", Span("")), only(1.0), only()])
def test_every_size_is_filled_exactly(value: ChartValue) -> None:
    for width in (0, 1, 2, 3, 5, 11, 23, 24, 40, 80, 200):
        for height in (0, 1, 2, 3, 4, 5, 12, 40):
            lines = drawn(value, width, height)
            assert len(lines) == height
            assert {cells(line) for line in lines} <= {width}


async def test_only_what_changed_is_repainted() -> None:
    pane = ChartPane(ERRORS)
    async with stage(pane, size=(80, 20)) as (_, pilot):
        pane.show(ERRORS)
        assert not pane._repaint_regions
        pane.show(ERRORS._replace(badge=Span("6.2 %  base 0.3", Tone.BAD)))
        assert {(region.y, region.height) for region in pane._repaint_regions} == {(0, 1)}
        await pilot.pause()


def banded(theme: str, low: float, high: float) -> list[str]:
    """The lines of a chart of five lines, each of two, with this range shaded."""
    value = only(9.9, 9.9)._replace(band=(low, high))
    return [text(line).strip() for line in draw_chart(value, 8, 5, palette(theme))]


def text(line: Strokes) -> str:
    """A line without its styles."""
    return "".join(segment.text for segment in line)


def test_the_usual_range_is_shaded_where_it_lies_to_an_eighth_of_a_line() -> None:
    assert banded("dark", 3.0, 6.5)[1:] == ["▂" * 6, "█" * 6, "▄" * 6, ""]
    assert banded("dark", 0.0, 0.1)[1:] == ["", "", "", "▁" * 6]
    assert banded("dark", 2.5, 3.0)[1:] == ["", "", "━" * 6, ""]


def test_a_terminal_without_faint_colours_shades_by_a_character() -> None:
    assert banded("ansi", 3.0, 6.5)[1:] == ["░" * 6, "░" * 6, "░" * 6, ""]


def test_the_curve_stands_out_of_what_is_usual() -> None:
    line = draw_chart(only(5.0, 5.0)._replace(band=(2.0, 8.0)), 8, 5, INK)[2]
    assert dots([text(line)])
    assert line[1].style is not None
    fill = INK.fill(Tone.OK, STRENGTH)
    assert fill is not None
    assert line[1].style.bgcolor == fill.bgcolor


def test_the_legend_names_the_usual_range() -> None:
    value = LATENCY._replace(band=(0.1, 0.2))
    assert "╌╌ web p95  ░░ usual" in drawn(value, 80, 10)[-1]


def test_a_range_at_the_very_top_is_seen() -> None:
    assert list(shades(only(5.0)._replace(band=(10.0, 10.0)), 5, INK)) == [0]


def test_the_legend_names_the_limit() -> None:
    assert "⠄⠄ limit" in drawn(ERRORS, 80, 10)[-1]


def shown(*marks: Mark, width: int = 60) -> str:
    return "".join(span.text for span in marks_line(marks, width))


def test_of_marks_that_are_close_the_weightiest_is_named_beside_all_glyphs() -> None:
    close = (Mark(0.90, "◇", "created"), Mark(0.93, "■", "declared"), Mark(0.97, "◆", "web 2.4.0 > 2.4.1", weight=1))
    assert shown(*close).endswith(" web 2.4.0 > 2.4.1 ◇ ■ ◆")


def test_in_one_column_the_weightiest_is_shown_and_of_those_the_newest() -> None:
    both = (
        Mark(0.5, "◆", "old change", weight=1),
        Mark(0.5001, "◆", "new change", weight=1),
        Mark(0.5002, "✖", "down"),
    )
    assert shown(*both).strip() == "◆ new change"


def test_a_label_stands_right_of_its_mark_where_it_fits_and_is_cut_where_it_fits_nowhere() -> None:
    assert shown(Mark(0.1, "◆", "web")).strip() == "◆ web"
    assert shown(Mark(0.5, "◆", "x" * 99)).endswith("…")
    assert shown(Mark(0.0, "◆", "label"), width=4) == "◆"


@given(
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1), st.text("abc", max_size=30)), max_size=12),
    st.integers(1, 90),
)
def test_no_mark_leaves_its_line(marks: list[tuple[float, int, str]], width: int) -> None:
    assert cells(shown(*(Mark(at, "◆", text, weight=weight) for at, weight, text in marks), width=width)) <= width
