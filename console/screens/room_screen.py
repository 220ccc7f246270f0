"""The room on the screen: composes the panes, hands them snapshots, turns keys into intents."""

from datetime import tzinfo
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import Screen

from console.incident.clock import Clock
from console.present.due import due_items
from console.present.snapshot import Context, Snapshot
from console.screens import drawing, keys
from console.screens.board import PANES, Board
from console.screens.desk import LiveRoom
from console.screens.drafts import Draft
from console.screens.orders import Orders
from console.screens.working import ScreenDesk
from widgets.chart import ChartPane
from widgets.footer import KeyBar
from widgets.header import HeaderBar
from widgets.notice import NoticeBar
from widgets.pane import TablePane
from widgets.prompt import Prompt
from widgets.timeline import TimelinePane
from widgets.values import Span, TimelineRow, Tone

TICK = 0.25
"""Seconds between two looks at the room's snapshot."""
PLACEHOLDER = "n: write a note, or a command with /"
_NEVER = Snapshot(0)


class NoLines:
    """The timeline before the log is open."""

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
            Binding(each.key, f"order('{each.id}')", each.label, show=False, id=each.id)
            for each in keys.COMMANDS
            if each.key != "enter"
        ),
        Binding("escape", "order('back')", "Back", show=False),
        Binding("space", "order('tick')", "Tick", show=False),
        Binding("ctrl+c", "order('quit')", "Quit", show=False),
    ]

    def __init__(
        self,
        context: Context,
        clock: Clock,
        tz: tzinfo | None,
        draft: Draft,
        commands: tuple[keys.Command, ...] = keys.COMMANDS,
    ) -> None:
        super().__init__()
        self._frozen, self._clock, self._tz = context, clock, tz
        self._draft, self._commands = draft, commands
        self._drawn = _NEVER
        self._second = 0
        self._rung: set[tuple[str, int]] = set()
        self._room: LiveRoom | None = None
        self.board = Board(self)
        self.orders: Orders | None = None

    def compose(self) -> ComposeResult:
        """Lay the panes out as themes/room.tcss places them."""
        yield HeaderBar(drawing.starting(self._frozen, self._clock(), self._tz), id="header")
        with Container(id="body"):
            for pane in PANES:
                if pane in drawing.CHARTS:
                    yield ChartPane(drawing.NO_CHART[drawing.CHARTS.index(pane)], id=pane)
                elif pane == "timeline":
                    yield TimelinePane(NoLines(), id=pane, empty=(Span("nothing happened yet", Tone.MUTED),))
                else:
                    yield TablePane(drawing.blank(pane), id=pane)
        yield Prompt(placeholder=PLACEHOLDER, complete=self._complete, id="prompt")
        yield NoticeBar(keys.footer(self._commands, "timeline"), id="notice")

    def on_mount(self) -> None:
        """Take up what was half written; the timeline has the focus."""
        self.board.fit(*self.app.size)
        prompt = self.query_one(Prompt)
        prompt.set_text(self._draft.read())
        self.query_one(TimelinePane).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Choose the layout for the size."""
        self.board.fit(event.size.width, event.size.height)
        self._drawn = _NEVER

    def attach(self, room: LiveRoom) -> None:
        """Begin to show a room; called once, after the first paint."""
        self._room = room
        self.orders = Orders(
            self,
            self.board,
            ScreenDesk(self, room, self._frozen, self._commands, self._draft.beside("copied.txt")),
            self._draft,
            self._tz,
        )
        self.orders.show_timeline("")
        self.set_interval(TICK, self._tick)
        self._tick()

    def _complete(self, text: str) -> "list[str]":
        return [] if self.orders is None else list(self.orders.complete(text))

    def _tick(self) -> None:
        room = self._room
        if room is None:
            return
        snapshot, now = room.snapshot, self._clock()
        new = snapshot is not self._drawn
        if new or now // 1000 != self._second:
            self._draw(snapshot, now, everything=new)
        if self.orders is not None:
            self.orders.follow(snapshot)
        self._ring(snapshot, now)
        if room.failure:
            self.query_one(NoticeBar).say(room.failure, Tone.BAD, 0.0)

    def _draw(self, snapshot: Snapshot, now: int, *, everything: bool) -> None:
        self._second = now // 1000
        drawing.draw_header(self, snapshot, self._frozen, now, self._tz)
        if not everything:
            return
        self._drawn = snapshot
        panes = self.board.visible()
        drawing.draw_tables(self, panes, snapshot, self._frozen, now)
        drawing.draw_charts(self, panes, snapshot, self._tz)

    def _ring(self, snapshot: Snapshot, now: int) -> None:
        """Ring once for everything that has become due."""
        incident = snapshot.state.current()
        if incident is None or not snapshot.ready:
            return
        late = {(item.key, item.at) for item in due_items(incident, self._frozen, now) if item.at <= now}
        if late - self._rung and self._drawn.at and self._rung is not None:
            self.app.bell()
        self._rung = late

    def action_order(self, name: str) -> None:
        """Do what a key means."""
        if self.orders is not None:
            self.orders.run(name)

    @on(KeyBar.Pressed)
    def _hint_clicked(self, message: KeyBar.Pressed) -> None:
        for command in self._commands:
            if keys.shown(command.key) == message.key:
                self.action_order(command.id)

    @on(TimelinePane.Chosen)
    def _event_chosen(self) -> None:
        self.action_order("details")

    @on(TablePane.Chosen)
    def _row_chosen(self, message: TablePane.Chosen) -> None:
        if self.orders is not None:
            self.orders.choose(message.pane.id or "", message.key)

    @on(TablePane.Highlighted, "#services")
    def _service_highlighted(self, message: TablePane.Highlighted) -> None:
        if self._room is not None:
            self._room.show(service=message.key)

    @on(Prompt.Submitted)
    def _submitted(self, message: Prompt.Submitted) -> None:
        if self.orders is None:
            self.query_one(Prompt).set_text(message.text)
        else:
            self.board.show(self.board.alone or "timeline")
            self.orders.submit(message.text)

    @on(Prompt.Changed)
    def _typed(self, message: Prompt.Changed) -> None:
        self._draft.keep(message.text)

    @on(Prompt.Escaped)
    def _left_prompt(self) -> None:
        self.board.show(self.board.alone or "timeline")

    def on_descendant_focus(self) -> None:
        """The footer shows the keys of the pane in focus."""
        self.query_one(NoticeBar).show(keys.footer(self._commands, self.board.focus))
