"""The test driver of the room's screen: a still room to look at, a living one to work in, and the screen as text."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager
from datetime import UTC
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from checks.sample import Check, Quality, Sample, Status
from console.app import Backstage, WarroomApp
from console.incident import commands
from console.incident.checklist import Checklist
from console.incident.classifier import Classifier
from console.incident.clock import Clock
from console.incident.errors import Refused
from console.incident.events import Entry, Event, HealthChanged, Instant
from console.incident.severity import Scheme
from console.incident.state import fold
from console.journal.opening import Journal
from console.journal.reading import LogReader
from console.journal.samples import SampleStore
from console.journal.timeline import TimelineIndex
from console.papers import read_report
from console.present.snapshot import ChartSeen, Context, LogSeen, MarkSeen, Snapshot, SourceSeen
from console.review.blocks import Document
from console.review.sections import postmortem_of
from console.room import Parts, Room
from console.room.marks import MARKED
from console.screens.desk import Act, Declare
from console.screens.drafts import Draft
from console.screens.library import Library
from console.screens.link import Link
from console.screens.live import LiveScreen
from console.screens.replay.link import ReplayLink
from console.screens.room_screen import RoomScreen
from console.signals.health import Figure, ServiceHealth, Watched
from console.wiring.shipped import checklists, classifier, schemes
from tests.fakes import FakeClock

NOW = 1_795_283_533_000
MINUTE = 60_000
SCHEME: Scheme = schemes()["sev1-4"]


def shipped_checklists() -> tuple[Checklist, ...]:
    """The checklists that ship."""
    from console.settings import Settings

    return tuple(checklists(Settings(log_dir=Path("unused"), user="alice")))


def shipped_rules() -> Classifier:
    """The rules that ship."""
    from console.settings import Settings

    return classifier(Settings(log_dir=Path("unused"), user="alice"))


def a_context(**more: Any) -> Context:
    """What the screens of the tests know from the start."""
    known = Context(actor="alice", scheme=SCHEME, checklists=shipped_checklists(), classifier=shipped_rules())
    return known._replace(**more)


def figure(metric: str, value: float | None, unit: str, source: str = "24 probes") -> Figure:
    """A number of a service, measured just now."""
    quality = Quality.NO_DATA if value is None else Quality.VALUE
    return Figure(metric, value, unit, quality, NOW - 2_000, NOW + 60_000, source)


def a_service(name: str, status: Status, errors: float | None, p95: float | None, since: int = 11) -> ServiceHealth:
    """A service as the tracker tells it."""
    reason = "" if status is Status.OK else f"{name} is {status}"
    numbers = (figure("error_rate", errors, "ratio"), figure("p95", p95, "s"), figure("latency", p95, "s"))
    return ServiceHealth(name, status, NOW - since * MINUTE, NOW - 2_000, reason, *numbers)


SERVICES = (
    a_service("api", Status.DOWN, 0.061, 1.24),
    a_service("web", Status.DEGRADED, 0.013, 1.05),
    a_service("database", Status.OK, 0.0, 0.012, 600),
    a_service("queue", Status.UNKNOWN, None, None, 2),
)


def a_chart(metric: str, unit: str, base: float, high: float) -> ChartSeen:
    """A quarter of an hour in which something changed eleven minutes ago."""
    points = tuple(base + (high - base) * min(1.0, max(0.0, (at - 20) / 12)) + base * (at % 3) / 9 for at in range(75))
    threshold = {"error_rate": 0.05, "p95": 1.0}.get(metric)
    chart = ChartSeen("api", metric, unit, NOW - 15 * MINUTE, NOW, points, "24 probes", threshold, base, points[-1])
    return chart._replace(band=(base, base * 1.2))


def latencies() -> ChartSeen:
    """The latency of that time: the middle stays, the tail does not."""
    chart = a_chart("p95", "s", 0.2, 1.24)
    return chart._replace(beside=(("p50", (0.09,) * 75), ("p99", tuple((point or 0) * 1.4 for point in chart.points))))


class NothingToAct:
    """No cluster: everything is refused. Implements `desk.Actions`."""

    def __getattr__(self, name: str) -> Any:
        """Return what refuses, whatever is asked for."""
        if name == "offers":
            return lambda _action: ()

        def refuse(*_values: object) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_exception(Refused(f"there is no cluster to {name} in."))
            return future

        return refuse


class StillRoom:
    """A room that stands still: one snapshot and a real log behind it. Implements `desk.LiveRoom`."""

    failure = ""

    def __init__(self, log_dir: Path, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.actions: Any = NothingToAct()
        self.evidence: Any = NothingToAct()
        self.index = TimelineIndex()
        self.shown: list[tuple[str | None, int | None]] = []
        self._log_dir = log_dir
        self.library = Library(log_dir)
        reader = LogReader(log_dir)
        for _ in reader.fill(self.index):
            pass
        reader.close()

    def submit(self, act: Act) -> Future[list[Event]]:
        """Run the command; nothing is recorded."""
        future: Future[list[Event]] = Future()
        try:
            act(self.snapshot.state, self.snapshot.at)
            future.set_result([])
        except Exception as error:  # noqa: BLE001 - handed over as a future hands it over
            future.set_exception(error)
        return future

    def declare(self, act: Declare) -> Future[list[Event]]:
        """Run the declaration; nothing is recorded."""
        return self.submit(lambda state, now: act(state, now, "INC-20261121-002"))

    def look_now(self) -> None:
        """There is nobody to ask."""

    def pause(self, *, on: bool) -> None:
        """There is nothing to pause."""
        self.snapshot = self.snapshot._replace(paused=on)

    def show(self, service: str | None = None, span: int | None = None, points: int | None = None) -> None:
        """Remember what was wished for."""
        del points
        self.shown.append((service, span))

    def choose(self, incident: str) -> None:
        """Show another incident."""
        self.snapshot = self.snapshot._replace(chosen=incident)

    def timeline(self, text: str) -> tuple[TimelineIndex, LogReader]:
        """Return the whole timeline."""
        del text
        return self.index, LogReader(self._log_dir)

    def event(self, key: str) -> Event | None:
        """Read the event."""
        reader = LogReader(self._log_dir)
        try:
            return reader.event(key)
        finally:
            reader.close()

    def copied(self, key: str) -> tuple[str, str]:
        """Return the key."""
        return key, key

    def document(self, incident: str) -> str:
        """Return a document."""
        return f"# Postmortem of {incident}\n"

    def postmortem(self, incident: str) -> Document:
        """Return the document as blocks."""
        return postmortem_of(read_report(self._log_dir, incident, shipped_checklists()))

    def redact(self, text: str) -> str:
        """Return the text as it is."""
        return text

    def brief(self, incident: str) -> str:
        """Return a brief."""
        return f"# Brief of {incident}\n"

    def replay(self, incident: str, at: str) -> ReplayLink:
        """Refuse: it stands still."""
        raise Refused(f"{incident} is not replayed at {at or 'its beginning'}")

    def export(self, incident: str) -> str:
        """Pretend."""
        return f"{incident} is written"

    def invite(self, incident: str) -> str:
        """Pretend."""
        return f"the calendar of {incident} is written"


def write_story(log_dir: Path) -> tuple[Event, ...]:
    """Write an outage into a log: what `still_room` shows."""
    clock = FakeClock(NOW - 11 * MINUTE)
    journal = Journal.open(log_dir, user="alice", host="host", clock=clock, redact=str)
    written: list[Event] = []

    def put(entries: Sequence[Entry], seconds: float) -> None:
        written.extend(journal.append_all(entries).result(5))
        clock.advance(seconds)

    def act(make: Callable[..., Sequence[Entry]], *values: object, seconds: float = 45, **more: object) -> None:
        put(make(fold(written), *values, actor="alice", now=clock(), **more), seconds)

    incident = "INC-20261121-001"
    put([Entry(HealthChanged("api", "ok", "down", "6.1% of 24 probes failed"), "warroom")], 20)
    act(commands.declare, id=incident, title="Checkout errors after web 2.4.1", severity="SEV1", scheme=SCHEME)
    act(commands.acknowledge, incident)
    act(commands.note, incident, "customers see 502 at payment [/x]", pinned=True)
    act(commands.assign_role, incident, "communications_lead", "bob", contact="+44 20 7946 0000")
    item = shipped_checklists()[0].phases[0].items[0]
    act(commands.set_item, incident, item.id, item.title, "done")
    act(commands.decide, incident, "roll back web to 2.4.0", "it began with the deploy", seconds=120)
    act(commands.change_status, incident, "mitigating")
    act(commands.note, incident, "error rate falls since 17:50")
    journal.close()
    return tuple(written)


def still_room(log_dir: Path) -> StillRoom:
    """A room in the middle of an outage, always the same."""
    written = write_story(log_dir)
    marks = tuple(MarkSeen(e.occurred_at, e.fact.kind, e.fact.summary()) for e in written if e.fact.kind in MARKED)
    sources = tuple(SourceSeen(each.service, each.service, NOW - 3_000, "", NOW + 2_000, 5.0) for each in SERVICES)
    log = LogSeen("alice@host", "log", len(written), "ok", head=written[-1].hash[:12])
    charts = (a_chart("error_rate", "ratio", 0.003, 0.061), latencies(), a_chart("traffic", "/s", 310.0, 142.0))
    snapshot = Snapshot(NOW, fold(written), SERVICES, None, sources, log, charts, marks, ready=True)
    return StillRoom(log_dir, snapshot)


@asynccontextmanager
async def on_screen(
    room: StillRoom | Link,
    folder: Path,
    size: tuple[int, int] = (120, 36),
    context: Context | None = None,
    clock: Clock | None = None,
) -> AsyncIterator[tuple[WarroomApp, Pilot[str]]]:
    """Run the console's screen over a room, without a terminal."""
    told = clock or FakeClock(NOW)
    screen = RoomScreen(Draft(folder / "alice.draft"))
    known = context or a_context()
    app = WarroomApp(screen, Backstage(lambda: lambda: LiveScreen(screen, room, known, told, UTC), lambda: None))
    async with app.run_test(size=size) as pilot:
        await until(lambda: screen.live is not None, pilot)
        yield app, pilot


