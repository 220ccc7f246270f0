"""Builds what runs behind the screen of a replay: a player and what reads documents; imported after the first paint."""

from collections.abc import Callable, Mapping

from console.replay.cassette import Cassette
from console.replay.player import Player
from console.screens.replay.link import ReplayLink
from console.screens.replay.live import ReplayLive
from console.screens.replay.replay_screen import ReplayScreen
from console.screens.room_screen import Live
from console.settings import Settings
from console.wiring import checks, own, secrets, shipped
from console.wiring.behind import context


def enliven(
    screen: ReplayScreen, settings: Settings, env: Mapping[str, str], tape: Cassette, ends: list[Callable[[], object]]
) -> Callable[[], Live]:
    """Open the log, and return what brings the screen to life, to be called on its loop; all that is slow is here."""
    player = Player(tape, checks.watched(settings), checks.limits(settings))
    ends.append(player.stop)
    player.open()
    player.start()
    lists, redact = shipped.checklists(settings), secrets.redactor(settings, env)
    link = ReplayLink(player, settings.log_dir, lists, redact, shipped.scheme(settings), house=own.house(settings))
    known = context(settings, env, tape.clock)._replace(read_only=False, hint="", drill=player.recording.drill)
    return lambda: ReplayLive(screen, link, known, None)
