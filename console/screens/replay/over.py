"""A replay that is shown over the running room until it is left: the room goes on meanwhile."""

from collections.abc import Sequence

from console.present.snapshot import Context
from console.screens.keys import Command
from console.screens.replay.link import ReplayLink
from console.screens.replay.live import ReplayLive
from console.screens.replay.replay_screen import ReplayScreen


def over(link: ReplayLink, context: Context, commands: Sequence[Command]) -> ReplayScreen:
    """Return the screen of an opened replay; `commands` are the room's, with their keys."""
    known = context._replace(read_only=False, hint="")
    keys = {each.id: each.key for each in commands}
    return ReplayScreen(keys, lambda screen: ReplayLive(screen, link, known, None, lambda: screen.dismiss(None)))
