"""Builds what asks the schedules who is on call."""

from collections.abc import Mapping

from console.incident.clock import Clock
from console.oncall.lookup import Lookup
from console.settings import Login, Settings
from console.wiring import secrets


def lookup(settings: Settings, env: Mapping[str, str], clock: Clock) -> Lookup:
    """Return what asks; nothing is fetched yet."""

    def sign_in(login: Login) -> Mapping[str, str]:
        return dict(secrets.headers(login, env))

    found = settings.directory
    return Lookup(found.schedules, found.people, settings.log_dir, clock, sign_in, writes=not settings.read_only)
