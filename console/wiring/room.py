"""Builds the room and its screen from settings. What is heavy is imported when it is built, after the first paint."""

from collections.abc import Callable, Mapping

from console.incident.clock import Clock, system_clock
from console.present.snapshot import Context
from console.settings import Settings
from console.wiring import shipped

HINT = "warroom.toml can watch more than this machine: `warroom config example`"


def run_console(settings: Settings, env: Mapping[str, str], clock: Clock = system_clock) -> int:
    """Run the full-screen console until it is left: returns the exit status."""
    from console.app import Backstage, WarroomApp
    from console.screens import keys
    from console.screens.desk import LiveRoom
    from console.screens.drafts import Draft
    from console.screens.room_screen import RoomScreen
    from widgets.theme import NO_COLOUR

    behind: list[Callable[[], bool]] = []

    def open_room() -> LiveRoom:
        from console.wiring.behind import build_room, link

        room = build_room(settings, env, clock)
        behind.append(room.stop)
        room.start()
        return link(room, settings, env)

    def close_room() -> None:
        for stop in behind:
            stop()

    draft = Draft(settings.log_dir / f"{settings.user}.draft")
    screen = RoomScreen(context(settings), clock, None, draft, keys.remapped(settings.keys))
    theme = settings.theme or ("dark" if _many_colours(env) else NO_COLOUR)
    app = WarroomApp(screen, Backstage(open_room, close_room), theme=theme, keys=settings.keys)
    app.run()
    close_room()
    if app.crash is not None:
        raise app.crash
    return 0


def _many_colours(env: Mapping[str, str]) -> bool:
    return "256" in env.get("TERM", "") or "direct" in env.get("TERM", "") or bool(env.get("COLORTERM"))


def context(settings: Settings) -> Context:
    """Return what the screen needs to know besides the snapshots."""
    return Context(
        actor=settings.user,
        scheme=shipped.scheme(settings),
        checklists=tuple(shipped.checklists(settings)),
        production=settings.context or "production" if settings.production else "",
        read_only=settings.read_only,
        configured=not settings.bare,
        hint=HINT if settings.bare else "",
        people=settings.people,
    )
