"""Puts together what a screen may see of the room in one snapshot; decides nothing."""

from console.incident.events import Instant
from console.present.snapshot import Snapshot
from console.room.feeds import Followed
from console.room.parts import Wish
from console.room.record import Record
from console.room.watch import Watch


def snapshot(
    record: Record, watch: Watch | None, feeds: Followed, wish: Wish, now: Instant, *, paused: bool
) -> Snapshot:
    """Return the room as it stands; without a watch only what the log says."""
    incident = record.current
    since = None if incident is None else incident.since
    return Snapshot(
        at=now,
        state=record.state,
        services=() if watch is None else watch.services,
        host=None if watch is None else watch.host,
        sources=() if watch is None else watch.sources(),
        log=record.seen(),
        charts=() if watch is None else watch.charts(wish, now, since, record.state.ailing),
        marks=record.marks.seen(record.state.corrections),
        saving=record.saving,
        clusters=feeds.clusters,
        feeds=feeds.seen(),
        changes=record.changed.seen(record.state.corrections),
        paused=paused,
        ready=True,
        chosen="" if incident is None else incident.id,
    )
