"""Makes the pictures of the README: an outage of a small shop on loopback, watched by the real console.

    make pictures        (two minutes; writes docs/pictures/*.svg)

Servers, checks, log and screen are the real ones. Only the clock runs faster, so that a quarter of an hour fits into
a minute, and the people are made up, the customers too.
"""

import asyncio
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from checks.host import HostCheck
from checks.http import HttpCheck
from checks.sample import Reading, Sample, Status
from checks.source import Plan, Source
from checks.tcp import TcpCheck
from checks.web import Request
from console.app import Backstage, WarroomApp
from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.events import Entry, Event
from console.incident.state import State
from console.journal.opening import Journal
from console.journal.samples import SampleStore
from console.present.snapshot import Context, Snapshot
from console.room import Parts, Room
from console.screens.drafts import Draft
from console.screens.link import Link
from console.screens.live import LiveScreen
from console.screens.room_screen import RoomScreen
from console.settings import Settings
from console.signals.health import Thresholds, Watched
from console.wiring.shipped import checklists, schemes

OUT = Path(__file__).parent / "pictures"
START = 1_795_282_200_000
"""2026-11-21T17:30:00Z."""
SPEED = 10
TICK = 0.5
"""Seconds between two looks: five on the clock of the pictures."""
ONSET, RELIEF = 7 * MINUTE, 14 * MINUTE
SIZES = ((40, 12), (80, 24), (120, 36), (200, 50))


class Sped(Link):
    """A room whose clock runs faster than its checks: their intervals are told in the time of the pictures."""

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot."""
        seen = super().snapshot
        return seen._replace(sources=tuple(each._replace(interval=each.interval * SPEED) for each in seen.sources))


class Clock:
    """Runs SPEED times as fast as real time, from START."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    def __call__(self) -> int:
        """Return the time of the pictures."""
        return START + self.elapsed

    @property
    def elapsed(self) -> int:
        """Return the milliseconds since START."""
        return round((time.monotonic() - self._begun) * 1000 * SPEED)


def shop(clock: Clock) -> ThreadingHTTPServer:
    """Return a server whose /api and /web fail and slow down between onset and relief."""
    chance = random.Random(7)  # noqa: S311 - a picture
    asked: Counter[str] = Counter()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            every = {"/api": 5, "/web": 12}.get(self.path, 0) if ONSET < clock.elapsed < RELIEF else 0
            time.sleep(0.004 + chance.random() * 0.004 + (0.1 + 0.1 * chance.random() if every else 0.0))
            asked[self.path] += 1
            failed = every > 0 and asked[self.path] % every == 0
            self.send_response(502 if failed else 200)
            self.end_headers()
            with suppress(OSError):  # the check may have given up
                self.wfile.write(b"bad gateway" if failed else b"ok")

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the same
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Customers(Source):
    """Tells how many requests the customers make, as a Prometheus would."""

    def __init__(self, plan: Plan, clock: Clock) -> None:
        super().__init__(plan, clock)
        self._clock, self._chance = clock, random.Random(3)  # noqa: S311 - a picture

    async def probe(self) -> Sample:
        """Count them: they leave while the payments fail."""
        since = (self._clock.elapsed - ONSET) / MINUTE
        left = 0.55 * min(max(since, 0.0), 1.5) / 1.5
        traffic = 310 * (1 - left) * self._chance.uniform(0.94, 1.06)
        return Sample(self.name, self.clock(), Status.OK, "", "the shop", (Reading("traffic", traffic, "/s"),))


def a_room(folder: Path, clock: Clock, port: int) -> Room:
    """Return a room that watches the shop and this machine."""
    plans = {name: Plan(name, name, TICK, TICK * 0.9) for name in ("host", "api", "web", "checkout", "database")}

    def make_checks() -> Sequence[Any]:
        urls = {"api": "/api", "web": "/web", "checkout": "/checkout"}
        https = [
            HttpCheck(plans[name], Request(f"http://127.0.0.1:{port}{path}"), clock) for name, path in urls.items()
        ]
        customers = [Customers(Plan(f"{name} traffic", name, TICK, TICK * 0.9), clock) for name in urls]
        database = TcpCheck(plans["database"], "127.0.0.1", port, clock)
        return [HostCheck(plans["host"], clock), *https, *customers, database]

    return Room(
        Parts(
            log_dir=folder,
            actor="alice",
            version="0.1.0",
            clock=clock,
            open_journal=lambda: Journal.open(folder, user="alice", host="ops1", clock=clock, redact=str),
            open_samples=lambda writer: SampleStore.open(folder, writer, clock),
            make_checks=make_checks,
            watched=[
                *(Watched(name, name, TICK * SPEED) for name in plans),
                *(Watched(f"{name} traffic", name, TICK * SPEED) for name in ("api", "web", "checkout")),
            ],
            limits=dict.fromkeys(plans, Thresholds(degraded_p95=0.15, window=150.0)),
        )
    )


