"""Builds the log, for writing and for reading; imports nothing that a note does not need."""

import os
from collections.abc import Mapping

from console.incident.clock import Clock
from console.incident.errors import Refused
from console.journal.opening import Journal
from console.journal.reading import LogReader
from console.settings import Settings
from console.wiring.secrets import redactor


def open_journal(settings: Settings, clock: Clock, env: Mapping[str, str] = os.environ) -> Journal:
    """Open the log for writing under the first free writer name of this user and host."""
    if settings.read_only:
        message = "read-only: nothing is written. Leave out --read-only, or read_only under [room], to write."
        raise Refused(message)
    host = settings.host or os.uname().nodename.partition(".")[0] or "localhost"
    return Journal.open(settings.log_dir, user=settings.user, host=host, clock=clock, redact=redactor(settings, env))


def open_log(settings: Settings) -> LogReader:
    """Open the log for reading; changes and creates nothing."""
    return LogReader(settings.log_dir)
