"""Fetches the secrets that the settings name, and builds what takes them out of every text."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from console.incident.errors import Refused
from console.incident.redaction import Redactor
from console.settings import HttpSettings, Login, PrometheusSettings, Secret, Settings, TargetsSettings

LONGEST_SECRET = 16_384


def secret(reference: Secret, env: Mapping[str, str]) -> str:
    """Return the value of a secret; Refused, without it, where there is none."""
    if reference.env:
        if value := env.get(reference.env, "").strip():
            return _one_line(value, reference)
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
    return _one_line(value, reference)


def _one_line(value: str, reference: Secret) -> str:
    """Return the value; refused where it holds what no header takes, since the error of that would show the secret."""
    if value.isprintable():
        return value
    message = f"the {reference} holds more than one line, or a control character; expected the secret and nothing else."
    raise Refused(message)


def logins(settings: Settings) -> Iterator[Login]:
    """Yield the logins of all checks."""
    for check in settings.checks:
        if isinstance(check, HttpSettings | PrometheusSettings | TargetsSettings):
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


def headers(login: Login, env: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the HTTP headers that sign in; Refused where the secret is missing."""
    if login.token is not None:
        token = secret(login.token, env)
        if not token.isascii():
            message = f"the {login.token} holds a character that no token has; expected ASCII only."
            raise Refused(message)
        return (("Authorization", f"Bearer {token}"),)
    if login.username or login.password is not None:
        from base64 import b64encode

        password = secret(login.password, env) if login.password is not None else ""
        return (("Authorization", f"Basic {b64encode(f'{login.username}:{password}'.encode()).decode()}"),)
    return ()
