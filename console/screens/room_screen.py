"""The shell of the room on the screen: panes, keys and typing. What they mean comes later, with the room itself.

It is painted before anything heavy is imported, so it knows no incident, no log and no room: only widgets.
"""

from collections.abc import Sequence
from typing import ClassVar, Protocol

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from console.screens import keys
from console.screens.board import CHARTS, FED, PANES, Board
from console.screens.drafts import Draft
from console.screens.typeahead import TypeAhead
from widgets.chart import ChartPane
from widgets.footer import KeyBar
from widgets.header import HeaderBar
from widgets.notice import NoticeBar
from widgets.oneline import OneLine
from widgets.pane import TablePane
from widgets.prompt import Prompt
from widgets.timeline import TimelinePane
from widgets.values import ChartValue, HeaderValue, Span, TableValue, TimelineRow, Tone

TICK = 0.25
"""Seconds between two looks at the room."""
PLACEHOLDER = "n: write a note, or a command with /"
_WAIT = (Span("reading the log ...", Tone.MUTED),)
_TITLES = {
    "services": "Services",
    "host": "This machine",
    "cluster": "Cluster",
    "changes": "Changes",
    "roster": "Roster",
    "checklist": "Checklist",
    "due": "Due",
    "chart1": "Error rate",
    "chart2": "Latency p95",
    "chart3": "Traffic",
}


class Live(Protocol):
    """What gives the shell its meaning once the room runs."""

    def tick(self, *, everything: bool) -> None:
        """Draw what changed; `everything` after a change of the layout."""

    def order(self, name: str) -> None:
        """Do a command by its id."""

    def submit(self, line: str) -> None:
        """Do what was typed."""

    def choose(self, pane: str, key: str) -> None:
        """Do what choosing a row means."""

    def highlight(self, service: str) -> None:
        """Show a service's charts."""

    def complete(self, text: str) -> Sequence[str]:
        """Return what a typed line may become."""


class NoLines:
    """The timeline before the log is open. Implements `widgets.values.RowSource`."""

    version = 0

    def __len__(self) -> int:
        """Return that there is nothing."""
        return 0

    def rows(self, first: int, count: int) -> tuple[TimelineRow, ...]:  # noqa: ARG002 - the protocol's
        """Return nothing."""
        return ()

    def find(self, key: str) -> int | None:  # noqa: ARG002 - the protocol's
        """Return that it is not there."""
        return None


