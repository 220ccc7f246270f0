"""The last wall before the terminal."""

import pytest
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.color import Color

from tests.hostile import HOSTILE
from tests.widgets.drawn import stage
from widgets.guard import OutputGuard, tamed

BLACK = Color(0, 0, 0)


def test_clean_segments_pass_as_they_are() -> None:
    segments = [Segment("clean ● [/x]", Style.parse("red"))]
    assert OutputGuard().apply(segments, BLACK) is segments


def test_textuals_own_control_segments_pass() -> None:
    control = Segment("\x1b[2;3H", None, [(ControlType.CURSOR_MOVE_TO, 2, 1)])
    assert OutputGuard().apply([control, Segment("a\x07")], BLACK)[0] is control


@pytest.mark.parametrize("name", HOSTILE)
def test_a_tamed_segment_is_harmless_and_as_wide_as_before(name: str) -> None:
    raw = HOSTILE[name][:2000]
    shown = tamed(raw)
    assert cell_len(shown) == cell_len(raw)
    assert not any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 or char in "\u202e\u200b\ufeff" for char in shown)


async def test_a_widget_that_forgot_to_clean_its_text_is_harmless_too() -> None:
    from textual.widgets import Static

    careless = Static("clip\x1b]52;c;AAAA\x07board", markup=False)
    async with stage(careless, size=(40, 3), guarded=True) as (app, _):
        assert "\x1b" not in app.text()
        assert "\x07" not in app.text()
        assert "␛]52;c;AAAA" in app.text()
