"""Puts the readings of a snapshot into the store, and returns the facts about them and about what could not be read."""

from collections.abc import Sequence
from typing import NamedTuple

from checks.portrait import Reading
from console import __version__
from console.evidence.store import Store
from console.evidence.taking import host
from console.incident.clock import utc_iso
from console.incident.exhibits import ExhibitKept, ExhibitMissed


class Snapshot(NamedTuple):
    """What a snapshot kept and what it missed, the most fleeting first."""

    kept: tuple[ExhibitKept, ...]
    missed: tuple[ExhibitMissed, ...]


def keep(store: Store, subject: str, readings: Sequence[Reading]) -> Snapshot:
    """Keep what was read; Failed where the store takes nothing."""
    name = f"{subject} {utc_iso(min((each.began_at for each in readings), default=0))[:19]}Z"
    kept = [_kept(store, name, each, each.content) for each in readings if each.content is not None]
    missed = [ExhibitMissed(each.what, each.source, each.reason, name) for each in readings if each.content is None]
    return Snapshot(tuple(kept), tuple(missed))


def _kept(store: Store, name: str, reading: Reading, content: bytes) -> ExhibitKept:
    with store.begin() as draft:
        draft.write(content)
        stored = draft.keep()
    return ExhibitKept(
        exhibit="",
        what=reading.what,
        sha256=stored.sha256,
        size=stored.size,
        method=reading.method,
        source=reading.source,
        host=host(),
        tool="warroom",
        version=__version__,
        began_at=reading.began_at,
        acquired_at=reading.ended_at,
        remarks=stored.remarks,
        snapshot=name,
    )
