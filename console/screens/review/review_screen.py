"""Screen 5: the document, what was thought, what follows, and what other incidents teach. Decides nothing."""

from datetime import tzinfo
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

import themes
from console.incident.clock import Clock
from console.present.header import header
from console.present.snapshot import Context, Snapshot
from console.screens.desk import LiveRoom
from console.screens.keys import footer
from console.screens.redrawn import bindings
from console.screens.review.choosing import Chosen
from console.screens.review.keys import COMMON, REVIEW
from console.screens.review.loading import Loading
from console.screens.review.orders import ReviewOrders, Start
from console.screens.review.ports import ReviewTab, Shown
from console.screens.review.tabs import TABS
from console.screens.tabbed import TabbedScreen
from console.screens.typeahead import TypeAhead
from widgets.filter import FilterLine
from widgets.header import HeaderBar
from widgets.notice import NoticeBar
from widgets.pane import TablePane
from widgets.reading import ReadPane
from widgets.tabs import TabBar
from widgets.values import HeaderValue, KeyHint, ReadValue, Span, TableTab, TableValue, Tone

PANES = ("main", "text")
_FINDING = (KeyHint("enter", "keeps the words"), KeyHint("esc", "shows all again"))
_FRAME = 4
_WAIT = (Span("reading ...", Tone.MUTED),)


class ReviewScreen(TabbedScreen, inherit_bindings=False):
    """Answers the id of a command of the room that is to be done next, "" for none."""

    _chosen: Chosen
    _orders: ReviewOrders
    CSS_PATH = Path(themes.__path__[0], "review.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(REVIEW),
        Binding("escape", "order('back')", "Back", show=False),
    ]

    def __init__(
        self,
        room: LiveRoom,
        context: Context,
        clock: Clock,
        start: Start,
        *,
        tz: tzinfo | None = None,
        ahead: TypeAhead | None = None,
        tab: str = "",
    ) -> None:
        """`start` runs a flow (flow, its name, incident, row); `tab` is the one to begin with."""
        super().__init__(ahead, PANES, "main", REVIEW)
        self._room, self._known, self._clock, self._tz = room, context, clock, tz
        self._loading = Loading(self, room, clock, self.redraw)
        self._chosen = Chosen(tab)
        self._orders = ReviewOrders(
            self, self._panes, self._chosen, self._loading, start, context, lambda: room.snapshot
        )

    def compose(self) -> ComposeResult:
        """Lay the panes out as themes/review.tcss places them."""
        yield HeaderBar(HeaderValue(((Span("warroom", Tone.STRONG),),), ()), id="header")
        yield TabBar([TableTab(each.key, each.name, each.short) for each in TABS], id="tabs")
        with Container(id="panes"):
            yield TablePane(TableValue("", (), empty=_WAIT), id="main")
            yield ReadPane(ReadValue("", empty=_WAIT), id="text")
        yield FilterLine(placeholder="", id="find")
        yield NoticeBar(footer(COMMON, ""), id="notice")

    def begin(self) -> None:
        """Begin with the tab that was asked for."""
        self._orders.to_tab(self._chosen.at)
        self.redraw()

    def tick(self) -> None:
        """Draw the newest snapshot if anything of it is new; ages go on by the second."""
        if self.app.screen is not self:
            return
        snapshot, now = self._room.snapshot, self._clock()
        there = tuple(map(self._panes.visible, PANES))
        new = (now // 1000, snapshot, self._chosen.state, self._orders.row, there, self.query_one(ReadPane).size)
        if new == self._drawn:
            return
        self._drawn = new
        self.query_one("#header", HeaderBar).show(header(snapshot, self._known, now, self._tz))
        self._draw(self._chosen.tab, self._shown(snapshot))
        self.query_one(NoticeBar).show(self.hints())

    def _draw(self, tab: ReviewTab, shown: Shown) -> None:
        """Draw the panes that are on the screen; first the rows, then what stands beside the selected one."""
        self.query_one(TabBar).show([each.tab(shown) for each in TABS], tab.key)
        if tab.table is not None and self._panes.visible("main"):
            self.query_one("#main", TablePane).show(tab.table(shown))
        if self._panes.visible("text"):
            told = tab.text(shown, self._orders.row)
            self.query_one(ReadPane).show(told._replace(about=f"{tab.key}|{told.about}"))

    def _shown(self, snapshot: Snapshot) -> Shown:
        """Return what the tab is made from."""
        width, wide = (
            (self.query_one(pane).size.width or self.app.size.width) - _FRAME for pane in (ReadPane, TablePane)
        )
        about, now = self._chosen.incident(snapshot), self._clock()
        return Shown(about, snapshot, self._known, now, self._tz, self._chosen.words, width, wide, self._loading.ask)

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the tab, or of the line that is typed into."""
        if isinstance(self.focused, FilterLine):
            return _FINDING
        tab = self._chosen.tab
        return footer(tuple(each for each in (*tab.commands, *COMMON) if tab.finds or each.id != "find"), "")

    def press_tab(self, key: str) -> None:
        """Show the tab that was pressed."""
        self._orders.to_tab([each.key for each in TABS].index(key))
