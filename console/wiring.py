"""The one place that builds things from settings and puts them together; decides nothing."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from console.incident.clock import Clock
from console.incident.errors import Failed, Refused
from console.incident.redaction import Redactor
from console.journal.opening import Journal
from console.journal.reading import LogReader
from console.settings import Login, Secret, Settings

LONGEST_SECRET = 16_384


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


def run_console(settings: Settings, env: Mapping[str, str]) -> int:
    """Run the full-screen console until it is left: returns the exit status."""
    del settings, env
    message = "the full-screen console is not in this version; `warroom --help` names the commands."
    raise Failed(message)
