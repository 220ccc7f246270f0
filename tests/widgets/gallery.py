"""Pictures of a made-up room in every theme and size, to look at: `python -m tests.widgets.gallery OUT_DIR`."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widget import Widget

from tests.widgets import scene
from widgets.chart import ChartPane
from widgets.dialog import ConfirmDialog, FormDialog, KeysDialog, PickDialog, TextDialog
from widgets.header import HeaderBar
from widgets.notice import NoticeBar
from widgets.pane import TablePane
from widgets.prompt import Prompt
from widgets.theme import THEMES, load_theme
from widgets.timeline import TimelinePane
from widgets.values import Choice, Field, Span, Tone

SIZES = ((40, 12), (80, 24), (120, 36), (200, 50))


class Room(App[None]):
    """A room in the way that the real one may be composed."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Horizontal { height: 1fr; }
    .column { width: 1fr; }
    """

    def __init__(self, theme: str, size: tuple[int, int]) -> None:
        super().__init__()
        self.wide = size[0]
        self.register_theme(load_theme(theme))
        self.theme = theme

    def compose(self) -> ComposeResult:
        yield HeaderBar(scene.HEADER)
        timeline = TimelinePane(scene.story(60 if self.wide > 120 else 30), title="Timeline", id="timeline")
        if self.wide < 60:
            yield timeline
        elif self.wide < 100:
            yield Horizontal(
                sized(Vertical(TablePane(scene.SERVICES), TablePane(scene.ROSTER)), 30),
                Vertical(high(ChartPane(scene.ERRORS), 9), timeline),
            )
        else:
            yield Horizontal(*self.columns(timeline))
        prompt = Prompt(placeholder="type a note, /decide, /task @bob 5m ..., /sev, /page")
        yield prompt
        yield NoticeBar(scene.HINTS)

    def columns(self, timeline: Widget) -> list[Widget]:
        side = 32 if self.wide < 160 else 44
        middle = [high(ChartPane(scene.ERRORS), 9), high(ChartPane(scene.LATENCY), 8), timeline]
        left = [TablePane(scene.SERVICES), TablePane(scene.HOST)]
        right = [high(TablePane(scene.ROSTER), 6), TablePane(scene.CHECKLIST), high(TablePane(scene.DUE), 6)]
        return [sized(Vertical(*left), side), Vertical(*middle), sized(Vertical(*right), side)]


def sized(widget: Widget, width: int) -> Widget:
    widget.styles.width = width
    return widget


def high(widget: Widget, height: int) -> Widget:
    widget.styles.height = height
    return widget


def dialogs() -> dict[str, ModalScreen[Any]]:
    context = (Span("PRODUCTION  prod-eu  https://k8s.prod-eu.example:6443", Tone.BAD),)
    lines = (
        (Span("rollback deployment ", Tone.PLAIN), Span("shop/web", Tone.STRONG)),
        (Span("from ", Tone.MUTED), Span("r14 (2.4.1)"), Span("  to ", Tone.MUTED), Span("r13 (2.4.0)", Tone.STRONG)),
        (Span(""),),
        (Span("▲ ", Tone.WARN), Span("3 of 6 pods are still updating")),
        (Span("● ", Tone.OK), Span("r13 ran for 6 days without a restart")),
        (Span("undo: ", Tone.MUTED), Span("rollback to r14")),
    )
    levels = tuple(
        Choice(f"SEV{n}", f"SEV{n}", text, tone)
        for n, text, tone in (
            (1, "customers cannot use the product; page everyone", Tone.BAD),
            (2, "a main function is broken for many", Tone.WARN),
            (3, "degraded, with a workaround", Tone.INFO),
            (4, "minor; handled in working hours", Tone.PLAIN),
        )
    )
    fields = (
        Field("title", "Title", "Checkout errors", "what is broken, in a few words", required=True),
        Field("severity", "Severity", "SEV2", options=("SEV1", "SEV2", "SEV3", "SEV4")),
        Field("started", "Started", "-10m", "-10m, 14:32, now"),
        Field("summary", "Summary", "", "one sentence for people outside"),
    )
    return {
        "confirm": ConfirmDialog("Roll back web", lines, confirm="roll back", context=context),
        "typed": ConfirmDialog(
            "Scale web to 0", lines, confirm="scale", typed="shop/web", context=context, tone=Tone.BAD
        ),
        "pick": PickDialog("Severity", levels, current="SEV2"),
        "keys": KeysDialog("Is data at risk?", (Choice("yes", "y  yes"), Choice("no", "n  no")), context=context),
        "form": FormDialog("Declare an incident", fields, submit="declare"),
        "text": TextDialog("Keys", tuple((Span(f"{h.key:<8}", Tone.ACCENT), Span(h.label)) for h in scene.HINTS * 3)),
    }


def drawable(svg: str) -> str:
    """The picture for rsvg-convert, which knows neither Rich's font nor textLength: a size that fills Rich's cells."""
    svg = svg.replace("Fira Code", "DejaVu Sans Mono").replace("font-size: 20px", "font-size: 20.266px")
    return svg.replace("<svg ", '<svg xml:space="preserve" ', 1)


async def picture(theme: str, size: tuple[int, int], focus: str = "", dialog: str = "") -> str:
    """The room as an SVG picture."""
    app = Room(theme, size)
    async with app.run_test(size=size) as pilot:
        app.set_focus(app.query_one(focus) if focus else None)
        if dialog:
            await app.push_screen(dialogs()[dialog])
        await pilot.pause()
        return drawable(app.export_screenshot())


def main(out: Path, wanted: str = "") -> None:
    out.mkdir(parents=True, exist_ok=True)
    for theme in THEMES:
        for size in SIZES:
            save(out / f"{theme}-{size[0]}x{size[1]}.svg", wanted, theme, size, "#timeline" if size[0] == 80 else "")
    for name in dialogs():
        for size in SIZES[:3:2]:
            save(out / f"dark-{size[0]}x{size[1]}-{name}.svg", wanted, "dark", size, "", name)


def save(path: Path, wanted: str, *scene: Any) -> None:
    if wanted in path.name:
        path.write_text(asyncio.run(picture(*scene)), encoding="utf-8")
        subprocess.run(["rsvg-convert", "-o", str(path.with_suffix(".png")), str(path)], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
