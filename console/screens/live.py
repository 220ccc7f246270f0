"""The room brought to life on its screen: hands snapshots to the widgets, keys to the orders, and rings the bell."""

import time
from collections.abc import Callable, Sequence
from datetime import tzinfo

from textual.screen import ModalScreen, Screen

from console.incident.clock import Clock
from console.incident.events import Instant
from console.incident.record import Incident
from console.present.addressed import Asked, asked_of
from console.present.incidents import ringing
from console.present.snapshot import Context, Snapshot
from console.present.tasks import call_out, call_outs
from console.screens import drawing, keys
from console.screens.desk import LiveRoom
from console.screens.orders import Orders
from console.screens.room_screen import RoomScreen
from console.screens.working import ScreenDesk
from widgets.notice import NoticeBar
from widgets.sheet import PRODUCTION
from widgets.text import safe_text
from widgets.values import Tone

CALLED = 20.0
"""Seconds for which a call-out is shown."""
BETWEEN = 60.0
"""Seconds of the commander's own time between two call-outs and their bells."""


class LiveScreen:
    """Implements `room_screen.Live`. Belongs to the screen's thread."""

    def __init__(
        self,
        screen: RoomScreen,
        room: LiveRoom,
        context: Context,
        clock: Clock,
        tz: tzinfo | None,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """`clock` is the room's, and may run fast; `steady` counts the seconds of who sits before it."""
        self._steady = steady
        self._screen, self._room, self._context = screen, room, context
        screen.app.set_class(bool(context.production), PRODUCTION)
        self._clock, self._tz = clock, tz
        self._drawn: Snapshot | None = None
        self._second = 0
        self._refused: frozenset[str] | None = None
        self._rung: frozenset[tuple[str, str, Instant]] | None = None
        self._called: tuple[str, int] | None = None
        self._quiet_until = 0.0
        desk = ScreenDesk(screen, room, context, screen.commands, screen.draft.beside("copied.txt"))
        self._desk = desk
        self._asked: frozenset[str] | None = None
        self._orders = Orders(screen, screen.board, desk, screen.draft, tz, self._cluster, self._review)
        self.order, self.submit, self.choose = self._orders.run, self._orders.submit, self._orders.choose
        self._tell_left_out()

    def tick(self, *, everything: bool) -> None:
        """Draw the newest snapshot, or let the clock go on."""
        snapshot, now = self._room.snapshot, self._clock()
        new = everything or snapshot is not self._drawn
        second = now // 1000
        if new or second != self._second:
            drawing.draw_header(self._screen, snapshot, self._context, now, self._tz)
        if second != self._second:  # what is due is due to the second: all live incidents are looked at
            self._second = second
            self._ring(snapshot, now)
        if new and not self._covered:
            self._drawn = snapshot
            panes = self._screen.board.visible()
            drawing.draw_tables(self._screen, panes, snapshot, self._context, now, self._tz)
            drawing.draw_due(self._screen, snapshot, self._context, now)
            drawing.draw_charts(self._screen, panes, snapshot, self._context, self._tz)
        self._orders.follow(snapshot)
        if new:
            self._tell_refused(snapshot)
        if self._room.failure:
            self._screen.query_one(NoticeBar).say(self._room.failure, Tone.BAD, 0.0)

    @property
    def _covered(self) -> bool:
        """Whether another screen hides the room: a dialog does not, it is drawn over it."""
        top = self._screen.app.screen
        return top is not self._screen and not isinstance(top, ModalScreen)

    def _cluster(self, at: str) -> Screen[str]:
        """Make screen 2; it is imported when somebody looks at it."""
        from console.screens.cluster import ClusterScreen

        ahead = self._screen.ahead
        return ClusterScreen(
            self._room,
            self._context,
            self._clock,
            tz=self._tz,
            acting=self._orders,
            logs=self._room.actions,
            ahead=ahead,
            at=at,
        )

    def _review(self) -> Screen[str]:
        """Make screen 5; it is imported when somebody looks at it."""
        from console.screens.review import ReviewScreen

        ahead = self._screen.ahead
        return ReviewScreen(self._room, self._context, self._clock, self._orders.about, tz=self._tz, ahead=ahead)

    def highlight(self, service: str) -> None:
        """Show a service's charts."""
        self._room.show(service=service)

    def complete(self, text: str) -> Sequence[str]:
        """Return what a typed line may become."""
        return self._orders.complete(text)

    def _ring(self, snapshot: Snapshot, now: Instant) -> None:
        """Ring once for everything that becomes due while somebody watches, whichever incident it belongs to."""
        if not snapshot.ready:
            return
        here = snapshot.incident
        if here is not None:
            self._call_out(here, now)
        self._tell_asked(snapshot, now)
        late = ringing(snapshot, self._context, now)
        if self._rung is not None and late - self._rung:
            self._screen.app.bell()
        self._rung = late

    def _tell_asked(self, snapshot: Snapshot, now: Instant) -> None:
        """Say once what somebody else asks of who sits here, with the key that answers it, and ring."""
        asked = asked_of(snapshot, self._context, now)
        if self._asked is not None and (new := [key for key in asked if key not in self._asked]):
            self._desk.say("; ".join(self._with_key(asked[key]) for key in new), Tone.WARN)
            self._screen.app.bell()
        self._asked = frozenset(asked) | (self._asked or frozenset())

    def _with_key(self, asked: Asked) -> str:
        key = self._key(asked.command)
        return f"{asked.text}: {key}" if key else asked.text

    def _key(self, command: str) -> str:
        """Return the key of a command, "" where it has none."""
        return next((keys.shown(each.key) for each in self._screen.commands if each.id == command), "")

    def _tell_left_out(self) -> None:
        """Say once that the configuration has mistakes, and where they are listed."""
        if count := len(self._context.mistakes):
            mistakes = f"{count} mistake{'s' * (count != 1)} in the configuration"
            key = self._key("log") or "6"
            said = f"{mistakes}: what is wrong is left out. {key} lists it."
            self._screen.query_one(NoticeBar).say(said, Tone.WARN, CALLED)

    def _tell_refused(self, snapshot: Snapshot) -> None:
        """Say what this console wrote and another one, whose entry came in later, had excluded."""
        own = f"{snapshot.log.writer}/"
        refused = {each.event: each.told for each in snapshot.state.refusals if each.event.startswith(own)}
        if self._refused is not None and (new := refused.keys() - self._refused):
            key = max(new)
            said = (
                f"Another console was first: {safe_text(refused[key], 200)}. {key} stands in the log, changes nothing."
            )
            self._screen.query_one(NoticeBar).say(said, Tone.BAD, CALLED)
            self._screen.app.bell()
        if snapshot.ready:
            self._refused = frozenset(refused)

    def _call_out(self, incident: Incident, now: Instant) -> None:
        """Say every ten minutes where it stands and what nobody did, as a deputy does."""
        called = (incident.id, call_outs(incident, now))
        if self._called is not None and self._called[0] == called[0] and self._called[1] < called[1]:
            if self._steady() < self._quiet_until:
                return  # the time of a drill may run fast, its commander does not: the next one has it all
            self._quiet_until = self._steady() + BETWEEN
            said = call_out(incident, self._context.scheme, now)
            self._screen.query_one(NoticeBar).say(said, Tone.WARN, CALLED)
            self._screen.app.bell()
        self._called = called
