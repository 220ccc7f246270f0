"""A pane of rows: what it shows, its cursor, its frame."""

from textual.message import Message

from tests.widgets.drawn import stage
from tests.widgets.scene import SERVICES
from widgets.pane import TablePane
from widgets.values import Column, Row, Span, TableValue, Tone


def table(count: int) -> TableValue:
    rows = tuple(Row(f"k{at}", (Span(f"row {at}"),)) for at in range(count))
    return TableValue("Rows", (Column("name", grow=True),), rows)


class Heard(TablePane):
    """Remembers the messages it posts."""

    def __init__(self, value: TableValue) -> None:
        super().__init__(value)
        self.heard: list[tuple[str, str]] = []

    def on_table_pane_chosen(self, message: TablePane.Chosen) -> None:
        self.heard.append(("chosen", message.key))

    def on_table_pane_highlighted(self, message: TablePane.Highlighted) -> None:
        self.heard.append(("highlighted", message.key))


async def test_a_pane_shows_title_badge_and_rows_in_its_frame() -> None:
    async with stage(TablePane(SERVICES), size=(64, 20)) as (app, _):
        lines = app.lines()
    assert lines[0].startswith("┏━ ▸ Services ━")
    assert lines[0].endswith("━ 1 down ━┓")
    assert "✖  api" in lines[1]
    assert "6.1 %" in lines[1]
    assert lines[-1] == "┗" + "━" * 62 + "┛"
    assert all(len(line) == 64 for line in lines)


async def test_notes_stand_below_the_rows_and_give_way_to_them() -> None:
    notes = ((Span("a first note"),), (Span("a second"),))
    shown = []
    for count in (2, 17, 18, 30):
        async with stage(TablePane(table(count)._replace(notes=notes)), size=(64, 20)) as (app, _):
            shown.append([line.strip("│┃ ") for line in app.lines()[-3:-1]])
    assert shown == [
        ["a first note", "a second"],
        ["row 16", "a first note"],
        ["row 16", "row 17"],
        ["row 16", "row 17"],
    ]


async def test_the_focus_is_seen_without_colour() -> None:
    one, two = TablePane(SERVICES, id="one"), TablePane(SERVICES, id="two")
    async with stage(one, two, size=(64, 20)) as (app, pilot):
        two.focus()
        await pilot.pause()
        lines = app.lines()
    assert lines[0].startswith("╭─ Services")
    assert lines[10].startswith("┏━ ▸ Services")
    assert "▸" not in lines[1]
    assert lines[11][1] == "▸"


async def test_a_small_terminal_gets_an_open_frame() -> None:
    async with stage(TablePane(SERVICES), size=(40, 7)) as (app, _):
        lines = app.lines()
    assert lines[0].startswith("━━ ▸ Services")
    assert lines[1].startswith("▸✖  api")
    assert lines[5].startswith(" ?  queue")


async def test_keys_move_the_cursor_and_choose() -> None:
    pane = Heard(table(100))
    async with stage(pane, size=(64, 20)) as (app, pilot):
        await pilot.press("down", "down", "up", "enter")
        assert pane.selected == "k1"
        await pilot.press("end")
        assert pane.selected == "k99"
        assert "row 99" in app.text()
        await pilot.press("pageup", "home", "pagedown")
        assert pane.selected == "k17"
    assert ("chosen", "k1") in pane.heard
    assert ("highlighted", "k99") in pane.heard


async def test_the_cursor_stays_on_its_row_while_rows_come_and_go() -> None:
    pane = TablePane(table(5))
    async with stage(pane, size=(64, 20)) as (_, pilot):
        await pilot.press("down", "down")
        rows = (Row("new", (Span("new"),)), *table(5).rows)
        pane.show(table(5)._replace(rows=rows))
        assert pane.selected == "k2"
        pane.show(table(1))
        assert pane.selected == "k0"
        pane.show(table(0))
        assert pane.selected is None


async def test_an_empty_pane_says_why() -> None:
    value = TableValue("Changes", (Column("x"),), empty=(Span("nothing changed in the last two hours", Tone.MUTED),))
    async with stage(TablePane(value), size=(30, 17)) as (app, _):
        text = app.text()
    assert "nothing changed in the" in text
    assert "last two hours" in text


async def test_rows_below_the_edge_are_counted() -> None:
    async with stage(TablePane(table(100)), size=(64, 20)) as (app, _):
        assert " 82 more ↓ " in app.lines()[-1]


async def test_headings_stay_above_the_rows() -> None:
    value = table(100)._replace(headings=True)
    async with stage(TablePane(value), size=(64, 20)) as (app, pilot):
        await pilot.press("end")
        assert "name" in app.lines()[1]
        assert "row 99" in app.lines()[18]


async def test_the_mouse_does_what_the_keys_do() -> None:
    pane = Heard(table(100))
    async with stage(pane, size=(64, 20)) as (_, pilot):
        await pilot.click(pane, offset=(5, 4))
        assert pane.selected == "k3"
        await pilot.click(pane, offset=(5, 4), times=2)
        await pilot.pause()
        pane.post_message(scroll(pane))
        await pilot.pause()
        assert pane.selected == "k3"
    assert ("chosen", "k3") in pane.heard


def scroll(pane: TablePane) -> Message:
    from textual.events import MouseScrollDown

    return MouseScrollDown(pane, 1, 1, 0, 0, 0, shift=False, meta=False, ctrl=False)


async def test_only_the_lines_that_changed_are_repainted() -> None:
    pane = TablePane(SERVICES)
    async with stage(pane, size=(80, 20)) as (_, pilot):
        before = pane.render_line(3)
        rows = list(SERVICES.rows)
        rows[0] = rows[0]._replace(cells=(*rows[0].cells[:3], Span("6.2 %", Tone.BAD), rows[0].cells[4]))
        pane.show(SERVICES._replace(rows=tuple(rows)))
        assert "6.2 %" in pane.render_line(1).text
        assert pane.render_line(3) == before
        assert {region.y for region in pane._repaint_regions} == {1}
        await pilot.pause()


async def test_every_size_is_drawn() -> None:
    for size in ((1, 1), (2, 2), (3, 9), (5, 3), (12, 4), (200, 50)):
        async with stage(TablePane(SERVICES), size=size) as (app, _):
            assert all(len(line) == size[0] for line in app.lines())
