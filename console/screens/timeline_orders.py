"""The room's commands that concern the timeline: its filter, and what is done to the event in focus."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import tzinfo
from typing import Generic, TypeVar

from textual.screen import Screen

from console.present.snapshot import Snapshot
from console.screens.asking_desk import AskingDesk
from console.screens.desk import Desk, ReadingDesk, ShownRoom
from console.screens.filtering import USAGE
from console.screens.flows import looking, writing
from console.screens.flows.asking import ask_form
from console.screens.lines import TimelineLines
from widgets.text import safe_text
from widgets.timeline import TimelinePane
from widgets.values import Field, Span, Tone

Room = TypeVar("Room", bound=ShownRoom)
Reading = Callable[[ReadingDesk], Awaitable[object]]


class TimelineOrders(Generic[Room]):
    """What is shown of the timeline, and what can be done to an event in it."""

    def __init__(self, screen: Screen[None], desk: AskingDesk[Room], tz: tzinfo | None) -> None:
        self._screen, self._desk, self._tz = screen, desk, tz
        self.filter = ""
        self.flows: Mapping[str, Reading] = {
            "filter": self._ask_filter,
            "details": lambda desk: looking.details(desk, self.event, tz),
            "copy": lambda desk: looking.copy(desk, self.event),
        }
        self._lines = self._opened("")

    def follow(self, snapshot: Snapshot) -> None:
        """Let the timeline keep up."""
        self._lines.take(snapshot)
        self._pane.sync()

    def show(self, text: str) -> None:
        """Show the events that match a filter; "" shows all."""
        self._lines = self._opened(text)
        self.filter = text

    @property
    def _pane(self) -> TimelinePane:
        return self._screen.query_one(TimelinePane)

    def _opened(self, text: str) -> TimelineLines:
        index, reader = self._desk.room.timeline(text)
        lines = TimelineLines(reader, index, self._tz, saving=not text)
        lines.take(self._desk.room.snapshot)
        badge = Span(safe_text(f"filter: {text} (esc shows all)", 60), Tone.WARN) if text else Span("")
        pane = self._pane
        pane.empty = (Span("nothing matches" if text else "nothing happened yet", Tone.MUTED),)
        pane.show(lines, badge=badge)
        return lines

    async def _ask_filter(self, desk: ReadingDesk) -> None:
        field = Field("filter", "Show", self.filter, f"{USAGE}; empty shows all")
        answers = await ask_form(desk, "Filter the timeline", (field,), submit="filter")
        if answers is not None:
            self.show(answers["filter"].strip())

    @property
    def event(self) -> str:
        """The key of the event in focus, "" for none."""
        return self._pane.selected or ""


async def pin(desk: Desk, key: str) -> None:
    """Pin an event, or unpin it."""
    await writing.pin(desk, await looking.event_of(desk, key))


async def correct(desk: Desk, key: str) -> None:
    """Say what an event should have said."""
    event = await looking.event_of(desk, key)
    correction = desk.room.snapshot.state.corrections.get(event.key)
    said = None if correction is None else correction.text
    await writing.correct(desk, event, event.fact.summary() if said is None else said)
