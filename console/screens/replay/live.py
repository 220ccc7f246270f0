"""A replay brought to life on its screen: hands pictures to the widgets and keys to the orders. Rings for nothing."""

from collections.abc import Callable, Sequence
from datetime import tzinfo

from textual.screen import ModalScreen

from console.incident.events import Instant
from console.present.header import header
from console.present.replay import Moment, replayed, track
from console.present.snapshot import Context, Snapshot
from console.screens import drawing
from console.screens.asking_desk import AskingDesk
from console.screens.replay.link import ReplayLink
from console.screens.replay.orders import ReplayOrders
from console.screens.replay.replay_screen import ReplayScreen
from widgets.header import HeaderBar
from widgets.notice import NoticeBar
from widgets.oneline import OneLine
from widgets.sheet import PRODUCTION
from widgets.values import Tone

TOLD = 12.0
"""Seconds for which it is said that the end is reached."""


class ReplayLive:
    """Implements `room_screen.Live`. Belongs to the screen's thread."""

    def __init__(
        self,
        screen: ReplayScreen,
        link: ReplayLink,
        context: Context,
        tz: tzinfo | None,
        leave: Callable[[], object] | None = None,
    ) -> None:
        """`leave` ends what is not a program of its own; None ends the program."""
        self._screen, self._link, self._context, self._tz = screen, link, context, tz
        screen.app.set_class(bool(context.production), PRODUCTION)
        desk = AskingDesk(screen, link, context, screen.commands, screen.draft.beside("copied.txt"))
        self._orders = ReplayOrders(screen, desk, tz, leave or desk.leave)
        self.order, self.choose = self._orders.run, self._orders.choose
        self._drawn: Snapshot | None = None
        self._headed: tuple[Moment, Snapshot] | None = None
        self._was = link.moment
        self._fed = False
        link.player.told = lambda: screen.call_later(screen.look)

    def tick(self, *, everything: bool) -> None:
        """Draw the newest picture, or let the clock of then go on."""
        snapshot, moment = self._link.snapshot, self._link.moment
        # A key moves the moment at once: until its picture is there, the clock must not go ahead of what is shown.
        now = moment.at if moment.playing else snapshot.at
        self._draw_tape(snapshot, moment, now)
        if not self._fed and self._link.player.recording.tape.has_changes:
            self._fed, self._drawn = True, None
            self._screen.board.feed("changes")
        if (everything or snapshot is not self._drawn) and not self._covered:
            self._drawn = snapshot
            panes = self._screen.board.visible()
            drawing.draw_tables(self._screen, panes, snapshot, self._context, now, self._tz)
            drawing.draw_due(self._screen, snapshot, self._context, now)
            drawing.draw_charts(self._screen, panes, snapshot, self._context, self._tz)
        self._orders.follow(snapshot)
        self._tell(moment)
        if self._link.failure:
            self._screen.query_one(NoticeBar).say(self._link.failure, Tone.BAD, 0.0)

    @property
    def _covered(self) -> bool:
        top = self._screen.app.screen
        return top is not self._screen and not isinstance(top, ModalScreen)

    def _draw_tape(self, snapshot: Snapshot, moment: Moment, now: Instant) -> None:
        whole = (moment._replace(at=now // 1000), snapshot)
        if whole == self._headed:
            return
        self._headed = whole
        shown, incident = moment._replace(at=now), self._link.player.incident
        value = header(snapshot, self._context, now, self._tz)
        self._screen.query_one("#header", HeaderBar).show(replayed(value, shown, snapshot.log, incident))
        tape = self._screen.query_one("#tape", OneLine)
        marks = [each.at for each in self._link.player.recording.jumps]
        tape.show((track(shown, marks, max(10, self._screen.app.size.width - 2)),))

    def _tell(self, moment: Moment) -> None:
        """Say once that the end is reached, or the present."""
        was, self._was = self._was, moment
        if moment.caught_up and not was.caught_up:
            said = "This is now: the replay goes with it. q leaves; `warroom` opens the console that takes part."
            self._screen.query_one(NoticeBar).say(said, Tone.OK, TOLD)
        elif was.playing and not moment.playing and moment.at >= moment.end:
            later = " Some was written later: > goes there." if moment.at < moment.last else ""
            self._screen.query_one(NoticeBar).say(f"This is the end of it.{later}", Tone.OK, TOLD)

    def highlight(self, service: str) -> None:
        """Show a service's charts."""
        self._link.show(service=service)

    def submit(self, line: str) -> None:
        """Nothing can be typed here."""
        del line
        self._orders.run("refused")

    def complete(self, text: str) -> Sequence[str]:
        """Return nothing."""
        del text
        return ()
