"""Makes the README's pictures of a cluster: a bad release, taken back half way, on a simulated cluster on loopback.

    make pictures        (a minute; writes docs/pictures/cluster-*.svg)

The console, its client, the log and the screen are the real ones, in real time; the API server is the simulated one.
"""

import asyncio
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

from textual.pilot import Pilot

from console.app import Backstage, WarroomApp
from console.incident import commands
from console.incident.clock import system_clock
from console.room import Room
from console.screens.drafts import Draft
from console.screens.link import Link
from console.screens.live import LiveScreen
from console.screens.room_screen import RoomScreen
from console.settings import NO_OVERRIDES, load
from console.wiring.behind import build_room, context
from console.wiring.shipped import checklists, schemes
from tests.room import text
from tests.terminal.shop import BAD, Shop, open_shop

OUT = Path(__file__).parent / "pictures"
HALF_WAY = 20.0
"""Seconds that the bad release has when the commander looks."""
ENV = {"HOME": "/nonexistent", "USER": "alice"}


async def until(pilot: Pilot[None], holds: Callable[[], bool], what: str) -> None:
    """Wait until something is so."""
    for _ in range(1200):
        if holds():
            return
        await pilot.pause(0.05)
    message = f"{what} never came:\n{text(pilot.app)}"  # type: ignore[arg-type]  # it is a WarroomApp
    raise RuntimeError(message)


class Photographer:
    """Presses keys and takes pictures."""

    def __init__(self, app: WarroomApp, pilot: Pilot[None], room: Room) -> None:
        self._app, self._pilot, self.room = app, pilot, room

    async def press(self, *keys: str, shows: str = "") -> None:
        """Press keys, and wait until the screen shows a text."""
        await self._pilot.press(*keys)
        await until(self._pilot, lambda: shows in text(self._app), shows)

    async def wait(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something is so."""
        await until(self._pilot, holds, what)

    async def take(self, name: str) -> None:
        """Write what is on the screen."""
        await self._pilot.pause(0.6)
        (OUT / f"{name}.svg").write_text(self._app.export_screenshot(title="warroom"), encoding="utf-8")
        sys.stderr.write(f"docs/pictures/{name}.svg\n")


async def outage(at: Photographer, shop: Shop) -> None:
    """Play it: the release, the incident, the card, the verdict, the ledger."""
    room = at.room
    await at.wait(lambda: any(seen.complete and seen.workloads for seen in room.snapshot.clusters), "the cluster")
    await asyncio.sleep(HALF_WAY)  # so that there is something to compare with
    shop.cluster.set_image("web", BAD, annotations={"kubernetes.io/change-cause": "release 2.4.1"})
    begun = system_clock()
    await asyncio.sleep(HALF_WAY)
    declare(room, begun)
    await at.press(shows="INVESTIGATING")
    await at.take("cluster-room-120x36")
    await at.press("2", shows="Workloads")
    await at.take("cluster-screen-120x36")
    await at.press("1")
    await at.press("r", shows="rollback what?")
    await at.press("enter", shows="which revision?")
    await at.press("enter", shows="Nothing stands against it")
    await at.take("cluster-card-120x36")
    await at.press("w", "e", "b", "enter")
    await at.wait(lambda: any(deed.step == "improved" for deed in room.snapshot.state.actions.values()), "the verdict")
    await at.press("L", shows="their way back")
    await at.take("cluster-ledger-120x36")


def declare(room: Room, begun: int) -> None:
    """Declare the incident."""
    room.declare(
        lambda state, now, made: commands.declare(
            state,
            id=made,
            title="Checkout errors after web 2.4.1",
            severity="SEV2",
            actor="alice",
            now=now,
            scheme=schemes()["sev1-4"],
            started_at=begun,
            detected_by="monitor",
        )
    ).result(10)


async def main() -> None:
    """Open the shop and the console, and take the pictures."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, open_shop(Path(name), window="15s") as shop:
        folder = Path(name) / "log"
        settings = load(shop.config, ENV, NO_OVERRIDES)._replace(log_dir=folder, user="alice")
        room = build_room(settings, ENV, system_clock)
        room.start()
        lists = checklists(settings)
        link = Link(room, folder, "alice", lists, str)
        screen = RoomScreen(Draft(folder / "alice.draft"), lacking=())
        make = lambda: LiveScreen(screen, link, context(settings), system_clock, UTC)  # noqa: E731 - one line, used once
        app = WarroomApp(screen, Backstage(lambda: make, lambda: None))
        async with app.run_test(size=(120, 36)) as pilot:
            await outage(Photographer(app, pilot, room), shop)
        room.stop()


if __name__ == "__main__":
    asyncio.run(main())
