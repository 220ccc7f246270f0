"""The one place that builds things from settings and puts them together; decides nothing."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from console.incident.checklist import Checklist, parse_checklist
from console.incident.checklist import load_shipped as load_checklists
from console.incident.clock import Clock
from console.incident.errors import Failed, Refused
from console.incident.redaction import Redactor
from console.incident.severity import SHIPPED, Scheme, load_shipped, parse_scheme
from console.journal import Journal, LogReader
from console.settings import Known, Login, Secret, Settings

DATA = Path(__file__).parent / "data"
LONGEST_SECRET = 16_384


def data_text(folder: str, name: str) -> str:
    """Return the text of a file that ships in console/data."""
    return (DATA / folder / name).read_text(encoding="utf-8")


def schemes() -> Mapping[str, Scheme]:
    """Return the severity schemes that ship, by name."""
    return load_shipped(lambda name: data_text("schemes", name))


def scheme(settings: Settings) -> Scheme:
    """Return the severity scheme of this room: one that ships, or a file that ends in .toml."""
    if settings.scheme in SHIPPED:
        return parse_scheme(data_text("schemes", f"{settings.scheme}.toml"), f"{settings.scheme}.toml")
    return parse_scheme(read_text(Path(settings.scheme)), settings.scheme)


def known(keys: Sequence[str] = ()) -> Known:
    """Return the names that a configuration may use; `keys` are the ids of the console's bindings."""
    import themes
    from console.incident.roles import CATALOGUE

    labels = {name: tuple(level.label for level in found.levels) for name, found in schemes().items()}
    names = tuple(sorted(path.stem for folder in themes.__path__ for path in Path(folder).glob("*.toml")))
    return Known(schemes=labels, themes=names, roles=tuple(CATALOGUE), keys=tuple(keys))


def checklists(settings: Settings) -> Sequence[Checklist]:
    """Return the room's own checklist, or those that ship; `checklist.choose` finds the one for a rank."""
    if settings.checklist is not None:
        own = parse_checklist(read_text(settings.checklist), str(settings.checklist))
        return [own if own.ranks else own._replace(ranks=tuple(range(10)))]
    return load_checklists(lambda name: data_text("checklists", name))


def read_text(path: Path) -> str:
    """Return a file's text, or Failed with a sentence."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}."
        raise Failed(message) from error
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8 text (byte {error.start})."
        raise Failed(message) from error


def secret(reference: Secret, env: Mapping[str, str]) -> str:
    """Return the value of a secret; Refused, without it, where there is none."""
    if reference.env:
        if value := env.get(reference.env, "").strip():
            return value
        message = f"the environment variable {reference.env} is not set or empty."
        raise Refused(message)
    path = Path(reference.file)
    try:
        with path.open(encoding="utf-8") as stream:
            value = stream.read(LONGEST_SECRET).strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        message = f"the secret file {path} cannot be read: {reason}."
        raise Refused(message) from error
    if not value:
        message = f"the secret file {path} is empty."
        raise Refused(message)
    return value


def logins(settings: Settings) -> Iterator[Login]:
    """Yield the logins of all checks."""
    for check in settings.checks:
        if check.kind in {"http", "prometheus"}:
            yield check.login


def redactor(settings: Settings, env: Mapping[str, str] = os.environ) -> Redactor:
    """Return what takes the secrets that this program was given, and what looks like one, out of any text."""
    values: list[str] = []
    for login in logins(settings):
        for reference in (login.token, login.password):
            if reference is not None:
                try:
                    values.append(secret(reference, env))
                except Refused:
                    continue  # the check that needs it says so; what nobody has cannot leak
    return Redactor(values)


def open_journal(settings: Settings, clock: Clock, env: Mapping[str, str] = os.environ) -> Journal:
    """Open the log for writing under the first free writer name of this user and host."""
    if settings.read_only:
        message = "read-only: nothing is written. Leave out --read-only, or read_only under [room], to write."
        raise Refused(message)
    host = os.uname().nodename.partition(".")[0] or "localhost"
    return Journal.open(settings.log_dir, user=settings.user, host=host, clock=clock, redact=redactor(settings, env))


def open_log(settings: Settings) -> LogReader:
    """Open the log for reading; changes and creates nothing."""
    return LogReader(settings.log_dir)