def lines(app: WarroomApp) -> list[str]:
    """The screen as text, one line each."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def text(app: WarroomApp) -> str:
    """The screen as one text."""
    return "\n".join(lines(app)) + "\n"


async def until(condition: Callable[[], bool], pilot: Pilot[str], seconds: float = 30) -> None:
    """Wait until something is so; fails loudly where it never is."""
    async with asyncio.timeout(seconds):
        while not condition():
            await pilot.pause(0.05)


class SteadyCheck:
    """A check that always answers the same, with the time of the clock. Implements `checks.sample.Check`."""

    def __init__(self, name: str, clock: Callable[[], Instant], interval: float = 0.2) -> None:
        self.name, self.service, self.interval, self.timeout = name, name, interval, 30
        self._clock, self.status, self.looks = clock, Status.OK, 0

    async def probe(self) -> Sample:
        """Answer."""
        self.looks += 1
        return Sample(self.name, self._clock(), self.status, "as told", "a fake")

    async def aclose(self) -> None:
        """Nothing to let go of."""


def living_room(log_dir: Path, clock: Callable[[], Instant], checks: Sequence[Check] = ()) -> Room:
    """A real room over a real log, not started yet."""
    return Room(living_parts(log_dir, clock, checks))


def living_parts(
    log_dir: Path, clock: Callable[[], Instant], checks: Sequence[Check] = (), user: str = "alice"
) -> Parts:
    """What a real room over a real log is made of."""
    return Parts(
        log_dir=log_dir,
        actor=user,
        version="test",
        clock=clock,
        open_journal=lambda: Journal.open(log_dir, user=user, host="host", clock=clock, redact=str),
        open_samples=lambda writer: SampleStore.open(log_dir, writer, clock),
        make_checks=lambda: checks,
        watched=tuple(Watched(each.name, each.service, each.interval) for each in checks),
    )
