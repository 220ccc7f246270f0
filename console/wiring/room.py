"""Builds the room and its screen from settings."""

from collections.abc import Mapping

from console.incident.errors import Failed
from console.settings import Settings


def run_console(settings: Settings, env: Mapping[str, str]) -> int:
    """Run the full-screen console until it is left: returns the exit status."""
    del settings, env
    message = "the full-screen console is not in this version; `warroom --help` names the commands."
    raise Failed(message)
