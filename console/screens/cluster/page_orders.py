"""Does what a key of a workload's page means: reads logs, begins actions, goes back."""

from collections.abc import Callable, Mapping

from textual.screen import Screen

from checks.kubernetes.objects import Pod
from console.present.cluster.keys import pod_in
from console.screens.cluster import keys
from console.screens.cluster.hands import Hands
from console.screens.cluster.log_reader import LogReader, Wanted
from console.screens.cluster.paging import Page
from console.screens.cluster.ports import Kit
from console.screens.panes import Panes
from widgets.filter import FilterLine
from widgets.log import LogPane
from widgets.pane import TablePane
from widgets.values import Tone


class PageOrders:
    """The commands of a workload's page by their ids."""

    def __init__(self, screen: Screen[str], kit: Kit, panes: Panes, page: Page, reader: LogReader) -> None:
        self._screen, self._panes, self._page, self._reader = screen, panes, page, reader
        self._hands = Hands(screen, kit)
        self._run: Mapping[str, Callable[[], object]] = {
            "rollback": lambda: self._begin("rollback"),
            "scale": lambda: self._begin("scale"),
            "restart": lambda: self._begin("restart"),
            "evidence": lambda: self._begin("evidence"),
            "acts": self._choose,
            "logs": lambda: self._read(previous=False),
            "previous": lambda: self._read(previous=True),
            "follow": self._follow,
            "wrap": self._wrap,
            "find": self._find,
            "older": lambda: self._step(-1),
            "newer": lambda: self._step(1),
            "next_pane": lambda: panes.step(1),
            "previous_pane": lambda: panes.step(-1),
            "maximise": panes.toggle,
            "leave": lambda: screen.dismiss(""),
            "quit": lambda: screen.dismiss("quit"),
            "helped": lambda: self._hands.help(keys.PAGE),
            "back": self._back,
        }

    def run(self, name: str) -> None:
        """Do a command."""
        self._run[name]()

    def searched(self, words: str) -> None:
        """Put the search line away; the words stay marked until they are searched for no more."""
        self._screen.query_one(FilterLine).display = False
        self._panes.show("log")
        if words and not self._log.search(words):
            self._hands.say(f"'{words}' is not in this log.", Tone.WARN)
        elif not words:
            self._log.search("")

    @property
    def _log(self) -> LogPane:
        return self._screen.query_one(LogPane)

    def _row(self) -> str:
        """Return the row that the keys are about: a pod where the pods have the focus, else the workload."""
        pane = self._screen.query_one("#pods", TablePane)
        return pane.selected or "" if self._panes.focus in {"pods", "log"} else ""

    def _pod(self) -> Pod | None:
        selected = self._screen.query_one("#pods", TablePane).selected
        view = self._page.view
        return None if selected is None or view is None else pod_in(view, selected)

    def _begin(self, verb: str) -> None:
        self._hands.begin(verb, self._page.targets(self._row()))

    def _choose(self) -> None:
        if self._page.view is not None:
            self._hands.choose(self._page.view, self._page.targets(self._row()))

    def _read(self, *, previous: bool) -> None:
        pod, view = self._pod(), self._page.view
        if pod is None or view is None:
            self._hands.say("There is no pod to read a log of.", Tone.WARN)
            return
        self._reader.open(Wanted(view.seen.context, pod.namespace, pod.name, previous))
        self._panes.show("log")

    def _follow(self) -> None:
        self._log.follow(on=not self._log.following)

    def _wrap(self) -> None:
        self._log.toggle_wrap()

    def _find(self) -> None:
        self._panes.show("log")
        line = self._screen.query_one(FilterLine)
        line.set_text(self._log.words)
        line.display = True
        self._screen.set_focus(line)

    def _step(self, by: int) -> None:
        if not self._log.words:
            self._hands.say("/ searches the log first.", Tone.WARN)
        elif not self._log.step(by):
            self._hands.say(f"No more '{self._log.words}' that way.", Tone.WARN)

    def _back(self) -> None:
        """Esc takes back one thing: the words that are searched for, the pane that stands alone, the page."""
        if self._log.words:
            self._log.search("")
        elif self._panes.alone and not self._panes.tiny:
            self._panes.show(self._panes.focus)
        else:
            self._screen.dismiss("back")
