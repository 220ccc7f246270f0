"""A pane of lines to read: folding, scrolling, finding."""

from tests.widgets.drawn import Stage, stage
from widgets.reading import ReadPane
from widgets.values import ReadValue, Span, Tone


def a_text(count: int, about: str = "one") -> ReadValue:
    return ReadValue("Text", [(Span(f"line {at}"),) for at in range(count)], about)


def body(app: Stage) -> list[str]:
    """What stands in the frame."""
    return [line.strip("│┃█ ") for line in app.lines()[1:-1]]


async def test_it_begins_at_the_beginning_and_says_how_much_is_below() -> None:
    async with stage(ReadPane(a_text(100)), size=(64, 20)) as (app, _):
        assert body(app)[0] == "line 0"
        assert body(app)[-1] == "line 17"
        assert "100 lines ↓" in app.lines()[-1]


async def test_it_goes_by_lines_and_pages_and_stops_where_the_end_is_at_the_lower_edge() -> None:
    pane = ReadPane(a_text(100))
    async with stage(pane, size=(64, 20)) as (app, pilot):
        pane.focus()
        await pilot.press("down", "down", "up")
        assert body(app)[0] == "line 1"
        await pilot.press("pagedown")
        assert body(app)[0] == "line 18"
        await pilot.press(*["pagedown"] * 10, "down")
        assert body(app)[-1] == "line 99"
        assert "end" in app.lines()[-1]
        await pilot.press("home")
        assert body(app)[0] == "line 0"
        await pilot.press("end")
        assert body(app)[-1] == "line 99"


async def test_every_piece_of_a_line_that_is_longer_than_the_pane_can_be_reached() -> None:
    words = " ".join(f"w{at:03}" for at in range(200))
    pane = ReadPane(ReadValue("Text", [(Span(words),)]))
    seen: set[str] = set()
    async with stage(pane, size=(64, 20)) as (app, pilot):
        pane.focus()
        for _ in range(10):
            seen |= set(" ".join(body(app)).split())
            await pilot.press("down")
        seen |= set(" ".join(body(app)).split())
    assert {f"w{at:03}" for at in range(200)} <= seen


async def test_it_stays_where_it_is_while_it_is_about_the_same_and_begins_anew_for_another() -> None:
    pane = ReadPane(a_text(100))
    async with stage(pane, size=(64, 20)) as (app, pilot):
        pane.focus()
        await pilot.press("pagedown")
        pane.show(a_text(200))
        await pilot.pause()
        assert body(app)[0] == "line 17"
        pane.show(a_text(200, "two"))
        await pilot.pause()
        assert body(app)[0] == "line 0"


async def test_words_are_found_downwards_and_from_the_beginning_again() -> None:
    pane = ReadPane(a_text(100))
    async with stage(pane, size=(64, 20)) as (app, pilot):
        assert pane.find("LINE 42")
        await pilot.pause()
        assert body(app)[0] == "line 42"
        assert pane.find("line 7")
        await pilot.pause()
        assert body(app)[0] == "line 70"
        assert not pane.find("nowhere")


async def test_nothing_to_read_says_why() -> None:
    async with stage(ReadPane(ReadValue("Text", empty=(Span("no incident yet", Tone.MUTED),))), size=(64, 20)) as (
        app,
        _,
    ):
        assert "no incident yet" in app.text()


async def test_a_text_that_becomes_shorter_than_where_it_stood_is_still_shown() -> None:
    pane = ReadPane(a_text(100))
    async with stage(pane, size=(64, 20)) as (app, pilot):
        pane.focus()
        await pilot.press("end")
        pane.show(a_text(3))
        await pilot.pause()
        assert "line 2" in app.text()


async def test_what_changed_while_it_was_hidden_is_drawn_when_it_is_shown_again() -> None:
    pane = ReadPane(a_text(3))
    async with stage(pane, size=(64, 20)) as (app, pilot):
        pane.display = False
        await pilot.pause()
        pane.show(ReadValue("Text", [(Span("something else"),)]))
        pane.display = True
        await pilot.pause()
        assert "something else" in app.text()
