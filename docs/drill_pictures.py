"""Makes the README's pictures of a drill: the room with its banner, and the score card that follows.

make pictures        (a minute; writes docs/pictures/drill-*.svg)
"""

import asyncio
import io
import tempfile
from pathlib import Path

from camera import Photographer, at_console, write
from rich.console import Console

from console.incident.clock import system_clock
from console.review.score_text import score_lines
from console.settings import Settings
from console.wiring import drill

ENV = {"HOME": "/nonexistent", "USER": "alice"}
SEED, SPEED = 7, 6.0
SETTLED = 100
"""Seconds of the drill that pass before somebody looks."""


async def command(at: Photographer, running: drill.Drill) -> None:
    """Play it: declare, say what it is, take the release back, tell people, end it."""
    stage = running.world.stage
    await at.wait(lambda: stage.since > stage.scenario.onset + SETTLED)
    await at.press("i", shows="What is wrong")
    await at.press(*"Checkout fails", "ctrl+s", shows="INVESTIGATING")
    await at.press("n", *"web 2.4.1 went out at the onset", "enter", shows="2.4.1 went out")
    await at.take("drill-room-120x36")
    await at.press("r", shows="rollback what?")
    await at.press("enter", shows="which revision?")
    await at.press("enter", shows="Nothing stands against it")
    await at.press("y", shows="executing: rollback")
    await at.press("u", shows="update")
    await at.press(*"Some checkouts fail we are taking a release back", "ctrl+s")
    await at.wait(lambda: stage.well)


async def main() -> None:
    """Play a drill, and take the pictures."""
    with tempfile.TemporaryDirectory() as name:
        own = Settings(Path(name), "alice")
        with drill.opened(own, drill.find("bad-deploy"), SEED, SPEED, system_clock) as running:
            async with at_console(running.settings, running.world.clock, ENV) as camera:
                await command(camera, running)
        paper = Console(record=True, width=82, file=io.StringIO(), highlight=False)
        for line in score_lines(drill.scored(running.settings)):
            paper.print(line, markup=False)
        write("drill-score", paper.export_svg(title="warroom drill bad-deploy"))


if __name__ == "__main__":
    asyncio.run(main())
