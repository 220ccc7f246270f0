"""What a command has at hand: the room behind the screen, and ways to ask and to tell. Knows no layout."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Protocol, TypeVar

from textual.screen import ModalScreen, Screen

from checks.kubernetes.logs import LogTail
from console.actions.revisions import Choice as Revision
from console.incident.action import Plan, Target, Wanted
from console.incident.events import Entry, Event, Instant
from console.incident.state import State
from console.journal.reading import LogReader
from console.present.snapshot import Context, OfferSeen, Snapshot
from console.review.blocks import Document
from console.screens.keys import Command
from console.screens.library import Library
from console.screens.replay.link import ReplayLink
from widgets.values import Tone

T = TypeVar("T")
Act = Callable[[State, Instant], Sequence[Entry]]
Declare = Callable[[State, Instant, str], Sequence[Entry]]


class Actions(Protocol):
    """What can be done to clusters, and their logs. Futures raise Refused or Failed."""

    def choices(self, target: Target) -> Future[tuple[Revision, ...]]:
        """Return what a workload can go back to."""

    def prepare(self, wanted: Wanted) -> Future[Plan]:
        """Return the card of an action: everything is looked at, nothing is changed."""

    def undo(self, action: str) -> Future[Plan]:
        """Return the card of an action's way back."""

    def carry_out(self, plan: Plan, typed: str) -> Future[str]:
        """Do what a card says; resolves with the id once the intent is in the log."""

    def decline(self, plan: Plan) -> Future[None]:
        """Put a card away."""

    def check(self, action: str) -> Future[None]:
        """Read back an action that is in doubt."""

    def open(self, context: str, namespace: str, pod: str, container: str, previous: bool) -> LogTail:  # noqa: FBT001 - one of five plain facts
        """Begin to read a pod's log. May wait: not for the screen's loop; raises Failed."""

    def offers(self, action: str) -> tuple[OfferSeen, ...]:
        """Return what an action suggests as the next one."""


class Evidence(Protocol):
    """Takes evidence. Both wait for the world and the disk: not for the screen's loop; raise Refused or Failed."""

    def snapshot(self, incident: str, target: Target | None) -> str:
        """Keep what a target (None: this machine) shows now, and say what came of it."""

    def add(self, incident: str, path: Path) -> str:
        """Keep a copy of a file, and say what came of it."""


class Places(Protocol):
    """Which events a timeline shows, and where each stands."""

    @property
    def version(self) -> int:
        """A number that changes whenever something moved, came or went."""

    def __len__(self) -> int:
        """Return how many there are."""

    def keys(self, first: int, count: int) -> list[str]:
        """Return up to `count` keys ("writer/seq") from index `first`, oldest first."""

    def find(self, key: str) -> int | None:
        """Return the index of an event, None where it is not shown."""


class ShownRoom(Protocol):
    """A room that can be looked at: the running one, or that of a moment which is over."""

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot."""

    @property
    def failure(self) -> str:
        """Why the room ended, "" while it runs."""

    def show(self, service: str | None = None, span: int | None = None, points: int | None = None) -> None:
        """Say what the charts should show; None leaves it as it is."""

    def choose(self, incident: str) -> None:
        """Make an incident the one that this console is about."""

    def timeline(self, text: str) -> tuple[Places, LogReader]:
        """Return the events that match a filter, and what reads them; Refused where it makes no sense."""

    def copied(self, key: str) -> tuple[str, str]:
        """Return a text to copy and what it is: the event, or a brief of the incident. May wait for the disk."""

    def event(self, key: str) -> Event | None:
        """Return an event, None where it cannot be read. May wait for the disk: not for the screen's loop."""

    def document(self, incident: str) -> str:
        """Return the postmortem as it would be exported now (Markdown). May take seconds."""

    def brief(self, incident: str) -> str:
        """Return where an incident stands (Markdown), and what happened since one wrote last. May wait."""


class LiveRoom(ShownRoom, Protocol):
    """The running room as the screen sees it: snapshots out, intents in."""

    def submit(self, act: Act) -> Future[list[Event]]:
        """Run a command."""

    def declare(self, act: Declare) -> Future[list[Event]]:
        """Declare an incident."""

    def look_now(self) -> None:
        """Ask every source now."""

    def pause(self, *, on: bool) -> None:
        """Stop asking the sources, or go on."""

    @property
    def actions(self) -> Actions:
        """What can be done to the clusters."""

    @property
    def evidence(self) -> Evidence:
        """What takes evidence."""

    @property
    def library(self) -> Library:
        """What can be looked up in the whole log."""

    def postmortem(self, incident: str) -> Document:
        """Return the postmortem as it would be exported now, as blocks. May take seconds."""

    def redact(self, text: str) -> str:
        """Return a text without what may not be shown."""

    def replay(self, incident: str, at: str) -> ReplayLink:
        """Return a replay of an incident, at a moment; Refused where that is none. May take seconds."""

    def export(self, incident: str) -> str:
        """Write the postmortem and say where; raises Failed. May take seconds."""

    def invite(self, incident: str) -> str:
        """Write the calendar file of the review and say where; raises Failed. May take seconds."""


class ReadingDesk(Protocol):
    """What flows are given that only look."""

    @property
    def room(self) -> ShownRoom:
        """The room behind the screen."""

    @property
    def context(self) -> Context:
        """What does not change while the console runs."""

    @property
    def subject(self) -> str:
        """The id of the incident that a command from screen 5 is about, "" for the room's."""

    async def ask(self, dialog: ModalScreen[Any]) -> Any:
        """Show a dialog and return its answer."""

    async def cover(self, make: Callable[[], Screen[Any]]) -> str:
        """Show another screen over the room until it is left; return what it answers. Made only where it is shown."""

    @property
    def kept(self) -> dict[str, dict[str, str]]:
        """What was typed into forms that were left, by their titles."""

    @property
    def commands(self) -> Sequence[Command]:
        """The commands with their keys."""

    @property
    def typed(self) -> Sequence[tuple[str, str]]:
        """What can be typed: usage and what it does."""

    @property
    def theme(self) -> str:
        """The colours."""

    @theme.setter
    def theme(self, name: str) -> None:
        """Choose other colours."""

    def copy(self, text: str) -> str:
        """Put a text into the clipboard and a file; return the file."""

    def leave(self, then: str = "") -> None:
        """End the console; `then` names the command that follows."""

    def say(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Tell something in the notice line."""


class Desk(ReadingDesk, Protocol):
    """What flows are given."""

    @property
    def room(self) -> LiveRoom:
        """The running room behind the screen."""

    async def act(self, act: Act, said: str) -> bool:
        """Run a command, wait until it is on the disk, and say so (or why not)."""

    async def declare(self, act: Declare, *, stay: bool = False) -> bool:
        """Declare an incident; the same. The console is about it from then on, or is to `stay` where it is."""

    async def wait(self, future: Future[T], saying: str) -> T:
        """Wait for an answer of the room; says what for where that takes a while. Raises Refused or Failed."""

    async def replay(self, at: str) -> None:
        """Show the incident as it was at a moment ("" from its beginning) over the room, until that is left."""