def story() -> list[tuple[int, Callable[[State, int], Sequence[Entry]]]]:
    """Return what the people do, and when (ms on the clock of the pictures)."""

    def act(command: Callable[..., Sequence[Entry]], *values: Any, by: str = "alice", **more: Any) -> Any:
        return lambda state, now: command(state, state.current().id, *values, actor=by, now=now, **more)

    items = [item for phase in lists()[0].phases for item in phase.items]
    done = [act(commands.set_item, item.id, item.title, "done") for item in items[:4]]
    second = MINUTE // 60
    steps = [
        (130, act(commands.acknowledge)),
        (150, act(commands.note, "customers see 502 at the payment step", by="bob")),
        (165, act(commands.assign_role, "communications_lead", "bob", contact="+44 20 7946 0000")),
        (180, act(commands.assign_role, "technical_lead", "carol", contact="+44 20 7946 0001")),
        (190, done[0]),
        (200, done[1]),
        (
            210,
            act(commands.note, "web 2.4.1 was rolled out at 17:36, payment library updated", by="carol", pinned=True),
        ),
        (225, done[2]),
        (240, act(commands.decide, "roll back web to 2.4.0", "it began with the deploy; scaling would not help")),
        (255, done[3]),
        (260, act(commands.change_status, "mitigating")),
        (280, act(commands.post_update, "Some payments fail. We know the cause and are rolling back.", by="bob")),
    ]
    return [(ONSET + at * second, step) for at, step in steps]


def lists() -> Sequence[Any]:
    """Return the checklists that ship."""
    return checklists(Settings(log_dir=OUT, user="alice"))


def live(room: Room, clock: Clock) -> None:
    """Let the outage happen, up to the moment of the pictures."""
    while clock.elapsed < ONSET + 100_000:
        time.sleep(0.05)
    scheme = schemes()["sev1-4"]
    room.declare(
        lambda state, now, made: commands.declare(
            state,
            id=made,
            title="Payments fail after web 2.4.1",
            severity="SEV1",
            actor="alice",
            now=now,
            scheme=scheme,
            started_at=START + ONSET,
            detected_by="monitor",
        )
    ).result(10)
    for at, step in story():
        while clock.elapsed < at:
            time.sleep(0.05)
        events: list[Event] = room.submit(step).result(10)
        assert events


async def picture(
    room: Room, folder: Path, clock: Clock, size: tuple[int, int], theme: str, keys: Sequence[str]
) -> str:
    """Show the room at a size, press keys, and return the screen as SVG."""
    context = Context(actor="alice", scheme=schemes()["sev1-4"], checklists=tuple(lists()), production="prod-eu")
    link = Sped(room, folder, "alice", lists(), str)
    screen = RoomScreen(Draft(folder / "alice.draft"))
    make = lambda: LiveScreen(screen, link, context, clock, UTC)  # noqa: E731 - one line, used once
    app = WarroomApp(screen, Backstage(lambda: make, lambda: None), theme=theme)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(1.0)
        await pilot.press(*keys)
        await pilot.pause(0.5)
        return app.export_screenshot(title="warroom")


async def main() -> None:
    """Run the outage and take the pictures."""
    OUT.mkdir(exist_ok=True)
    clock = Clock()
    server = shop(clock)
    with tempfile.TemporaryDirectory() as name:
        room = a_room(Path(name), clock, server.server_address[1])
        room.start()
        await asyncio.to_thread(live, room, clock)
        shots: list[tuple[str, tuple[int, int], str, tuple[str, ...]]] = [
            *((f"room-{width}x{height}", (width, height), "dark", ()) for width, height in SIZES),
            ("room-light-120x36", (120, 36), "light", ()),
            ("declare-80x24", (80, 24), "dark", ("i",)),
        ]
        for title, size, theme, keys in shots:
            svg = await picture(room, Path(name), clock, size, theme, keys)
            (OUT / f"{title}.svg").write_text(svg, encoding="utf-8")
            sys.stderr.write(f"docs/pictures/{title}.svg\n")
        room.stop()
    server.shutdown()


if __name__ == "__main__":
    asyncio.run(main())
