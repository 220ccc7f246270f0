"""Opens the full-screen console, or says why it cannot and what works without one."""

from console.cli.desk import Desk, UsageError
from console.settings import Settings

NEEDS = "the console needs a terminal"
WITHOUT = (
    "These commands need none: warroom status, note, declare, check, events, export, list, search, doctor"
    " (all of them: warroom --help)"
)


def open_console(desk: Desk) -> int:
    """Run the console until it is left: returns the exit status."""
    if reason := no_terminal(desk):
        raise UsageError(f"warroom: {NEEDS}, and {reason}. {WITHOUT}")
    from console.wiring.room import run_console

    settings = usable_settings(desk)
    if run_console(settings, desk.env) == "drill":
        from console.cli.drill import practise

        return practise(desk)
    return 0


def usable_settings(desk: Desk) -> Settings:
    """Return the settings of a console; Refused before anything is painted where the severities cannot be used."""
    from console.wiring.shipped import known, scheme

    settings = desk.settings(known())
    if settings.path is not None:
        scheme(settings, desk.ignored)
    return settings


def no_terminal(desk: Desk) -> str:
    """Return why no full-screen program can run here, or ""; the screen is drawn on standard error."""
    if desk.env.get("TERM", "") in {"", "dumb"}:
        return f"TERM is {desk.env.get('TERM') or 'not set'}"
    for name, stream in (("input", desk.streams.stdin), ("error", desk.streams.stderr)):
        if not stream.isatty():
            return f"standard {name} is not one"
    return ""
