"""The lines across the top and the bottom: header, keys, notices."""

import asyncio

import pytest

from tests.widgets.drawn import stage
from tests.widgets.scene import HEADER, HINTS
from widgets.cells import cells
from widgets.footer import KeyBar
from widgets.header import HeaderBar
from widgets.notice import NoticeBar
from widgets.oneline import OneLine
from widgets.style import palette
from widgets.values import HeaderValue, Span, Tone


async def test_a_wide_header_shows_everything() -> None:
    async with stage(HeaderBar(HEADER), size=(120, 5)) as (app, _):
        lines = app.lines()
    assert lines[0].startswith(" SEV1   MITIGATING   00:42:13   Checkout errors after web 2.4.1   IC alice   INC-")
    assert lines[1].startswith(" update due 03:12   prod-eu PRODUCTION")
    assert lines[1].endswith("17:42:13Z 18:42 CET ")


async def test_a_header_of_40_cells_keeps_what_matters_most() -> None:
    async with stage(HeaderBar(HEADER), size=(40, 5)) as (app, _):
        lines = app.lines()
    assert lines[0].rstrip() == " SEV1  MITIGATING  00:42:13  Checkout…"
    assert lines[1].rstrip() == " update due 03:12  prod-eu PRODUCTION"


async def test_a_header_of_40_cells_shows_narrow_parts_and_the_beginning_of_who_leads() -> None:
    first = ((Span("SEV2"),), (Span("INVESTIGATING"),), (Span("00:42:13"),), (Span("IC "), Span("benjamin")))
    value = HEADER._replace(first=first, second_aside=(), narrow=((Span("ack in 4:20"),),))
    async with stage(HeaderBar(value), size=(40, 5)) as (app, _):
        lines = app.lines()
    assert [line.rstrip() for line in lines[:2]] == [" SEV2  INVESTIGATING  00:42:13  IC ben…", " ack in 4:20"]


async def test_the_first_line_is_a_band_in_the_colour_of_the_alarm() -> None:
    header = HeaderBar(HEADER)
    async with stage(header, size=(80, 5)):
        grounds = {segment.style.bgcolor for segment in header.render_line(0) if segment.style}
        assert grounds == {palette("dark").band(Tone.BAD).bgcolor}


async def test_a_banner_takes_a_third_line_only_while_there_is_one() -> None:
    header = HeaderBar(HEADER)
    async with stage(header, KeyBar(HINTS), size=(80, 8)) as (app, pilot):
        assert app.lines()[2].startswith(" n note")
        header.show(HEADER._replace(banner=(Span("DISK FULL: keeping 12 events in memory"),)))
        await pilot.pause()
        assert app.lines()[2].startswith(" DISK FULL")
        assert app.lines()[3].startswith(" n note")
        header.show(HEADER)
        await pilot.pause()
        assert app.lines()[2].startswith(" n note")


async def test_a_line_of_parts_has_a_place_only_while_it_says_something() -> None:
    line = OneLine()
    async with stage(line, KeyBar(HINTS), size=(40, 8)) as (app, pilot):
        assert app.lines()[0].startswith(" n note")
        line.show(((Span("Due", Tone.STRONG),), (Span("2m late bob: ask support"),), (Span("4m dana: look"),)))
        await pilot.pause()
        assert app.lines()[0].rstrip() == " Due  2m late bob: ask support"
        assert app.lines()[1].startswith(" n note")
        line.show(())
        await pilot.pause()
        assert app.lines()[0].startswith(" n note")


async def test_a_ticking_clock_repaints_a_few_cells() -> None:
    header = HeaderBar(HEADER)
    async with stage(header, size=(120, 5)):
        header.show(HEADER._replace(second_aside=(Span("17:42:14Z ", Tone.STRONG), Span("18:42 CET", Tone.MUTED))))
        regions = list(header._repaint_regions)
        assert [region.y for region in regions] == [1]
        assert regions[0].width <= 12


@pytest.mark.parametrize("width", [1, 2, 3, 8, 20, 40, 79, 200])
async def test_a_header_fills_every_width(width: int) -> None:
    header = HeaderBar(HeaderValue((), ()))
    async with stage(header, size=(width, 4)):
        for value in (HEADER, HeaderValue((), ()), HEADER._replace(banner=(Span("x" * 300),))):
            header.show(value)
            assert all(cells(header.render_line(y).text) == width for y in range(2))


async def test_the_keys_that_fit_are_shown_and_the_help_always() -> None:
    bar = KeyBar(HINTS)
    async with stage(bar, size=(40, 3)) as (app, _):
        assert app.lines()[0].rstrip() == " n note  d declare  e edit  ? help"
        bar.show(HINTS[:2])
        assert bar.render_line(0).text.rstrip() == " n note  d declare"
        bar.show(())
        assert bar.render_line(0).text.strip() == ""


async def test_a_click_on_a_hint_is_that_key() -> None:
    pressed: list[str] = []

    class Heard(KeyBar):
        def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
            pressed.append(message.key)

    bar = Heard(HINTS)
    async with stage(bar, size=(80, 3)) as (_, pilot):
        await pilot.click(bar, offset=(10, 0))
        await pilot.click(bar, offset=(7, 0))
        await pilot.pause()
    assert pressed == ["d"]


async def test_a_notice_takes_the_place_of_the_keys_and_gives_it_back() -> None:
    bar = NoticeBar(HINTS)
    async with stage(bar, size=(80, 3)) as (app, pilot):
        bar.say("saved as w/12 [/x]", Tone.OK, seconds=60)
        await pilot.pause()
        assert app.lines()[0].startswith(" ✔ saved as w/12 [/x]")
        bar.say("gone at once", Tone.OK, seconds=0.01)
        async with asyncio.timeout(30):
            while bar.said is not None:
                await pilot.pause(0.01)
        await pilot.pause()
        assert app.lines()[0].startswith(" n note")
        bar.say("the disk is full", Tone.BAD, seconds=0)
        bar.say("the disk is full again", Tone.BAD, seconds=0)
        await pilot.pause()
        assert app.lines()[0].startswith(" ✖ the disk is full again")
        bar.clear()
        await pilot.pause()
        assert app.lines()[0].startswith(" n note")


async def test_a_notice_that_does_not_fit_takes_up_to_three_lines_and_gives_them_back() -> None:
    bar = NoticeBar(HINTS)
    async with stage(bar, size=(80, 6)) as (app, pilot):
        bar.say("INC-1 still has scale deploy/web, which is not undone. " * 2 + "Undo it or own it (L).", Tone.BAD, 0)
        await pilot.pause()
        assert bar.size.height == 2
        assert "Undo it or own it (L)." in app.text()
        bar.say("word " * 100, Tone.BAD, seconds=0)
        await pilot.pause()
        assert bar.size.height == 3
        bar.clear()
        await pilot.pause()
        assert bar.size.height == 1
        assert app.lines()[0].startswith(" n note")
