"""Text that attacks, put into every place where a widget shows text."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.screen import ModalScreen
from textual.widget import Widget

from tests.hostile import HOSTILE
from tests.widgets.drawn import on_screen, stage
from tests.widgets.scene import Rows
from widgets.chart import ChartPane
from widgets.dialog import ConfirmDialog, FormDialog, PickDialog, TextDialog
from widgets.footer import KeyBar
from widgets.header import HeaderBar
from widgets.notice import NoticeBar
from widgets.pane import TablePane
from widgets.prompt import Prompt
from widgets.text import safe_text
from widgets.timeline import TimelinePane
from widgets.values import (
    ChartValue,
    Choice,
    Column,
    Field,
    HeaderValue,
    KeyHint,
    Mark,
    Row,
    Series,
    Span,
    TableValue,
    TimelineRow,
    Tone,
)

ROOT = Path(__file__).parents[2]


def table(text: str) -> Widget:
    value = TableValue(
        text, (Column(text, grow=True), Column(text)), (Row(text, (Span(text), Span(text))),), Span(text)
    )
    return TablePane(value._replace(headings=True))


def empty_table(text: str) -> Widget:
    return TablePane(TableValue("", (), empty=(Span(text),)))


def chart(text: str) -> Widget:
    series = (Series(text, (1.0, 2.0)), Series(text, (2.0, 1.0)))
    return ChartPane(
        ChartValue(text, Span(text), series, (Mark(0.1, "▼", text),), ticks=(text, text), span=(text, text))
    )


def timeline(text: str) -> Widget:
    return TimelinePane(Rows([TimelineRow(text, text[:8], "●", Tone.BAD, text, text)]), title=text)


def header(text: str) -> Widget:
    return HeaderBar(HeaderValue(((Span(text),),), ((Span(text),),), Tone.BAD, (Span(text),), (Span(text),)))


def notice(text: str) -> Widget:
    class Said(NoticeBar):
        def on_mount(self) -> None:
            self.say(text)

    return Said()


def prompt(text: str) -> Widget:
    typed = Prompt(placeholder=text, complete=lambda typed: [typed + text], history=[text])
    typed.set_text(text)
    return typed


WIDGETS: dict[str, Callable[[str], Widget]] = {
    "table": table,
    "empty table": empty_table,
    "chart": chart,
    "timeline": timeline,
    "header": header,
    "keys": lambda text: KeyBar((KeyHint(text, text), KeyHint("?", text))),
    "notice": notice,
    "prompt": prompt,
    "empty prompt": lambda text: Prompt(placeholder=text),
}
SCREENS: dict[str, Callable[[str], ModalScreen[Any]]] = {
    "confirm": lambda text: ConfirmDialog(text, ((Span(text),),), confirm=text, context=(Span(text),)),
    "form": lambda text: FormDialog(text, (Field(text, text, text, text), Field("o", text, text, options=(text,)))),
    "pick": lambda text: PickDialog(text, (Choice(text, text, text),), current=text),
    "text": lambda text: TextDialog(text, ((Span(text),),)),
}


def acts(text: str) -> list[str]:
    """The characters of a screen that would act on a terminal; private use draws an empty box at worst."""
    return [char for char in set(text) - set("\n\ue000\uf8ff\U0010ffff") if not char.isprintable()]


MARKUP = "[/x] [@click=app.quit]q[/]"
RAW = "".join(text[:200] for text in HOSTILE.values())


@pytest.mark.parametrize("name", WIDGETS)
async def test_a_widget_shows_safe_text_literally(name: str) -> None:
    for text in (MARKUP, safe_text(RAW, 10_000), safe_text(RAW[::-1])):
        async with stage(WIDGETS[name](text), size=(90, 24)) as (app, _):
            assert acts(app.text()) == []
            assert text is not MARKUP or MARKUP in app.text()


@pytest.mark.parametrize("name", WIDGETS)
async def test_a_widget_that_gets_raw_text_by_mistake_neither_raises_nor_leaks(name: str) -> None:
    for text in (RAW, RAW[::-1], "[/etc/passwd]" + RAW[:40]):
        async with stage(WIDGETS[name](text), size=(90, 24), guarded=True) as (app, _):
            assert acts(app.text()) == []


@pytest.mark.parametrize("name", SCREENS)
async def test_a_dialog_shows_safe_text_literally(name: str) -> None:
    for text in (MARKUP, safe_text(RAW)):
        async with on_screen(SCREENS[name](text), size=(90, 24)) as (app, pilot):
            assert acts(app.text()) == []
            assert text is not MARKUP or app.text().count(MARKUP) > 1
            await pilot.press("tab", "x")


def bare_texts(path: Path) -> list[str]:
    """Where a module hands Textual a text that it would parse as markup."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in PARSERS and all(keyword.arg != "markup" for keyword in node.keywords):
                found.append(f"{path.name}:{node.lineno} {name}()")
        elif isinstance(node, ast.Assign):
            names = [target.attr for target in node.targets if isinstance(target, ast.Attribute)]
            found += [f"{path.name}:{node.lineno} .{name} =" for name in names if name in ATTRIBUTES]
    return sorted(found)


PARSERS = {
    "Static", "Label", "Button", "notify", "OptionList", "Option", "Select", "Tab", "TabPane", "Collapsible",
    "Checkbox", "RadioButton", "Tooltip", "Toast", "Footer", "Header", "from_markup", "Markdown",
}  # fmt: skip
"""Calls that take text as markup unless they are told `markup=False`; none is used with text from outside."""
ATTRIBUTES = {"border_title", "border_subtitle", "tooltip", "loading_text"}


def test_no_text_is_handed_to_a_parser_of_markup() -> None:
    modules = [*ROOT.glob("widgets/**/*.py"), *ROOT.glob("console/screens/**/*.py"), ROOT / "console" / "app.py"]
    assert [found for path in modules if path.exists() for found in bare_texts(path)] == []


def test_the_rule_finds_what_it_is_for(tmp_path: Path) -> None:
    module = tmp_path / "careless.py"
    module.write_text("Static(name)\nself.notify(text)\nself.border_title = name\nStatic(x, markup=False)\n")
    assert [found.split(" ", 1)[1] for found in bare_texts(module)] == ["Static()", "notify()", ".border_title ="]
