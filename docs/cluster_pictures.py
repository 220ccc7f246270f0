"""Makes the README's pictures of a cluster: a bad release, taken back half way, on a simulated cluster on loopback.

    make pictures        (a minute; writes docs/pictures/cluster-*.svg)

The console, its client, the log and the screen are the real ones, in real time; the API server is the simulated one.
"""

import asyncio
import tempfile
from pathlib import Path

from camera import Photographer, at_console

from console.incident import commands
from console.incident.clock import system_clock
from console.room import Room
from console.settings import NO_OVERRIDES, load
from console.wiring.shipped import schemes
from tests.terminal.shop import BAD, Shop, open_shop

HALF_WAY = 20.0
"""Seconds that the bad release has when the commander looks."""
ENV = {"HOME": "/nonexistent", "USER": "alice"}


async def outage(at: Photographer, shop: Shop) -> None:
    """Play it: the release, the incident, the card, the verdict, the ledger."""
    room = at.room
    await at.wait(lambda: any(seen.complete and seen.workloads for seen in room.snapshot.clusters))
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
    await at.wait(lambda: any(deed.step == "improved" for deed in room.snapshot.state.actions.values()))
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
    with tempfile.TemporaryDirectory() as name, open_shop(Path(name), window="15s") as shop:
        settings = load(shop.config, ENV, NO_OVERRIDES)._replace(log_dir=Path(name) / "log", user="alice")
        async with at_console(settings, system_clock, ENV) as camera:
            await outage(camera, shop)


if __name__ == "__main__":
    asyncio.run(main())
