"""Does what a key of screen 2 means: goes to panes and tables, opens pages, begins actions."""

from collections.abc import Callable, Mapping
from functools import partial

from textual.screen import Screen

from console.present.cluster.keys import subject
from console.screens.cluster import drawing, keys
from console.screens.cluster.choosing import Chooser
from console.screens.cluster.hands import Hands
from console.screens.cluster.ports import Kit
from console.screens.cluster.tabs import TABLES
from console.screens.cluster.workload_screen import WorkloadScreen
from console.screens.panes import Panes
from widgets.filter import FilterLine
from widgets.values import Tone


class ClusterOrders:
    """The commands of screen 2 by their ids."""

    def __init__(self, screen: Screen[str], kit: Kit, panes: Panes, chosen: Chooser) -> None:
        self._screen, self._kit, self._panes, self._chosen = screen, kit, panes, chosen
        self._hands = Hands(screen, kit)
        self._run: Mapping[str, Callable[[], object]] = {
            "rollback": lambda: self._begin("rollback"),
            "scale": lambda: self._begin("scale"),
            "restart": lambda: self._begin("restart"),
            "evidence": lambda: self._begin("evidence"),
            "acts": self._choose,
            "opened": self.open,
            "logs": lambda: self.open(log=True),
            "find": self._find,
            "previous_tab": lambda: self.to_tab(self._chosen.tab - 1),
            "next_tab": lambda: self.to_tab(self._chosen.tab + 1),
            "switch": self._switch,
            "next_pane": lambda: panes.step(1),
            "previous_pane": lambda: panes.step(-1),
            "maximise": panes.toggle,
            "leave": lambda: screen.dismiss(""),
            **{name: partial(screen.dismiss, name) for name in ("note", "review", "log")},
            "quit": lambda: screen.dismiss("quit"),
            "helped": lambda: self._hands.help(keys.CLUSTER),
            "back": self._back,
        }

    def run(self, name: str) -> None:
        """Do a command."""
        self._run[name]()

    def open(self, *, log: bool = False) -> None:
        """Open the page of a row; one that has none is shown in its table."""
        row, view = drawing.selected(self._panes, self._screen), self._chosen.view
        if view is None or not row:
            return
        found = subject(view, row)
        if found is None:
            drawing.go_to(self._screen, self._panes, self._chosen, row)
            return
        self._screen.app.push_screen(WorkloadScreen(self._kit, found, log=log), self._left_page)

    def to_tab(self, number: int) -> None:
        """Show another table."""
        self._chosen.tab = number % len(TABLES)
        self._panes.show("main")

    def close_find(self) -> None:
        """Put the line of the filter away."""
        self._screen.query_one(FilterLine).display = False
        self._panes.show("main")

    def _left_page(self, answer: str | None) -> None:
        if answer is not None and answer != "back":
            self._screen.dismiss(answer)

    def _begin(self, verb: str) -> None:
        self._hands.begin(verb, self._chosen.targets(drawing.selected(self._panes, self._screen)))

    def _choose(self) -> None:
        if self._chosen.view is not None:
            row = drawing.selected(self._panes, self._screen)
            self._hands.choose(self._chosen.view, self._chosen.targets(row))

    def _find(self) -> None:
        line = self._screen.query_one(FilterLine)
        line.set_text(self._chosen.words)
        line.display = True
        self._panes.show("main")
        self._screen.set_focus(line)

    def _back(self) -> None:
        """Esc takes back one thing: the filter, the pane that stands alone, the screen."""
        if self._chosen.words:
            self._chosen.words = ""
        elif self._panes.alone and not self._panes.tiny:
            self._panes.show(self._panes.focus)
        else:
            self._screen.dismiss("")

    def _switch(self) -> None:
        told = self._chosen.switch()
        self._hands.say(told, Tone.INFO if self._chosen.several else Tone.WARN)
