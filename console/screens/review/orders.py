"""Does what a key of screen 5 means: goes to tabs and panes, finds words, begins what a tab does with a row."""

from collections.abc import Callable, Mapping
from functools import partial

from textual.screen import Screen

from console.present.banner import production_line
from console.present.details import help_lines
from console.present.snapshot import Context, Snapshot
from console.screens.keys import shown
from console.screens.panes import Panes
from console.screens.review.choosing import Chosen
from console.screens.review.keys import COMMON
from console.screens.review.loading import Loading
from console.screens.review.ports import Flow
from widgets.dialog import TextDialog
from widgets.filter import FilterLine
from widgets.notice import NoticeBar
from widgets.pane import TablePane
from widgets.reading import ReadPane
from widgets.values import KeyHint, Tone

Start = Callable[[Flow, str, str, str], None]
"""Runs a flow: the flow, its name, the incident and the row that it is about."""


class ReviewOrders:
    """The commands of screen 5 by their ids."""

    def __init__(
        self,
        screen: Screen[str],
        panes: Panes,
        chosen: Chosen,
        loading: Loading,
        start: Start,
        context: Context,
        seen: Callable[[], Snapshot],
    ) -> None:
        self._screen, self._panes, self._chosen, self._start = screen, panes, chosen, start
        self._context, self._seen = context, seen
        self._run: Mapping[str, Callable[[], object]] = {
            "find": self._find,
            "again": self._again,
            "previous_tab": lambda: self.to_tab(chosen.at - 1),
            "next_tab": lambda: self.to_tab(chosen.at + 1),
            "next_pane": lambda: self._step(1),
            "previous_pane": lambda: self._step(-1),
            "maximise": panes.toggle,
            "anew": loading.forget,
            "leave": lambda: screen.dismiss(""),
            **{name: partial(screen.dismiss, name) for name in ("note", "cluster", "log", "export", "quit")},
            "helped": self._help,
            "back": self._back,
        }

    def run(self, name: str) -> None:
        """Do a command; what only some tabs can do is said where this one cannot."""
        flow = self._chosen.tab.flows.get(name)
        incident = self._chosen.incident(self._seen())
        if flow is not None:
            self._start(flow, name, "" if incident is None else incident.id, self.row)
        elif name in self._run:
            self._run[name]()
        elif name == "opened":
            self._open()
        else:
            self.say(f"Nothing on the tab {self._chosen.tab.name} can be done by this key: ? lists those that can.")

    @property
    def row(self) -> str:
        """The key of the selected row, "" where there is none."""
        return "" if self._chosen.tab.table is None else self._screen.query_one("#main", TablePane).selected or ""

    def to_tab(self, number: int) -> None:
        """Show another tab."""
        self._chosen.go(number)
        only_text = self._chosen.tab.table is None
        self._screen.set_class(only_text, "-text")
        self._screen.app.stylesheet.update(self._screen)  # at once: which panes are there is asked below
        self._panes.show("text" if only_text else "main")

    def close_find(self) -> None:
        """Put the line away in which words are typed, and go to what it found."""
        self._screen.query_one(FilterLine).display = False
        self._panes.show("text" if self._chosen.tab.table is None else "main")
        if self._chosen.tab.table is None and self._chosen.words:
            self._again()

    def say(self, text: str, tone: Tone = Tone.WARN) -> None:
        """Tell something in the line of keys for a while."""
        self._screen.query_one(NoticeBar).say(text, tone)

    def _step(self, by: int) -> None:
        if self._chosen.tab.table is not None:
            self._panes.step(by)

    def _open(self) -> None:
        """Review the incident under the cursor; elsewhere, read what stands beside the row."""
        if self._chosen.tab.leads and self.row:
            self._chosen.about = self.row
            self.to_tab(0)
        elif self._chosen.tab.table is not None:
            self._panes.show("text")

    def _find(self) -> None:
        line = self._screen.query_one(FilterLine)
        line.placeholder = self._chosen.tab.finds
        line.set_text(self._chosen.words)
        line.display = bool(self._chosen.tab.finds)
        if self._chosen.tab.finds:
            self._screen.set_focus(line)

    def _again(self) -> None:
        words = self._chosen.words
        if words and not self._screen.query_one(ReadPane).find(words):
            self.say(f"'{words[:60]}' is not in it.")

    def _back(self) -> None:
        """Esc takes back one thing: the words, the pane that stands alone, the screen."""
        if self._chosen.words:
            self._chosen.words = ""
        elif self._chosen.tab.table is not None and self._panes.focus == "text":
            self._panes.show("main")
        elif self._panes.alone and not self._panes.tiny:
            self._panes.show(self._panes.focus)
        else:
            self._screen.dismiss("")

    def _help(self) -> None:
        commands = (*self._chosen.tab.commands, *COMMON)
        hints = [KeyHint(shown(each.key), each.label, each.detail, each.group) for each in commands]
        finds = [("/", self._chosen.tab.finds)] if self._chosen.tab.finds else []
        self._screen.app.push_screen(
            TextDialog("Keys", help_lines(hints, finds), context=production_line(self._context, ()))
        )
