"""The line to type in: nothing typed is lost, and nothing typed is dangerous."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tests.widgets.drawn import stage
from widgets.cells import cells
from widgets.editor import DELETES, MOVES, STEPS, Editor, edit
from widgets.editor_line import draw_editor, index_at
from widgets.prompt import Prompt
from widgets.style import palette

COMMANDS = ("/decide ", "/task @bob ", "/sev SEV1", "/sev SEV2")


def complete(text: str) -> Sequence[str]:
    return [command for command in COMMANDS if command.startswith(text)]


class Heard(Prompt):
    """Remembers the messages it posts."""

    def __init__(self, history: Sequence[str] = (), cap: int = 2_000) -> None:
        super().__init__(placeholder="type a note", complete=complete, history=history, cap=cap)
        self.submitted: list[str] = []
        self.changed: list[str] = []
        self.escaped = 0

    def on_prompt_submitted(self, message: Prompt.Submitted) -> None:
        self.submitted.append(message.text)

    def on_prompt_changed(self, message: Prompt.Changed) -> None:
        self.changed.append(message.text)

    def on_prompt_escaped(self) -> None:
        self.escaped += 1


async def test_what_is_typed_is_submitted_and_told_as_a_draft() -> None:
    prompt = Heard()
    async with stage(prompt, size=(60, 3)) as (app, pilot):
        assert "type a note" in app.text()
        await pilot.press(*"try rollback", "enter")
        assert prompt.text == ""
    assert prompt.submitted == ["try rollback"]
    assert prompt.changed[:3] == ["t", "tr", "try"]
    assert prompt.changed[-1] == ""


async def test_an_empty_line_is_not_submitted() -> None:
    prompt = Heard()
    async with stage(prompt, size=(60, 3)) as (_, pilot):
        await pilot.press("enter", "space", "enter")
    assert prompt.submitted == []


async def test_the_history_is_gone_through_and_what_was_typed_comes_back() -> None:
    prompt = Heard(history=["first", "second"])
    async with stage(prompt, size=(60, 3)) as (_, pilot):
        await pilot.press(*"half", "up")
        assert prompt.text == "second"
        await pilot.press("up", "up")
        assert prompt.text == "first"
        await pilot.press("down", "down", "down")
        assert prompt.text == "half"
        await pilot.press("enter", "up")
        assert prompt.text == "half"
        await pilot.press("up")
        assert prompt.text == "second"


async def test_tab_or_right_takes_the_suggestion() -> None:
    prompt = Heard()
    async with stage(prompt, size=(60, 3)) as (app, pilot):
        await pilot.press(*"/de")
        assert "/decide" in app.text()
        assert prompt.text == "/de"
        await pilot.press("tab")
        assert prompt.text == "/decide "
        await pilot.press("ctrl+u", *"/sev", "right")
        assert prompt.text == "/sev SEV1"
        assert prompt.has_focus


async def test_a_paste_of_many_lines_becomes_one_with_its_breaks_shown() -> None:
    from textual.events import Paste

    prompt = Heard()
    async with stage(prompt, size=(60, 3)) as (app, pilot):
        prompt.post_message(Paste("one\r\ntwo\x1b[2J\nthree\n"))
        await pilot.pause()
        assert prompt.text == "one⏎two␛[2J⏎three"
        assert "one⏎two␛[2J⏎three" in app.text()
        await pilot.press("ctrl+z")
        assert prompt.text == ""


async def test_a_paste_beyond_the_cap_is_cut_and_not_refused() -> None:
    from textual.events import Paste

    prompt = Heard(cap=10)
    async with stage(prompt, size=(60, 3)) as (_, pilot):
        prompt.post_message(Paste("x" * 100_000))
        await pilot.pause()
        assert prompt.text == "x" * 10


async def test_esc_says_so_and_keeps_the_text() -> None:
    prompt = Heard()
    async with stage(prompt, size=(60, 3)) as (_, pilot):
        await pilot.press(*"half", "escape")
    assert prompt.escaped == 1
    assert prompt.text == "half"


async def test_a_draft_can_be_put_back_without_a_new_draft_being_told() -> None:
    prompt = Heard()
    async with stage(prompt, size=(60, 3)) as (app, pilot):
        prompt.set_text("half a note \x1b")
        await pilot.pause()
        assert "half a note ␛" in app.text()
    assert prompt.changed == []


async def test_a_long_text_scrolls_with_the_cursor() -> None:
    prompt = Heard()
    async with stage(prompt, size=(30, 3)) as (app, pilot):
        prompt.set_text("start " + "x" * 60 + " finish")
        await pilot.pause()
        assert "finish" in app.text()
        await pilot.press("home")
        assert "start" in app.text()
        assert "finish" not in app.text()


async def test_a_click_puts_the_cursor_there() -> None:
    prompt = Heard()
    async with stage(prompt, size=(60, 3)) as (_, pilot):
        prompt.set_text("abc")
        await pilot.click(prompt, offset=(4, 0))
        await pilot.press("X")
        assert prompt.text == "aXbc"


def test_words_are_deleted_and_undone() -> None:
    editor = Editor("try rollback first")
    edit(editor, "ctrl+w", None)
    assert editor.text == "try rollback "
    edit(editor, "ctrl+left", None)
    edit(editor, "ctrl+k", None)
    assert editor.text == "try "
    edit(editor, "ctrl+z", None)
    edit(editor, "ctrl+z", None)
    assert editor.text == "try rollback first"
    edit(editor, "ctrl+y", None)
    assert editor.text == "try rollback "


def test_a_typed_word_is_one_step_back() -> None:
    editor = Editor()
    for char in "two words":
        edit(editor, char, char)
    edit(editor, "ctrl+z", None)
    assert editor.text in {"two ", "two"}


def test_an_accent_stays_with_its_letter() -> None:
    editor = Editor()
    for char in ("e", "\u0301", "x"):
        edit(editor, char, char)
    assert editor.text == "e\u0301x"
    edit(editor, "left", None)
    edit(editor, "backspace", None)
    assert editor.text == "x"


@given(
    st.lists(
        st.one_of(
            st.sampled_from([*MOVES, *DELETES, *STEPS]),
            st.characters(codec=None).map(lambda char: "type " + char),
            st.text(max_size=5).map(lambda text: "paste " + text),
        ),
        max_size=40,
    ),
    st.integers(1, 30),
)
def test_no_keys_break_the_editor_or_the_width_of_its_line(keys: list[str], width: int) -> None:
    editor = Editor(cap=20)
    for key in keys:
        if key.startswith("paste "):
            editor.insert(key[6:])
        else:
            edit(editor, key, key[5:] if key.startswith("type ") else None)
        assert 0 <= editor.cursor <= len(editor.text) <= 20
        assert editor.text.isprintable()
        for ghost in ("", "ghost of a text"):
            line = draw_editor(editor, width, palette("dark"), focused=True, ghost=ghost)
            assert sum(cells(segment.text) for segment in line) in {width, width + 1}  # a wide cursor at the edge
        assert 0 <= index_at(editor, width, width) <= len(editor.text)


async def test_a_line_that_was_refused_is_typed_over_or_gone_on_with() -> None:
    prompt = Heard()
    async with stage(prompt, size=(60, 3)) as (_, pilot):
        prompt.give_back("/task @bob 5m")
        await pilot.press("n", "o")
        assert prompt.text == "no"
        prompt.give_back("/task @bob 5m")
        await pilot.press("end", "x")
        assert prompt.text == "/task @bob 5mx"
        prompt.give_back("/task @bob 5m")
        await pilot.press("right", "x")
        assert prompt.text == "/xtask @bob 5m"
        prompt.give_back("/task @bob 5m")
        await pilot.press("ctrl+u")
        assert prompt.text == ""
        prompt.give_back("/task @bob 5m")
        await pilot.press("escape")
        assert prompt.text == "/task @bob 5m"
        assert prompt.drop()
        assert not prompt.drop()
    assert (prompt.text, prompt.changed[-1]) == ("", "")


def test_what_is_picked_is_replaced_by_what_is_typed_and_kept_by_the_cursor_keys() -> None:
    def after(*keys: str) -> str:
        editor = Editor("5m")
        editor.pick()
        for key in keys:
            edit(editor, key, key if len(key) == 1 else None)
        return editor.text

    assert after("3", "m") == "3m"
    assert after("left", "0") == "50m"
    assert after("end", "0") == "5m0"
    assert after("backspace") == ""
    assert after("delete", "7") == "7"
    assert after("3", "ctrl+z", "ctrl+z") == "5m"


def test_what_is_picked_is_drawn_otherwise() -> None:
    ink = palette("dark")
    plain = Editor("5m")
    picked = Editor("5m")
    picked.pick()
    assert draw_editor(plain, 10, ink, focused=True) != draw_editor(picked, 10, ink, focused=True)
    assert draw_editor(plain, 10, ink, focused=False) == draw_editor(picked, 10, ink, focused=False)
