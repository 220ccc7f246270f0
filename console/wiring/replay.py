"""Builds a replay from settings: the room of then on the screen. Opens nothing to write, and asks no source."""

from collections.abc import Callable, Mapping

from console.incident.errors import Refused
from console.incident.guards import named
from console.incident.record import Incident
from console.incident.state import fold
from console.journal.reading import LogReader
from console.replay.cassette import Cassette
from console.settings import Settings

_DECLARED = frozenset({"declared", "status"})


def find(settings: Settings, asked: str) -> Incident:
    """Return the incident that is to be replayed; "" is the newest live one, else the newest. Refused for none."""
    reader = LogReader(settings.log_dir)
    try:
        state = fold(reader.events(kinds=_DECLARED))
        problems = reader.problems
    finally:
        reader.close()
    if asked and state.incidents:
        return named(state, asked)
    if not state.incidents:
        why = f" ({problems[0]})" if problems else ""
        raise Refused(f"there is no incident in {settings.log_dir}{why}: --log-dir names another log.")
    live = [each for each in state.incidents.values() if each.live or each.status == "triage"]
    return (live or list(state.incidents.values()))[-1]


def run_replay(settings: Settings, env: Mapping[str, str], tape: Cassette) -> None:
    """Run the full-screen replay until it is left."""
    from console.app import Backstage, WarroomApp
    from console.screens.replay.replay_screen import ReplayScreen
    from console.screens.room_screen import Live
    from console.wiring import shipped
    from console.wiring.room import many_colours
    from widgets.theme import NO_COLOUR

    keys = shipped.keys(settings)
    ends: list[Callable[[], object]] = []
    screen = ReplayScreen(keys)

    def open_replay() -> Callable[[], Live]:
        from console.wiring.behind_replay import enliven

        return enliven(screen, settings, env, tape, ends)

    def close() -> None:
        for end in ends:
            end()

    theme = settings.theme or ("dark" if many_colours(env) else NO_COLOUR)
    stage = Backstage(open_replay, close)
    app = WarroomApp(screen, stage, theme=theme, keys=keys)
    app.run()
    close()
    if app.crash is not None:
        raise app.crash
