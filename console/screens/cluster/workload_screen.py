"""The page of a workload or a pod: its revisions, its pods, its events, and a log that is followed. Decides nothing."""

from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import Screen

import themes
from console.present.cluster.keys import Subject
from console.present.header import header
from console.screens.cluster import keys, paging
from console.screens.cluster.log_reader import LogReader
from console.screens.cluster.page_orders import PageOrders
from console.screens.cluster.panes import Panes
from console.screens.cluster.ports import Kit
from widgets.card import Card
from widgets.filter import FilterLine
from widgets.footer import KeyBar
from widgets.header import HeaderBar
from widgets.log import LogPane
from widgets.notice import NoticeBar
from widgets.pane import TablePane
from widgets.values import HeaderValue, KeyHint, Span, TableValue, Tone

TICK = 0.25
PANES = ("pods", "log", "revisions", "events")
_WAIT = (Span("looking ...", Tone.MUTED),)


class WorkloadScreen(Screen[str], inherit_bindings=False):
    """Answers "back" for the cluster, else the id of a command of the room ("" for none)."""

    CSS_PATH = Path(themes.__path__[0], "cluster.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(each.key, f"order('{each.id}')", each.label, show=False, priority=len(each.key) == 1)
            for each in keys.PAGE
        ),
        Binding("ctrl+c,ctrl+q", "order('quit')", "Quit", show=False),
    ]

    def __init__(self, kit: Kit, subject: Subject, *, log: bool = False) -> None:
        super().__init__()
        self._kit, self._log_at_once = kit, log
        self._reader = LogReader(kit.logs)
        self._panes = Panes(self, PANES, "pods")
        self._page = paging.Page(kit, subject)
        self._orders = PageOrders(self, kit, self._panes, self._page, self._reader)
        self._second = -1

    def compose(self) -> ComposeResult:
        """Lay the panes out as themes/cluster.tcss places them."""
        yield HeaderBar(HeaderValue(((Span("warroom", Tone.STRONG),),), ()), id="header")
        yield Card("", id="head")
        with Container(id="page"):
            with Container(id="facts"):
                yield TablePane(TableValue("Pods", (), empty=_WAIT), id="pods")
                yield TablePane(TableValue("Revisions", (), empty=_WAIT), id="revisions")
            with Container(id="reading"):
                yield TablePane(TableValue("Events", (), empty=_WAIT), id="events")
                yield LogPane(id="log")
        yield FilterLine(placeholder="words to find in the log; n and N go on", id="find")
        yield NoticeBar(keys.hints(keys.PAGE, ""), id="notice")

    def on_mount(self) -> None:
        """Begin at the pods, the worst one first."""
        self.query_one(FilterLine).display = False
        self._panes.fit(*self.app.size)
        self._panes.show("pods")
        self.set_interval(TICK, self.tick)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.redraw()
        self._page.select(self)
        if self._log_at_once:
            self.action_order("logs")

    def on_unmount(self) -> None:
        """Let the log go."""
        self._reader.close()

    def on_resize(self, event: events.Resize) -> None:
        """Choose the layout for the size."""
        self._panes.fit(event.size.width, event.size.height)
        self._second = -1

    def on_screen_resume(self) -> None:
        """Draw what changed while something else was shown."""
        self._second = -1

    def tick(self) -> None:
        """Draw what is new: the log each time, the rest with the snapshot and the second."""
        if self.app.screen is not self:
            return
        snapshot, now = self._kit.live.snapshot, self._kit.clock()
        self._page.draw_log(self, self._reader)
        if not self._page.take(snapshot) and now // 1000 == self._second:
            return
        self._second = now // 1000
        self.query_one("#header", HeaderBar).show(header(snapshot, self._kit.context, now, self._kit.tz))
        self._page.draw(self, self._panes, now)
        self.query_one(NoticeBar).show(self._hints())

    def _hints(self) -> tuple[KeyHint, ...]:
        if isinstance(self.focused, FilterLine):
            return keys.FINDING
        return keys.hints(keys.PAGE, {"log": "log", "pods": "pod"}.get(self._panes.focus, "workload"))

    def redraw(self) -> None:
        """Draw at once: a key was pressed."""
        self._second = -1
        self.tick()

    def action_order(self, name: str) -> None:
        """Do what a key means."""
        self._orders.run(name)
        self.redraw()

    @on(FilterLine.Changed)
    def _typed(self, message: FilterLine.Changed) -> None:
        self.query_one(LogPane).search(message.text.strip())

    @on(FilterLine.Submitted)
    def _found(self, message: FilterLine.Submitted) -> None:
        self._orders.searched(message.text)
        self.redraw()

    @on(FilterLine.Escaped)
    def _left_find(self) -> None:
        self._orders.searched("")
        self.redraw()

    @on(TablePane.Chosen)
    def _row_chosen(self, message: TablePane.Chosen) -> None:
        if message.pane.id == "pods":
            self.action_order("logs")

    @on(KeyBar.Pressed)
    def _hint_clicked(self, message: KeyBar.Pressed) -> None:
        found = keys.by_hint(keys.PAGE, message.key)
        if found:
            self.action_order(found)

    def on_descendant_focus(self) -> None:
        """The footer shows the keys of what has the focus."""
        self.query_one(NoticeBar).show(self._hints())