class RoomScreen(Screen[None], inherit_bindings=False):
    """Draws at most four times a second, and only what changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            # Printable keys are looked at before any widget gets them (unless it is typed into), so that what is typed
            # right behind "n" finds the input line.
            Binding(each.key, f"order('{each.id}')", each.label, show=False, id=each.id, priority=len(each.key) == 1)
            for each in keys.COMMANDS
            if each.key not in {"enter", ""}
        ),
        Binding("escape", "order('back')", "Back", show=False),
        Binding("space", "order('tick')", "Tick", show=False),
        Binding("ctrl+c,ctrl+q", "order('quit')", "Quit", show=False),
    ]

    def __init__(
        self,
        draft: Draft,
        commands: tuple[keys.Command, ...] = keys.COMMANDS,
        *,
        lacking: Sequence[str] = FED,
        practises: bool = False,
    ) -> None:
        """`lacking` names the panes that nothing feeds; `practises` offers a drill."""
        super().__init__()
        self.draft = draft
        hidden = {*({keys.ACTS} if "cluster" in lacking else ()), *(() if practises else {keys.PRACTISE})}
        self.commands = tuple(each for each in commands if each.group not in hidden)
        self.board = Board(self, lacking)
        self.set_class("changes" not in lacking, "-changes")
        self.set_class("cluster" not in lacking, "-cluster")
        self.live: Live | None = None
        self.ahead = TypeAhead(self._post)
        self._early = self.ahead.hold()  # what is typed before the log is read is done once it is
        self._laid_out = False

    def _post(self, event: events.Key) -> None:
        self.app.post_message(event)

    def compose(self) -> ComposeResult:
        """Lay the panes out as themes/room.tcss places them."""
        yield HeaderBar(HeaderValue(((Span("warroom", Tone.STRONG),), _WAIT), ()), id="header")
        with Container(id="body"):
            for pane in PANES:
                if pane == "timeline":
                    yield TimelinePane(NoLines(), id=pane, empty=_WAIT)
                elif pane in CHARTS:
                    yield ChartPane(ChartValue(_TITLES[pane], Span(""), empty=_WAIT), id=pane)
                else:
                    yield TablePane(TableValue(_TITLES[pane], (), empty=_WAIT), id=pane)
        yield OneLine(id="next")
        yield Prompt(placeholder=PLACEHOLDER, complete=self._complete, id="prompt")
        yield NoticeBar(keys.footer(self.commands, "timeline"), id="notice")

    def on_mount(self) -> None:
        """Take up what was half written; the timeline has the focus."""
        self.board.fit(*self.app.size)
        self.query_one(Prompt).set_text(self.draft.read())
        self.set_focus(self.query_one(TimelinePane))

    def on_resize(self, event: events.Resize) -> None:
        """Choose the layout for the size."""
        self.board.fit(event.size.width, event.size.height)
        self._laid_out = False

    def on_screen_resume(self) -> None:
        """Draw what changed while another screen was shown."""
        self._laid_out = False

    def attach(self, live: Live) -> None:
        """Come to life; called once, after the first paint."""
        self.live = live
        self.set_interval(TICK, self._tick)
        self._tick()
        self.ahead.release(self._early)

    def hold_after_enter(self) -> None:
        """What is typed right behind Enter is meant for what comes after the line: it waits until that is done."""
        prompt = self.focused
        if isinstance(prompt, Prompt) and self.app.screen is self:
            ticket = self.ahead.hold()
            # Behind Enter in the prompt's queue, then behind what the prompt told the screen.
            prompt.call_later(self.call_later, self.ahead.release, ticket)

    def on_unmount(self) -> None:
        """Who quits right behind a key finds that key's letter again, too."""
        self.draft.flush()

    def _complete(self, text: str) -> Sequence[str]:
        return () if self.live is None else self.live.complete(text)

    def look(self) -> None:
        """Draw at once what a command changed."""
        if self.is_attached:
            self._tick()

    def _tick(self) -> None:
        if self.live is not None:
            everything, self._laid_out = not self._laid_out, True
            self.live.tick(everything=everything)

    def action_order(self, name: str) -> None:
        """Do what a key means."""
        if name == "drill" and not any(each.id == name for each in self.commands):
            return  # nobody leaves a console that watches something by a slip of the finger
        if name == "back" and self.query_one(Prompt).drop():
            return  # a line that was refused is cleared first
        if self.live is not None:
            self.live.order(name)
            self._laid_out = False

    @on(KeyBar.Pressed)
    def _hint_clicked(self, message: KeyBar.Pressed) -> None:
        found = keys.by_hint(self.commands, message.key)
        if found:
            self.action_order(found)

    @on(TimelinePane.Chosen)
    def _event_chosen(self) -> None:
        self.action_order("details")

    @on(TablePane.Chosen)
    def _row_chosen(self, message: TablePane.Chosen) -> None:
        if self.live is not None:
            self.live.choose(message.pane.id or "", message.key)

    @on(TablePane.Highlighted, "#services")
    def _service_highlighted(self, message: TablePane.Highlighted) -> None:
        if self.live is not None:
            self.live.highlight(message.key)

    @on(Prompt.Submitted)
    def _submitted(self, message: Prompt.Submitted) -> None:
        if self.live is None:
            self.query_one(Prompt).set_text(message.text)
        else:
            self.board.show(self.board.alone or "timeline")
            self.live.submit(message.text)

    @on(Prompt.Changed)
    def _typed(self, message: Prompt.Changed) -> None:
        self.draft.keep(message.text)

    @on(Prompt.Escaped)
    def _left_prompt(self) -> None:
        self.board.show(self.board.alone or "timeline")

    def on_descendant_focus(self) -> None:
        """The footer shows the keys of what has the focus."""
        typing = self.focused is not None and self.focused.id == "prompt"
        self.query_one(NoticeBar).show(keys.TYPING if typing else keys.footer(self.commands, self.board.focus))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """An error of our own in a command ends that command, not the console, and is told."""
        if event.state is WorkerState.ERROR:
            kind = type(event.worker.error).__name__
            said = f"'{event.worker.name}' failed on an error of warroom's own ({kind}). Nothing else is lost."
            self.query_one(NoticeBar).say(said, Tone.BAD, 0.0)
