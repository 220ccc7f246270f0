"""The timeline: it follows the newest, and never moves under somebody who reads."""

import tracemalloc
from collections.abc import Sequence

import pytest

from tests.widgets.drawn import Stage, stage
from tests.widgets.scene import Rows, story, timeline_row
from widgets.pages import KEPT, PAGE, Pages
from widgets.timeline import TimelinePane
from widgets.values import Span, TimelineRow, Tone


class Endless:
    """A hundred thousand rows that exist only when they are asked for."""

    def __init__(self, count: int = 100_000) -> None:
        self.count = count
        self.version = 0
        self.given = 0

    def __len__(self) -> int:
        return self.count

    def rows(self, first: int, count: int) -> Sequence[TimelineRow]:
        self.given += count
        return [timeline_row(at) for at in range(first, min(first + count, self.count))]

    def find(self, key: str) -> int | None:
        at = int(key.partition("/")[2])
        return at if at < self.count else None


def row(at: int) -> TimelineRow:
    return TimelineRow(f"k{at}", "17:42:10", "•", Tone.HUMAN, "bob", f"event {at}")


def texts(app: Stage) -> list[str]:
    """The rows without the scroll bar, which may move."""
    return [line[:-1] for line in app.lines()[1:-1]]


def many(count: int) -> Rows:
    return Rows([row(at) for at in range(count)])


async def test_the_newest_row_is_at_the_bottom_and_is_followed() -> None:
    rows = many(100)
    pane = TimelinePane(rows)
    async with stage(pane, size=(80, 20)) as (app, pilot):
        assert "event 99" in app.lines()[18]
        rows.add(row(100))
        pane.sync()
        await pilot.pause()
        assert "event 100" in app.lines()[18]
        assert pane.following
        assert pane.selected == "k100"


async def test_somebody_who_went_up_stays_there_and_is_told_how_many_are_new() -> None:
    rows = many(100)
    pane = TimelinePane(rows)
    async with stage(pane, size=(80, 20)) as (app, pilot):
        await pilot.press("pageup", "up")
        before = texts(app)
        rows.add(*map(row, range(100, 112)))
        pane.sync()
        await pilot.pause()
        assert texts(app) == before
        assert pane.unseen == 12
        assert " 12 new ↓ end " in app.lines()[-1]
        await pilot.press("end")
        assert pane.following
        assert "event 111" in app.lines()[18]
        assert "new" not in app.lines()[-1]


async def test_a_row_that_comes_above_does_not_move_the_rows_on_the_screen() -> None:
    rows = many(100)
    pane = TimelinePane(rows)
    async with stage(pane, size=(80, 20)) as (app, pilot):
        await pilot.press("pageup")
        before, key = texts(app), pane.selected
        rows.all.insert(3, row(500))
        rows.version += 1
        pane.sync()
        await pilot.pause()
        assert texts(app) == before
        assert pane.selected == key


async def test_at_small_sizes_the_count_of_new_rows_is_in_the_upper_edge() -> None:
    rows = many(100)
    pane = TimelinePane(rows)
    async with stage(pane, size=(40, 12)) as (app, pilot):
        await pilot.press("up")
        rows.add(row(100))
        pane.sync()
        await pilot.pause()
        assert "1 new ↓ end" in app.lines()[0]


async def test_a_row_that_left_lets_the_cursor_stay_near() -> None:
    rows = many(30)
    pane = TimelinePane(rows)
    async with stage(pane, size=(80, 20)) as (app, pilot):
        await pilot.press("up", "up")
        rows.all = rows.all[:5]
        rows.version += 1
        pane.sync()
        await pilot.pause()
        assert "event 4" in app.text()
        rows.all = []
        rows.version += 1
        pane.sync()
        await pilot.press("up", "down", "enter", "pageup", "end", "home")


