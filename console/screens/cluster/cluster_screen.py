"""Screen 2: what is wrong in a cluster, its tables, and the pods behind the selected row. Decides nothing."""

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
from console.screens.cluster import drawing, keys
from console.screens.cluster.choosing import Chooser
from console.screens.cluster.orders import ClusterOrders
from console.screens.cluster.ports import Acting, Kit, LiveCluster, Logs, NoActing, NoLogs
from console.screens.cluster.tabs import TABLES
from console.screens.redrawn import bindings
from console.screens.tabbed import TabbedScreen
from console.screens.typeahead import TypeAhead
from widgets.filter import FilterLine
from widgets.header import HeaderBar
from widgets.notice import NoticeBar
from widgets.pane import TablePane
from widgets.tabs import TabBar
from widgets.values import HeaderValue, KeyHint, Span, TableTab, TableValue, Tone

PANES = ("wrong", "main", "pods", "events")
_WAIT = (Span("looking ...", Tone.MUTED),)


class ClusterScreen(TabbedScreen, inherit_bindings=False):
    """Answers the id of a command of the room that is to be done next, "" for none."""

    _chosen: Chooser
    _orders: ClusterOrders
    CSS_PATH = Path(themes.__path__[0], "cluster.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(keys.CLUSTER),
        Binding("escape", "order('back')", "Back", show=False),
    ]

    def __init__(  # noqa: PLR0913 - what the screen stands on comes from all over the console
        self,
        live: LiveCluster,
        context: Context,
        clock: Clock,
        *,
        tz: tzinfo | None = None,
        acting: Acting | None = None,
        logs: Logs | None = None,
        ahead: TypeAhead | None = None,
        at: str = "",
    ) -> None:
        super().__init__(ahead, PANES, "wrong", keys.CLUSTER)
        self._kit = Kit(live, context, clock, tz, acting or NoActing(), logs or NoLogs(), ahead)
        self._snapshot: Snapshot | None = None
        self._chosen = Chooser(live, clock, at)
        self._orders = ClusterOrders(self, self._kit, self._panes, self._chosen)

    def compose(self) -> ComposeResult:
        """Lay the panes out as themes/cluster.tcss places them."""
        yield HeaderBar(HeaderValue(((Span("warroom", Tone.STRONG),),), ()), id="header")
        yield TabBar([TableTab(each.key, each.name, each.short) for each in TABLES], id="tabs")
        with Container(id="tables"):
            with Container(id="left"):
                yield TablePane(TableValue("Wrong now", (), empty=_WAIT), id="wrong")
                yield TablePane(TableValue("Workloads", (), empty=_WAIT), id="main")
            with Container(id="right"):
                yield TablePane(TableValue("Pods", (), empty=_WAIT), id="pods")
                yield TablePane(TableValue("Events", (), empty=_WAIT), id="events")
        yield FilterLine(placeholder="words that a row must have; esc shows all", id="find")
        yield NoticeBar(keys.hints(keys.CLUSTER, "workload"), id="notice")

    def begin(self) -> None:
        """Begin with what is wrong, or with the row that was asked for."""
        self.redraw()
        if not self.query_one("#wrong", TablePane).value.rows:
            self._panes.show("main")
        if self._chosen.at:
            drawing.go_to(self, self._panes, self._chosen, self._chosen.at)
            self.redraw()

    def tick(self) -> None:
        """Draw the newest snapshot if anything of it is new; ages go on by the second."""
        if self.app.screen is not self:
            return
        snapshot, now = self._kit.live.snapshot, self._kit.clock()
        about = drawing.selected(self._panes, self)
        new = (now // 1000, about, self._chosen.state, self._panes.alone, self._panes.focus)
        if snapshot is self._snapshot and new == self._drawn:
            return
        self._snapshot, self._drawn = snapshot, new
        self._chosen.take(snapshot.clusters)
        self.query_one("#header", HeaderBar).show(header(snapshot, self._kit.context, now, self._kit.tz))
        drawing.draw(self, self._panes, self._chosen, now)
        self.query_one(NoticeBar).show(self.hints())

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the row, or of the line that is typed into."""
        if isinstance(self.focused, FilterLine):
            return keys.FINDING
        kind = drawing.selected(self._panes, self).partition(":")[0]
        return keys.hints(keys.CLUSTER, kind, several=self._chosen.several)

    def press_tab(self, key: str) -> None:
        """Show the tab that was pressed."""
        self._orders.to_tab([each.key for each in TABLES].index(key))
