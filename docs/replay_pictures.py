"""Makes the picture of a replay: a drill that was played without a screen's help, and the moment of its rollback.

make pictures        (a minute; writes docs/pictures/replay-120x36.svg)
"""

import asyncio
import tempfile
from datetime import UTC
from pathlib import Path

from camera import Photographer, at_console, write
from drill_pictures import ENV, SEED, SPEED, command

from console.app import Backstage, WarroomApp
from console.incident.clock import system_clock
from console.replay.cassette import Cassette
from console.replay.player import Player
from console.review.brief import NO_HOUSE
from console.screens.replay.link import ReplayLink
from console.screens.replay.live import ReplayLive
from console.screens.replay.replay_screen import ReplayScreen
from console.settings import Settings
from console.wiring import drill
from console.wiring.behind import context
from console.wiring.checks import limits, watched
from console.wiring.shipped import checklists, scheme
from tests.room import text, until


class Blind(Photographer):
    """Presses keys, and takes no pictures: those of the drill are taken elsewhere."""

    async def take(self, name: str) -> None:
        """Take none."""
        del name


async def picture(settings: Settings) -> None:
    """Replay the drill just after its rollback, and take the picture."""
    player = Player(Cassette(settings.log_dir, system_clock), watched(settings), limits(settings))
    player.open()
    player.follow()
    player.prove()
    acted = next(each.at for each in player.recording.jumps if each.kind == "action")
    player.transport.go(acted + 40_000)
    player.transport.set_speed(10)
    player.start()
    screen = ReplayScreen({})
    link = ReplayLink(player, settings.log_dir, checklists(settings), str, scheme(settings), house=NO_HOUSE)
    known = context(settings, ENV, system_clock)._replace(drill=player.recording.drill, hint="")
    app = WarroomApp(screen, Backstage(lambda: lambda: ReplayLive(screen, link, known, UTC), lambda: None))
    async with app.run_test(size=(120, 36)) as pilot:
        await until(lambda: "REPLAY" in text(app), pilot)
        await pilot.pause(1.0)
        write("replay-120x36", app.export_screenshot(title="warroom replay"))
    player.stop()


async def main() -> None:
    """Play a drill, and replay it."""
    with tempfile.TemporaryDirectory() as name:
        own = Settings(Path(name), "alice")
        with drill.opened(own, drill.find("bad-deploy"), SEED, SPEED, system_clock) as running:
            async with at_console(running.settings, running.world.clock, ENV) as camera:
                blind = Blind(camera._app, camera._pilot, camera.room)  # noqa: SLF001 - the same camera, without a film
                await command(blind, running)
        await picture(running.settings)


if __name__ == "__main__":
    asyncio.run(main())
