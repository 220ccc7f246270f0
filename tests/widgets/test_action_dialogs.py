"""The card and the ledger as dialogs: what must be in sight is, at 40x12 too; a name is typed whole or not at all."""

from collections.abc import Mapping, Sequence

import pytest

from tests.hostile import HOSTILE
from tests.widgets.drawn import on_screen
from widgets.dialog import ConfirmDialog, LedgerDialog
from widgets.dialog.sheet import DialogSheet
from widgets.style import palette
from widgets.text import safe_text
from widgets.values import Choice, KeyHint, Span, Tone

SIZES = ((40, 12), (80, 24), (120, 36))
LINES = tuple((Span(f"finding {at}"),) for at in range(40))
POD = "checkout-frontend-blue-7d9c5b6f4c-x2x4v"
LONG = f"{'n' * 40}-{'m' * 20}"
KEYS = (KeyHint("u", "undo"), KeyHint("c", "check"), KeyHint("o", "own"), KeyHint("enter", "details"))
ROWS = tuple(Choice(f"a{at}", f"scale deploy/web-{at}", f"{at} > 4. " + "by alice " * at) for at in range(9))
ALLOWED = {"a0": ("c", "enter"), **{f"a{at}": ("u", "o", "enter") for at in range(1, 9)}}


class Answers(list[object]):
    """What a dialog answered."""


def a_card(name: str = POD, typed: str = POD) -> ConfirmDialog:
    """A card with too much on it for any screen."""
    context = (Span("arn:aws:e…9012:cluster/prod-eu [PRODUCTION]", Tone.BAD), Span("  https://10.0.0.1:6443", Tone.BAD))
    about = (Span(f"shop/{name} (Pod)", Tone.STRONG),)
    return ConfirmDialog(f"delete pod/{name}", LINES, confirm="delete", typed=typed, context=context, about=about)


def joined(lines: Sequence[str]) -> str:
    """The screen without its frame and its line breaks."""
    return "".join(line.strip(" │▐┃█░▌║") for line in lines)


@pytest.mark.parametrize("scrolled", [(), ("pagedown", "pagedown")], ids=["top", "scrolled"])
@pytest.mark.parametrize("name", ["web", POD, LONG])
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_context_target_typed_name_and_keys_are_in_sight_wherever_one_scrolls(
    size: tuple[int, int], name: str, scrolled: tuple[str, ...]
) -> None:
    async with on_screen(a_card(name, name), size) as (app, pilot):
        await pilot.press(*scrolled)
        await pilot.pause()
        shown = joined(app.lines())
        bottom = app.lines()[-1] if size[1] == 12 else app.text()
    assert "[PRODUCTION]" in shown
    assert shown.count(name) >= 2, "what it is done to, and what is to be typed"
    assert "enter  delete    esc  cancel" in shown
    assert "finding" in shown
    assert "╰" in bottom


@pytest.mark.parametrize(
    ("typed", "answer"), [(POD, [True]), (POD[:-1], []), (f" {POD} ", [True]), ("", []), (POD.upper(), [])]
)
async def test_only_the_whole_name_confirms(typed: str, answer: list[bool]) -> None:
    answers = Answers()
    async with on_screen(a_card(), (40, 12), answers.append) as (_, pilot):
        await pilot.press(*typed.replace("-", "-"), "enter")
    assert answers == answer


@pytest.mark.parametrize("attack", HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_name_is_asked_for_as_a_safe_text(attack: str) -> None:
    async with on_screen(ConfirmDialog("Delete", LINES, typed=attack)) as (app, _):
        assert all(line == safe_text(line) for line in app.lines())


@pytest.mark.parametrize("tone", [Tone.BAD, Tone.INFO])
async def test_the_band_of_a_context_is_red_for_production_alone(tone: Tone) -> None:
    async with on_screen(ConfirmDialog("Scale", LINES, context=(Span("prod-eu", tone),))) as (app, _):
        sheet = app.screen.query_one(DialogSheet)
        strips = [sheet.render_line(y) for y in range(24)]
        styles = {segment.style for strip in strips for segment in strip if "prod-eu" in segment.text}
    assert styles == {palette("dark").band(tone, strong=True)}


def a_ledger(rows: Sequence[Choice] = ROWS, allowed: Mapping[str, Sequence[str]] = ALLOWED) -> LedgerDialog:
    """A ledger of nine actions, the first of them in doubt."""
    empty = (Span("Nothing was done yet."),)
    return LedgerDialog(
        "Actions", lambda: (rows, allowed), KEYS, empty=empty, context=(Span("prod-eu [PRODUCTION]", Tone.BAD),)
    )


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("c",), ("c", "a0")),
        (("u", "o", "c"), ("c", "a0")),
        (("down", "u"), ("u", "a1")),
        (("down", "down", "up", "o"), ("o", "a1")),
        (("end", "u"), ("u", "a8")),
        (("end", "down", "home", "enter"), ("enter", "a0")),
        (("escape",), None),
        (("down", "q"), None),
        (("z", "y", "n", "q"), None),
    ],
)
async def test_a_key_does_something_with_the_row_under_the_cursor_where_it_may(
    keys: tuple[str, ...], answer: object
) -> None:
    answers = Answers()
    async with on_screen(a_ledger(), answered=answers.append) as (_, pilot):
        await pilot.press(*keys)
    assert answers == [answer]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_ledger_shows_its_context_its_row_and_the_way_out_at_every_size(size: tuple[int, int]) -> None:
    async with on_screen(a_ledger(), size) as (app, pilot):
        for number in range(9):
            shown = app.text()
            assert "prod-eu [PRODUCTION]" in shown
            assert f"▸ scale deploy/web-{number}" in shown
            assert "esc  close" in shown or "esc close" in shown
            await pilot.press("down")
            await pilot.pause()


async def test_the_keys_are_those_of_the_row() -> None:
    async with on_screen(a_ledger()) as (app, pilot):
        assert "check" in app.text()
        assert "undo" not in app.text()
        await pilot.press("down")
        await pilot.pause()
        assert "undo" in app.text()
        assert "check" not in app.text()


async def test_an_empty_ledger_says_so_and_takes_no_key_but_the_way_out() -> None:
    answers = Answers()
    async with on_screen(a_ledger((), {}), (40, 12), answers.append) as (app, pilot):
        assert "Nothing was done yet." in app.text()
        await pilot.press("u", "enter", "down", "escape")
    assert answers == [None]


async def test_a_click_goes_to_a_row_and_does_nothing_with_it() -> None:
    answers = Answers()
    async with on_screen(a_ledger(), (80, 24), answers.append) as (app, pilot):
        y = next(at for at, line in enumerate(app.lines()) if "web-2" in line)
        await pilot.click(offset=(10, y))
        await pilot.pause()
        assert "▸ scale deploy/web-2" in app.text()
    assert answers == []


@pytest.mark.parametrize("attack", HOSTILE.values(), ids=HOSTILE)
async def test_hostile_rows_reach_the_screen_as_safe_text(attack: str) -> None:
    rows = (Choice("a0", safe_text(attack), safe_text(attack * 3)),)
    async with on_screen(a_ledger(rows)) as (app, _):
        assert all(line == safe_text(line) for line in app.lines())
