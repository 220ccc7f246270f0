"""Does what a key means in a replay: it moves the moment, the layout, or shows something to read. Nothing else."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import tzinfo

from console.incident.clock import clock_time, utc_iso
from console.incident.errors import Refused, WarroomError
from console.incident.events import Instant
from console.present import ledger
from console.present.snapshot import Snapshot
from console.replay.jumps import next_jump
from console.replay.moments import USAGE, moment
from console.screens.asking_desk import AskingDesk
from console.screens.desk import ReadingDesk
from console.screens.flows import handover, looking, switching
from console.screens.flows.asking import ask_form
from console.screens.replay.link import ReplayLink
from console.screens.replay.replay_screen import ReplayScreen
from console.screens.spans import ChartSpan
from console.screens.timeline_orders import TimelineOrders
from widgets.text import safe_text
from widgets.values import Field, Line, Span, Tone

Flow = Callable[[ReadingDesk], Awaitable[object]]
NO_CLUSTER = "The log holds no pictures of a cluster: what was changed is in Changes, what was done in L (ledger)."


class ReplayOrders:
    """The commands of a replay by id."""

    def __init__(
        self, screen: ReplayScreen, desk: AskingDesk[ReplayLink], tz: tzinfo | None, leave: Callable[[], object]
    ) -> None:
        self._screen, self._board, self._desk, self._tz = screen, screen.board, desk, tz
        self._leave = leave
        self._player = desk.room.player
        self._timeline = TimelineOrders(screen, desk, tz)
        self._span = ChartSpan(screen, desk)
        self._at_once: Mapping[str, Callable[[], object]] = {**self._of_the_tape(), **self._of_the_layout()}
        self._flows: Mapping[str, Flow] = {
            "go": self._ask_moment,
            "brief": handover.brief,
            "review": looking.review,
            "numbers": lambda desk: looking.numbers(desk, tz),
            "log": looking.log,
            "incidents": switching.pick,
            "ledger": _ledger,
            "help": looking.helped,
            "theme": looking.theme,
            "actions": self._pick,
            "palette": self._pick,
            **self._timeline.flows,
        }

    def _of_the_tape(self) -> Mapping[str, Callable[[], object]]:
        transport = self._player.transport
        return {
            "play": lambda: transport.play(on=not transport.playing),
            "next_event": lambda: self._step(1),
            "previous_event": lambda: self._step(-1),
            "next_mark": lambda: self._jump(1),
            "previous_mark": lambda: self._jump(-1),
            "faster": lambda: self._desk.say(f"{transport.faster(1)}x"),
            "slower": lambda: self._desk.say(f"{transport.faster(-1)}x"),
            "start": lambda: transport.go(transport.extent.begin),
            "end": lambda: transport.go(transport.extent.end),
        }

    def _of_the_layout(self) -> Mapping[str, Callable[[], object]]:
        board = self._board
        return {
            "maximise": board.toggle,
            "next_pane": lambda: board.step(1),
            "previous_pane": lambda: board.step(-1),
            "window_less": lambda: self._span.step(-1),
            "window_more": lambda: self._span.step(1),
            "room": board.whole,
            "back": self._back,
            "cluster": lambda: self._desk.say(NO_CLUSTER),
            "quit": self._leave,
            "refused": self._refuse,
        }

    def run(self, name: str) -> None:
        """Do a command by its id."""
        if name in self._flows:
            self._start(self._flows[name], name)
            return
        try:
            self._at_once.get(name, self._refuse)()
        except WarroomError as error:
            self._desk.refuse(error)
        self._player.look()

    def choose(self, pane: str, key: str) -> None:
        """Do what choosing a row of a pane means."""
        if pane == "services":
            self._start(lambda desk: looking.service(desk, key), "service")
        elif pane == "changes" and "/" in key:
            self._start(lambda desk: looking.details(desk, key, self._tz), "details")
        else:
            self._refuse()

    def follow(self, snapshot: Snapshot) -> None:
        """Let the timeline and the charts keep up."""
        self._timeline.follow(snapshot)
        self._span.follow()

    def _start(self, flow: Flow, name: str) -> None:
        desk = self._desk.begin()

        async def guarded() -> None:
            try:
                await flow(desk)
            except WarroomError as error:
                desk.refuse(error)
            finally:
                desk.end()
                self._screen.look()

        self._screen.run_worker(guarded(), name=name, exit_on_error=False)

    def _refuse(self) -> None:
        at = clock_time(self._player.transport.at)
        self._desk.say(f"This is a replay of {at}Z: nothing is written or done from here. q leaves it.", Tone.WARN)

    def _step(self, by: int) -> None:
        transport = self._player.transport
        at = self._player.reel.step(transport.at, by)
        if at is None or not transport.extent.begin <= at <= transport.extent.last:
            raise Refused(_no_more(by))
        transport.go(at)

    def _jump(self, by: int) -> None:
        transport = self._player.transport
        found = next_jump(self._player.recording.jumps, transport.at, by)
        if found is None:
            reading = self._player.recording.until is not None
            raise Refused("the log is still being read: try again in a moment." if reading else _no_more(by))
        transport.go(found[0])
        self._desk.say(safe_text(f"{clock_time(transport.at)}Z  {found[1]}", 200))

    async def _ask_moment(self, desk: ReadingDesk) -> None:
        extent = self._player.transport.extent

        def wrong(answers: Mapping[str, str]) -> Mapping[str, str]:
            try:
                moment(answers["moment"], extent, self._tz)
            except Refused as refusal:
                return {"moment": str(refusal)}
            return {}

        field = Field("moment", "Moment", "", USAGE, required=True)
        answers = await ask_form(desk, "Go to", (field,), submit="go", validate=wrong)
        if answers is not None:
            self.go(moment(answers["moment"], extent, self._tz))

    def go(self, at: Instant) -> None:
        """Go to a moment; say it where there is nothing."""
        transport = self._player.transport
        gone = transport.go(at)
        self._player.look()
        if gone != at:
            what = "begins" if at < gone else "ends"
            self._desk.say(f"The replay {what} at {utc_iso(gone)[:19]}Z: nothing is shown beyond it.", Tone.WARN)

    async def _pick(self, desk: ReadingDesk) -> None:
        if chosen := await looking.pick_command(desk):
            self.run(chosen)

    def _back(self) -> None:
        if self._board.alone:
            self._board.show("timeline")
        elif self._timeline.filter:
            self._timeline.show("")
        else:
            self._desk.room.show(service="")
            self._board.show("timeline")


def _no_more(by: int) -> str:
    return "nothing was recorded after this moment." if by > 0 else "nothing was recorded before this moment."


async def _ledger(desk: ReadingDesk) -> None:
    """Show what had been done by then, and what was open; nothing can be taken back from here."""
    seen = desk.room.snapshot
    lines: list[Line] = []
    for each in ledger.choices(ledger.entries(seen.state)[: ledger.MOST], seen.at):
        lines += [(Span(each.label, each.tone),), (Span(f"  {each.detail}", Tone.MUTED),)]
    await looking.read(desk, "Actions and their way back, as of then", lines or [(Span("Nothing was done yet."),)])
