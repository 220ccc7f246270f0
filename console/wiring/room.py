"""Builds the room and its screen from settings. What is heavy is imported when it is built, after the first paint."""

from collections.abc import Callable, Mapping

from console.incident.clock import Clock, system_clock
from console.journal.places import file_name
from console.settings import Settings


def run_console(settings: Settings, env: Mapping[str, str], clock: Clock = system_clock) -> str:
    """Run the full-screen console until it is left: returns the command that is to follow, "" for none."""
    from console.app import Backstage, WarroomApp
    from console.screens.drafts import Draft
    from console.screens.keys import remapped
    from console.screens.room_screen import Live, RoomScreen
    from console.wiring import shipped
    from widgets.theme import NO_COLOUR

    keys = shipped.keys(settings)
    ends: list[Callable[[], object]] = []
    draft = Draft(settings.log_dir / f"{file_name(settings.user)}.draft")
    screen = RoomScreen(draft, remapped(keys), lacking=_lacking(settings), practises=settings.bare)

    def open_room() -> Callable[[], Live]:
        from console.wiring.behind import build_room, enliven

        room = build_room(settings, env, clock)
        ends.append(room.stop)
        room.start()
        return enliven(screen, room, settings, env, clock)

    def close_room() -> None:
        for end in ends:
            end()

    theme = settings.theme or ("dark" if many_colours(env) else NO_COLOUR)
    app = WarroomApp(screen, Backstage(open_room, close_room), theme=theme, keys=keys)
    app.run()
    close_room()
    if app.crash is not None:
        raise app.crash
    return app.return_value or ""


def _lacking(settings: Settings) -> tuple[str, ...]:
    """Return the panes that have no source here."""
    host = [each for each in settings.checks if each.kind == "host"]
    has = {"cluster": settings.clusters, "changes": settings.clusters or settings.repositories, "host": host}
    return tuple(pane for pane, sources in has.items() if not sources)


def many_colours(env: Mapping[str, str]) -> bool:
    """Tell whether a terminal has more than sixteen colours."""
    return "256" in env.get("TERM", "") or "direct" in env.get("TERM", "") or bool(env.get("COLORTERM"))
