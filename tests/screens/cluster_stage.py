"""The cluster's screens over a room in an outage, without a terminal: what they need, faked."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC
from pathlib import Path
from typing import NamedTuple

from textual.pilot import Pilot

from checks.kubernetes.objects import ClusterSeen
from console.app import WarroomApp
from console.incident.action import Target
from console.incident.errors import Failed
from console.present.snapshot import Context, Snapshot
from console.screens.cluster import ClusterScreen
from console.screens.room_screen import RoomScreen
from tests.fakes import FakeClock
from tests.room import NOW, a_context, on_screen, still_room, until

CRASH = (
    "2026-11-21T17:51:24Z INFO  web 2.4.1 starting, region eu-1",
    "2026-11-21T17:51:24Z INFO  reading configuration from /etc/web/config.yaml",
    "2026-11-21T17:51:25Z WARN  feature flag 'payments.v2' is unknown, using its default",
    "2026-11-21T17:51:25Z INFO  connecting to database:5432 as web",
    "2026-11-21T17:51:25Z ERROR payment provider: environment variable PAYMENTS_TOKEN is not set",
    "Traceback (most recent call last):",
    '  File "/app/web/main.py", line 41, in <module>',
    "    provider = payments.connect(settings.payments_token)",
    "RuntimeError: PAYMENTS_TOKEN is required since payments 3.0; see the notes of the release before you roll it out",
    "2026-11-21T17:51:25Z FATAL exit status 1",
)


class FakeTail(NamedTuple):
    """What is there of a log."""

    lines: tuple[str, ...] = ()
    dropped: int = 0
    ended: str = ""
    error: str = ""


class FakeLog:
    """A log that says what it is told to. Implements `Log`."""

    def __init__(self, tail: FakeTail) -> None:
        self.tail, self.stopped = tail, threading.Event()

    def seen(self) -> FakeTail:
        """Return what is there."""
        return self.tail

    def stop(self) -> None:
        """Be let go."""
        self.stopped.set()


class FakeLogs:
    """Remembers what was opened, and on which thread. Implements `Logs`."""

    def __init__(self, tail: FakeTail | None = None, error: str = "") -> None:
        self.tail, self.error = tail or FakeTail(CRASH), error
        self.opened: list[tuple[str, str, str, str, bool]] = []
        self.logs: list[FakeLog] = []
        self.threads: set[str] = set()
        self.gate = threading.Event()
        self.gate.set()

    def open(self, context: str, namespace: str, pod: str, container: str, previous: bool) -> FakeLog:  # noqa: FBT001 - the protocol's
        """Open a log once the gate is."""
        self.gate.wait(5)
        self.opened.append((context, namespace, pod, container, previous))
        self.threads.add(threading.current_thread().name)
        if self.error:
            raise Failed(self.error)
        self.logs.append(FakeLog(self.tail))
        return self.logs[-1]


class FakeActing:
    """Remembers what was begun. Implements `Acting`."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, Target]] = []

    def begin(self, verb: str, target: Target) -> None:
        """Remember it."""
        self.begun.append((verb, target))


class FakeLive:
    """A room with clusters. Implements `LiveCluster`."""

    def __init__(self, snapshot: Snapshot, *clusters: ClusterSeen) -> None:
        self.snapshot = snapshot._replace(clusters=clusters)

    def show(self, *clusters: ClusterSeen) -> None:
        """Publish other values."""
        self.snapshot = self.snapshot._replace(clusters=clusters)


class Stage(NamedTuple):
    """A console on the cluster's screen."""

    app: WarroomApp
    pilot: Pilot[str]
    live: FakeLive
    acting: FakeActing
    logs: FakeLogs
    answers: list[str | None]

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await self.pilot.press(*keys)
        await self.pilot.pause()


@asynccontextmanager
async def on_cluster(
    folder: Path,
    *clusters: ClusterSeen,
    size: tuple[int, int] = (120, 36),
    context: Context | None = None,
    logs: FakeLogs | None = None,
    at: str = "",
) -> AsyncIterator[Stage]:
    """Run the console, and go to its second screen."""
    room, known = still_room(folder / "log"), context or a_context(production="prod-eu")
    async with on_screen(room, folder, size, known) as (app, pilot):
        live, acting, found = FakeLive(room.snapshot, *clusters), FakeActing(), logs or FakeLogs()
        answers: list[str | None] = []
        shell = app.screen
        assert isinstance(shell, RoomScreen)
        screen = ClusterScreen(live, known, FakeClock(NOW), tz=UTC, acting=acting, logs=found, ahead=shell.ahead, at=at)
        app.push_screen(screen, answers.append)
        await until(lambda: app.screen is screen and screen.is_mounted, pilot)
        await pilot.pause()
        await pilot.pause()
        yield Stage(app, pilot, live, acting, found, answers)
