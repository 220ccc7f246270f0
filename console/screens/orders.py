"""Does what a key or a typed line means: the flows, and what concerns the layout itself."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import tzinfo

from textual.screen import Screen

from console.incident.action import Target
from console.incident.errors import WarroomError
from console.present.decisions import DECISION
from console.present.due import ASK, CALL, DEED, GUIDE, ITEM, OFFER, PARTY, REVIEW, TASK, TRACK
from console.present.snapshot import Snapshot
from console.screens import slash
from console.screens.board import Board
from console.screens.cluster_orders import ClusterOrders
from console.screens.desk import Desk
from console.screens.drafts import Draft
from console.screens.flows import (
    FLOWS,
    acting,
    contacts,
    deciding,
    declaring,
    escalation,
    follow_up,
    guiding,
    ledger,
    looking,
    reviewing,
    steering,
    steps,
    tasks,
    tracks,
    writing,
)
from console.screens.room_screen import RoomScreen
from console.screens.spans import ChartSpan
from console.screens.timeline_orders import TimelineOrders, correct, pin
from console.screens.working import ScreenDesk
from widgets.pane import TablePane
from widgets.prompt import Prompt

Flow = Callable[[Desk], Awaitable[object]]
_ABOUT: Mapping[str, Callable[[Desk, str], Awaitable[object]]] = {
    ASK: lambda desk, _: declaring.size(desk),
    DEED: ledger.show,
    TASK: tasks.show,
    TRACK: tracks.show,
    PARTY: lambda desk, key: contacts.show(desk, f"{PARTY}{key}"),
    OFFER: steering.roster,
    DECISION: lambda desk, key: deciding.show(desk, key.partition(":")[0]),
    CALL: lambda desk, _: escalation.show(desk),
    ITEM: follow_up.show,
    REVIEW: lambda desk, _: reviewing.review(desk),
}
"""What choosing a row that waits for somebody shows, by how its key begins."""


class Orders:
    """The commands of the room's screen by id, and the state that they need: the span of the charts."""

    def __init__(
        self,
        screen: RoomScreen,
        board: Board,
        desk: ScreenDesk,
        draft: Draft,
        tz: tzinfo | None,
        cluster: Callable[[str], Screen[str]],
        review: Callable[[], Screen[str]],
    ) -> None:
        """`cluster` makes screen 2, at a row; `review` makes screen 5."""
        self._screen, self._board, self._desk, self._draft, self._tz = screen, board, desk, draft, tz
        self._clusters = ClusterOrders(screen, board, cluster, self.run)
        self._timeline = TimelineOrders(screen, desk, tz)
        self._span = ChartSpan(screen, desk)
        self._at_once = self._without_asking()
        self._flows: Mapping[str, Flow] = {
            **FLOWS,
            "numbers": lambda desk: looking.numbers(desk, tz),
            **self._timeline.flows,
            "pin": lambda desk: pin(desk, self._timeline.event),
            "correct": lambda desk: correct(desk, self._timeline.event),
            **self._clusters.flows,
            "actions": self._then(looking.pick_command),
            "palette": self._then(looking.pick_command),
            "guide": self._then(guiding.guide),
            "review": self._then(lambda desk: desk.cover(review)),
        }

    def _without_asking(self) -> Mapping[str, Callable[[], object]]:
        """Return what a key does at once, by the id of its command."""
        screen, board = self._screen, self._board
        return {
            "note": lambda: screen.set_focus(screen.query_one(Prompt)),
            "maximise": board.toggle,
            "next_pane": lambda: board.step(1),
            "previous_pane": lambda: board.step(-1),
            "window_less": lambda: self._span.step(-1),
            "window_more": lambda: self._span.step(1),
            "room": board.whole,
            "checklist": self._to_checklist,
            "back": self._back,
            "tick": self._tick,
        }

    def run(self, name: str) -> None:
        """Do a command by its id."""
        if name in self._at_once:
            self._at_once[name]()
        else:
            self._start(self._flows[name], name)

    def submit(self, line: str) -> None:
        """Do what was typed; what could not be done stands in the input line again."""
        self._start(lambda desk: self._typed(desk, line), "typed")

    def complete(self, text: str) -> Sequence[str]:
        """Return what a typed line may become."""
        return slash.complete(self._desk, text)

    def choose(self, pane: str, key: str) -> None:
        """Do what choosing a row of a pane means."""
        kind, mark, rest = key.partition(":")
        about = _ABOUT.get(f"{kind}{mark}") if pane in {"roster", "due"} else None
        if pane == "due" and key == GUIDE:
            self.run("guide")
        elif about is not None:
            self._start(lambda desk: about(desk, rest), kind)
        elif pane == "roster":
            self._start(lambda desk: steering.roster(desk, key), "roster")
        elif pane == "checklist" and not key.startswith("#"):
            self._start(lambda desk: steps.item_state(desk, key), "item")
        elif pane == "cluster":
            self._start(lambda desk: self._clusters.look(desk, key), "cluster")
        elif pane == "changes" and "/" in key:
            self._start(lambda desk: looking.details(desk, key, self._tz), "details")
        elif pane == "services":
            self._start(lambda desk: looking.service(desk, key), "service")

    def begin(self, verb: str, target: Target) -> None:
        """Show the card of an action on a target; implements `cluster.Acting`."""
        self._start(lambda desk: acting.act(desk, verb, target), verb)

    def about(self, flow: Callable[[Desk, str], Awaitable[object]], name: str, incident: str, row: str) -> None:
        """Run a flow that another screen begins, about an incident and a row; implements `review.Start`."""
        self._start(lambda desk: flow(desk, row), name, incident)

    def follow(self, snapshot: Snapshot) -> None:
        """Let the timeline and the charts keep up."""
        self._timeline.follow(snapshot)
        self._span.follow()

    def _start(self, flow: Flow, name: str, subject: str = "") -> None:
        desk = self._desk.begin(subject)

        async def guarded() -> None:
            try:
                await flow(desk)
            except WarroomError as error:
                desk.refuse(error)
            finally:
                desk.end()
                self._screen.look()

        self._screen.run_worker(guarded(), name=name, exit_on_error=False)

    async def _typed(self, desk: Desk, line: str) -> None:
        try:
            done = await slash.run(desk, line)
        except WarroomError:
            self._give_back(line)
            raise
        if done is False:
            self._give_back(line)
        elif not self._screen.query_one(Prompt).text:
            self._draft.keep("")

    def _give_back(self, line: str) -> None:
        """Let a refused line stay; keys are the room's as after every line: no command is typed into it."""
        prompt = self._screen.query_one(Prompt)
        if not prompt.text:
            prompt.give_back(line)

    def _to_checklist(self) -> None:
        self._board.show("checklist")
        pane = self._screen.query_one("#checklist", TablePane)
        if (pane.selected or "").startswith("#"):
            pane.action_move(1)  # from the heading of a phase to its first item

    def _tick(self) -> None:
        key = self._screen.query_one("#checklist", TablePane).selected
        if self._board.focus == "checklist" and key and not key.startswith("#"):
            self._start(lambda desk: writing.tick(desk, key), "tick")

    def _then(self, pick: Callable[[Desk], Awaitable[str]]) -> Flow:
        """Return a flow that asks for a command and runs it."""

        async def picked(desk: Desk) -> None:
            if chosen := await pick(desk):
                self.run(chosen)

        return picked

    def _back(self) -> None:
        """Esc takes back one thing: the pane that stands alone, else the filter, else the chosen service."""
        if self._board.alone:
            self._board.show("timeline")
        elif self._timeline.filter:
            self._timeline.show("")
        else:
            self._desk.room.show(service="")
            self._board.show("timeline")
