"""Takes evidence from the screen: reads, keeps by hash, and writes it down through the room. Blocks: not for a loop."""

from collections.abc import Callable, Sequence
from pathlib import Path

from checks.portrait import Reading
from console.evidence import snapshot
from console.evidence.store import DEFAULT_LIMIT, Store
from console.evidence.taking import Place, from_file
from console.incident import commands
from console.incident.action import Target
from console.incident.clock import Clock
from console.incident.errors import Failed, Refused
from console.incident.exhibits import ExhibitKept, ExhibitMissed
from console.present.cluster.words import target_words
from console.room import Room

_PATIENCE = 30.0
"""Seconds that the log is waited for."""

Portrait = Callable[[Target | None], Sequence[Reading]]
"""Reads what a target shows now, or (None) this machine; raises Refused or Failed."""


def no_portrait(_target: Target | None) -> Sequence[Reading]:
    """Refuse: where nothing was said of clusters."""
    raise Refused("Nothing can be read from here.")


class Collector:
    """Keeps what it takes below the log directory of a room; `writes` is False in read-only mode; `limit` in bytes."""

    def __init__(
        self,
        room: Room,
        log_dir: Path,
        actor: str,
        clock: Clock,
        portrait: Portrait = no_portrait,
        *,
        writes: bool = True,
        limit: int = DEFAULT_LIMIT,
    ) -> None:
        self._room, self._store, self._actor = room, Store(log_dir), actor
        self._clock, self._portrait = clock, portrait
        self._writes, self._limit = writes, limit

    def snapshot(self, incident: str, target: Target | None) -> str:
        """Keep what a target, or this machine, shows now; returns what to say of it."""
        self._allowed()
        subject = "this machine" if target is None else target_words(target.kind, target.name)
        found = snapshot.keep(self._store, subject, self._portrait(target))
        self._write(incident, found.kept, found.missed)
        if not found.kept:
            raise Failed(f"Nothing of {subject} could be read; that is in the log.")
        return f"{subject}: {len(found.kept)} pieces kept, {len(found.missed)} not to be had; /evidence lists them"

    def add(self, incident: str, path: Path) -> str:
        """Keep a copy of a file; returns what to say of it."""
        self._allowed()
        kept = from_file(Place(self._store, self._clock, {}), _at_home(path), "", self._limit)
        self._write(incident, [kept])
        odd = f"; {'; '.join(kept.remarks)}" if kept.remarks else ""
        return f"kept {kept.size:,} bytes, sha256 {kept.sha256[:12]}{odd}"

    def _allowed(self) -> None:
        if not self._writes:
            raise Refused("read-only: nothing is kept.")

    def _write(self, incident: str, kept: Sequence[ExhibitKept], missed: Sequence[ExhibitMissed] = ()) -> None:
        self._room.submit(
            lambda state, _now: commands.keep_exhibits(state, incident, kept, missed, actor=self._actor)
        ).result(_PATIENCE)


def _at_home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise Failed(f"{path} cannot be read: nobody of that name has a home here. Nothing was kept.") from error
