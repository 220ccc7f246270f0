"""Finds and reads the configuration file; knows where files are looked for, not what stands in them."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from console.settings.given import KNOWN_NOTHING, NO_OVERRIDES, Known, Overrides
from console.settings.problems import Problem, SettingsError, syntax
from console.settings.values import Settings

MAX_BYTES = 1_000_000


class Loaded(NamedTuple):
    """Settings from all that could be read, and what was wrong with the rest."""

    settings: Settings
    problems: tuple[Problem, ...]


def load(
    path: Path | None, env: Mapping[str, str], overrides: Overrides = NO_OVERRIDES, known: Known = KNOWN_NOTHING
) -> Settings:
    """Return the settings, or raise SettingsError with every mistake."""
    loaded = read(path, env, overrides, known)
    if loaded.problems:
        raise SettingsError(loaded.problems)
    return loaded.settings


def read(
    path: Path | None, env: Mapping[str, str], overrides: Overrides = NO_OVERRIDES, known: Known = KNOWN_NOTHING
) -> Loaded:
    """Return what could be read; a log directory that cannot be found out raises SettingsError.

    Files are looked for in this order: `path` (--config), WARROOM_CONFIG, ./warroom.toml, the XDG config directory.
    """
    file = find(path, env)
    base = Settings(log_dir=Path(), user=_user(env), path=file)
    settings, problems = (base, ()) if file is None else _parse(file, base, known, env.get("HOME", ""))
    settings = _override(settings, env, overrides)
    if settings.log_dir == Path():
        settings = settings._replace(log_dir=_state_dir(env))
    if known.themes and settings.theme and settings.theme not in known.themes:
        expected = f"one of {', '.join(known.themes)}"
        problems = (*problems, Problem("command line", 0, "--theme", f'"{settings.theme}"', expected))
    return Loaded(settings._replace(problems=problems), problems)


def find(path: Path | None, env: Mapping[str, str]) -> Path | None:
    """Return the file that would be read; one that was named must be there, the usual places may be empty."""
    named = path or (Path(env["WARROOM_CONFIG"]) if env.get("WARROOM_CONFIG") else None)
    if named is not None:
        return named.absolute()
    return next((place for place in usual_places(env) if place.is_file()), None)


def usual_places(env: Mapping[str, str]) -> tuple[Path, ...]:
    """Return where a file is looked for when none is named."""
    config = env.get("XDG_CONFIG_HOME") or (f"{env['HOME']}/.config" if env.get("HOME") else "")
    places = [Path(config) / "warroom" / "warroom.toml"] if Path(config).is_absolute() else []
    try:
        return (Path("warroom.toml").absolute(), *places)
    except FileNotFoundError:  # the working directory was removed under us
        return tuple(places)


def _override(settings: Settings, env: Mapping[str, str], overrides: Overrides) -> Settings:
    log_dir = overrides.log_dir or env.get("WARROOM_LOG_DIR", "")
    return settings._replace(
        log_dir=Path(log_dir).absolute() if log_dir else settings.log_dir,
        user=overrides.user or env.get("WARROOM_USER", "") or settings.user,
        theme=overrides.theme or settings.theme,
        read_only=settings.read_only or overrides.read_only,
    )


def _state_dir(env: Mapping[str, str]) -> Path:
    state = env.get("XDG_STATE_HOME", "")
    if Path(state).is_absolute():  # the XDG rules tell programs to ignore a relative one
        return Path(state) / "warroom"
    if not env.get("HOME"):
        expected = "a place for the log: --log-dir, WARROOM_LOG_DIR, or log_dir under [room]"
        raise SettingsError([Problem("environment", 0, "HOME", "neither HOME nor XDG_STATE_HOME", expected)])
    return Path(env["HOME"]) / ".local" / "state" / "warroom"


def _user(env: Mapping[str, str]) -> str:
    if named := env.get("USER") or env.get("LOGNAME"):
        return named
    import os
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid{os.getuid()}"


def _parse(file: Path, base: Settings, known: Known, home: str) -> tuple[Settings, tuple[Problem, ...]]:
    text, problem = _text(file)
    if problem is not None:
        return base, (problem,)
    from console.settings.lines import key_lines
    from console.settings.sections import read_sections
    from console.settings.tables import Report, Table
    from console.toml_text import NotToml, parse_toml

    try:
        document = parse_toml(text)
    except NotToml as error:
        return base, (syntax(str(file), error),)
    report = Report(str(file), key_lines(text), home)
    settings = read_sections(Table(document, (), report), base, known)
    return settings, tuple(sorted(report.problems, key=lambda problem: problem.line))


def _text(file: Path) -> tuple[str, Problem | None]:
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            return "", Problem(str(file), 0, "", f"more than {MAX_BYTES:,} bytes", "a configuration file")
        return raw.decode(), None
    except OSError as error:
        reason = error.strerror or "an error"
        return "", Problem(str(file), 0, "", f"{reason[:1].lower()}{reason[1:]}", "a file that can be read")
    except UnicodeDecodeError as error:
        return "", Problem(str(file), 0, "", f"a byte at {error.start} that is not UTF-8", "UTF-8 text")
