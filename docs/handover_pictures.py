"""Makes the README's pictures of a handover: a drill that two people lead, each at a console, on one log.

make pictures        (a minute; writes docs/pictures/handover-*.svg)
"""

import asyncio
import tempfile
from pathlib import Path

from camera import Photographer, at_console

from console.incident.clock import system_clock
from console.incident.record import Incident
from console.settings import Settings
from console.wiring import drill
from console.wiring.joining import join

ENV = {"HOME": "/nonexistent", "USER": "alice"}
SEED, SPEED = 7, 6.0
SETTLED = 100
"""Seconds of the drill that pass before somebody looks."""


def incident(at: Photographer) -> Incident | None:
    """Return the incident as a console sees it."""
    return at.room.snapshot.state.current()


async def lead(alice: Photographer, bob: Photographer, running: drill.Drill) -> None:
    """Declare, give a task, hand the command over, take the release back, resolve."""
    stage = running.world.stage
    await alice.wait(lambda: stage.since > stage.scenario.onset + SETTLED)
    await alice.press("i", shows="What is wrong")
    await alice.press(*"Checkout fails for one in ten", "ctrl+s", shows="INVESTIGATING")
    await alice.press("n", "slash", *"task ", "at", *"maria 5m ask support", "enter", shows="maria (asked)")
    await alice.press("H", shows="Hand over the command")
    await alice.press(*"bob", "tab", *"take web 2.4.1 back?", "tab", *"the rollout is half way", "ctrl+s")
    await bob.wait(lambda: bool((now := incident(bob)) and now.offers))
    await bob.press("H", shows="Command to bob")
    await bob.take("handover-brief-120x36")
    await bob.press("enter", shows="accept")
    await bob.press("enter", shows="Read back")
    await bob.press(*"web goes back to 2.4.0 now", "ctrl+s", shows="IC bob")
    await bob.press("r", shows="rollback what?")
    await bob.press("enter", shows="which revision?")
    await bob.press("enter", shows="Nothing stands against it")
    await bob.press("y", shows="executing: rollback")
    await bob.press("n", "slash", *"status mitigating", "enter", shows="MITIGATING")
    await alice.wait(lambda: bool((now := incident(alice)) and now.commander == "bob" and now.status == "mitigating"))
    await alice.take("handover-room-120x36")


async def main() -> None:
    """Play a drill with two consoles, and take the pictures."""
    with tempfile.TemporaryDirectory() as name:
        own = Settings(Path(name), "alice")
        with drill.opened(own, drill.find("bad-deploy"), SEED, SPEED, system_clock) as running:
            joined = join(own._replace(user="bob"), running.settings.log_dir)
            async with (
                at_console(running.settings, running.world.clock, ENV) as alice,
                at_console(joined.settings, joined.clock, ENV) as bob,
            ):
                await lead(alice, bob, running)


if __name__ == "__main__":
    asyncio.run(main())
