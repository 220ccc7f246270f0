"""Builds a replay from settings: the room of then on the screen. Opens nothing to write, and asks no source."""

from collections.abc import Callable, Mapping

from console.incident.clock import Clock
from console.incident.errors import Refused
from console.incident.events import Instant
from console.incident.guards import named
from console.incident.record import Incident
from console.incident.state import fold
from console.journal.reading import LogReader
from console.replay.cassette import Cassette
from console.replay.moments import moment
from console.replay.transport import FASTEST, Extent
from console.settings import Settings

_DECLARED = frozenset({"declared", "status"})
_TRIAL = Extent(0, 1 << 40, 1 << 40)


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


def cassette(settings: Settings, clock: Clock, incident: str, at: str = "", speed: int = 0) -> Cassette:
    """Return what is to be played; with a speed it plays at once. Refused where time or speed make no sense."""
    if at:
        moment(at, _TRIAL)
    if speed and not 1 <= speed <= FASTEST:
        raise Refused(f"a speed is a whole number from 1 to {FASTEST}: 10 plays ten minutes in one.")
    start: Callable[[Extent], Instant] = lambda extent: moment(at, extent) if at else extent.begin  # noqa: E731 - it is handed on
    return Cassette(settings.log_dir, clock, incident, start, speed or 1, bool(speed))


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
    screen = ReplayScreen(keys, lacking=("cluster", "changes"))

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
