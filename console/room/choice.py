"""Which incident this console is about: the log does not know, and another console may be about another one."""

import os
from contextlib import suppress
from pathlib import Path

from console.incident.life import DUPLICATE_OF
from console.incident.record import Incident
from console.incident.state import State
from console.incident.status import ENDED

_LONGEST = 80


class Choice:
    """What somebody chose, until that ends; else what the room is about already, while that is live."""

    def __init__(self, path: Path | None = None) -> None:
        """`path` is the file that keeps the choice over a restart; None keeps nothing."""
        self._path = path
        self._chosen = _read(path)
        self._followed = ""

    def of(self, state: State) -> Incident | None:
        """Return the incident that the room is about; one that another console declares does not take its place."""
        followed = state.incidents.get(goes_on_as(state, self._followed))
        found = state.current(followed.id if followed is not None and followed.live else "")
        wanted = goes_on_as(state, self._chosen)
        wish = state.current(wanted)
        if wish is not None and wish.id == wanted:
            found = wish
        self._followed = "" if found is None else found.id
        return found

    def choose(self, incident: str) -> None:
        """Make an incident the one that this console is about."""
        self._chosen = incident

    def keep(self) -> None:
        """Write the choice down for the next start. May wait for the disk; where that fails, it holds until the end."""
        if self._path is not None:
            with suppress(OSError):
                handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(self._chosen)


def goes_on_as(state: State, incident: str) -> str:
    """Return the incident in which one goes on that was merged, or was a duplicate; else the incident itself."""
    found = state.incidents.get(incident)
    while found is not None:
        incident = found.id
        ended = found.status in ENDED
        found = state.incidents.get(found.survivor or found.related.get(DUPLICATE_OF, "")) if ended else None
    return incident


def _read(path: Path | None) -> str:
    if path is not None:
        with suppress(OSError):
            return path.read_text(encoding="utf-8", errors="replace")[:_LONGEST].strip()
    return ""
