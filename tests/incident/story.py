"""A log in memory for the tests of the pure domain: entries go in, events come out, and the state follows."""

from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from inspect import signature
from pathlib import Path

from console.incident import commands
from console.incident.checklist import Checklist
from console.incident.checklist import load_shipped as load_checklists
from console.incident.clock import MINUTE, SECOND
from console.incident.events import Entry, Event, Fact, Instant
from console.incident.severity import Scheme
from console.incident.severity import load_shipped as load_schemes
from console.incident.state import EMPTY, Incident, State, apply

DATA = Path(__file__).parents[2] / "console" / "data"
START: Instant = 1_795_282_933_000
"""2026-11-21T17:42:13Z, a Saturday evening, of course."""
ID = "INC-20261121-001"


@cache
def schemes() -> Mapping[str, Scheme]:
    return load_schemes(lambda name: (DATA / "schemes" / name).read_text())


@cache
def checklists() -> tuple[Checklist, ...]:
    return load_checklists(lambda name: (DATA / "checklists" / name).read_text())


class Story:
    """A log of one writer; `now` stands until somebody waits."""

    def __init__(self, writer: str = "alice@host", now: Instant = START) -> None:
        self.writer = writer
        self.now = now
        self.events: list[Event] = []
        self.state: State = EMPTY
        self.scheme = schemes()["sev1-4"]

    def wait(self, ms: int) -> None:
        self.now += ms

    def write(self, entries: tuple[Entry, ...] | Fact, *, incident: str = ID, actor: str = "alice") -> Event:
        """Append what a command made, or a fact by itself; returns the last event."""
        for entry in entries if isinstance(entries, tuple) else (Entry(entries, actor, incident),):
            seq = len(self.events) + 1
            at = self.now if entry.occurred_at is None else entry.occurred_at
            event = Event(
                self.writer,
                seq,
                (self.now << 16) + seq,
                entry.incident,
                at,
                self.now,
                entry.actor,
                entry.fact,
                entry.pinned,
                entry.supersedes,
                hash=sha256(f"{self.writer}/{seq}".encode()).hexdigest(),
            )
            self.events.append(event)
            self.state = apply(self.state, event)
        return self.events[-1]

    def do(self, command: Callable[..., tuple[Entry, ...]], *args: object, **kwargs: object) -> Event:
        """Run a command on the state of now and append what it made."""
        timed = {"now": self.now} if "now" in signature(command).parameters else {}
        wanted = {"actor": "alice", **timed, **kwargs}
        if command in {commands.raise_severity, commands.lower_severity, commands.set_severity}:
            wanted.setdefault("scheme", self.scheme)
        return self.write(command(self.state, *args, **wanted))

    def declare(self, incident_id: str = ID, /, **kwargs: object) -> Event:
        wanted: dict[str, object] = {"title": "Checkout errors", "severity": "SEV2", "scheme": self.scheme, **kwargs}
        return self.do(commands.declare, id=incident_id, **wanted)

    def move(self, *statuses: str, reason: str = "", every: int = MINUTE) -> None:
        """Go through statuses, a minute apart."""
        for status in statuses:
            self.wait(every)
            self.do(commands.change_status, ID, status, reason)

    def incident(self, incident_id: str = ID) -> Incident:
        return self.state.incidents[incident_id]


def told(*, resolved: bool = True) -> Story:
    """An incident as it usually goes, from the declaration to the resolution."""
    story = Story()
    story.declare(started_at=START - 10 * MINUTE, detected_at=START - 8 * MINUTE, detected_by="monitor")
    story.wait(30 * SECOND)
    story.do(commands.acknowledge, ID, actor="bob")
    story.move("identified", "mitigating", "monitoring")
    if resolved:
        story.move("resolved", reason="rolled back web to 2.4.0")
    return story