async def test_states_are_told_by_words() -> None:
    states = [
        row(1)._replace(state="saving"),
        row(2)._replace(state="refused"),
        row(3)._replace(pinned=True),
        row(4)._replace(corrected=True),
    ]
    async with stage(TimelinePane(Rows(states)), size=(80, 20)) as (app, _):
        lines = app.lines()
    assert lines[1].rstrip(" ┃┏┓").endswith("saving")
    assert lines[2].rstrip(" ┃┏┓").endswith("refused")
    assert lines[3][1] == "⚑"
    assert "✎ event 4" in lines[4]


async def test_a_narrow_timeline_says_who_in_the_text() -> None:
    async with stage(TimelinePane(many(3)), size=(50, 20)) as (app, _):
        assert "• bob: event 1" in app.text()
    async with stage(TimelinePane(many(3)), size=(80, 20)) as (app, _):
        assert "• bob event 1" in app.text()


async def test_a_filter_is_another_source_under_a_badge() -> None:
    pane = TimelinePane(many(50))
    async with stage(pane, size=(80, 20)) as (app, pilot):
        await pilot.press("pageup")
        pane.show(many(2), badge=Span("filter: deploy", Tone.ACCENT))
        await pilot.pause()
        assert "filter: deploy" in app.lines()[0]
        assert "event 1" in app.text()
        assert pane.following


async def test_a_row_can_be_gone_to_and_chosen() -> None:
    chosen: list[str] = []

    class Heard(TimelinePane):
        def on_timeline_pane_chosen(self, message: TimelinePane.Chosen) -> None:
            chosen.append(message.key)

    pane = Heard(many(200))
    async with stage(pane, size=(80, 20)) as (app, pilot):
        assert pane.go_to("k20")
        assert not pane.go_to("nowhere")
        await pilot.press("enter")
        assert "event 20" in app.text()
        await pilot.click(pane, offset=(5, 1), times=2)
        await pilot.pause()
    assert chosen[0] == "k20"
    assert len(chosen) == 2


async def test_an_empty_timeline_says_so() -> None:
    pane = TimelinePane(Rows([]), empty=(Span("nothing happened yet"),))
    async with stage(pane, size=(80, 20)) as (app, _):
        assert "nothing happened yet" in app.text()
        assert pane.selected is None


def test_pages_read_only_what_is_shown_and_keep_only_a_few() -> None:
    rows = many(10_000)
    pages = Pages(rows)
    assert [found.key for found in pages.rows(100, 40)] == [f"k{at}" for at in range(100, 140)]
    assert rows.asked == 2
    for first in range(0, 10_000, PAGE):
        pages.rows(first, 10)
    assert len(pages._pages) == KEPT
    assert pages.rows(9_990, 40)[-1].key == "k9999"
    assert pages.row(10_000) is None
    assert pages.row(-1) is None


async def test_of_a_hundred_thousand_rows_only_those_on_the_screen_are_read() -> None:
    source = Endless()
    pane = TimelinePane(source)
    async with stage(pane, size=(200, 50)) as (_, pilot):
        for _ in range(8):
            before = source.given
            pane.action_page(-1)
            await pilot.pause()
            assert source.given - before <= 2 * PAGE
        pane.action_newest()
        await pilot.pause()
        before = source.given
        source.count += 50
        source.version += 1
        pane.sync()
        await pilot.pause()
        assert source.given - before <= 2 * PAGE


async def test_memory_stays_flat_while_somebody_pages_through_everything() -> None:
    pane = TimelinePane(Endless())
    async with stage(pane, size=(80, 24)):
        for _ in range(40):
            pane.action_page(-20)
        tracemalloc.start()
        for _ in range(200):
            pane.action_page(-20)
        grown, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert grown < 2_000_000


@pytest.mark.parametrize("size", [(1, 1), (4, 3), (10, 5), (24, 8), (60, 17), (200, 50)])
async def test_every_size_is_drawn(size: tuple[int, int]) -> None:
    async with stage(TimelinePane(story(30)), size=size) as (app, _):
        assert len(app.lines()) == size[1]
