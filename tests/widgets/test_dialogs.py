"""What asks over the whole screen: whole at every size, no by default, nothing typed is lost."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.widgets.drawn import Stage, on_screen
from tests.widgets.gallery import dialogs
from widgets.dialog import ConfirmDialog, FormDialog, KeysDialog, PickDialog, TextDialog
from widgets.values import Choice, Field, Span, Tone

LINES = ((Span("from r14 to r13"),), (Span("3 findings", Tone.WARN),))
CHOICES = (Choice("1", "SEV1", "everything is down"), Choice("2", "SEV2", "much is down"), Choice("3", "SEV3", "a bit"))
FIELDS = (
    Field("title", "Title", required=True),
    Field("severity", "Severity", "SEV2", options=("SEV1", "SEV2", "SEV3")),
    Field("started", "Started", "-10m", hint="-10m, 14:32, now"),
)


class Answers(list[Any]):
    """What a dialog answered."""


@pytest.mark.parametrize(
    ("key", "answer"), [("y", True), ("n", False), ("escape", False), ("enter", False), ("q", False)]
)
async def test_only_y_confirms(key: str, answer: bool) -> None:  # noqa: FBT001 - a table of answers
    answers = Answers()
    async with on_screen(ConfirmDialog("Roll back web", LINES), answered=answers.append) as (_, pilot):
        await pilot.press("a", "x", "Y", "down", key)
    assert answers == [answer]


async def test_a_name_has_to_be_typed_where_one_is_asked_for() -> None:
    answers = Answers()
    dialog = ConfirmDialog("Scale to 0", LINES, typed="shop/web", confirm="scale")
    async with on_screen(dialog, answered=answers.append) as (app, pilot):
        await pilot.press("y", "enter")
        assert answers == []
        assert "does not match" in app.text()
        await pilot.press("backspace", *"shop/web", "enter")
    assert answers == [True]


async def test_esc_cancels_however_much_was_typed() -> None:
    answers = Answers()
    async with on_screen(ConfirmDialog("Scale", LINES, typed="web"), answered=answers.append) as (_, pilot):
        await pilot.press("w", "e", "b", "escape")
    assert answers == [False]


@pytest.mark.parametrize("size", [(40, 12), (200, 50)])
@pytest.mark.parametrize("name", dialogs())
async def test_every_dialog_shows_its_context_and_its_keys_at_every_size(name: str, size: tuple[int, int]) -> None:
    dialog = dialogs()[name]
    async with on_screen(dialog, size=size) as (app, _):
        text = app.text()
        assert app.lines()[-1].strip(" ╰─╯┘└") == "" or "more" in app.lines()[-1]
    assert "esc" in text
    assert "╰" in text
    assert "cancel" in text or "close" in text
    if name in {"confirm", "typed"}:
        assert "PRODUCTION" in text


async def test_a_long_confirmation_scrolls_under_its_keys() -> None:
    lines = tuple((Span(f"finding {at}"),) for at in range(60))
    async with on_screen(ConfirmDialog("Many", lines), size=(40, 12)) as (app, pilot):
        assert "finding 0" in app.text()
        assert "finding 59" not in app.text()
        await pilot.press("end")
        assert "finding 59" in app.text()
        assert " y " in app.text()
        assert "cancel" in app.text()


async def test_the_buttons_work_with_the_mouse() -> None:
    answers = Answers()
    async with on_screen(ConfirmDialog("Roll back", LINES), answered=answers.append) as (app, pilot):
        await pilot.click(offset=place(app, " y "))
    assert answers == [True]
    async with on_screen(ConfirmDialog("Roll back", LINES), answered=answers.append) as (app, pilot):
        await pilot.click(offset=place(app, "cancel"))
    assert answers == [True, False]


async def test_typing_filters_the_choices() -> None:
    answers = Answers()
    async with on_screen(PickDialog("Severity", CHOICES, current="2"), answered=answers.append) as (app, pilot):
        assert "●" in next(line for line in app.lines() if "SEV2" in line)
        await pilot.press(*"much", "enter")
    assert answers == ["2"]
    async with on_screen(PickDialog("Severity", CHOICES), answered=answers.append) as (app, pilot):
        await pilot.press(*"xyz", "enter")
        assert "nothing matches" in app.text()
        await pilot.press("escape")
    assert answers == ["2", None]


async def test_a_choice_can_be_clicked() -> None:
    answers = Answers()
    async with on_screen(PickDialog("Severity", CHOICES), answered=answers.append) as (app, pilot):
        await pilot.click(offset=place(app, "SEV3"))
    assert answers == ["3"]


async def test_many_choices_scroll_with_the_cursor() -> None:
    answers = Answers()
    many = tuple(Choice(str(at), f"choice {at}") for at in range(100))
    async with on_screen(PickDialog("Many", many), size=(40, 12), answered=answers.append) as (app, pilot):
        await pilot.press("pagedown", "pagedown", "down", "up")
        assert "type to filter" in app.text()
        assert "▸" in app.text()
        await pilot.press("enter")
    assert answers[0] not in {None, "0"}


async def test_a_form_is_filled_with_the_keyboard_alone() -> None:
    answers = Answers()
    async with on_screen(FormDialog("Declare", FIELDS, submit="declare"), answered=answers.append) as (_, pilot):
        await pilot.press(*"Checkout", "tab", "right", "enter", "ctrl+u", *"now", "enter")
    assert answers == [{"title": "Checkout", "severity": "SEV3", "started": "now"}]


async def test_an_option_is_chosen_by_its_first_letter() -> None:
    answers = Answers()
    fields = (Field("role", "Role", "", options=("commander", "scribe", "security")),)
    async with on_screen(FormDialog("Role", fields), answered=answers.append) as (_, pilot):
        await pilot.press("s", "s", "enter")
    assert answers == [{"role": "security"}]


async def test_what_is_wrong_is_said_beside_the_field() -> None:
    def validate(answers: Mapping[str, str]) -> Mapping[str, str]:
        return {"started": "is in the future"} if answers["started"] == "tomorrow" else {}

    answers = Answers()
    async with on_screen(FormDialog("Declare", FIELDS, validate=validate), answered=answers.append) as (app, pilot):
        await pilot.press("ctrl+s")
        assert "✖ is needed" in app.text()
        await pilot.press(*"Checkout", "tab", "tab", "ctrl+u", *"tomorrow", "ctrl+s")
        assert "✖ is in the future" in app.text()
        await pilot.press("ctrl+u", *"now", "ctrl+s")
    assert answers == [{"title": "Checkout", "severity": "SEV2", "started": "now"}]


async def test_esc_keeps_what_was_typed_into_a_form() -> None:
    answers, kept = Answers(), Answers()
    async with on_screen(FormDialog("Declare", FIELDS, keep=kept.append), answered=answers.append) as (_, pilot):
        await pilot.press(*"Check", "escape")
    assert answers == [None]
    assert kept[0]["title"] == "Check"


async def test_the_field_in_use_is_in_sight_on_a_small_terminal() -> None:
    async with on_screen(FormDialog("Declare", FIELDS * 2), size=(40, 12)) as (app, pilot):
        await pilot.press("shift+tab")
        assert "▸ Started" in app.text()
        await pilot.click(offset=place(app, "Severity"))
        assert "▸ Severity" in app.text()


async def test_text_is_wrapped_scrolled_and_closed() -> None:
    answers = Answers()
    lines = tuple((Span("word " * 30),) for _ in range(20))
    async with on_screen(TextDialog("Help", lines), size=(40, 12), answered=answers.append) as (app, pilot):
        assert "more ↓" in app.text()
        await pilot.press("pagedown", "end", "home", "space", "j", "k", "q")
    assert answers == [False]


async def test_a_drawing_is_made_for_the_width_that_there_is() -> None:
    dialog = TextDialog("Drawing", lambda width: ((Span("<" + "-" * (width - 2) + ">"),),))
    async with on_screen(dialog, size=(40, 12)) as (app, _pilot):
        assert any(
            line.strip("│ ").startswith("<-") and line.strip("│ ").endswith("->") for line in app.text().splitlines()
        )


@pytest.mark.parametrize(("key", "goes_on"), [("enter", True), ("escape", False)])
async def test_a_text_that_something_follows_says_so_and_goes_on_by_enter(key: str, *, goes_on: bool) -> None:
    answers = Answers()
    dialog = TextDialog("Brief", ((Span("all of it"),),), follows="accept or decline")
    async with on_screen(dialog, size=(40, 12), answered=answers.append) as (app, pilot):
        assert "accept or decline" in app.text()
        await pilot.press(key)
    assert answers == [goes_on]


async def test_a_paste_goes_where_the_cursor_is() -> None:
    from textual.events import Paste

    async with on_screen(FormDialog("Declare", FIELDS)) as (app, pilot):
        assert app.focused is not None
        app.focused.post_message(Paste("pasted\nlines"))
        await pilot.pause()
        assert "pasted⏎lines" in app.text()


@pytest.mark.parametrize("size", [(1, 1), (5, 5), (20, 8)])
@pytest.mark.parametrize("name", dialogs())
async def test_no_size_breaks_a_dialog(name: str, size: tuple[int, int]) -> None:
    async with on_screen(dialogs()[name], size=size) as (app, pilot):
        await pilot.press("down", "x")
        assert len(app.lines()) == size[1]


def place(app: Stage, text: str) -> tuple[int, int]:
    """Where a text stands on the screen."""
    for y, line in enumerate(app.lines()):
        if text in line:
            return line.index(text) + 1, y
    raise AssertionError(text)


@pytest.mark.parametrize(
    ("keys", "answer"),
    [(["n"], "no"), (["N"], "no"), (["x", "down", "enter"], "no"), (["up", "enter"], "yes"), (["escape"], None)],
)
async def test_a_question_is_answered_with_one_key(keys: list[str], answer: str | None) -> None:
    answers = Answers()
    dialog = KeysDialog("Is data at risk?", (Choice("yes", "y  yes"), Choice("no", "n  no")))
    async with on_screen(dialog, answered=answers.append) as (_, pilot):
        await pilot.press(*keys)
    assert answers == [answer]


async def test_a_question_mark_tells_of_the_choice_under_the_cursor_and_esc_goes_back_to_the_choices() -> None:
    answers = Answers()
    told = {"2": ((Span("a major function broken"),),)}
    async with on_screen(PickDialog("Severity", CHOICES, told=told), answered=answers.append) as (app, pilot):
        await pilot.press("down", "?")
        assert "a major function broken" in app.text()
        assert "everything is down" not in app.text()
        await pilot.press("x", "escape")
        assert "everything is down" in app.text()
        await pilot.press("enter")
    assert answers == ["2"]


async def test_a_form_says_beside_a_field_what_follows_from_what_is_typed() -> None:
    dialog = FormDialog("Declare", FIELDS, advise=lambda typed: {"title": f"{len(typed['title'])} letters"})
    async with on_screen(dialog) as (app, pilot):
        assert "0 letters" in app.text()
        await pilot.press("a", "b")
        assert "2 letters" in app.text()


async def test_what_is_proposed_in_a_form_is_typed_over_and_what_was_typed_before_is_gone_on_with() -> None:
    answers: list[object] = []
    fields = (Field("span", "How long", "5m"), Field("why", "Because", "we wait", typed=True))
    async with on_screen(FormDialog("Snooze", fields), answered=answers.append) as (_, pilot):
        await pilot.press("3", "m", "tab", "s", "shift+tab", "x", "ctrl+s")
    assert answers == [{"span": "3mx", "why": "we waits"}]
